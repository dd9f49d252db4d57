"""What it costs a turn that it is logged and measured: `python -m bench.watching`.

Microseconds of CPU in one process, best of several rounds: a turn's log line; what a turn hands to
the measurements when nobody asked for any; the same when Prometheus reads them.
"""

import os
import time
from collections.abc import Callable
from io import StringIO

from bot import log, measures, measuring
from bot.measures import Wanted

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "7"))
TIMES = 5_000


def spent(call: Callable[[], object]) -> float:
    """Return the microseconds of CPU that one call takes."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(TIMES):
            call()
        best = min(best, time.process_time() - began)
    return best / TIMES * 1e6


def line() -> None:
    """Write the line of a turn."""
    log.Line(turn="fcb50cbf7381", person="p4c01d9a2be77", verb="save").write()


def measured() -> None:
    """Hand on what a turn that saves hands on."""
    measures.time("maca.turn.duration", 0.004, verb="save", outcome="ok")
    measures.time("maca.store.write.duration", 0.002, operation="keep")


def main() -> None:
    """Measure and print."""
    log.configure("INFO", StringIO())
    print(f"a log line            {spent(line):6.1f} us")
    print(f"measured by nobody    {spent(measured):6.1f} us")
    begun = measuring.begin(Wanted(prometheus=True))
    print(f"measured              {spent(measured):6.1f} us")
    begun.close()


if __name__ == "__main__":
    main()
