"""A folder that one process owns: its lock, its rooms, and what was set aside in it."""

import asyncio
import contextlib
import errno
import fcntl
import logging
import os
import socket
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, TypeVar

from storage import additions
from storage.additions import MARK, Grown
from storage.daybook import ROOM as DAYBOOK
from storage.daybook import Daybook
from storage.disk import BESIDE, PRIVATE_FILE, PRIVATE_FOLDER, Disk, Place, put, write
from storage.keys import SealError
from storage.ring import Ring
from storage.tiny_chains import ROOM as CHAIN
from storage.tiny_chains import Chains

log = logging.getLogger(__name__)

THREADS = 4
"""Files written at the same time. Each thread mostly waits for the disk."""
ASIDE = "set-aside"
UNSEALED = b"{"
"""What earlier versions of this software wrote begins so, and nothing that is sealed."""
ALL_SEALED = "sealed"
"""The scope whose key says that nothing unsealed is to be believed in any folder of this ring."""
ROOM_LEFT: Final = 1_000_000
"""Bytes. With less, one cannot rely on the next answer being kept."""


T = TypeVar("T")


class InItsFile:
    """Said of what does not stand in the day book."""


IN_ITS_FILE: Final = InItsFile()


class KeysMissingError(SealError):
    """What is kept was sealed by keys that are not there."""


class FolderInUseError(OSError):
    """Another process has this folder."""


class Folder:
    """A store's folder with the threads that write in it."""

    def __init__(self, path: Path, disk: Disk, ring: Ring) -> None:
        self.path = path
        self.disk = disk
        self.ring = ring
        """The keys of what is kept here. Known before anything is read."""
        self.locked: list[str] = []
        """Names of files whose keys are not on the ring: destroyed, or missing."""
        self.unsealed: list[str] = []
        """Names of files that an earlier version of this software left unsealed."""
        self.takes_unsealed = not ring.has(ALL_SEALED)
        self.unreadable: list[str] = []
        """What cannot be read and was left where it is, by the name it would be set aside as."""
        self.is_new = False
        """Whether nothing was kept here before."""
        self.threads = ThreadPoolExecutor(THREADS, thread_name_prefix="store")
        self.daybook = Daybook(path, disk, self.threads, chains=Chains(ring))
        self._lock: int | None = None
        self._running: set[asyncio.Task[Any]] = set()

    async def off_loop(self, work: Callable[[], T]) -> T:
        """Return what the work gives, done in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self.threads, work)

    async def to_its_end(self, work: Coroutine[Any, Any, T]) -> T:
        """Return what the work gives; once begun it is ended, also when the caller goes away."""
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def finish(self) -> None:
        """Return when nothing is being written any more."""
        while self._running:
            await asyncio.gather(*self._running, return_exceptions=True)
        await self.daybook.finish()

    def read(self, name: str) -> bytes | None:
        """Return what the file of this name holds, None where there is none. Raises OSError."""
        kept = self.daybook.unfiled.get(name, IN_ITS_FILE)
        if isinstance(kept, Grown):
            return self.daybook.whole_of(name, kept)
        if not isinstance(kept, InItsFile):
            return kept
        try:
            return self.disk.read(self.path / name)
        except FileNotFoundError:
            return None

    def opened(self, name: str, kept: bytes) -> bytes:
        """Return what was kept under this name. Raises SealError, KeyGoneError among them."""
        if kept.startswith(UNSEALED):
            if not self.takes_unsealed:
                raise SealError(f"What was kept as {name} is not sealed.")
            self.unsealed.append(name)
            return kept
        return self.ring.open(self.ring.scope_of(kept), name, kept)

    def parts_opened(self, name: str, kept: bytes) -> list[bytes]:
        """Return a record's whole and what was added to it. Raises as `opened`, UnreadableError."""
        if kept.startswith(MARK):
            return additions.opened(self.ring, name, kept)
        return [self.opened(name, kept)]

    def works_or_fail(self) -> None:
        """Raise OSError unless the disk has some room left, and keeps what is written there now."""
        found = os.statvfs(self.path)
        if found.f_bavail * found.f_frsize < ROOM_LEFT:
            raise OSError(errno.ENOSPC, "The disk of the data folder is full")
        probe = self.path / DAYBOOK / "probe"
        try:
            write(self.disk, probe, b"?")
        finally:
            with contextlib.suppress(OSError):
                probe.unlink(missing_ok=True)

    def names(self, room: str) -> list[str]:
        """Return the names of all files in this folder within the folder. Raises OSError."""
        try:
            found = os.listdir(self.room(room))  # noqa: PTH208 - a Path each costs a start much
        except FileNotFoundError:
            found = []
        names = {f"{room}/{name}" for name in found if name.endswith(".json")}
        for name, kept in self.daybook.unfiled.items():
            if name.startswith(f"{room}/"):
                (names.discard if kept is None else names.add)(name)
        return sorted(names)

    def replay(self) -> None:
        """Put what a crash left in the day book into its files. Raises OSError."""
        self.room(DAYBOOK)
        self.room(CHAIN)
        self.daybook.look()
        for room in {name.partition("/")[0] for name in self.daybook.unfiled}:
            self.room(room)
        self.daybook.replay()
        for book in self.daybook.damaged:
            self.set_aside(book)

    def claim(self) -> None:
        """Make the folder where there is none, and take it. Raises FolderInUseError, OSError."""
        new = [path for path in (self.path, *self.path.parents) if not path.exists()]
        self.is_new = not any(self.path.glob("*/*"))
        self.path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        made_private(self.path)
        for path in new:
            self.disk.sync_folder(path.parent)
        lock = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE_FILE)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(lock, 200, 0).decode(errors="replace").strip() or "another process"
            os.close(lock)
            raise FolderInUseError(
                f"The folder {self.path} is in use by {holder}. Only one process can write in it: "
                "stop that one first, or give this one a folder of its own."
            ) from None
        os.fchmod(lock, PRIVATE_FILE)
        os.ftruncate(lock, 0)
        os.pwrite(lock, f"process {os.getpid()} on {socket.gethostname()}\n".encode(), 0)
        self._lock = lock

    def room(self, name: str) -> Path:
        """Return this folder within the folder, ready for use. Raises OSError.

        What a crash left beside the files is gone, and what is there is sure to last.
        """
        room = self.path / name
        room.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        room.chmod(PRIVATE_FOLDER)
        for leftover in room.glob(f"*{BESIDE}"):
            leftover.unlink()
        self.disk.sync_folder(room)
        self.disk.sync_folder(self.path)
        return room

    def set_aside(self, file: Path) -> None:
        """Move a file that cannot be read out of the way, and say so. Raises OSError."""
        aside = self.room(ASIDE)
        name = aside_name(file)
        free = (aside / f"{name}{'.' * bool(n)}{n or ''}" for n in range(10_000))
        target = next(path for path in free if not path.exists())
        self.disk.rename(file, target)
        self.disk.sync_folder(aside)
        self.disk.sync_folder(file.parent)
        log.warning("store.set_aside", extra={"noted": {"file": target.name}})

    def put_back(self, file: Path, kept: bytes) -> None:
        """Put what could be read of a file in its place. Raises OSError."""
        put(self.disk, Place.of(file), kept)

    def aside(self) -> list[str]:
        """Return the names of all files that were set aside, now or earlier. Raises OSError."""
        return sorted([*self.unreadable, *(path.name for path in (self.path / ASIDE).glob("*"))])

    def keys_there_or_fail(self) -> None:
        """Raise KeysMissingError where something is kept and none of it can be opened."""
        if self.locked and not self.ring.known():
            raise KeysMissingError(
                f"The keys of the folder {self.path} are not there. Nothing was changed. Put the "
                "folder of keys (MACA_KEYS) back from where you keep its copy, then start again."
            )
        if self.locked:
            log.warning("store.locked", extra={"noted": {"count": len(self.locked)}})

    def release(self) -> None:
        """Let the folder go, once its threads are done."""
        self.threads.shutdown()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


class FolderLookedAt(Folder):
    """A folder that another process may own: it is read, and never written in."""

    def claim(self) -> None:
        """Take nothing. Raises FileNotFoundError where there is no such folder."""
        if not self.path.is_dir():
            raise FileNotFoundError(f"There is no folder {self.path}.")

    def replay(self) -> None:
        """Know what is in the day book, and leave it there."""
        self.daybook.look()

    async def finish(self) -> None:
        """Do nothing: nothing was written."""

    def room(self, name: str) -> Path:
        """Return this folder within the folder as it is."""
        return self.path / name

    def set_aside(self, file: Path) -> None:
        """Leave a file that cannot be read where it is, and say so."""
        self.unreadable.append(aside_name(file))
        log.warning("store.unreadable", extra={"noted": {"file": file.name}})

    def put_back(self, file: Path, kept: bytes) -> None:
        """Leave the file as it is."""


def aside_name(file: Path) -> str:
    """Return the name of a file that is set aside: its room, and its own."""
    return f"{file.parent.name}.{file.name}"


def made_private(path: Path) -> None:
    """Take the folder from other users' sight; say so where another user owns it."""
    try:
        path.chmod(PRIVATE_FOLDER)
    except PermissionError:
        log.warning("store.not_our_folder")
