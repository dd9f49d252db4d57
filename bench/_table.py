"""What was measured, a row for each figure: each part notes its own, `make bench` prints them."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

KEPT_IN = "MACA_MEASURED"
"""The variable that names the file in which rows are gathered."""
HEAD = ("what", "ours", "beside", "goal", "")
SAYS = {True: "met", False: "MISSED", None: ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure. What has no goal is told for its own sake."""

    what: str
    ours: str
    beside: str = ""
    """The same of who is measured in the same run, or how many times as much ours is."""
    goal: str = ""
    met: bool | None = None

    def cells(self) -> tuple[str, ...]:
        """Return what stands in the table."""
        return (self.what, self.ours, self.beside, self.goal, SAYS[self.met])


def note(row: Row) -> bool:
    """Note a row for the table; return whether its goal was missed."""
    path = os.environ.get(KEPT_IN)
    if path:
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(row)) + "\n")
    return row.met is False


def at_most(what: str, found: float, most: float, unit: str, *, beside: str = "") -> bool:
    """Note a figure that shall be no more than this; return whether it was missed."""
    ours, goal = f"{shown(found)} {unit}".strip(), f"at most {shown(most)} {unit}".strip()
    return note(Row(what=what, ours=ours, beside=beside, goal=goal, met=found <= most))


def shown(number: float) -> str:
    """Return a number with as many digits as it is worth."""
    if float(number).is_integer() or abs(number) >= 100:  # noqa: PLR2004
        return f"{number:,.0f}"
    return f"{number:.3g}"


def kept(path: Path) -> list[Row]:
    """Return the rows that were noted in a file; none where there is no file."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else ()
    return [Row(**json.loads(line)) for line in lines]


def table(rows: list[Row]) -> list[str]:
    """Return the rows as a Markdown table, which reads well in a terminal too."""
    every = [HEAD, *(row.cells() for row in rows)]
    wide = [max(len(cells[n]) for cells in every) for n in range(len(HEAD))]
    shown = [every[0], tuple("-" * one for one in wide), *every[1:]]
    return [f"| {' | '.join(map(str.ljust, cells, wide))} |" for cells in shown]
