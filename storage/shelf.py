"""The aggregates of one kind: a TinyDB file each, those used lately also in memory."""

import asyncio
import errno
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Generic, cast
from weakref import WeakValueDictionary

from tinydb import TinyDB
from tinydb.table import Table

from storage.chain import REMOVED, Told, scope
from storage.codec import R, UnreadableError
from storage.folder import Folder
from storage.frames import Page
from storage.keys import KeyGoneError, SealError
from storage.names import file_name
from storage.together import Wanted, keep_together
from storage.whole_file import ONLY, Kind, WholeFile


@dataclass(frozen=True, slots=True)
class Opened(Generic[R]):
    """A file as TinyDB has it, and the record that is kept in it."""

    table: Table
    file: WholeFile[R]
    record: R | None
    lock: asyncio.Lock
    """The key's: that it is held here spares making one for each change."""


class Shelf(Generic[R]):
    """Keeps records of one kind. Each is changed by one task at a time; others go on meanwhile."""

    def __init__(
        self, kind: Kind[R], folder: Folder, *, seen: Callable[[R], None], remembered: int
    ) -> None:
        self.kind = kind
        self.folder = folder
        self._seen = seen
        self._remembered = remembered
        self._recent: OrderedDict[str, Opened[R]] = OrderedDict()
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def read_all(self) -> None:
        """Show `seen` every record, and set aside what cannot be read. Raises OSError."""
        for name in self.folder.names(self.kind.name):
            try:
                record: R = self._record_in(name)
            except KeyGoneError:
                self.folder.locked.append(name)
            except (UnreadableError, SealError):
                self.folder.set_aside(self.folder.path / name)
            except OSError as error:
                if error.errno != errno.EIO:
                    raise
                self.folder.set_aside(self.folder.path / name)
            else:
                self._seen(record)
                self._have_linked(record)

    def _have_linked(self, record: R) -> None:
        """Have the record's journal linked where its audit has no chain yet."""
        chains = self.folder.daybook.chains
        if self.kind.journal(record) and chains.lacks(self.kind.audit_of(record)):
            chains.found(self.kind.told(record))

    def _name(self, key: str) -> str:
        return f"{self.kind.name}/{file_name(key)}"

    def _record_in(self, name: str) -> R:
        """Return the record of this file. Raises UnreadableError, OSError."""
        kept = self.folder.read(name) or b""
        tables = self.kind.tables(self.folder.parts_opened(name, kept))
        record = tables.get(self.kind.name, {}).get(str(ONLY))
        if record is None or self._name(self.kind.key(record)) != name:
            raise UnreadableError("The file holds nothing, or another file's record")
        return record

    async def get(self, key: str) -> R | None:
        """Return what is kept under this key. Raises OSError."""
        if key in self._recent:
            self._recent.move_to_end(key)
            return self._recent[key].record
        return await self.folder.to_its_end(self._get(key))

    async def _get(self, key: str) -> R | None:
        async with self._lock(key):
            return (await self._opened(key)).record

    async def change(self, key: str, decide: Callable[[R | None], R | None]) -> bool:
        """Keep what `decide` makes of what stands; False when it wants nothing kept.

        Raises OSError, and then nothing is kept. What is begun is ended, also when the caller
        is cancelled.
        """
        return await keep_together([Wanted(self, key, decide)])

    async def remove(self, keys: Sequence[str]) -> None:
        """Remove these records, all or none, on the disk before returning. Raises OSError.

        Those who found records through `seen` have to let go of them themselves.
        """
        if keys:
            await self.folder.to_its_end(self._remove(sorted(set(keys))))

    async def _remove(self, keys: Sequence[str]) -> None:
        async with AsyncExitStack() as stack:
            for key in keys:
                await stack.enter_async_context(self._lock(key))
            told = await self._taken_out(keys)
            for key in keys:
                self.forget(key)
            await self.folder.daybook.keep([Page(self._name(key), None) for key in keys], told)

    async def _taken_out(self, keys: Sequence[str]) -> list[Told]:
        """Return what tells a chain that journals end because their records are removed."""
        found = [(await self._opened(key)).record for key in keys]
        ended = [one for one in found if one is not None and self.kind.journal(one)]
        for audit_id in {self.kind.audit_of(one) for one in ended}:
            await self.folder.ring.ready(scope(audit_id))
        return [Told(self.kind.audit_of(one), f"{REMOVED}{self.kind.about(one)}", b"")
                for one in ended]  # fmt: skip

    @asynccontextmanager
    async def held(self, key: str) -> AsyncIterator[Opened[R]]:
        """Hold a record, so that nobody else changes it meanwhile. Raises OSError."""
        async with self._lock(key):
            yield await self._opened(key)

    def at_hand(self, key: str) -> tuple[Opened[R] | None, asyncio.Lock]:
        """Return the record if it was used lately and nobody changes it, and its lock."""
        lock = self._lock(key)
        return (None if lock.locked() else self._recent.get(key)), lock

    def _lock(self, key: str) -> asyncio.Lock:
        """Return the lock of this key, the same for as long as anybody holds or awaits it."""
        lock = self._locks.get(key)
        if lock is None:
            lock = self._locks[key] = asyncio.Lock()
        return lock

    async def _opened(self, key: str) -> Opened[R]:
        """Return this key's file and its record; read unless it was used lately."""
        if key in self._recent:
            return self._recent[key]
        db = TinyDB(self._name(key), self.kind, self.folder, storage=WholeFile)
        table = db.table(self.kind.name)
        found: R | None = await self.folder.off_loop(lambda: record_of(table))
        opened = Opened(table, cast("WholeFile[R]", db.storage), found, self._lock(key))
        if found is not None:
            self._remember(key, opened)
        return opened

    def keeps(self, key: str, opened: Opened[R], record: R) -> None:
        """Know that the record is kept, and show it."""
        self._remember(key, Opened(opened.table, opened.file, record, opened.lock))
        self._seen(record)

    def forget(self, key: str) -> None:
        """Trust nothing in memory of this key: what stands is read again."""
        self._recent.pop(key, None)

    def _remember(self, key: str, opened: Opened[R]) -> None:
        self._recent[key] = opened
        self._recent.move_to_end(key)
        if len(self._recent) > self._remembered:
            self._recent.popitem(last=False)


def record_of(table: Table) -> Any:  # noqa: ANN401 - TinyDB's documents have no type
    """Return the table's one record, None where nothing is kept yet. Raises OSError."""
    return table.get(doc_id=ONLY)
