"""Everything that a store keeps, record by record and opened, and a way to take such records in.

On it rest copying from store to store, the copy for leaving, and the destruction of what is past
its time. A record is the same bytes whichever store it comes from, and so are counts and hashes.
"""

import hashlib
from collections import Counter
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

import msgspec

from audits.identity import Identity
from storage import codec
from storage.codec import (
    FORMAT,
    AuditRecord,
    DraftRecord,
    LedgerRow,
    PanelRecord,
    PersonRecord,
    ReachRecord,
    ReturnRecord,
    SheetOpened,
)
from storage.contract import Store


class Kind(StrEnum):
    """What a record is of. In this order they are given and taken, so that none names a later."""

    PEOPLE = "people"
    REACHES = "reaches"
    DRAFTS = "drafts"
    AUDITS = "audits"
    IDENTITIES = "identities"
    RETURNS = "returns"
    PANELS = "panels"
    NUDGES = "nudges"
    """One for each nudge of the ledger; its id is the nudge's."""
    SWEPT = "swept"
    """Until when all that was due is in the ledger; its id is the audit's."""
    PAPERS = "papers"
    """The bytes of a document, as they are; its id is its key."""


SHAPES: Mapping[Kind, Any] = {
    Kind.PEOPLE: PersonRecord,
    Kind.REACHES: ReachRecord,
    Kind.DRAFTS: DraftRecord,
    Kind.AUDITS: AuditRecord,
    Kind.IDENTITIES: SheetOpened,
    Kind.RETURNS: ReturnRecord,
    Kind.PANELS: PanelRecord,
    Kind.NUDGES: LedgerRow,
    Kind.SWEPT: LedgerRow,
}
"""What `plain` of each kind is, by codec.decode; papers are no records."""
OF_AN_AUDIT = tuple(kind for kind in Kind if kind not in {Kind.PEOPLE, Kind.REACHES})
DIGEST = hashlib.sha256


def keys_of(audit_id: str, kinds: Collection["Kind"]) -> Sequence[str]:
    """Return the scopes whose keys are destroyed when these kinds of an audit go."""
    whole = set(OF_AN_AUDIT) <= set(kinds)
    return [f"{name}/{audit_id}" for name in ("audit", "identity", "journal")] if whole else []


class Kept(NamedTuple):
    """One record, opened."""

    kind: Kind
    id: str
    audit_id: str
    """Empty for people and how they are reached: they belong to no audit."""
    plain: bytes
    """As codec.encode gives the kind's record; of a paper its bytes."""


class ClashError(Exception):
    """Something else stands already where a record should go. Nothing was taken."""

    def __init__(self, kind: Kind, record_id: str) -> None:
        super().__init__(f"{kind} {record_id} is there already, and is not the same.")
        self.kind, self.id = kind, record_id


class Moving(Protocol):
    """What a store can do beside storage.contract.Store, for commands and for retention."""

    def everything(self, audit_id: str = "") -> AsyncIterator[Kept]:
        """Give every record, kind by kind in the order of `Kind`, as they stood at one moment.

        With an audit's id only the records of that audit and of its draft; then no people.
        Raises OSError, SealError among them, for what cannot be opened.
        """

    async def take_in(self, records: Sequence[Kept]) -> int:
        """Keep all of these records as they are, versions and journals too, or none of them.

        What stands already and is the same is left; returns how many were new. Raises ClashError
        when something else stands there, OSError when it cannot be kept.
        """

    async def forget(self, audit_id: str, kinds: Sequence[Kind]) -> Mapping[Kind, int]:
        """Remove the audit's records of these kinds for good, and return how many there were.

        Its draft has the audit's own id and goes with `DRAFTS`. Where all kinds of an audit go, its
        keys are destroyed too, so that no copy or backup can be read. Doing it again finds nothing.
        """

    async def forget_people(self, ids: Sequence[str]) -> int:
        """Remove these people and how they are reached, and return how many there were.

        Nothing that is kept may name them any more: see `still_named`.
        """


async def still_named(store: "Moving", ids: Collection[str]) -> set[str]:
    """Return those of these people whom any record of any audit or draft names."""
    wanted = {one: f'"{one}"'.encode() for one in ids}
    found: set[str] = set()
    async for record in store.everything():
        if record.kind in OF_AN_AUDIT and record.kind is not Kind.PAPERS:
            found |= {one for one in wanted.keys() - found if wanted[one] in record.plain}
    return found


def digest(record: Kept) -> bytes:
    """Return the record's hash, which does not depend on how a store orders what has no order."""
    same = canonical(record) if record.kind in SHAPES else record.plain
    name = f"{record.kind}\0{record.id}\0{record.audit_id}\0".encode()
    return DIGEST(name + same).digest()


def canonical(record: Kept) -> bytes:
    """Return the record as bytes with every set and table sorted. Raises OSError as codec does."""
    return STRICT.encode(codec.decode(SHAPES[record.kind], record.plain))


@dataclass(slots=True)
class Tally:
    """Counts and hashes of records, in whatever order they come."""

    digests: dict[Kind, dict[str, bytes]] = field(default_factory=dict)

    def add(self, record: Kept) -> None:
        """Count one record."""
        self.digests.setdefault(record.kind, {})[record.id] = digest(record)

    @property
    def counts(self) -> Mapping[Kind, int]:
        """How many there are of each kind."""
        return Counter({kind: len(found) for kind, found in self.digests.items()})

    def hash_of(self, kind: Kind) -> str:
        """Return one hash of all records of this kind, in hex."""
        whole = DIGEST()
        for _, one in sorted(self.digests.get(kind, {}).items()):
            whole.update(one)
        return whole.hexdigest()

    def whole(self) -> str:
        """Return one hash of all records, in hex."""
        told = "".join(f"{kind} {self.hash_of(kind)}\n" for kind in Kind if kind in self.digests)
        return DIGEST(told.encode()).hexdigest()


async def tally(records: AsyncIterator[Kept]) -> Tally:
    """Return counts and hashes of these records."""
    counted = Tally()
    async for record in records:
        counted.add(record)
    return counted


def sheet_kept(sheet: Identity) -> Kept:
    """Return an identity sheet, opened, as a record."""
    plain = codec.encode(SheetOpened(format=FORMAT, identity=sheet))
    return Kept(Kind.IDENTITIES, sheet.id, sheet.audit_id, plain)


STRICT = msgspec.json.Encoder(order="deterministic")


class WholeStore(Store, Moving, Protocol):
    """A store with all that it can do."""
