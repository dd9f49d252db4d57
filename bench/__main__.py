"""Runs every part that measures, and ends with one table: `make bench`, or `python -m bench`.

Names after it choose parts; `--long` gives each the size that its own command has. Without it
they take some fifteen minutes on a machine that does nothing else. Exits 1 when a goal is missed.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from bench._table import KEPT_IN, Row, kept, table

LONG = "--long"
SHORT: Mapping[str, Mapping[str, str]] = {
    "turns": {"BENCH_ROUNDS": "3", "BENCH_SECONDS": "2"},
    "messages": {"BENCH_ROUNDS": "3", "BENCH_SECONDS": "2"},
    "status": {"BENCH_ROUNDS": "3", "BENCH_SECONDS": "2"},
    "saving": {"BENCH_ROUNDS": "100"},
    "memory": {},
    "enduring": {"BENCH_TURNS": "30000"},
    "growth": {"BENCH_TURNS": "30", "BENCH_FILES_OF": "500"},
    "auditing": {"BENCH_TURNS": "20"},
    "sweep": {"BENCH_SECONDS": "8"},
    "faults": {"BENCH_PEOPLE": "100", "BENCH_KILLS": "3"},
    "replicas": {"BENCH_ROBOTS": "60", "BENCH_KILLS": "3", "BENCH_EVERY": "2"},
    "postgres": {"BENCH_SECONDS": "4", "BENCH_RETURNS": "40000", "BENCH_TURNS": "150"},
    "rules": {},
    "sealing": {},
    "watching": {"BENCH_ROUNDS": "3"},
    "workbooks": {"BENCH_TIMES": "1"},
}
"""Every part, and what makes it short enough to be run with all others."""


def run(part: str, *, long: bool, rows: Path) -> list[Row]:
    """Run one part and return its rows; one that fails has a row that says so."""
    before = len(kept(rows))
    print(f"\nbench.{part}", flush=True)
    more = {} if long else SHORT[part]
    begun = time.perf_counter()
    code = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-m", f"bench.{part}"],
        env={**more, **os.environ, KEPT_IN: str(rows)},
        check=False,
    ).returncode
    print(f"bench.{part} took {time.perf_counter() - begun:.0f} s", flush=True)
    found = kept(rows)[before:]
    if code and not any(row.met is False for row in found):
        found.append(Row(what=f"bench.{part}", ours=f"ended with {code}", met=False))
    return found


def main() -> int:
    """Run the parts, print the table, and return 1 when a goal was missed."""
    wanted = [one for one in sys.argv[1:] if one != LONG]
    unknown = [one for one in wanted if one not in SHORT]
    if unknown:
        print(f"There is no part {', '.join(unknown)}. There are: {', '.join(SHORT)}.")
        return 2
    with tempfile.TemporaryDirectory(prefix="maca-bench-") as name:
        rows = Path(name) / "rows"
        parts = wanted or list(SHORT)
        found = [row for part in parts for row in run(part, long=LONG in sys.argv, rows=rows)]
    missed = sum(row.met is False for row in found)
    print("", *table(found), "", sep="\n")
    print(f"{missed} missed." if missed else "Every goal is met.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
