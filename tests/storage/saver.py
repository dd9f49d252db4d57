"""A process that saves one thing after the other and tells each time what it acknowledged.

Run as `python saver.py WHERE return` or `... panel`, to be killed at any moment. Each line on its
standard output is the version of the return, or of the panel's record, once it is kept.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from audits.panel import Panel
from storage.contract import Store
from storage.postgres import PostgresStore
from storage.tiny import TinyStore
from tests.storage.made import answered, ret, summarised
from tests.storage.rings import ring_for

ANSWERS = 300


def box_and_text(version: int) -> tuple[str, str]:
    """Return which box this version's answer is in, on which page, and what it says."""
    return f"t{version % 7}_q{version % 31}", f"Answer {version}: " + "she was heard. " * 20


async def save_answers(store: Store) -> AsyncIterator[int]:
    """Save one answer after the other to the same return."""
    await store.add(ret())
    for _ in range(ANSWERS):
        before = await store.agency_return("demo.C.phn")
        if before is None:
            raise LookupError
        box, text = box_and_text(before.version + 1)
        change = answered(before, box=box, text=text)
        if not await store.keep(change):
            raise RuntimeError
        yield change.after.version


async def save_summaries(store: Store) -> AsyncIterator[int]:
    """Save one summary after the other of the same family."""
    for _ in range(ANSWERS):
        before = await store.panel("demo", "C") or Panel(audit_id="demo", family="C")
        change = summarised(before, box_and_text(before.version + 1)[1])
        if not await store.keep_panel(change):
            raise RuntimeError
        yield change.after.version


async def opened(where: str) -> Store:
    """Open the store in this folder, or in the database at this address."""
    if where.startswith("postgresql://"):
        return await PostgresStore.open(where, ring=ring_for)
    return await TinyStore.open(Path(where))


async def main(where: str, what: str) -> None:
    """Go on where the last process was killed."""
    store = await opened(where)
    save = {"return": save_answers, "panel": save_summaries}[what]
    async for version in save(store):
        print(version, flush=True)  # noqa: T201 - this is what it is for
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
