"""What the long proofs found, gathered into one table: `make prove` prints it."""

import json
import logging
import os
import sys
from pathlib import Path

from bot import log

LONG = os.environ.get("MACA_LONG") == "1"
"""Whether the long modes run, which is what `make prove` does."""
KEPT_IN = "MACA_PROOFS"
"""The variable that names the file in which figures are gathered."""


PROOFS = (
    "who can do what",
    "who can read what, bot.demo",
    "who can read what, bot.answered",
    "tampered cards, as it is",
    "tampered cards, sent",
    "tampered cards, closed",
    "tampered cards, removed",
    "tampered cards, handed over",
    "state machine",
    "the bot killed while 300 answers",
    "PostgreSQL: the bot killed",
    "the bot killed while it nudges",
    "the store killed while it saves",
    "spoiled activities",
    "kinds of bad token",
    "connections that say nothing",
    "silent connections",
    "cards at 320 px",
    "cards at 480 px",
    "cards at 800 px",
    "cards in the Agents Playground",
    "a whole return by keyboard alone",
)
"""Words of the name of each proof: the table without one of them is not whole."""


def quiet() -> None:
    """Log nothing in a long mode, whose millions of lines would fill the memory.

    The short mode logs everything, and what it logs is searched for what may not stand there.
    """
    if LONG:
        log.configure("CRITICAL")
        logging.root.setLevel(logging.CRITICAL)


def proved(what: str, figure: str, *counts: int) -> None:
    """Note a figure for the table; nothing happens outside `make prove`.

    `counts` take the places of `{}` in the figure; those of proofs that were shared among
    processes are added up.
    """
    path = os.environ.get(KEPT_IN)
    if path:
        line = json.dumps([what, figure, counts]) + "\n"
        with Path(path).open("ab", buffering=0) as file:  # one write, whoever else writes
            file.write(line.encode())


def summed(lines: list[str]) -> list[tuple[str, str]]:
    """Return a row for each proof, in the order of their names."""
    found: dict[tuple[str, str], list[list[int]]] = {}
    for line in lines:
        what, figure, counts = json.loads(line)
        found.setdefault((what, figure), []).append(counts)
    return sorted(
        (what, figure.format(*map(sum, zip(*counts, strict=True))))
        for (what, figure), counts in found.items()
    )


def table(rows: list[tuple[str, str]]) -> list[str]:
    """Return the rows as a Markdown table, which reads well in a terminal too."""
    head = ("proof", "figure")
    wide = [max(len(row[n]) for row in [head, *rows]) for n in (0, 1)]
    shown = [head, ("-" * wide[0], "-" * wide[1]), *rows]
    return [f"| {what:{wide[0]}} | {figure:{wide[1]}} |" for what, figure in shown]


def main() -> int:
    """Print the table of the file that is named; return 1 where it is not whole."""
    path = Path(sys.argv[1])
    rows = summed(path.read_text(encoding="utf-8").splitlines() if path.exists() else [])
    missing = [one for one in PROOFS if not any(one in what for what, _figure in rows)]
    rows += [(f"{one} ...", "NOT PROVED") for one in missing]
    sys.stdout.write("\n".join(table(rows)) + "\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
