"""TinyDB's storage for one small file that is replaced as a whole and read only once."""

from pathlib import Path
from typing import Any, Generic

from tinydb.storages import Storage

from storage import codec
from storage.codec import R
from storage.disk import Disk, Place, put


class WholeFile(Storage, Generic[R]):
    """A file that holds one aggregate. What was read or written last stays in memory.

    TinyDB reads before it writes and changes what it read in place; so it is given a copy to
    scribble on, and what is in memory changes only once the disk has it.
    """

    def __init__(self, path: Path, kind: type[R], disk: Disk) -> None:
        self._place = Place.of(path)
        self._kind = kind
        self._disk = disk
        self._tables: dict[str, dict[str, R]] | None = None

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Return the tables, None where there is no file yet. Raises OSError."""
        if self._tables is None:
            try:
                kept = self._disk.read(self._place.path)
            except FileNotFoundError:
                return None
            self._tables = codec.decode_tables(self._kind, kept)
        return {
            name: {number: dict(record) for number, record in table.items()}
            for name, table in self._tables.items()
        }

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Replace the file. Raises OSError as `put` does; what is in memory stays as it was."""
        put(self._disk, self._place, codec.encode(data))
        self._tables = data
