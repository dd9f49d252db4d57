"""The ledger of nudges: one growing file for each audit, all of it also in memory.

Not TinyDB: it writes its whole file for each change, and ten thousand people may be due at once.
Claims that come together share one sync; each is on the disk before its sender goes on.
"""

import asyncio
import errno
import re
from base64 import b64decode, b64encode
from collections.abc import Awaitable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from audits import ledger
from audits.ledger import Entry, Outcome
from audits.nudges import Nudge
from storage import codec
from storage.codec import FORMAT, LedgerRow, UnreadableError
from storage.folder import UNSEALED, Folder
from storage.growing import GrowingFile
from storage.keys import KeyGoneError, SealError
from storage.names import file_name

ROOM = "nudges"
TORN: Final = re.compile(rb"(\{.*|[A-Za-z0-9+/=]*)\0*", re.DOTALL)
"""What a crash leaves of a line. Anything else was damaged otherwise, and told of."""
TORN_FIRST: Final = re.compile(rb"(?!\0)" + TORN.pattern, re.DOTALL)


@dataclass(slots=True)
class Book:
    """One audit's file, what it says, and the rows that wait to be written."""

    file: GrowingFile
    entries: dict[str, Entry] = field(default_factory=dict)
    swept: datetime | None = None
    waiting: list[tuple[LedgerRow, asyncio.Future[None]]] = field(default_factory=list)
    writing: asyncio.Task[None] | None = None

    def take_in(self, row: LedgerRow) -> None:
        """Know what a row says that is on the disk."""
        if row["entry"] is not None:
            self.entries[row["entry"].nudge.id] = row["entry"]
        if row["swept"] is not None:
            self.swept = row["swept"]


class Ledger:
    """The books of all audits."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._room = folder.path / ROOM
        self._books: dict[str, Book] = {}
        self._claiming: set[str] = set()
        self._audit_of: dict[str, str] = {}

    def read_all(self) -> None:
        """Read every book; a damaged one is set aside, and what is whole of it kept."""
        for path in sorted(self._folder.room(ROOM).glob("*.json")):
            try:
                self._read(path)
            except OSError as error:
                if error.errno != errno.EIO:
                    raise
                self._folder.set_aside(path)

    def _read(self, path: Path) -> None:
        file = GrowingFile(path, self._folder.disk)
        lines = file.read()
        rows: list[LedgerRow] = []
        good = []
        for line in lines:
            try:
                rows += self._rows_in(path.name, line)
                good.append(line)
            except KeyGoneError:
                self._folder.locked.append(f"{ROOM}/{path.name}")
                return
            except (UnreadableError, SealError):
                continue
        if len(good) < len(lines) or not (TORN if lines else TORN_FIRST).fullmatch(file.torn):
            self._folder.set_aside(path)
            self._folder.put_back(path, b"".join(line + b"\n" for line in good))
            file.read()
        for row in rows:
            self._see(self._books.setdefault(row["audit"], Book(file)), row)

    def _rows_in(self, file: str, line: bytes) -> Sequence[LedgerRow]:
        """Return the rows in a line: those that were written together. Raises OSError."""
        name = f"{ROOM}/{file}"
        sealed = line if line.startswith(UNSEALED) else unlined(line)
        opened = self._folder.opened(name, sealed).splitlines()
        return [codec.decode(LedgerRow, row) for row in opened]

    def _see(self, book: Book, row: LedgerRow) -> None:
        book.take_in(row)
        if row["entry"] is not None:
            self._audit_of[row["entry"].nudge.id] = row["audit"]

    async def claim(self, nudge: Nudge, at: datetime) -> bool:
        """Claim the nudge, on disk before returning; False for all but one. Raises OSError."""
        book = self._book(nudge.audit_id)
        wanted = ledger.claimed(book.entries.get(nudge.id), nudge, at)
        if wanted is None or nudge.id in self._claiming:
            return False
        self._claiming.add(nudge.id)
        done = self._written(nudge.audit_id, entry=wanted)
        done.add_done_callback(lambda _: self._claiming.discard(nudge.id))
        await asyncio.shield(done)
        return True

    async def settle(self, nudge_id: str, outcome: Outcome, at: datetime) -> Outcome | None:
        """Keep what became of a nudge; of one that was never claimed nothing. Raises OSError."""
        audit_id = self._audit_of.get(nudge_id)
        if audit_id is None:
            return None
        entry = ledger.settled(self._books[audit_id].entries[nudge_id], outcome, at)
        await asyncio.shield(self._written(audit_id, entry=entry))
        return entry.outcome

    async def keep_swept(self, audit_id: str, at: datetime) -> None:
        """Keep until when all that was due is in the ledger. Raises OSError."""
        await asyncio.shield(self._written(audit_id, swept=at))

    def swept(self, audit_id: str) -> datetime | None:
        """Return until when all that was due is in the ledger."""
        return self._books[audit_id].swept if audit_id in self._books else None

    def of(self, audit_id: str) -> Sequence[Entry]:
        """Return all entries of the audit, as they were first claimed."""
        return tuple(self._books[audit_id].entries.values()) if audit_id in self._books else ()

    def rows(self, audit_id: str = "") -> Iterator[LedgerRow]:
        """Yield every row that counts, of all audits or of one."""
        for key in sorted(self._books) if not audit_id else [audit_id]:
            book = self._books.get(key)
            if book is None:
                continue
            for entry in book.entries.values():
                yield LedgerRow(format=FORMAT, audit=key, entry=entry, swept=None)
            if book.swept:
                yield LedgerRow(format=FORMAT, audit=key, entry=None, swept=book.swept)

    def row(self, audit_id: str, nudge_id: str, *, swept: bool) -> LedgerRow | None:
        """Return the row of a nudge, or the one that says until when all is in the ledger."""
        book = self._books.get(audit_id)
        if book is None:
            return None
        if swept:
            stands = book.swept
            return (
                LedgerRow(format=FORMAT, audit=audit_id, entry=None, swept=stands)
                if stands
                else None
            )
        entry = book.entries.get(nudge_id)
        return LedgerRow(format=FORMAT, audit=audit_id, entry=entry, swept=None) if entry else None

    async def take(self, rows: Sequence[LedgerRow]) -> None:
        """Keep these rows as they are. Raises OSError."""
        done = [self._written(row["audit"], entry=row["entry"], swept=row["swept"]) for row in rows]
        if done:
            await asyncio.shield(asyncio.gather(*done))

    async def forget(self, audit_id: str) -> int:
        """Remove the audit's book for good, and return how many nudges were in it."""
        await self.finish()
        book = self._books.pop(audit_id, None)
        if book is None:
            return 0
        path = self._room / file_name(audit_id)
        await asyncio.to_thread(path.unlink, missing_ok=True)
        await asyncio.to_thread(self._folder.disk.sync_folder, self._room)
        for nudge_id in book.entries:
            self._audit_of.pop(nudge_id, None)
        return len(book.entries)

    async def seal_anew(self) -> int:
        """Write each book anew where a line of it is not sealed by today's key; say how many."""
        await self.finish()
        count = 0
        for audit_id, book in self._books.items():
            path = self._room / file_name(audit_id)
            if await self._folder.off_loop(lambda path=path: self._is_old(path)):  # type: ignore[misc]
                rows = list(self.rows(audit_id))
                line = await self._line(audit_id, rows)
                self._folder.put_back(path, line)
                book.file.read()
                count += 1
        return count

    def _is_old(self, path: Path) -> bool:
        ring = self._folder.ring
        lines = self._folder.disk.read(path).splitlines()
        return any(x.startswith(UNSEALED) or not ring.is_current(unlined(x)) for x in lines)

    async def finish(self) -> None:
        """Return when nothing is being written any more."""
        while tasks := [book.writing for book in self._books.values() if book.writing]:
            await asyncio.gather(*tasks, return_exceptions=True)

    def _book(self, audit_id: str) -> Book:
        if audit_id not in self._books:
            file = GrowingFile(self._room / file_name(audit_id), self._folder.disk)
            self._books[audit_id] = Book(file)
        return self._books[audit_id]

    def _written(
        self, audit_id: str, *, entry: Entry | None = None, swept: datetime | None = None
    ) -> asyncio.Future[None]:
        """Have a row written with all others that wait; the future tells when it lasts."""
        book = self._book(audit_id)
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        row = LedgerRow(format=FORMAT, audit=audit_id, entry=entry, swept=swept)
        book.waiting.append((row, done))
        if book.writing is None:
            book.writing = asyncio.get_running_loop().create_task(self._write(book))
        return done

    async def _write(self, book: Book) -> None:
        try:
            while book.waiting:
                batch, book.waiting = book.waiting, []
                await self._write_batch(book, batch)
        finally:
            book.writing = None

    async def _write_batch(
        self, book: Book, batch: Sequence[tuple[LedgerRow, asyncio.Future[None]]]
    ) -> None:
        rows = [row for row, _ in batch]
        failed = await self._tried(self._added(book, rows))
        for row, done in batch:
            if failed is None:
                self._see(book, row)
            if done.cancelled():
                continue
            if failed is None:
                done.set_result(None)
            else:
                done.set_exception(failed)

    async def _added(self, book: Book, rows: Sequence[LedgerRow]) -> None:
        """Add these rows, sealed together as one line. Raises OSError."""
        line = await self._line(rows[0]["audit"], rows)
        await self._folder.off_loop(lambda: book.file.add(line))

    async def _line(self, audit_id: str, rows: Sequence[LedgerRow]) -> bytes:
        """Return these rows of an audit, sealed together as one line. Raises OSError."""
        scope, name = f"audit/{audit_id}", f"{ROOM}/{file_name(audit_id)}"
        await self._folder.ring.ready(scope)
        sealed = self._folder.ring.seal(scope, name, b"\n".join(map(codec.encode, rows)))
        return b64encode(sealed) + b"\n"

    async def _tried(self, work: Awaitable[None]) -> Exception | None:
        try:
            await work
        except Exception as error:  # noqa: BLE001 - each waiting sender raises it
            return error
        return None


def unlined(line: bytes) -> bytes:
    """Return what is sealed in a line. Raises UnreadableError."""
    try:
        return b64decode(line, validate=True)
    except ValueError as error:
        raise UnreadableError("It is not a line of this ledger") from error
