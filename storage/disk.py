"""The calls to the operating system by which a file is replaced as a whole, or not at all."""

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
ROUND = 1 << 20
"""Bytes that are read at a time of a file that has grown meanwhile."""
BESIDE = ".new"
"""How the name of a file ends that is not yet in its place."""


class Disk:
    """What a store asks of the operating system, one call each; a test's disk can fail at any."""

    def read(self, path: Path) -> bytes:
        """Return what is in the file. Raises OSError, FileNotFoundError among them."""
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)  # a start reads every file: half the time
        try:
            size = os.fstat(file).st_size
            kept = os.read(file, size + 1)
            if len(kept) == size:
                return kept
            parts = [kept]
            while parts[-1]:
                parts.append(os.read(file, ROUND))
            return b"".join(parts)
        finally:
            os.close(file)

    def create(self, path: Path) -> int:
        """Open an empty file that only this user can read, whatever the umask. Raises OSError."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
        file = os.open(path, flags, PRIVATE_FILE)
        os.fchmod(file, PRIVATE_FILE)
        return file

    def extend(self, path: Path) -> int:
        """Open a file to add to its end; only this user can read it. Raises OSError."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
        file = os.open(path, flags, PRIVATE_FILE)
        os.fchmod(file, PRIVATE_FILE)
        return file

    def cut(self, file: int, length: int) -> None:
        """Let the open file end after so many bytes. Raises OSError."""
        os.ftruncate(file, length)

    def write(self, file: int, part: memoryview) -> int:
        """Write some of the bytes and return how many. Raises OSError."""
        return os.write(file, part)

    def sync(self, file: int) -> None:
        """Return when the open file is on the disk. Raises OSError."""
        os.fsync(file)

    def rename(self, old: Path, new: Path) -> None:
        """Put the one file in the place of the other. Raises OSError."""
        os.replace(old, new)  # noqa: PTH105 - Path.replace makes another Path of it each time

    def sync_folder(self, folder: Path) -> None:
        """Return when the names in the folder are on the disk. Raises OSError."""
        file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            self.sync(file)
        finally:
            os.close(file)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file stands: its path, the one beside it, its folder. Worked out once a file."""

    path: Path
    beside: Path
    folder: Path

    @classmethod
    def of(cls, path: Path) -> Self:
        """Return the place of the file with this path."""
        return cls(path, path.with_name(path.name + BESIDE), path.parent)


def put(disk: Disk, place: Place, kept: bytes) -> None:
    """Make these bytes the whole of the file, on the disk before returning.

    Raises OSError, and the file is as it was or as it should be.
    """
    replace(disk, place, kept)
    disk.sync_folder(place.folder)


def replace(disk: Disk, place: Place, kept: bytes) -> None:
    """Do the same but for the name, which lasts once the folder is synced. Raises OSError."""
    try:
        write(disk, place.beside, kept)
    except OSError:
        with contextlib.suppress(OSError):
            place.beside.unlink(missing_ok=True)
        raise
    disk.rename(place.beside, place.path)


def write(disk: Disk, path: Path, kept: bytes) -> None:
    """Write a new file, on the disk before returning. Raises OSError; part of it may be there."""
    file = disk.create(path)
    try:
        rest = memoryview(kept)
        while rest:
            rest = rest[disk.write(file, rest) :]
        disk.sync(file)
    finally:
        os.close(file)
