"""What sealing and the journal's chain add to a save, beside what encoding it costs anyway.

Run as `python -m bench.sealing`. Exits 1 when both together take more than 100 microseconds for a
return of 40 answers of 300 characters, or more than twice what encoding that return takes.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench._table import at_most
from bench.saving import filled, saved
from storage import chain, codec
from storage.chain import NOTHING, Told
from storage.codec import FORMAT, ReturnRecord
from storage.masters import own_ring
from storage.ring import Ring

ROUNDS, TIMES = 40, 200
MOST = 100.0
"""Microseconds a save."""


def microseconds(work: Callable[[], object]) -> float:
    """Return how long the work takes where nothing else has the processor."""
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        for _ in range(TIMES):
            work()
        taken.append((time.perf_counter() - begun) / TIMES * 1e6)
    return min(taken)


async def ring_in(folder: Path) -> Ring:
    """Return keys for one audit."""
    ring = own_ring(folder)
    await ring.ready("audit/a")
    await ring.ready("journal/a")
    return ring


def main() -> int:
    """Measure, print a table, and return whether it is small enough."""
    change = saved(filled(0))
    record = ReturnRecord(format=FORMAT, ret=change.after, journal=change.events)
    plain = codec.encode(record)
    with tempfile.TemporaryDirectory() as folder:
        ring = asyncio.run(ring_in(Path(folder) / "store"))
    sealed = ring.seal("audit/a", "x", plain)
    encoding = microseconds(lambda: codec.encode(record))
    sealing = microseconds(lambda: ring.seal("audit/a", "x", plain))
    opening = microseconds(lambda: ring.open("audit/a", "x", sealed))
    linking = microseconds(lambda: chain.linked(
        ring, NOTHING, [Told("a", "returns/a.C.phn", chain.row_of(change.events[0]))]))  # fmt: skip
    for name, taken in (("encode a return", encoding), ("seal it", sealing), ("open it", opening),
                        ("link its row", linking)):  # fmt: skip
        print(f"{name:16} {taken:8.1f} µs")
    print(f"{len(plain):,} bytes; sealing and linking to encoding: "
          f"{(sealing + linking) / encoding:.2f}")  # fmt: skip
    added = sealing + linking
    beside = f"encoding it takes {encoding:.0f} µs"
    what = "sealing a return of 40 answers and linking its row"
    return int(at_most(what, added, min(MOST, 2 * encoding), "µs", beside=beside))


if __name__ == "__main__":
    sys.exit(main())
