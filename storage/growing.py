"""A file that only grows: rows are added at its end, and many of them share one sync."""

import contextlib
import os
from pathlib import Path

from storage.disk import Disk


class GrowingFile:
    """Rows, one a line. A row that was not wholly written is as if it had never been."""

    def __init__(self, path: Path, disk: Disk) -> None:
        self._path = path
        self._disk = disk
        self._length = 0
        self._there = False
        self.torn = b""
        """What stood behind the last whole row when it was read."""

    def read(self) -> list[bytes]:
        """Return all whole rows; what a crash left of the next is cut off later. Raises OSError."""
        kept = self._disk.read(self._path)
        self._length = kept.rfind(b"\n") + 1
        self._there, self.torn = True, kept[self._length :]
        return kept[: self._length].splitlines()

    def add(self, rows: bytes) -> None:
        """Add rows, each with its line's end, on the disk before returning.

        Raises OSError, and what is read later is as it was.
        """
        file = self._disk.extend(self._path)
        try:
            self._disk.cut(file, self._length)
            self._write(file, rows)
        finally:
            os.close(file)
        self._length += len(rows)

    def _write(self, file: int, rows: bytes) -> None:
        try:
            rest = memoryview(rows)
            while rest:
                rest = rest[self._disk.write(file, rest) :]
            self._disk.sync(file)
            if not self._there:
                self._disk.sync_folder(self._path.parent)
                self._there = True
        except OSError:
            with contextlib.suppress(OSError):
                self._disk.cut(file, self._length)
            raise
