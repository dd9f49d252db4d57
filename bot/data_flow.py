"""Draws the picture of where data goes, for information governance: `python -m bot.data_flow FILE`.

An SVG of boxes and arrows, written by hand so that it stays sharp, can be searched and needs no
program to make it. Every box and arrow is a row of the tables below.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

WIDE, HIGH = 1240, 740
INK, BLUE, PALE, GREY = "#1b2733", "#1d4f7c", "#eef4f9", "#5b6873"
LINE = 17
TITLE = "Where data goes"
LOOK = 'role="img" aria-labelledby="t d" font-family="Arial, Helvetica, sans-serif"'
HEAD = (
    'viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
    'orient="auto-start-reverse"'
)
TEXT = '<text x="{}" y="{}" font-size="13" fill="{}">{}</text>'


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Somewhere data is: where it stands in the picture, its name, what is there."""

    at: tuple[int, int]
    size: tuple[int, int]
    name: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """Data on its way: from where to where, and what passes."""

    points: tuple[tuple[int, int], ...]
    words: tuple[str, ...] = ()
    words_at: tuple[int, int] = (0, 0)
    both: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """Who is responsible for what lies within."""

    at: tuple[int, int]
    size: tuple[int, int]
    name: str


ZONES = (
    Zone(at=(20, 60), size=(270, 560), name="Each agency’s tenant and devices"),
    Zone(at=(330, 60), size=(250, 560), name="Microsoft (the tenant’s cloud)"),
    Zone(at=(680, 60), size=(540, 560), name="The partnership’s host (your cloud or server)"),
)
BOXES = (
    Box(at=(40, 110), size=(230, 120), name="Practitioner, coordinator", lines=(
        "reads records in own system", "answers on cards in Teams", "sees names only when asked,",
        "each look on record")),
    Box(at=(40, 380), size=(230, 120), name="Business manager, panel", lines=(
        "sees what was sent, by codes", "gets files: workbook, packs,", "report, certificates")),
    Box(at=(350, 110), size=(210, 110), name="Teams, Bot Service", lines=(
        "carries cards and clicks;", "chat history by the tenant’s", "own retention policy")),
    Box(at=(350, 270), size=(210, 70), name="Entra ID", lines=(
        "who somebody is; signing keys",)),
    Box(at=(350, 410), size=(210, 70), name="OneDrive, SharePoint", lines=(
        "of who asked for a file",)),
    Box(at=(700, 110), size=(220, 150), name="maca", lines=(
        "checks the token of each request", "asks rights at every click",
        "one or several processes", "no analytics, no AI,", "no third party")),
    Box(at=(990, 110), size=(210, 150), name="Store", lines=(
        "folder or PostgreSQL", "all sealed, by each audit’s key;", "answers by family code;",
        "names apart, under another key;", "journal of who did what")),
    Box(at=(990, 350), size=(210, 100), name="Keys", lines=(
        "apart from the data;", "key vault, or a folder of its own",
        "destroyed with what they seal")),
    Box(at=(990, 500), size=(210, 90), name="Backups", lines=(
        "of one moment; no key in them", "kept no longer than needed")),
    Box(at=(700, 500), size=(220, 90), name="Log", lines=(
        "ids and codes only:", "no answer, no name, no token")),
)  # fmt: skip
ARROWS = (
    Arrow(points=((270, 145), (350, 145)), both=True, words=("TLS",), words_at=(297, 137)),
    Arrow(points=((270, 400), (310, 400), (310, 195), (350, 195)), both=True),
    Arrow(points=((350, 445), (270, 445)), words=("file",), words_at=(317, 437)),
    Arrow(points=((560, 155), (700, 155)), both=True, words=("TLS: cards with", "codes, answers"),
          words_at=(590, 132)),
    Arrow(points=((700, 200), (620, 200), (620, 305), (560, 305)), both=True, words=("tokens",),
          words_at=(583, 250)),
    Arrow(points=((700, 235), (650, 235), (650, 445), (560, 445)),
          words=("a file", "that was", "asked for"), words_at=(592, 388)),
    Arrow(points=((920, 185), (990, 185)), both=True, words=("records",), words_at=(931, 175)),
    Arrow(points=((920, 235), (955, 235), (955, 400), (990, 400)), both=True,
          words=("wrapped", "keys"), words_at=(895, 340)),
    Arrow(points=((1200, 200), (1210, 200), (1210, 545), (1200, 545))),
    Arrow(points=((810, 260), (810, 500)), words=("a line for each turn",), words_at=(690, 470)),
)  # fmt: skip
NOTES = (
    "Keys never leave the host. Names go to who answers about the family; each look is on record.",
    "Stays in Teams once a return is sent: a receipt by code. Cards with answers are replaced.",
    "Sub-processors: Microsoft (Teams, Bot Service, Entra ID), your host. Nothing goes to makers.",
)


def svg() -> str:
    """Return the picture."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" {LOOK}>',
        '<title id="t">' + TITLE + "</title>",
        f'<desc id="d">{escape(described())}</desc>',
        f'<defs><marker id="a" {HEAD}><path d="M0 0L10 5L0 10z" fill="{INK}"/></marker></defs>',
        f'<rect width="{WIDE}" height="{HIGH}" fill="#fff"/>',
        f'<text x="20" y="38" font-size="22" font-weight="bold" fill="{BLUE}">{TITLE}</text>',
        *(zone(one) for one in ZONES),
        *(arrow(one) for one in ARROWS),
        *(box(one) for one in BOXES),
        *notes(),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def described() -> str:
    """Return the same in words, for who does not see it."""
    return "; ".join(f"{one.name}: {' '.join(one.lines)}" for one in BOXES)


def zone(one: Zone) -> str:
    """Return who is responsible, as a dashed frame."""
    x, y = one.at
    return (
        f'<rect x="{x}" y="{y}" width="{one.size[0]}" height="{one.size[1]}" rx="8" fill="none" '
        f'stroke="{GREY}" stroke-dasharray="6 5"/>'
        f'<text x="{x + 14}" y="{y + 26}" font-size="14" fill="{GREY}" font-weight="bold">'
        f"{escape(one.name)}</text>"
    )


def box(one: Box) -> str:
    """Return a box with its name and lines."""
    x, y = one.at
    words = "".join(
        TEXT.format(x + 12, y + 46 + n * LINE, INK, escape(line))
        for n, line in enumerate(one.lines)
    )
    return (
        f'<rect x="{x}" y="{y}" width="{one.size[0]}" height="{one.size[1]}" rx="6" fill="{PALE}" '
        f'stroke="{BLUE}" stroke-width="1.5"/><text x="{x + 12}" y="{y + 25}" font-size="15" '
        f'font-weight="bold" fill="{BLUE}">{escape(one.name)}</text>{words}'
    )


def arrow(one: Arrow) -> str:
    """Return a line with one head or two, and its words."""
    path = " ".join(f"{x},{y}" for x, y in one.points)
    start = ' marker-start="url(#a)"' if one.both else ""
    x, y = one.words_at
    words = "".join(
        f'<text x="{x}" y="{y + n * 15}" font-size="12" fill="{INK}">{escape(line)}</text>'
        for n, line in enumerate(one.words)
    )
    return (f'<polyline points="{path}" fill="none" stroke="{INK}" stroke-width="1.5" '
            f'marker-end="url(#a)"{start}/>{words}')  # fmt: skip


def notes() -> Iterator[str]:
    """Yield the lines below the picture."""
    for n, line in enumerate(NOTES):
        yield f'<text x="20" y="{660 + n * 26}" font-size="14" fill="{INK}">{escape(line)}</text>'


def main() -> None:
    """Write the picture where the command line says."""
    Path(sys.argv[1]).write_text(svg(), encoding="utf-8")


if __name__ == "__main__":
    main()
