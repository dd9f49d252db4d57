"""A process that saves one answer after the other and tells each time what it acknowledged.

Run as `python saver.py FOLDER`, to be killed at any moment. Each line on its standard output is
the version of the return once `keep` has said that it is kept.
"""

import asyncio
import sys
from pathlib import Path

from storage.tiny import TinyStore
from tests.storage.made import answered, ret

ANSWERS = 300


def box_and_text(version: int) -> tuple[str, str]:
    """Return which box this version's answer is in, on which page, and what it says."""
    return f"t{version % 7}_q{version % 31}", f"Answer {version}: " + "she was heard. " * 20


async def main(folder: Path) -> None:
    """Go on where the last process was killed."""
    store = await TinyStore.open(folder)
    await store.add(ret())
    for _ in range(ANSWERS):
        before = await store.agency_return("demo.C.phn")
        if before is None:
            raise LookupError
        box, text = box_and_text(before.version + 1)
        change = answered(before, box=box, text=text)
        if not await store.keep(change):
            raise RuntimeError
        print(change.after.version, flush=True)  # noqa: T201 - this is what it is for
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
