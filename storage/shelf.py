"""The aggregates of one kind: a TinyDB file each, those used lately also in memory."""

import asyncio
import errno
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar, cast
from weakref import WeakValueDictionary

from tinydb import TinyDB
from tinydb.table import Document, Table

from storage.codec import R, UnreadableError
from storage.disk import UnsureError
from storage.folder import Folder, file_name
from storage.whole_file import WholeFile

T = TypeVar("T")

ONLY = 1
"""The number of the one document in each file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[R]):
    """What a shelf holds: the name of its room, the shape of a record, and where its id is."""

    name: str
    shape: type[R]
    key: Callable[[R], str]


class Shelf(Generic[R]):
    """Keeps records of one kind. Each is changed by one task at a time; others go on meanwhile."""

    def __init__(
        self, kind: Kind[R], folder: Folder, *, seen: Callable[[R], None], remembered: int
    ) -> None:
        self._kind = kind
        self._folder = folder
        self._seen = seen
        self._remembered = remembered
        self._room = folder.path / kind.name
        self._recent: OrderedDict[str, tuple[Table, R]] = OrderedDict()
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._unsure: set[str] = set()
        self._running: set[asyncio.Task[Any]] = set()

    def read_all(self) -> None:
        """Show `seen` every record, and set aside what cannot be read. Raises OSError."""
        for path in sorted(self._folder.room(self._kind.name).glob("*.json")):
            try:
                record: R = self._record_in(path)
            except UnreadableError:
                self._folder.set_aside(path)
            except OSError as error:
                if error.errno != errno.EIO:
                    raise
                self._folder.set_aside(path)
            else:
                self._seen(record)

    def _record_in(self, path: Path) -> R:
        """Return the record of this file. Raises UnreadableError, OSError."""
        tables = WholeFile(path, self._kind.shape, self._folder.disk).read() or {}
        record = tables.get(self._kind.name, {}).get(str(ONLY))
        if record is None or file_name(self._kind.key(cast("R", record))) != path.name:
            raise UnreadableError("The file holds nothing, or another file's record")
        return cast("R", record)

    async def get(self, key: str) -> R | None:
        """Return what is kept under this key. Raises OSError."""
        if key in self._recent:
            self._recent.move_to_end(key)
            return self._recent[key][1]
        return await self._to_its_end(self._get(key))

    async def change(self, key: str, decide: Callable[[R | None], R | None]) -> bool:
        """Keep what `decide` makes of what stands; False when it wants nothing kept.

        Raises OSError, and then nothing is kept. What is begun is ended, also when the caller
        is cancelled.
        """
        return await self._to_its_end(self._change(key, decide))

    async def finish(self) -> None:
        """Return when nothing is being written any more."""
        while self._running:
            await asyncio.gather(*self._running, return_exceptions=True)

    async def _to_its_end(self, work: Coroutine[Any, Any, T]) -> T:
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def _get(self, key: str) -> R | None:
        async with self._lock(key):
            _table, found = await self._opened(key)
            return found

    async def _change(self, key: str, decide: Callable[[R | None], R | None]) -> bool:
        async with self._lock(key):
            table, found = await self._opened(key)
            wanted = decide(found)
            if wanted is None:
                return False
            await self._write(key, table, wanted)
            self._seen(wanted)
            return True

    def _lock(self, key: str) -> asyncio.Lock:
        """Return the lock of this key, the same for as long as anybody holds or awaits it."""
        return self._locks.setdefault(key, asyncio.Lock())

    async def _opened(self, key: str) -> tuple[Table, R | None]:
        """Return the table of this key's file and its record; read unless it was used lately."""
        if key in self._recent:
            return self._recent[key]
        path = self._room / file_name(key)
        db = TinyDB(path, self._kind.shape, self._folder.disk, storage=WholeFile)
        table = db.table(self._kind.name)
        found: R | None = await self._off_loop(lambda: record_of(table))
        if key in self._unsure:
            await self._settle(key, table, found)
        if found is not None:
            self._remember(key, table, found)
        return table, found

    async def _settle(self, key: str, table: Table, found: R | None) -> None:
        """Write once more what the disk would not vouch for, before anybody relies on it."""
        if found is not None:
            await self._write(key, table, found)
            self._seen(found)
        self._unsure.discard(key)

    async def _write(self, key: str, table: Table, record: R) -> None:
        """Write the record; when that fails, trust nothing in memory. Raises OSError."""
        try:
            await self._off_loop(lambda: put(table, record))
        except BaseException as error:
            self._recent.pop(key, None)
            if isinstance(error, UnsureError) or not isinstance(error, OSError):
                self._unsure.add(key)
            raise
        self._remember(key, table, record)

    def _remember(self, key: str, table: Table, record: R) -> None:
        self._recent[key] = table, record
        self._recent.move_to_end(key)
        if len(self._recent) > self._remembered:
            self._recent.popitem(last=False)

    async def _off_loop(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._folder.threads, work)


def record_of(table: Table) -> Any:  # noqa: ANN401 - TinyDB's documents have no type
    """Return the table's one record, None where nothing is kept yet. Raises OSError."""
    return table.get(doc_id=ONLY)


def put(table: Table, record: R) -> None:
    """Make this the table's one record, by a single write. Raises OSError."""
    if not table.contains(doc_id=ONLY):
        table.insert(Document(record, ONLY))
    else:
        table.update(record, doc_ids=[ONLY])
