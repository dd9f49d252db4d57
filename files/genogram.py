"""Draws a household as a genogram, by the usual signs, from codes and roles: a PNG.

Square: male; circle: female; diamond: not said; triangle: unborn. The index child's sign is
doubled. A line joins a couple, with a stroke through it where they are separated; children hang
from it. A dashed line runs round those who live in the household.
"""

from io import BytesIO
from itertools import pairwise
from textwrap import wrap
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Polygon, Rectangle
from PIL import Image

from audits.household import Home, Household, Member, Sign, Tie, Who
from files.genogram_layout import Layout, Union, laid_out

STEP, ROW = 1.75, 2.6
"""Between two people of a row, and between two rows, in the figure's units."""
SIZE = 0.42
INK, SOFT, HOME = "#1F2A37", "#5B6675", "#1F4E79"
ROUND_HOME, AROUND_OTHERS, UP, DOWN = 0.84, 0.8, 0.2, 0.38
"""How far the dashed line keeps from those inside, and from those outside."""
LONGER = 0.22
"""How much further out the line runs past a role of several lines."""
LABEL = 16
MARGIN, ABOVE, BELOW, NARROWEST, INCHES = 1.35, 2.1, 2.25, 3.6, 0.7
COLOURS = 16
DOTS_PER_INCH = 80
Axes = Any
Point = tuple[float, float]


def drawn(household: Household, title: str) -> bytes:
    """Return the picture, small enough to go into a card."""
    layout = laid_out(household)
    place = {code: (x * STEP, -layout.row_of[code] * ROW) for code, x in layout.x.items()}
    xs, ys = [x for x, _ in place.values()] or [0.0], [y for _, y in place.values()] or [0.0]
    right, low = max(*xs, NARROWEST) + MARGIN, min(ys) - BELOW
    figure = Figure(figsize=((right + MARGIN) * INCHES, (ABOVE - low) * INCHES), dpi=DOTS_PER_INCH)
    axes: Axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(-MARGIN, right)
    axes.set_ylim(low, ABOVE)
    axes.axis("off")
    axes.text(0.15 - MARGIN, ABOVE - 0.15, title, fontsize=12, fontweight="bold", color=INK,
              va="top")  # fmt: skip
    round_household(axes, layout, place)
    for depth, union in enumerate(by_width(layout)):
        join(axes, union, place, depth, alone=loners(layout))
    for member in household.members:
        sign(axes, member, place[member.code], above=member.code in named_above(layout))
    axes.text(0.15 - MARGIN, low + 0.15, legend(household), fontsize=7.5, color=SOFT, va="bottom")
    return as_png(figure)


def by_width(layout: Layout) -> list[Union]:
    """Return the unions, those who stand close first: the lines of the others pass below."""
    return sorted(layout.unions, key=lambda u: max(
        (abs(layout.x[a] - layout.x[b]) for a, b in pairwise(u.parents)), default=0.0))  # fmt: skip


def loners(layout: Layout) -> frozenset[str]:
    """Return those who belong to one union only: the stroke of a parting stands at their end."""
    parents = [code for union in layout.unions for code in union.parents]
    return frozenset(code for code in parents if parents.count(code) == 1)


def named_above(layout: Layout) -> frozenset[str]:
    """Return those whose role stands above their sign: lines lead down from it and none up."""
    below = {code for union in layout.unions for code in union.children}
    return frozenset(c for union in layout.unions for c in union.parents if c not in below)


def join(
    axes: Axes,
    union: Union,
    place: dict[str, tuple[float, float]],
    depth: int,
    *,
    alone: frozenset[str],
) -> None:
    """Draw the line of a couple, and the lines to their children."""
    feet = sorted(place[parent] for parent in union.parents)
    top = feet[0][1] - SIZE
    low = top - 0.62 - 0.13 * depth
    middle = (feet[0][0] + feet[-1][0]) / 2
    look = {"color": INK, "lw": 1.3, "zorder": 2}
    if len(feet) > 1:
        dashes = {} if union.tie else {"ls": (0, (1, 2))}
        xs = (feet[0][0], feet[0][0], feet[1][0], feet[1][0])
        axes.plot(xs, (top, low, low, top), **{**look, **dashes})
        if union.tie is Tie.SEPARATED:
            ends = [place[code][0] for code in union.parents if code in alone] or [feet[1][0]]
            beside = ends[0] + 0.34 * np.sign(middle - ends[0])
            axes.plot((beside - 0.1, beside + 0.1), (low - 0.16, low + 0.16), **look)
    else:
        axes.plot((middle, middle), (top, low), **look)
    if not union.children:
        return
    heads = sorted(place[child] for child in union.children)
    bar = min(heads[0][1] + SIZE + 0.42 - 0.07 * depth, low - 0.14)
    axes.plot((middle, middle), (low, bar), **look)
    axes.plot((min(middle, heads[0][0]), max(middle, heads[-1][0])), (bar, bar), **look)
    for x, y in heads:
        axes.plot((x, x), (bar, y + SIZE), **look)


def sign(axes: Axes, member: Member, at: Point, *, above: bool) -> None:
    """Draw the sign of one person, with code inside and role above or below."""
    x, y = at
    for grown in (0.0, 0.09) if member.who is Who.INDEX else (0.0,):
        axes.add_patch(outline(member, x, y, SIZE + grown, filled=grown == 0.0))
    if member.who is Who.INDEX:
        axes.add_patch(outline(member, x, y, SIZE, filled=True))
    if member.died:
        axes.plot((x - SIZE, x + SIZE), (y - SIZE, y + SIZE), color=INK, lw=1.1, zorder=6)
        axes.plot((x - SIZE, x + SIZE), (y + SIZE, y - SIZE), color=INK, lw=1.1, zorder=6)
    drop = 0.1 if member.unborn else 0.0
    axes.text(x, y - drop, member.code, fontsize=8, fontweight="bold", color=INK, zorder=7,
              ha="center", va="center")  # fmt: skip
    halo = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 0.8}
    beside = y + SIZE + 0.14 if above else y - SIZE - (0.24 if member.who is Who.INDEX else 0.14)
    axes.text(x, beside, label(member), fontsize=7.5, color=INK, zorder=5, ha="center",
              va="bottom" if above else "top", linespacing=1.15, bbox=halo)  # fmt: skip


def outline(member: Member, x: float, y: float, size: float, *, filled: bool) -> Any:  # noqa: ANN401
    """Return the sign's outline."""
    look: dict[str, Any] = {"facecolor": "white" if filled else "none", "edgecolor": INK,
                            "linewidth": 1.5, "zorder": 4}  # fmt: skip
    if member.unborn:
        low = y - size
        return Polygon(((x, y + size * 1.15), (x - size * 1.1, low), (x + size * 1.1, low)), **look)
    if member.sign is Sign.MALE:
        return Rectangle((x - size, y - size), 2 * size, 2 * size, **look)
    if member.sign is Sign.FEMALE:
        return Circle((x, y), size, **look)
    far = size * 1.25
    return Polygon(((x, y + far), (x + far, y), (x, y - far), (x - far, y)), **look)


def label(member: Member) -> str:
    """Return what stands below a sign."""
    lines = wrap(member.role, LABEL)[:3]
    if member.due:
        lines.append(f"exp. {member.due.day} {member.due:%b %Y}")
    if member.home is Home.PARTLY:
        lines.append("part of the time")
    return "\n".join(lines)


def legend(household: Household) -> str:
    """Return what the signs mean that are in this picture."""
    members = household.members
    said = [
        ("double line: index child", any(m.who is Who.INDEX for m in members)),
        ("circle: female", any(m.sign is Sign.FEMALE and not m.unborn for m in members)),
        ("square: male", any(m.sign is Sign.MALE and not m.unborn for m in members)),
        ("diamond: not said", any(m.sign is Sign.NOT_SAID and not m.unborn for m in members)),
        ("triangle: unborn", any(m.unborn for m in members)),
        ("stroke: separated", any(c.tie is Tie.SEPARATED for c in household.couples)),
        ("cross: died", any(m.died for m in members)),
        ("dashed: the household", any(m.home is not Home.OUT for m in members)),
    ]
    words = [one for one, there in said if there]
    half = -(-len(words) // 2)
    return " · ".join(words[:half]) + "\n" + " · ".join(words[half:])


def round_household(axes: Axes, layout: Layout, place: dict[str, tuple[float, float]]) -> None:
    """Draw the dashed line round those who live in the household, and past those who do not."""
    homes = {m.code: m.home for m in layout.household.members}
    inside = [code for code in place if homes[code] is not Home.OUT]
    others = [code for code in place if homes[code] is Home.OUT]
    if not inside:
        return
    above = named_above(layout)

    def seat(code: str) -> Point:
        x, y = place[code]
        return x, y + (UP if code in above else -DOWN)

    def seats(code: str) -> list[Point]:
        x, y = seat(code)
        long = "\n" in label(layout.household.by_code[code])
        out = LONGER if code in above else -LONGER
        return [(x - LONGER, y + out), (x + LONGER, y + out), (x, y)] if long else [(x, y)]

    left, right = axes.get_xlim()
    low, high = axes.get_ylim()
    xs, ys = np.meshgrid(np.linspace(left, right, 420), np.linspace(low, high, 420))
    points = [point for code in inside for point in seats(code)]
    field = from_hull(np.stack((xs, ys), axis=-1), points) - ROUND_HOME
    for code in others:
        x, y = seat(code)
        field = np.maximum(field, AROUND_OTHERS - np.hypot(xs - x, ys - y))
    axes.contour(xs, ys, field, levels=[0.0], colors=[HOME], linewidths=1.2,
                 linestyles=[(0, (5, 3))], zorder=1)  # fmt: skip


def from_hull(at: Any, points: list[Point]) -> Any:  # noqa: ANN401 - arrays of numpy
    """Return how far each place is from the area between these points; 0 within it."""
    corners = hull(points)
    inside = np.full(at.shape[:-1], len(corners) > 2)  # noqa: PLR2004 - an area has three corners
    near = np.full(at.shape[:-1], np.inf)
    for one, other in zip(corners, [*corners[1:], corners[0]], strict=True):
        side, way = np.subtract(other, one), at - np.asarray(one)
        along = np.clip((way @ side) / (float(side @ side) or 1.0), 0, 1)
        far = np.linalg.norm(way - along[..., None] * side, axis=-1)
        near = np.minimum(near, far)
        inside &= side[0] * way[..., 1] - side[1] * way[..., 0] >= 0
    return np.where(inside, 0.0, near)


def hull(points: list[Point]) -> list[Point]:
    """Return the corners of the smallest area without dents that holds all points."""

    def half(ordered: list[Point]) -> list[Point]:
        kept: list[Point] = []
        for x, y in ordered:
            while len(kept) > 1 and turn(kept[-2], kept[-1], (x, y)) <= 0:
                kept.pop()
            kept.append((x, y))
        return kept[:-1]

    ordered = sorted(set(points))
    return [*half(ordered), *half(ordered[::-1])] or ordered


def turn(one: Point, other: Point, third: Point) -> float:
    """Return which way the path turns: above 0 to the left."""
    return (other[0] - one[0]) * (third[1] - one[1]) - (other[1] - one[1]) * (third[0] - one[0])


def as_png(figure: Figure) -> bytes:
    """Return the figure as a PNG of few colours: a card has little room."""
    FigureCanvasAgg(figure)
    raw, out = BytesIO(), BytesIO()
    figure.savefig(raw, format="png", dpi=DOTS_PER_INCH, facecolor="white")
    raw.seek(0)
    with Image.open(raw) as picture:
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(out, format="PNG", optimize=True)
    return out.getvalue()
