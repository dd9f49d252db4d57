"""Changes to records, kept together or not at all, each decided on what stands."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic

from tinydb.table import Document

from storage.chain import Told, scope
from storage.codec import R
from storage.frames import Page
from storage.whole_file import ONLY

if TYPE_CHECKING:
    from storage.shelf import Opened, Shelf


@dataclass(frozen=True, slots=True)
class Wanted(Generic[R]):
    """A record that shall be changed: what is kept is what `decide` makes of what stands."""

    shelf: "Shelf[R]"
    key: str
    decide: Callable[[R | None], R | None]


@dataclass(frozen=True, slots=True)
class Decided(Generic[R]):
    """A record as it shall be, in the hands of who changes it."""

    shelf: "Shelf[R]"
    key: str
    opened: "Opened[R]"
    record: R

    def page(self) -> Page:
        """Return the page that keeps it."""
        if self.opened.record is None:
            self.opened.table.insert(Document(self.record, ONLY))
        else:  # to update it by its table would read and copy what stands
            self.opened.file.write({self.shelf.kind.name: {str(ONLY): self.record}})
        return self.opened.file.page()

    def told(self) -> list[Told]:
        """Return what its journal gains."""
        return self.shelf.kind.told(self.record, self.opened.record)

    def can_be_sealed(self) -> bool:
        """Tell whether the keys that seal the record and link its journal are at hand."""
        kind, ring = self.shelf.kind, self.shelf.folder.ring
        links = not kind.journal(self.record) or ring.at_hand(scope(kind.audit_of(self.record)))
        return links and ring.at_hand(kind.scope(self.record))

    def begun(self, lock: asyncio.Lock) -> asyncio.Future[None]:
        """Begin to write it; the lock is let go once it is written. Raises what `page` raises."""

        def ended(failed: Exception | None) -> None:
            lock.release()
            if failed is None:
                self.shelf.keeps(self.key, self.opened, self.record)
            else:
                self.shelf.forget(self.key)

        try:
            return self.shelf.folder.daybook.begin([self.page()], self.told(), ended)
        except BaseException:
            self.shelf.forget(self.key)
            raise


async def keep_together(wanted: Sequence[Wanted[Any]]) -> bool:
    """Keep all of these changes or none; False when one of them wants nothing kept.

    Raises OSError, and then nothing is kept; ValueError when a record stands twice in `wanted`.
    What is begun is ended, also when the caller is cancelled.
    """
    if len({(one.shelf.kind.name, one.key) for one in wanted}) < len(wanted):
        raise ValueError("A record can be changed only once at a time")
    if len(wanted) == 1 and (done := await _kept_at_once(wanted[0])) is not None:
        return done
    return await wanted[0].shelf.folder.to_its_end(_keep_together(wanted))


async def _kept_at_once(one: Wanted[Any]) -> bool | None:
    """Keep a change to a record that is at hand, without a task of its own; None: it is not.

    That is how nearly every answer is kept.
    """
    opened, lock = one.shelf.at_hand(one.key)
    if opened is None:
        return None
    await lock.acquire()  # it is free: this waits for nothing
    held: asyncio.Lock | None = lock
    try:
        record = one.decide(opened.record)
        if record is None:
            return False
        decided = Decided(one.shelf, one.key, opened, record)
        if not decided.can_be_sealed():
            return None
        done = decided.begun(lock)
        held = None
    finally:
        if held is not None:
            held.release()
    await done
    return True


async def _keep_together(wanted: Sequence[Wanted[Any]]) -> bool:
    async with AsyncExitStack() as stack:
        decided = []
        for one in sorted(wanted, key=lambda one: (one.shelf.kind.name, one.key)):
            opened = await stack.enter_async_context(one.shelf.held(one.key))
            record = one.decide(opened.record)
            if record is None:
                return False
            decided.append(Decided(one.shelf, one.key, opened, record))
            await keys_ready(decided[-1])
        await _written(decided)
        return True


async def keys_ready(decided: Decided[Any]) -> None:
    """Return when the record can be sealed and its journal linked. Raises OSError."""
    kind, ring = decided.shelf.kind, decided.shelf.folder.ring
    await ring.ready(kind.scope(decided.record))
    if kind.journal(decided.record):
        await ring.ready(scope(kind.audit_of(decided.record)))


async def _written(decided: Sequence[Decided[Any]]) -> None:
    """Write all of these records; where that fails, trust nothing in memory. Raises OSError."""
    try:
        told = [row for one in decided for row in one.told()]
        await decided[0].shelf.folder.daybook.keep([one.page() for one in decided], told)
    except BaseException:
        for one in decided:
            one.shelf.forget(one.key)
        raise
    for one in decided:
        one.shelf.keeps(one.key, one.opened, one.record)
