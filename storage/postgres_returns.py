"""Returns in PostgreSQL, their journals, and how they stand."""

from collections.abc import Iterable, Sequence
from typing import Final

from audits.involvement import AgencyReturn, Change, Event, Standing
from audits.journal import Happening
from storage.chain import Told, row_of
from storage.codec import FORMAT, EventRecord, ReturnRecord, StandingRecord
from storage.index import in_order, standing
from storage.postgres_database import Row, Write
from storage.postgres_sealed import Sealed, Version, Where, audit_of, in_audit

ADD: Final = """insert into returns
    (audit_id, id, family, agency, contacts, version, stage, standing, document)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning true"""
KEEP: Final = """with kept as (
    update returns set contacts = $4, version = $5, stage = $6, standing = $7, document = $8
    where audit_id = $1 and id = $2 and version = $3 returning audit_id
), told as (
    insert into journal (audit_id, about, version, document)
    select kept.audit_id, $9, event.version, event.document
    from kept, unnest($10::integer[], $11::bytea[]) with ordinality event(version, document, place)
    order by event.place
) select exists (select from kept)"""
TELL: Final = """insert into journal (audit_id, about, version, document)
    select $1, $2, line.version, line.document
    from unnest($3::integer[], $4::bytea[]) with ordinality line(version, document, place)
    order by line.place returning true"""
ONE: Final = "select document from returns where audit_id = $1 and id = $2"
SOME: Final = "select id, document from returns where audit_id = $1 and id = any($2)"
STANDING: Final = "select id, audit_id, number, version, standing from returns where"
OF_CONTACT: Final = f'{STANDING} contacts @> array[$1] collate "C"'
THOSE: Final = f"{STANDING} audit_id = any($1) and id = any($2)"
IN_AUDIT: Final = f"{STANDING} audit_id = $1 and id = any($2)"
VERSIONS: Final = "select id, number, version from returns where audit_id = $1"
JOURNAL: Final = "select document from journal where audit_id = $1 and about = $2 order by number"


class Returns:
    """Every audit's returns. Nothing of them is remembered here."""

    def __init__(self, sealed: Sealed) -> None:
        self._sealed = sealed
        self._database = sealed.database

    async def one(self, key: str) -> AgencyReturn | None:
        """Return one return with its answers. Raises OSError."""
        audit_id = audit_of(key)
        found = await self._database.value(ONE, audit_id, key)
        return await self._opened(audit_id, key, found) if found else None

    async def some(self, audit_id: str, ids: Sequence[str]) -> Sequence[AgencyReturn]:
        """Return these returns of an audit with their answers, of which some may be gone."""
        found = await self._database.rows(SOME, audit_id, ids)
        return [await self._opened(audit_id, row["id"], row["document"]) for row in found]

    async def _opened(self, audit_id: str, key: str, document: bytes) -> AgencyReturn:
        record = await self._sealed.open(ReturnRecord, return_at(audit_id, key), document)
        return record["ret"]

    async def versions(self, audit_id: str) -> dict[str, Version]:
        """Return which returns the audit has, by id, and the version of each."""
        rows = await self._database.rows(VERSIONS, audit_id)
        return {key: (number, version) for key, number, version in rows}

    async def standings_in(
        self, audit_id: str, ids: Sequence[str]
    ) -> Sequence[tuple[Version, Standing]]:
        """Return how these returns of an audit stand, each with its version."""
        rows = await self._database.rows(IN_AUDIT, audit_id, ids)
        found = await self._standing(rows)
        return [((row[2], row[3]), one) for row, one in zip(rows, found, strict=True)]

    async def of_contact(self, person_id: str) -> Sequence[Standing]:
        """Return how every return stands that this person answers, by audit, family, agency."""
        return in_order(await self._standing(await self._database.rows(OF_CONTACT, person_id)))

    async def those(self, ids: Sequence[str]) -> dict[str, Standing]:
        """Return how those of these returns stand that there are, by id."""
        audits = sorted({audit_of(key) for key in ids})
        found = await self._standing(await self._database.rows(THOSE, audits, ids)) if ids else ()
        return {one.id: one for one in found}

    async def _standing(self, rows: Iterable[Row]) -> Sequence[Standing]:
        return [
            (await self._sealed.open(StandingRecord, standing_at(audit_id, key), kept))["standing"]
            for key, audit_id, _, _, kept in rows
        ]

    async def journal(self, key: str) -> Sequence[Event]:
        """Return the journal of one return, oldest first. Raises OSError."""
        return await self.told_of(audit_of(key), f"returns/{key}")

    async def told_of(self, audit_id: str, about: str) -> Sequence[Event]:
        """Return what the journal says of a return, or of a panel's record, oldest first."""
        rows = await self._database.rows(JOURNAL, audit_id, about)
        where = in_audit(audit_id, f"journal/{about}")
        return tuple(
            [(await self._sealed.open(EventRecord, where, row[0]))["event"] for row in rows]
        )

    async def adding(self, ret: AgencyReturn) -> Write:
        """Return what adds a return that is not there."""
        values = (ret.audit_id, ret.id, ret.family, ret.agency, *await self._columns(ret))
        return Write(("returns", ret.id), ADD, values)

    async def changing(self, change: Change) -> Write:
        """Return what keeps a change and its journal, if what it was made from stands."""
        after, about = change.after, f"returns/{change.after.id}"
        told = await self.told(after.audit_id, about, change.events)
        key = (after.audit_id, after.id, change.before.version)
        values = (*key, *await self._columns(after), about, *told)
        return Write(
            ("returns", after.id), KEEP, values, rows_of(after.audit_id, about, change.events)
        )

    async def _columns(self, ret: AgencyReturn) -> tuple[object, ...]:
        """Return contacts, version, stage, and both sealed documents."""
        stands = StandingRecord(format=FORMAT, standing=standing(ret))
        whole = ReturnRecord(format=FORMAT, ret=ret, journal=())
        return (
            ret.contacts, ret.version, ret.stage.value,
            await self._sealed.seal(standing_at(ret.audit_id, ret.id), stands),
            await self._sealed.seal(return_at(ret.audit_id, ret.id), whole),
        )  # fmt: skip

    async def telling(self, audit_id: str, about: str, events: Sequence[Event]) -> Write:
        """Return what makes the journal say this."""
        told = await self.told(audit_id, about, events)
        rows = rows_of(audit_id, about, events)
        return Write(("journal", about), TELL, (audit_id, about, *told), rows)

    async def told(
        self, audit_id: str, about: str, events: Sequence[Event]
    ) -> tuple[list[int], list[bytes]]:
        """Return the versions and the sealed rows of what the journal shall say."""
        where = in_audit(audit_id, f"journal/{about}")
        rows = [EventRecord(format=FORMAT, event=event) for event in events]
        return [event.version for event in events], [
            await self._sealed.seal(where, row) for row in rows
        ]


def rows_of(audit_id: str, about: str, events: Sequence[Event | Happening]) -> tuple[Told, ...]:
    """Return what a journal gains, to be linked."""
    return tuple(Told(audit_id, about, row_of(event)) for event in events)


def return_at(audit_id: str, key: str) -> Where:
    """Return where a return is."""
    return in_audit(audit_id, f"returns/{key}")


def standing_at(audit_id: str, key: str) -> Where:
    """Return where it is kept how a return stands."""
    return in_audit(audit_id, f"standings/{key}")
