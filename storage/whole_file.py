"""TinyDB's storage for one small file that is replaced as a whole and read only once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic

from tinydb.storages import Storage

from audits.involvement import Event
from audits.journal import Happening
from storage import codec
from storage.chain import Told, row_of
from storage.codec import R
from storage.encoded import Encoded
from storage.folder import Folder
from storage.frames import Page

ONLY: Final = 1
"""The number of the one document in each file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[R]):
    """What a shelf holds: the name of its room, the shape of a record, and where its id is."""

    name: str
    shape: type[R]
    key: Callable[[R], str]
    scope: Callable[[R], str]
    """Under whose keys the record is sealed; of an audit's record `audit/ID`."""
    journal: Callable[[R], Sequence[Event | Happening]] = lambda _: ()
    """What the record's journal says, oldest first."""
    prepared: Callable[[Encoded, R], Mapping[str, object]] = lambda _, record: record
    """What is encoded in the record's place, to the same bytes."""

    def told(self, record: R, before: R | None = None) -> list[Told]:
        """Return what the journal gained since the record stood as before."""
        rows = self.journal(record)[len(self.journal(before)) if before else 0 :]
        if not rows:
            return []
        audit_id, about = self.audit_of(record), self.about(record)
        return [Told(audit_id, about, row_of(one)) for one in rows]

    def about(self, record: R) -> str:
        """Return what its journal is about."""
        return f"{self.name}/{self.key(record)}"

    def audit_of(self, record: R) -> str:
        """Return the audit to which a record with a journal belongs."""
        return self.scope(record).removeprefix("audit/")


class WholeFile(Storage, Generic[R]):
    """A file that holds one aggregate. What was read or written last stays in memory.

    TinyDB reads before it writes and changes what it read in place; so it is given a copy to
    scribble on. What it writes becomes a page, for the folder's day book to keep; where that
    fails, this object is thrown away and the file read again.
    """

    def __init__(self, name: str, kind: Kind[R], folder: Folder) -> None:
        self._name = name
        self._kind = kind
        self._folder = folder
        self._tables: dict[str, dict[str, R]] | None = None
        self._encoded = Encoded()

    @property
    def page(self) -> Page:
        """The file as TinyDB wrote it last, sealed. Raises TypeError for what cannot be stored."""
        kind, tables = self._kind, self._tables or {}
        scope = kind.scope(tables[kind.name][str(ONLY)])
        plain = codec.encode({
            name: {number: kind.prepared(self._encoded, record) for number, record in table.items()}
            for name, table in tables.items()
        })  # fmt: skip
        return Page(self._name, self._folder.ring.seal(scope, self._name, plain))

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Return the tables, None where there is no file yet. Raises OSError."""
        if self._tables is None:
            kept = self._folder.read(self._name)
            if kept is None:
                return None
            self._tables = codec.decode_tables(
                self._kind.shape, self._folder.opened(self._name, kept)
            )
        return {
            name: {number: dict(record) for number, record in table.items()}
            for name, table in self._tables.items()
        }

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Know it as what the page shall hold. TinyDB may write twice for one change."""
        self._tables = data
