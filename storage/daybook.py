"""The day book: what was kept since the files were last brought up to date.

A change is kept once it stands in the day book, on the disk. All changes that come together share
one write and one sync, where a file each would take ten calls to the system. From time to time,
and when the store closes, each changed file is written beside, synced and renamed into place, and
the book is thrown away. At start what a crash left in the book is put into its files first.
"""

import asyncio
import contextlib
import logging
import os
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from storage import additions, frames
from storage.additions import Grown, Stands
from storage.chain import Told
from storage.disk import Disk, Place, replace
from storage.frames import Page
from storage.tiny_chains import NAME as CHAIN
from storage.tiny_chains import Chains, filed

log = logging.getLogger(__name__)

ROOM = "daybook"
FULL = 256 * 1024 * 1024
"""Bytes after which the files are brought up to date: some 12,000 answers."""
AFTER = 60.0
"""Seconds after which they are in any case, and after which it is tried again when it failed."""
TO_GATHER = 0.005
"""Seconds that nobody waits longer for others who come."""
MANY = 200
"""Files from which on they are written side by side, as after a large roster was taken."""
SIDE_BY_SIDE = 16
DIGITS = 8
"""Of a book's number, which is its name."""
NAME = re.compile(r"[a-z-]+/[^/\0]+\.json")


@dataclass(frozen=True, slots=True)
class Wish:
    """Pages that somebody wants kept, and what tells them that they are."""

    pages: Sequence[Page]
    told: Sequence[Told]
    """What the journals gain by them."""
    then: Callable[[Exception | None], None]
    """Called before anybody who waits is told: with None once it is kept, else with why not."""
    done: asyncio.Future[None]


class Daybook:
    """The book that is being written, and what of it is not yet in the files."""

    def __init__(self, folder: Path, disk: Disk, threads: Executor, *, chains: Chains) -> None:
        self.chains = chains
        self._folder = folder
        self._disk = disk
        self._threads = threads
        self.unfiled: dict[str, Stands] = {}
        """What is kept and not yet in its file, by the file's name within the folder."""
        self.links: dict[str, list[bytes]] = {}
        """Links that are kept and not yet in their chain's file, by the file's name."""
        self.damaged: list[Path] = []
        """Books of which something was lost. What is whole of them counts."""
        self._books: list[Path] = []
        self._file: int | None = None
        self._number = 0
        self._length = 0
        self._broken = False
        self._waiting: list[Wish] = []
        self._writing: asyncio.Task[None] | None = None
        self._appending = asyncio.Lock()
        self._filing = asyncio.Lock()
        self._later: asyncio.TimerHandle | None = None
        self._catching: asyncio.Task[None] | None = None

    def look(self) -> None:
        """Know what a book of this folder holds. Raises OSError.

        A book that goes away meanwhile is in its files by then.
        """
        self._books = sorted((self._folder / ROOM).glob(f"{'[0-9]' * DIGITS}.book"))
        for book in self._books:
            with contextlib.suppress(FileNotFoundError):
                found = frames.read(self._disk.read(book))
                for page in found.pages:
                    if NAME.fullmatch(page.name):
                        additions.take(self.unfiled, page)
                self._add_links(page for page in found.pages if CHAIN.fullmatch(page.name))
                if found.damaged:
                    self.damaged.append(book)

    def whole_of(self, name: str, stands: Grown) -> bytes:
        """Return what the file shall hold. Raises OSError."""
        filed = None
        if stands.whole is None:
            with contextlib.suppress(FileNotFoundError):
                filed = self._disk.read(self._folder / name)
        return stands.joined(filed)

    def replay(self) -> None:
        """Put into their files what was found in the books, and be rid of those that are whole.

        Raises OSError, and nothing is lost.
        """
        whole = [book for book in self._books if book not in self.damaged]
        self._file_all(self.unfiled, self.links, whole)
        self._number = max((int(book.stem) for book in self._books), default=0)
        self._books, self.unfiled, self.links = [], {}, {}

    def _add_links(self, pages: Iterable[Page]) -> None:
        for page in pages:
            self.links.setdefault(page.name, []).append(page.kept or b"")

    async def keep(self, pages: Sequence[Page], told: Sequence[Told] = ()) -> None:
        """Keep all of these pages or none, on the disk before returning. Raises OSError.

        What they tell the journals is linked, in the order in which it is kept.
        """
        await self.begin(pages, told, lambda _: None)

    def begin(
        self,
        pages: Sequence[Page],
        told: Sequence[Told],
        then: Callable[[Exception | None], None],
    ) -> asyncio.Future[None]:
        """Begin to keep all of these pages or none; it is ended also when nobody waits for it."""
        loop = asyncio.get_running_loop()
        wish = Wish(pages, told, then, loop.create_future())
        self._waiting.append(wish)
        if self._writing is None:
            self._writing = loop.create_task(self._write())
        return wish.done

    async def _write(self) -> None:
        try:
            while self._waiting:
                await self._gathered()
                batch, self._waiting = self._waiting, []
                await self._write_batch(batch)
        finally:
            self._writing = None

    async def _gathered(self) -> None:
        """Return once nobody more comes at this moment: they share a write and its sync."""
        ends, before = time.monotonic() + TO_GATHER, 0
        while before < len(self._waiting) and time.monotonic() < ends:
            before = len(self._waiting)
            await asyncio.sleep(0)

    async def _write_batch(self, batch: Sequence[Wish]) -> None:
        pages = [page for wish in batch for page in wish.pages]
        failed = None
        try:
            links = self.chains.extended(one for wish in batch for one in wish.told)
            await self._append([*pages, *links.pages])
        except Exception as error:  # noqa: BLE001 - each who waits raises it
            failed = error
        else:
            self.chains.took(links)
            self._add_links(links.pages)
            for page in pages:
                additions.take(self.unfiled, page)
            self._catch_up_later()
        for wish in batch:
            wish.then(failed)
            if wish.done.cancelled():
                continue
            if failed is None:
                wish.done.set_result(None)
            else:
                wish.done.set_exception(failed)

    async def _append(self, pages: Sequence[Page]) -> None:
        if self._broken:
            await self.catch_up()
        async with self._appending:
            await self._off_loop(lambda: self._add(frames.frame(pages)))

    def _add(self, frame: bytes) -> None:
        """Add to the book, on the disk before returning; after a failure it is never added to."""
        try:
            file = self._begun() if self._file is None else self._file
            rest = memoryview(frame)
            while rest:
                rest = rest[self._disk.write(file, rest) :]
            self._disk.sync(file)
        except BaseException:
            self._broken = True
            raise
        self._length += len(frame)

    def _begun(self) -> int:
        """Return a new book, open, its name on the disk. Raises OSError."""
        self._number += 1
        book = self._folder / ROOM / f"{self._number:0{DIGITS}}.book"
        self._books.append(book)
        self._file = self._disk.extend(book)
        self._disk.sync_folder(book.parent)
        return self._file

    def _catch_up_later(self) -> None:
        """Have the files brought up to date some time, or at once when the book is full."""
        if self._length >= FULL and self._catching is None:
            self._start_catching_up()
        elif self._later is None:
            self._later = asyncio.get_running_loop().call_later(AFTER, self._start_catching_up)

    def _start_catching_up(self) -> None:
        if self._later is not None:
            self._later.cancel()
        self._later = None
        if self._catching is None:
            self._catching = asyncio.get_running_loop().create_task(self._tried_to_catch_up())

    async def _tried_to_catch_up(self) -> None:
        try:
            await self.catch_up()
        except OSError as error:
            noted = {"code": type(error).__name__}
            log.warning("daybook.kept_longer", extra={"noted": noted})
            self._catch_up_later()
        finally:
            self._catching = None

    async def catch_up(self) -> None:
        """Bring the files up to date and throw the book away. Raises OSError; all is still kept."""
        async with self._filing:
            async with self._appending:
                books, unfiled = tuple(self._books), dict(self.unfiled)
                links = {name: list(rows) for name, rows in self.links.items()}
                self._close_book()
            await self._off_loop(lambda: self._file_all(unfiled, links, books))
            self._books = [book for book in self._books if book not in books]
            self._broken = self._broken and bool(self._books)
            for name, kept in unfiled.items():
                if self.unfiled[name] is kept:
                    del self.unfiled[name]
            for name, rows in links.items():
                self.links[name] = self.links[name][len(rows) :]

    def _close_book(self) -> None:
        file, self._file, self._length = self._file, None, 0
        if file is not None:
            os.close(file)

    def _file_all(
        self,
        unfiled: Mapping[str, Stands],
        links: Mapping[str, Sequence[bytes]],
        books: Sequence[Path],
    ) -> None:
        """Make each file what it shall be, then remove the books. Raises OSError."""
        if len(unfiled) < MANY:
            for page in unfiled.items():
                self._file_one(page)
        else:  # the disk takes many syncs at once in the time of one
            with ThreadPoolExecutor(SIDE_BY_SIDE) as threads:
                list(threads.map(self._file_one, unfiled.items()))
        for name, rows in links.items():
            filed(self._disk, self._folder / name, b"".join(rows))
        for room in {(self._folder / name).parent for name in (*unfiled, *links)}:
            self._disk.sync_folder(room)
        for book in books:
            book.unlink(missing_ok=True)
        if books:
            self._disk.sync_folder(self._folder / ROOM)

    def _file_one(self, page: tuple[str, Stands]) -> None:
        name, stands = page
        place = Place.of(self._folder / name)
        if stands is None:
            place.path.unlink(missing_ok=True)
        elif isinstance(stands, Grown):
            replace(self._disk, place, self.whole_of(name, stands))
        else:
            replace(self._disk, place, stands)

    async def finish(self) -> None:
        """Return when all that was begun is kept and, if they can be, the files are up to date."""
        while self._writing is not None:
            await asyncio.gather(self._writing, return_exceptions=True)
        self._start_catching_up()
        while self._catching is not None:
            await asyncio.gather(self._catching, return_exceptions=True)
        if self._later is not None:
            self._later.cancel()

    async def _off_loop(self, work: Callable[[], None]) -> None:
        await asyncio.get_running_loop().run_in_executor(self._threads, work)
