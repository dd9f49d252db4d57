"""Disks that fail, fill up, wait or count, where a store meets the operating system."""

import errno
import threading
from pathlib import Path

from storage.disk import Disk


def files_in(folder: Path) -> list[Path]:
    """Return the files in the folder, by name."""
    return sorted(folder.iterdir())


class FaultyDisk(Disk):
    """A disk on which some calls fail for as long as they are named in `broken`."""

    def __init__(self, *broken: str, code: int = errno.EIO) -> None:
        self.broken = set(broken)
        self.code = code
        self.calls: list[str] = []

    def _called(self, call: str) -> None:
        self.calls.append(call)
        if call in self.broken:
            raise OSError(self.code, f"{call} failed")

    def read(self, path: Path) -> bytes:
        """Fail as "read"."""
        self._called("read")
        return super().read(path)

    def extend(self, path: Path) -> int:
        """Fail as "extend"."""
        self._called("extend")
        return super().extend(path)

    def create(self, path: Path) -> int:
        """Fail as "create"."""
        self._called("create")
        return super().create(path)

    def write(self, file: int, part: memoryview) -> int:
        """Fail as "write", after half of it is written."""
        if "write" in self.broken:
            super().write(file, part[: len(part) // 2])
        self._called("write")
        return super().write(file, part)

    def sync(self, file: int) -> None:
        """Fail as "sync"; called for files only."""
        self._called("sync")
        super().sync(file)

    def rename(self, old: Path, new: Path) -> None:
        """Fail as "rename", or as "renamed" after it happened."""
        self._called("rename")
        super().rename(old, new)
        self._called("renamed")

    def sync_folder(self, folder: Path) -> None:
        """Fail as "sync_folder"."""
        self._called("sync_folder")
        Disk().sync_folder(folder)


class FullDisk(Disk):
    """A disk on which so many bytes are left, written a few at a time."""

    def __init__(self, left: int) -> None:
        self.left = left

    def write(self, file: int, part: memoryview) -> int:
        """Write at most 64 bytes. Raises OSError once nothing is left."""
        if not self.left:
            raise OSError(errno.ENOSPC, "No space left on device")
        written = super().write(file, part[: min(self.left, 64)])
        self.left -= written
        return written

    def sync(self, file: int) -> None:
        """Do not wait."""


class HeldDisk(Disk):
    """A disk that keeps writers waiting before their words are sure to last."""

    def __init__(self) -> None:
        self.synced = 0
        self.reached = threading.Event()
        self.go_on = threading.Event()
        self.go_on.set()

    def hold(self) -> None:
        """Let the next writer wait."""
        self.reached.clear()
        self.go_on.clear()

    def sync(self, file: int) -> None:
        """Wait, then sync."""
        self.reached.set()
        if not self.go_on.wait(timeout=20):
            raise TimeoutError
        self.synced += 1
        super().sync(file)


class NoSync(Disk):
    """A disk that waits for nothing, for tests in which nothing crashes."""

    def sync(self, file: int) -> None:
        """Do not wait."""
