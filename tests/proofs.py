"""What the long proofs found, gathered into one table: `make prove` prints it."""

import json
import os
import sys
from pathlib import Path

LONG = os.environ.get("MACA_LONG") == "1"
"""Whether the long modes run, which is what `make prove` does."""
KEPT_IN = "MACA_PROOFS"
"""The variable that names the file in which figures are gathered."""


def proved(what: str, figure: str) -> None:
    """Note a figure for the table; nothing happens outside `make prove`."""
    path = os.environ.get(KEPT_IN)
    if path:
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps([what, figure]) + "\n")


def table(rows: list[tuple[str, str]]) -> list[str]:
    """Return the rows as a Markdown table, which reads well in a terminal too."""
    head = ("proof", "figure")
    wide = [max(len(row[n]) for row in [head, *rows]) for n in (0, 1)]
    shown = [head, ("-" * wide[0], "-" * wide[1]), *rows]
    return [f"| {what:{wide[0]}} | {figure:{wide[1]}} |" for what, figure in shown]


def main() -> None:
    """Print the table of the file that is named."""
    kept = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    sys.stdout.write("\n".join(table([tuple(json.loads(line)) for line in kept])) + "\n")


if __name__ == "__main__":
    main()
