"""A copy of an embedded store's folder as it stood at one moment, taken from outside.

The process that owns the folder goes on meanwhile and notices nothing: files are only read. They
are replaced as a whole or only grow, so each copy is whole; what the day book has and they have not
yet is put over them. Keys are not in the rooms that are copied.
"""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from storage import additions, frames
from storage.additions import Grown, Stands
from storage.daybook import NAME, ROOM
from storage.disk import BESIDE, Disk
from storage.folder import ASIDE
from storage.tiny_chains import NAME as CHAIN
from storage.tiny_chains import ROOM as CHAINS
from storage.tiny_chains import filed

ROOMS: Final = (
    "people", "reaches", "drafts", "audits", "identities", "returns", "panels", "nudges", "papers",
    CHAINS, ASIDE,
)  # fmt: skip
"""What a store is made of. What else lies in its folder is not data, or must not be copied."""
MOST_PASSES = 50


class SnapshotError(OSError):
    """The folder could not be copied as it stood at one moment."""


@dataclass(slots=True)
class Snapshot:
    """A copy that is being taken into another folder."""

    source: Path
    target: Path
    damaged: list[str] = field(default_factory=list)
    """Day books of which something was lost."""
    _known: dict[str, tuple[int, int, int]] = field(default_factory=dict)

    def take(self) -> None:
        """Copy all. Raises FileNotFoundError where there is no store, SnapshotError, OSError.

        A pass copies what changed since the last one, then reads the day book. If no book was
        begun or thrown away meanwhile, all that changed during the pass is still in it, and the
        copy is of the moment at which the book was read.
        """
        if not any((self.source / room).is_dir() for room in ROOMS):
            raise FileNotFoundError(f"There is no store in {self.source}.")
        for _ in range(MOST_PASSES):
            before = self._books()
            self._copy_changed()
            books = self._read_books()
            if books is not None and self._books() == before:
                self._put_over(books)
                return
        raise SnapshotError("The store was too busy to be copied. Try it again.")

    def _books(self) -> tuple[int, list[Path]]:
        """Return what changes when a book is begun or thrown away, and the books."""
        room = self.source / ROOM
        changed = room.stat().st_mtime_ns if room.is_dir() else 0
        return changed, sorted(room.glob("*.book"))

    def _copy_changed(self) -> None:
        """Copy each file that is new or was replaced, and drop each that is gone."""
        found: dict[str, tuple[int, int, int]] = {}
        for room in ROOMS:
            for name, mark in marks(self.source / room).items():
                found[f"{room}/{name}"] = mark
        for name in self._known.keys() - found.keys():
            (self.target / name).unlink(missing_ok=True)
            del self._known[name]
        for name, mark in found.items():
            if self._known.get(name) != mark and self._copied(name):
                self._known[name] = mark

    def _copied(self, name: str) -> bool:
        """Copy one file; False when it is gone by now."""
        (self.target / name).parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(self.source / name, self.target / name)
        except FileNotFoundError:
            return False
        return True

    def _read_books(self) -> dict[str, bytes] | None:
        """Return what the day book holds, the oldest part first; None when a part is gone."""
        found: dict[str, bytes] = {}
        for book in self._books()[1]:
            try:
                found[book.name] = book.read_bytes()
            except FileNotFoundError:
                return None
        return found

    def _put_over(self, books: dict[str, bytes]) -> None:
        """Bring the copy's files up to date with the day book, as its owner will.

        What was being added to the end just then was acknowledged to nobody, and counts for none.
        """
        self.damaged = []
        stands: dict[str, Stands] = {}
        for name, kept in books.items():
            found = frames.read(kept)
            self.damaged += [name] if found.damaged else []
            for page in found.pages:
                (self.target / page.name).parent.mkdir(parents=True, exist_ok=True)
                if CHAIN.fullmatch(page.name):
                    filed(Disk(), self.target / page.name, page.kept or b"")
                elif NAME.fullmatch(page.name):
                    additions.take(stands, page)
        for name, shall in stands.items():
            self._file(self.target / name, shall)

    def _file(self, file: Path, shall: Stands) -> None:
        """Make a file of the copy what it shall be. Raises OSError."""
        if shall is None:
            file.unlink(missing_ok=True)
        elif isinstance(shall, Grown):
            file.write_bytes(shall.joined(file.read_bytes() if file.exists() else None))
        else:
            file.write_bytes(shall)


def marks(room: Path) -> dict[str, tuple[int, int, int]]:
    """Return each file's name with what changes when it is replaced: inode, size and time."""
    found: dict[str, tuple[int, int, int]] = {}
    if not room.is_dir():
        return found
    with os.scandir(room) as entries:
        for entry in entries:
            if entry.is_file(follow_symlinks=False) and not entry.name.endswith(BESIDE):
                try:
                    told = entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue
                found[entry.name] = (told.st_ino, told.st_size, told.st_mtime_ns)
    return dict(sorted(found.items()))
