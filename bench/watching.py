"""What it costs a turn that it is logged and measured: `python -m bench.watching`.

Microseconds of CPU in one process, best of several rounds: a turn's log line; what a turn hands to
the measurements when nobody asked for any; the same when Prometheus reads them.
"""

import os
import time
from collections.abc import Callable
from io import StringIO

from bench._table import Row, note
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
    tell("a turn's log line", line)
    tell("measuring a turn, for nobody", measured)
    begun = measuring.begin(Wanted(prometheus=True))
    tell("measuring a turn, for Prometheus", measured)
    begun.close()


def tell(what: str, call: Callable[[], object]) -> None:
    """Print and note what a call costs."""
    took = spent(call)
    print(f"{what:33} {took:6.1f} µs")
    note(Row(what=what, ours=f"{took:.1f} µs CPU"))


if __name__ == "__main__":
    main()
