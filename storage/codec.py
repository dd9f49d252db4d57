"""Domain objects to bytes and back. What is stored says in which format it is."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, Final, Literal, NotRequired, TypedDict, TypeVar

import msgspec

from audits.audit import Audit
from audits.drafts import Draft
from audits.identity import Identity, Particulars
from audits.involvement import AgencyReturn, Event, Standing
from audits.journal import Happening
from audits.ledger import Entry
from audits.nudges import Nudge
from audits.panel import Panel
from audits.people import Person
from audits.reach import Reach

FORMAT: Final = 1
"""Raised when a field is renamed, removed or changes its meaning; then `UPGRADES` gains a step."""


class ReturnRecord(TypedDict):
    """A return with its journal: one is never kept without the other."""

    format: Literal[1]
    ret: AgencyReturn
    journal: tuple[Event, ...]


class AuditRecord(TypedDict):
    """An audit with its tool and its journal."""

    format: Literal[1]
    audit: Audit
    journal: NotRequired[tuple[Happening, ...]]


class DraftRecord(TypedDict):
    """An audit that is being set up."""

    format: Literal[1]
    draft: Draft


class IdentityRecord(TypedDict):
    """A family's identity sheet: who is on it is sealed, who looked at it is not."""

    format: Literal[1]
    id: str
    audit_id: str
    family: str
    sealed: bytes
    journal: tuple[Happening, ...]
    version: int


class SheetOpened(TypedDict):
    """A family's identity sheet, opened: as it moves from store to store, never as it lies."""

    format: Literal[1]
    identity: Identity


class PersonRecord(TypedDict):
    """Somebody on the roster."""

    format: Literal[1]
    person: Person


class ReachRecord(TypedDict):
    """How somebody is reached in Teams."""

    format: Literal[1]
    reach: Reach


class PanelRecord(TypedDict):
    """What the panel keeps about a family, with its journal."""

    format: Literal[1]
    panel: Panel
    journal: tuple[Event, ...]


class StandingRecord(TypedDict):
    """How a return stands, for a store that finds it apart from the answers."""

    format: Literal[1]
    standing: Standing


class EventRecord(TypedDict):
    """One row of a journal, for a store that keeps each in a place of its own."""

    format: Literal[1]
    event: Event


class HappeningRecord(TypedDict):
    """One row of an audit's journal, likewise."""

    format: Literal[1]
    line: Happening


class NudgeRecord(TypedDict):
    """A nudge, where what became of it stands beside it."""

    format: Literal[1]
    nudge: Nudge


class LedgerRow(TypedDict):
    """What became of a nudge; or until when all that was due is in the ledger."""

    format: Literal[1]
    audit: str
    entry: Entry | None
    swept: datetime | None


R = TypeVar("R", bound=Mapping[str, object])
Step = Callable[[dict[str, Any]], dict[str, Any]]

UPGRADES: Mapping[int, Step] = {}
"""By format number, what makes a record of that format one of the next."""


class UnreadableError(OSError):
    """What is stored here is damaged, or is something else."""


class LaterFormatError(OSError):
    """What is stored here was written by a later version of this software."""


def encode(thing: Mapping[str, object]) -> bytes:
    """Return a record, or tables of records, as bytes. Values that can be worked out stay out.

    Raises TypeError or UnicodeEncodeError for what cannot be stored, before anything is.
    """
    return msgspec.json.encode(thing)


def decode(kind: type[R], kept: bytes | msgspec.Raw, upgrades: Mapping[int, Step] = UPGRADES) -> R:
    """Return the record that `encode` was given, also when an older version wrote it.

    Raises UnreadableError, and LaterFormatError for a format that is not known yet.
    """
    try:
        record: R = decoder(kind).decode(kept)
    except BROKEN:
        return upgraded(kind, kept, upgrades)
    return record


def decode_tables(kind: type[R], kept: bytes) -> dict[str, dict[str, R]]:
    """Return tables of records by number, as TinyDB lays them out. Raises like `decode`."""
    try:
        of_today: dict[str, dict[str, R]] = tables_decoder(kind).decode(kept)
    except BROKEN:
        return older_tables(kind, kept)
    return of_today


def older_tables(kind: type[R], kept: bytes) -> dict[str, dict[str, R]]:
    """Return the same, record by record, each of which an older version may have written."""
    try:
        tables = TABLES.decode(kept)
    except BROKEN as error:
        raise UnreadableError("It is not a file of this store") from error
    return {
        name: {number: decode(kind, raw) for number, raw in table.items()}
        for name, table in tables.items()
    }


def upgraded(kind: type[R], kept: bytes | msgspec.Raw, upgrades: Mapping[int, Step]) -> R:
    """Return the record after each step from its own format to today's. Raises like `decode`."""
    try:
        older = ANYTHING.decode(kept)
        written_in = int(older["format"])
        if written_in > FORMAT:
            raise LaterFormatError(
                f"What is stored was written by a later version of this software (format "
                f"{written_in}; this one reads {FORMAT}). Start that version again."
            )
        newer = upgrades[written_in](older) | {"format": written_in + 1}
    except (*BROKEN, KeyError, TypeError, ValueError) as error:
        raise UnreadableError("It is not a record of this kind") from error
    return decode(kind, ANY.encode(newer), upgrades)


class SheetRecord(TypedDict):
    """Who is on an identity sheet."""

    people: tuple[Particulars, ...]


def people_in(plain: bytes) -> tuple[Particulars, ...]:
    """Return who is on an identity sheet that was opened. Raises UnreadableError."""
    try:
        record: SheetRecord = decoder(SheetRecord).decode(plain)
    except BROKEN as error:
        raise UnreadableError("It is not an identity sheet") from error
    return record["people"]


@cache
def decoder(kind: type[R]) -> msgspec.json.Decoder[R]:
    """Return what turns bytes into a record of this kind, made once."""
    return msgspec.json.Decoder(kind)


@cache
def tables_decoder(kind: type[R]) -> msgspec.json.Decoder[dict[str, dict[str, R]]]:
    """Return what turns bytes into tables of records of this kind, made once."""
    return msgspec.json.Decoder(dict[str, dict[str, kind]])  # type: ignore[valid-type]


BROKEN = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What decoding raises for bytes that are damaged, or made to do harm."""
TABLES = msgspec.json.Decoder(dict[str, dict[str, msgspec.Raw]])
ANYTHING = msgspec.json.Decoder(dict[str, Any])
ANY = msgspec.json.Encoder()
