"""The charts of the report and the pack, as pictures with their figures in words.

A colour never speaks alone: each grade has a letter and a pattern too, so that a chart can be
read in black and white and by people who see colours otherwise. No chart ranks agencies.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from textwrap import fill
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import MaxNLocator

from files.scale import DARK, Scale
from files.wording import day as said

DOTS = 160
"""Dots an inch."""
NARROW = 13
"""A part shorter than the longest bar by so many times has no room for its letter."""
STYLE: Any = {
    "font.family": "sans-serif", "font.sans-serif": ["DejaVu Sans"], "font.size": 9,
    "hatch.linewidth": 0.6, "hatch.color": "#FFFFFF", "axes.spines.top": False,
    "axes.spines.right": False, "svg.hashsalt": "maca",
}  # fmt: skip
INK, PALE, GRID = "#1B1B1B", "#FFFFFF", "#B9C0C6"
BLUE, WARM = "#1D4F7C", "#9C3D0E"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with what it shows in words, for those who do not see it."""

    png: bytes
    alt: str


def grade_spread(rows: Mapping[str, Mapping[str, int]], scale: Scale) -> Picture:
    """Draw how often each grade was given, a bar for each theme."""
    with rc_context(STYLE):
        figure = Figure(figsize=(6.7, 1.0 + 0.52 * max(len(rows), 1)), layout="constrained")
        axes = figure.subplots()
        places = range(len(rows))
        left = [0] * len(rows)
        longest = max((sum(row.values()) for row in rows.values()), default=0)
        for value in scale.labels():
            counts = [row.get(value, 0) for row in rows.values()]
            bars(axes, (scale, value), (left, counts), narrow=longest / NARROW)
            left = [start + count for start, count in zip(left, counts, strict=True)]
        axes.set_yticks(places, [fill(label, 34) for label in rows])
        axes.invert_yaxis()
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.set_xlabel("Grades, as they stand")
        legend(figure, scale)
        return Picture(png(figure), told_spread(rows, scale))


def bars(
    axes: Axes, grade: tuple[Scale, str], spans: tuple[list[int], list[int]], *, narrow: float
) -> None:
    """Draw one grade's part of every bar, with its letter and count where there is room."""
    (scale, value), (left, counts) = grade, spans
    colour, letter = scale.fills()[value], scale.letters()[value]
    writing = PALE if colour in DARK else INK
    axes.barh(
        range(len(counts)), counts, left=left, height=0.62, color=colour,
        hatch=scale.patterns()[value], edgecolor=PALE, linewidth=0.8,
    )  # fmt: skip
    for place, (start, count) in enumerate(zip(left, counts, strict=True)):
        if count:
            tight = count < narrow
            said = str(count) if tight else f"{letter} {count}"
            box = {"facecolor": colour, "edgecolor": "none", "pad": 1.2}
            axes.text(start + count / 2, place, said, color=writing, ha="center", va="center",
                      fontsize=7 if tight else 8, bbox=box)  # fmt: skip


def legend(figure: Figure, scale: Scale) -> None:
    """Say what each letter, colour and pattern means, below the chart."""
    fills, patterns, letters = scale.fills(), scale.patterns(), scale.letters()
    handles = [
        Patch(facecolor=fills[value], hatch=patterns[value], edgecolor=PALE,
              label=f"{letters[value]}  {label}")
        for value, label in scale.labels().items()
    ]  # fmt: skip
    figure.legend(handles=handles, loc="outside lower center", ncols=3, frameon=False, fontsize=8)


def told_spread(rows: Mapping[str, Mapping[str, int]], scale: Scale) -> str:
    """Say the figures of the chart in words."""
    labels = scale.labels()
    parts = []
    for theme, counts in rows.items():
        told = [f"{labels[value]} {counts[value]}" for value in labels if counts.get(value)]
        parts.append(f"{theme}: {', '.join(told) or 'no grades'}.")
    return " ".join(["Grades, as they stand.", *parts])


def heat_table(
    rows: Mapping[str, Mapping[str, str]], families: Sequence[str], scale: Scale
) -> Picture:
    """Draw the lowest grade that stands, of each theme and family, as a coloured letter."""
    with rc_context(STYLE):
        high, wide = max(len(rows), 1), max(len(families), 1)
        figure = Figure(figsize=(6.7, 1.1 + 0.4 * high), layout="constrained")
        axes = figure.subplots()
        for y, cells in enumerate(rows.values()):
            for x, family in enumerate(families):
                heat_cell(axes, (x, y), cells.get(family, ""), scale)
        axes.set_xlim(0, wide)
        axes.set_ylim(high, 0)
        axes.set_xticks([x + 0.5 for x in range(wide)], families)
        axes.set_yticks([y + 0.5 for y in range(len(rows))], [fill(row, 34) for row in rows])
        axes.tick_params(length=0)
        axes.xaxis.tick_top()
        axes.spines[:].set_visible(False)
        legend(figure, scale)
        return Picture(png(figure), told_heat(rows, families, scale))


def heat_cell(axes: Axes, place: tuple[int, int], value: str, scale: Scale) -> None:
    """Draw one cell of the heat table; one without a grade stays empty."""
    x, y = place
    colour = scale.fills().get(value, PALE)
    axes.add_patch(
        Rectangle((x + 0.02, y + 0.03), 0.96, 0.94, facecolor=colour, linewidth=0.8,
                  edgecolor=PALE if value else GRID, hatch=scale.patterns().get(value, ""))
    )  # fmt: skip
    if value:
        box = {"facecolor": colour, "edgecolor": "none", "pad": 1.2}
        axes.text(x + 0.5, y + 0.5, scale.letters()[value], ha="center", va="center",
                  color=PALE if colour in DARK else INK, fontweight="bold", bbox=box)  # fmt: skip


def told_heat(rows: Mapping[str, Mapping[str, str]], families: Sequence[str], scale: Scale) -> str:
    """Say the heat table in words."""
    labels = scale.labels()
    parts = []
    for theme, cells in rows.items():
        told = [f"{family} {labels[cells[family]]}" for family in families if cells.get(family)]
        parts.append(f"{theme}: {', '.join(told) or 'no grades'}.")
    return " ".join(["The lowest grade that stands, by theme and family.", *parts])


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """How many returns were in at the end of each day, against how many were expected."""

    days: Mapping[date, int]
    """Returns that came in on each day on which any did."""
    expected: int
    opened: date
    due: date
    until: date

    def by_day(self) -> dict[date, int]:
        """Return how many were in at the end of every day, from the opening on."""
        first = min([self.opened, *self.days])
        last = max([self.until, *self.days])
        found, so_far = {}, 0
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            so_far += self.days.get(day, 0)
            found[day] = so_far
        return found

    def by_due(self) -> int:
        """Return how many were in by the end of the due date."""
        return sum(count for day, count in self.days.items() if day <= self.due)


def returns_over_time(arrivals: Arrivals) -> Picture:
    """Draw how the returns came in, with the deadline and the number that was expected."""
    came = arrivals.by_day()
    days, totals = [day.toordinal() for day in came], list(came.values())
    with rc_context(STYLE):
        figure = Figure(figsize=(6.7, 2.9), layout="constrained")
        axes = figure.subplots()
        axes.fill_between(days, totals, step="post", color="#D3E5F5")
        axes.step(days, totals, where="post", color=BLUE, linewidth=2)
        axes.set_ylim(0, max(arrivals.expected, 1) * 1.15)
        marked(axes, arrivals, came)
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        axes.xaxis.set_major_locator(MaxNLocator(7, integer=True))
        axes.xaxis.set_major_formatter(short_day)
        axes.set_ylabel("Returns in")
        return Picture(png(figure), told_arrivals(arrivals))


def short_day(ordinal: float, _place: float) -> str:
    """Return a date below the chart: "8 Dec"."""
    day = date.fromordinal(int(ordinal))
    return f"{day.day} {day:%b}"


def marked(axes: Axes, arrivals: Arrivals, came: Mapping[date, int]) -> None:
    """Draw the deadline, the number expected and the number in, each named where it stands."""
    due, first, last = arrivals.due.toordinal(), min(came).toordinal(), max(came)
    axes.axhline(arrivals.expected, color=INK, linewidth=1, linestyle=":")
    axes.axvline(due, color=WARM, linewidth=1.4, linestyle="--")
    near: Any = {"textcoords": "offset points", "fontsize": 8}
    expected = arrivals.expected
    axes.annotate(f"{expected} expected", (first, expected), xytext=(3, 3), **near)
    axes.annotate(
        f"Due {said(arrivals.due)}", (due, 0), xytext=(-4, 6), color=WARM, ha="right", **near
    )
    axes.annotate(
        f"{came[last]} in",
        (last.toordinal(), came[last]),
        xytext=(0, 4),
        color=BLUE,
        ha="right",
        **near,
    )


def told_arrivals(arrivals: Arrivals) -> str:
    """Say in words how the returns came in."""
    total = sum(arrivals.days.values())
    return (
        f"Returns in over time. {arrivals.by_due()} of {arrivals.expected} returns were in by"
        f" {said(arrivals.due)}, when they were due; {total} were in by"
        f" {said(max([arrivals.until, *arrivals.days]))}."
    )


def png(figure: Figure) -> bytes:
    """Return the figure as a picture. What it is made of, and when, stays out of the file."""
    out = BytesIO()
    figure.savefig(out, format="png", dpi=DOTS, metadata={"Software": None})
    return out.getvalue()
