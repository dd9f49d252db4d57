"""TinyDB's storage for one small file that is replaced as a whole and read only once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, NamedTuple

from tinydb.storages import Storage

from audits.involvement import Event
from audits.journal import Happening
from storage import additions, codec
from storage.chain import Told, row_of
from storage.codec import R, UnreadableError
from storage.folder import Folder
from storage.frames import Page
from storage.ring import HEAD_BYTES

ONLY: Final = 1
"""The number of the one document in each file."""


MOST_ADDED: Final = 32
"""Changes that are added to a whole before the record is written whole again."""
ROOM_TO_GROW: Final = 16_384
"""Bytes that are added to a whole that is shorter than this; to others as many as they have."""


class Growth(NamedTuple, Generic[R]):
    """How a change to a record is written down as what it adds."""

    added: Callable[[R, R], R | None]
    """What the later record has beyond the earlier; None where it has to be written whole."""
    grown: Callable[[R, R], R]
    """The earlier record with what was added, unless it has that already."""


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
    growth: Growth[R] | None = None
    """None: the record is written whole each time."""

    def told(self, record: R, before: R | None = None) -> list[Told]:
        """Return what the journal gained since the record stood as before."""
        rows = self.journal(record)[len(self.journal(before)) if before else 0 :]
        if not rows:
            return []
        audit_id, about = self.audit_of(record), self.about(record)
        return [Told(audit_id, about, row_of(one)) for one in rows]

    def tables(self, plain: Sequence[bytes]) -> dict[str, dict[str, R]]:
        """Return TinyDB's tables: a record, and what was added to it. Raises UnreadableError."""
        whole, *more = (codec.decode_tables(self.shape, one) for one in plain)
        try:
            for one in more:
                whole = self._grown(whole, one)
        except KeyError as error:
            raise UnreadableError("Something else was added to it") from error
        return whole

    def _grown(self, before: dict[str, dict[str, R]], more: dict[str, dict[str, R]]) -> Any:  # noqa: ANN401 - a table of this kind
        if self.growth is None:
            raise UnreadableError("Nothing is added to a record of this kind")
        number = str(ONLY)
        record = self.growth.grown(before[self.name][number], more[self.name][number])
        return {self.name: {number: record}}

    def about(self, record: R) -> str:
        """Return what its journal is about."""
        return f"{self.name}/{self.key(record)}"

    def audit_of(self, record: R) -> str:
        """Return the audit to which a record with a journal belongs."""
        return self.scope(record).removeprefix("audit/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed(Generic[R]):
    """A record as its file holds it once the day book is in its files, and where the file ends."""

    record: R
    key: bytes
    """What the sealed whole begins with: by which key it was sealed."""
    length: int
    """Bytes of the sealed whole."""
    added: int = 0
    """How many additions come after it."""
    grown: int = 0
    """Bytes of all these."""

    @classmethod
    def of(cls, record: R, parts: Sequence[bytes]) -> "Filed[R]":
        """Return the record as a file of these parts holds it."""
        whole, *more = parts
        return cls(record=record, key=whole[:HEAD_BYTES], length=len(whole), added=len(more),
                   grown=sum(map(len, more)))  # fmt: skip

    def longer(self, record: R, by: int) -> "Filed[R]":
        """Return how it is with an addition of so many bytes."""
        return Filed(record=record, key=self.key, length=self.length, added=self.added + 1,
                     grown=self.grown + by)  # fmt: skip

    @property
    def has_room(self) -> bool:
        """Whether something may be added before the record is written whole again."""
        return self.added < MOST_ADDED and self.grown < max(self.length, ROOM_TO_GROW)


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
        self._filed: Filed[R] | None = None

    def page(self) -> Page:
        """Return the page that makes the file what TinyDB wrote last, sealed.

        Raises TypeError for what cannot be stored. It is to be kept, or this object thrown away.
        """
        record = (self._tables or {})[self._kind.name][str(ONLY)]
        scope = self._kind.scope(record)
        return self._addition(scope, record) or self._whole(scope, record)

    def _whole(self, scope: str, record: R) -> Page:
        sealed = self._folder.ring.seal(scope, self._name, self._encoded(record))
        self._filed = Filed.of(record, [sealed])
        return Page(self._name, sealed)

    def _addition(self, scope: str, record: R) -> Page | None:
        """Return the page that adds what changed, None where the record is to be written whole."""
        filed, growth, ring = self._filed, self._kind.growth, self._folder.ring
        if filed is None or growth is None or not filed.has_room:
            return None
        if not ring.seals_like(scope, filed.key):
            return None
        more = growth.added(filed.record, record)
        if more is None:
            return None
        sealed = ring.seal(scope, additions.bound_to(self._name), self._encoded(more))
        self._filed = filed.longer(record, len(sealed))
        return Page(self._name, sealed, adds=True)

    def _encoded(self, record: R) -> bytes:
        return codec.encode({self._kind.name: {str(ONLY): record}})

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Return the tables, None where there is no file yet. Raises OSError."""
        if self._tables is None:
            kept = self._folder.read(self._name)
            if kept is None:
                return None
            self._tables = self._kind.tables(self._folder.parts_opened(self._name, kept))
            record = self._tables.get(self._kind.name, {}).get(str(ONLY))
            self._filed = Filed.of(record, additions.parts(kept)) if record else None
        return {
            name: {number: dict(record) for number, record in table.items()}
            for name, table in self._tables.items()
        }

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Know it as what the page shall hold. TinyDB may write twice for one change."""
        self._tables = data
