"""How long spoilt and hostile workbooks keep us busy, and how much memory they take.

Run as `python -m bench.workbooks`. Exits 1 when one takes more than 10 seconds or 300 MB. Each is
read in a process of its own, so that what one took is not counted for the next.
"""

import os
import resource
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random

from bench._table import at_most
from files.tool import read_tool
from tests.files.hostile import HEAVY, SOUND, SPOILS, Spoil

ALLOWED_S, ALLOWED_MB = 10.0, 300.0
TIMES = int(os.environ.get("BENCH_TIMES", "3"))
Took = tuple[float, float, str]


def took(path: str) -> Took:
    """Read one file; return seconds, megabytes at the most, and what became of it."""
    content = Path(path).read_bytes()
    start = time.perf_counter()
    found = read_tool(content, "six_themes.xlsx")
    spent = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    said = f"{len(found.faults)} faults: {found.faults[0].wrong}" if found.faults else "loaded"
    return spent, peak, said


def worst(folder: Path, name: str, spoil: Spoil, times: int) -> Took:
    """Return the longest time and the most memory of several, and what became of the last."""
    found: list[Took] = []
    for seed in range(times):
        file = folder / f"{name}{seed}"
        file.write_bytes(spoil(SOUND.read_bytes(), Random(seed)))  # noqa: S311 - not for secrets
        with ProcessPoolExecutor(max_workers=1) as alone:
            found.append(alone.submit(took, str(file)).result())
    return max(one[0] for one in found), max(one[1] for one in found), found[-1][2]


def main() -> int:
    """Measure all of them, print a table, and say whether all were within bounds."""
    longest = most = 0.0
    print(f"{'workbook':16} | {'seconds':>7} | {'MB':>5} | what is said")
    with tempfile.TemporaryDirectory() as base:
        many = [*((n, s, TIMES) for n, s in SPOILS.items()), *((n, s, 1) for n, s in HEAVY.items())]
        for name, spoil, times in [("sound", lambda content, _: content, 1), *many]:
            seconds, peak, said = worst(Path(base), name, spoil, times)
            longest, most = max(longest, seconds), max(most, peak)
            print(f"{name:16} | {seconds:7.2f} | {peak:5.0f} | {said[:70]}")
    missed = [
        at_most("the slowest hostile workbook", longest, ALLOWED_S, "s"),
        at_most("the largest in memory of hostile workbooks", most, ALLOWED_MB, "MB"),
    ]
    return int(any(missed))


if __name__ == "__main__":
    sys.exit(main())
