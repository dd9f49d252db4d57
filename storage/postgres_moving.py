"""PostgreSQL's side of storage/moving.py: all records out, records in, records gone."""

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from audits.panel import Panel, PanelChange
from storage import codec
from storage import postgres_sealing as sealing
from storage.chain import REMOVED, Link, Told
from storage.codec import (
    FORMAT,
    AuditRecord,
    DraftRecord,
    EventRecord,
    HappeningRecord,
    LedgerRow,
    NudgeRecord,
    PanelRecord,
    PersonRecord,
    ReachRecord,
    ReturnRecord,
)
from storage.moving import SHAPES, ClashError, Kept, Kind, digest, keys_of, sheet_kept
from storage.postgres_beside import BesideInPostgres
from storage.postgres_chain import FORGET as FORGET_CHAIN
from storage.postgres_chain import ChainInPostgres
from storage.postgres_database import Row, Write
from storage.postgres_faults import DatabaseError
from storage.postgres_identities import IDS, paper_at
from storage.postgres_nudges import KEEP_SWEPT, Nudges, entry_of, nudge_at
from storage.postgres_people import People
from storage.postgres_returns import return_at
from storage.postgres_sealed import ROSTER, Sealed, Where, in_audit
from storage.ring import Ring

TABLES: Final[Mapping[Kind, tuple[str, str]]] = {
    Kind.PEOPLE: ("people", "id"),
    Kind.REACHES: ("reaches", "person"),
    Kind.DRAFTS: ("drafts", "audit_id"),
    Kind.AUDITS: ("audits", "audit_id"),
    Kind.IDENTITIES: ("identities", "id"),
    Kind.RETURNS: ("returns", "id"),
    Kind.PANELS: ("panels", "family"),
    Kind.NUDGES: ("nudges", "id"),
    Kind.SWEPT: ("sweeps", "audit_id"),
    Kind.PAPERS: ("papers", "key"),
}
"""Where each kind is, and the column that tells one from another within an audit."""
OF_NO_AUDIT: Final = frozenset({Kind.PEOPLE, Kind.REACHES})
ABOUT: Final = {Kind.AUDITS: "audits/", Kind.RETURNS: "returns/", Kind.PANELS: "panels/"}
"""How the journal's rows begin that belong to a kind."""
JOURNAL: Final = "select document from journal where audit_id = $1 and about = $2 order by number"
AT_ONCE: Final = 50
"""Rows fetched at a time."""


class MovesInPostgres(BesideInPostgres):
    """The part of a PostgresStore that gives, takes and removes whole records."""

    _sealed: Sealed
    _people: People
    _nudges: Nudges
    chains: ChainInPostgres

    async def everything(self, audit_id: str = "") -> AsyncIterator[Kept]:
        """Give every record as it stood at one moment, kind by kind. Raises OSError."""
        async with self._database.moment() as at:
            for kind in Kind:
                if audit_id and kind in OF_NO_AUDIT:
                    continue
                async for row in at.cursor(*chosen(kind, audit_id), prefetch=AT_ONCE):
                    yield await self._kept(at, kind, row)

    async def _kept(self, at: Any, kind: Kind, row: Row) -> Kept:  # noqa: ANN401 - asyncpg's
        """Return a row as a record, with its journal where it has one. Raises OSError."""
        match kind:
            case Kind.PEOPLE | Kind.REACHES:
                return await self._of_roster(kind, row)
            case Kind.IDENTITIES:
                return sheet_kept(await self._identities.opened(row))
            case Kind.NUDGES:
                return await self._nudge_kept(row)
            case Kind.SWEPT:
                key = row["audit_id"]
                swept = LedgerRow(format=FORMAT, audit=key, entry=None, swept=row["swept"])
                return Kept(kind, key, key, codec.encode(swept))
            case Kind.PAPERS:
                key = row["key"]
                content = await self._sealed.open_bytes(paper_at(key), row["document"])
                return Kept(kind, key, row["audit_id"], content)
        return await self._with_journal(at, kind, row)

    async def _of_roster(self, kind: Kind, row: Row) -> Kept:
        key = row[TABLES[kind][1]]
        record = await self._sealed.open(
            SHAPES[kind], Where(ROSTER, f"{kind}/{key}"), row["document"]
        )
        return Kept(kind, key, "", codec.encode(record))

    async def _nudge_kept(self, row: Row) -> Kept:
        audit_id, key = row["audit_id"], row["id"]
        found = await self._sealed.open(NudgeRecord, nudge_at(audit_id, key), row["document"])
        entry = entry_of(found["nudge"], row)
        record = LedgerRow(format=FORMAT, audit=audit_id, entry=entry, swept=None)
        return Kept(Kind.NUDGES, key, audit_id, codec.encode(record))

    async def _with_journal(self, at: Any, kind: Kind, row: Row) -> Kept:  # noqa: ANN401
        """Return an audit, a draft, a return or a panel's record."""
        audit_id, key = row["audit_id"], id_of(kind, row)
        where = return_at(audit_id, key) if kind is Kind.RETURNS else in_audit(
            audit_id, f"{kind}/{key}"
        )  # fmt: skip
        record: dict[str, Any] = dict(await self._sealed.open(SHAPES[kind], where, row["document"]))
        if kind in ABOUT:
            about = f"{ABOUT[kind]}{key}"
            rows = await at.fetch(JOURNAL, audit_id, about)
            record["journal"] = await self._lines(
                kind, in_audit(audit_id, f"journal/{about}"), rows
            )
        return Kept(kind, key, audit_id, codec.encode(record))

    async def _lines(self, kind: Kind, where: Where, rows: Iterable[Row]) -> tuple[object, ...]:
        if kind is Kind.AUDITS:
            found = [await self._sealed.open(HappeningRecord, where, row[0]) for row in rows]
            return tuple(one["line"] for one in found)
        told = [await self._sealed.open(EventRecord, where, row[0]) for row in rows]
        return tuple(one["event"] for one in told)

    async def take_in(self, records: Sequence[Kept]) -> int:
        """Keep these records as they are; what stands already is left. Raises ClashError."""
        async with self._database.moment() as at:
            new = [record for record in records if not await self._stands(at, record)]
        writes = [write for record in new for write in await self._taking(record)]
        if not await self._database.keep(writes):
            raise DatabaseError("The records changed while they were taken in. Try it again.")
        return len(new)

    async def _stands(self, at: Any, record: Kept) -> bool:  # noqa: ANN401 - asyncpg's
        """Tell whether the same stands already. Raises ClashError, OSError."""
        row = await at.fetchrow(*chosen(record.kind, record.audit_id, record.id))
        found = await self._kept(at, record.kind, row) if row else None
        if found is not None and digest(found) != digest(record):
            raise ClashError(record.kind, record.id)
        return found is not None

    async def _taking(self, record: Kept) -> list[Write]:
        """Return what adds the record as it is. Raises OSError for one that cannot be read."""
        if record.kind is Kind.PAPERS:
            return [await self._identities.keeping_paper(record.id, record.plain)]
        opened = codec.decode(SHAPES[record.kind], record.plain)
        takers: Mapping[Kind, Callable[[Any], Awaitable[list[Write]]]] = {
            Kind.PEOPLE: self._take_person, Kind.REACHES: self._take_reach,
            Kind.DRAFTS: self._take_draft, Kind.AUDITS: self._take_audit,
            Kind.IDENTITIES: self._take_sheet, Kind.RETURNS: self._take_return,
            Kind.PANELS: self._take_panel, Kind.NUDGES: self._take_nudge,
            Kind.SWEPT: self._take_swept,
        }  # fmt: skip
        return await takers[record.kind](opened)

    async def _take_person(self, record: PersonRecord) -> list[Write]:
        return [await self._people.keeping(record["person"])]

    async def _take_reach(self, record: ReachRecord) -> list[Write]:
        reach = record["reach"]
        return [await self._people.reaching(replace(reach, version=reach.version - 1), new=True)]

    async def _take_draft(self, record: DraftRecord) -> list[Write]:
        draft = record["draft"]
        return [await self._audits.drafting(replace(draft, version=draft.version - 1), new=True)]

    async def _take_audit(self, record: AuditRecord) -> list[Write]:
        audit, lines = record["audit"], record.get("journal", ())
        before = replace(audit, version=audit.version - 1)
        return await self._audits.keeping(before, lines, new=True)

    async def _take_sheet(self, record: codec.SheetOpened) -> list[Write]:
        sheet = record["identity"]
        return [await self._identities.keeping(replace(sheet, version=sheet.version - 1), new=True)]

    async def _take_return(self, record: ReturnRecord) -> list[Write]:
        ret, events = record["ret"], record["journal"]
        writes = [await self._returns.adding(ret)]
        if events:
            writes.append(await self._returns.telling(ret.audit_id, f"returns/{ret.id}", events))
        return writes

    async def _take_panel(self, record: PanelRecord) -> list[Write]:
        after = record["panel"]
        before = Panel(audit_id=after.audit_id, family=after.family)
        change = PanelChange(before=before, after=after, events=record["journal"])
        return [await self._audits.panelling(change)]

    async def _take_nudge(self, record: LedgerRow) -> list[Write]:
        return [await self._nudges.taking(record["entry"])] if record["entry"] else []

    async def _take_swept(self, record: LedgerRow) -> list[Write]:
        key, swept = record["audit"], record["swept"]
        return [Write(("sweeps", key), KEEP_SWEPT, (key, swept))]

    async def forget_people(self, ids: Sequence[str]) -> int:
        """Remove these people and how they are reached, all at once. Raises OSError."""
        async with self._database.connection() as at, at.transaction():
            await at.execute("delete from reaches where person = any($1::text[])", list(ids))
            done = await at.execute("delete from people where id = any($1::text[])", list(ids))
        return int(done.split()[-1])

    async def forget(self, audit_id: str, kinds: Sequence[Kind]) -> Mapping[Kind, int]:
        """Remove the audit's records of these kinds for good, all at once. Raises OSError."""
        gone: Counter[Kind] = Counter()
        await self.chains.ready([Told(audit_id, REMOVED, b"")])
        async with self._database.connection() as at, at.transaction():
            await self._end_journals(at, audit_id, kinds)
            for kind in sorted(set(kinds) - OF_NO_AUDIT):
                table, _ = TABLES[kind]
                done = await at.execute(f"delete from {table} where audit_id = $1", audit_id)  # noqa: S608
                gone[kind] = int(done.split()[-1])
                if kind in ABOUT:
                    await at.execute(FORGET_JOURNAL, audit_id, ABOUT[kind])
        for scope in keys_of(audit_id, kinds):
            await self._sealed.ring.destroy(scope)
        return gone

    async def _end_journals(self, at: Any, audit_id: str, kinds: Sequence[Kind]) -> None:  # noqa: ANN401
        """Tell the chain which journals end because their records go; or be rid of it too."""
        if Kind.AUDITS in kinds:
            await at.execute(FORGET_CHAIN, audit_id)
            return
        abouts = [row[0] for kind in kinds if kind in ABOUT
                  for row in await at.fetch(ENDED, audit_id, ABOUT[kind])]  # fmt: skip
        if Kind.IDENTITIES in kinds:
            abouts += [f"identities/{row[0]}" for row in await at.fetch(IDS, audit_id)]
        told = [Told(audit_id, f"{REMOVED}{about}", b"") for about in sorted(abouts)]
        if told:
            await self.chains.extend(at, told)

    async def seal_all(self) -> int:
        """Seal all that is under older keys by today's, and return how much there was."""
        return await sealing.seal_all(self._sealed)

    has_unsealed = False
    """Nothing ever lay here unsealed."""

    @property
    def ring(self) -> Ring:
        """The keys of this store."""
        return self._sealed.ring

    async def whole_chain(
        self, audit_id: str
    ) -> tuple[Sequence[Link], Mapping[str, Sequence[bytes]]]:
        """Return the chain and the journals as they stood at one moment. Raises OSError."""
        return await self.chains.whole(audit_id)

    async def chain(self, audit_id: str) -> Sequence[Link]:
        """Return the links of the audit's chain, oldest first. Raises OSError."""
        return await self.chains.links(audit_id)

    async def journals(self, audit_id: str) -> Mapping[str, Sequence[bytes]]:
        """Return the rows of all the audit's journals, by what they are about. Raises OSError."""
        return await self.chains.journals(audit_id)


ENDED: Final = "select distinct about from journal where audit_id = $1 and starts_with(about, $2)"
FORGET_JOURNAL: Final = "delete from journal where audit_id = $1 and starts_with(about, $2)"


def chosen(kind: Kind, audit_id: str, key: str | None = None) -> tuple[str, ...]:
    """Return the statement for all rows of a kind, of an audit, or for one; and its values."""
    table, column = TABLES[kind]
    wanted = {}
    if kind not in OF_NO_AUDIT and audit_id:
        wanted["audit_id"] = audit_id
    if key is not None and column != "audit_id":
        wanted[column] = key.removeprefix(f"{audit_id}/") if kind is Kind.PANELS else key
    rules = " and ".join(f"{name} = ${place}" for place, name in enumerate(wanted, 1))
    order = column if kind in OF_NO_AUDIT else f"audit_id, {column}"
    sql = f"select * from {table}{' where ' if rules else ''}{rules} order by {order}"  # noqa: S608
    return sql, *wanted.values()


def id_of(kind: Kind, row: Row) -> str:
    """Return the id of the record in a row."""
    key: str = row[TABLES[kind][1]]
    return f"{row['audit_id']}/{key}" if kind is Kind.PANELS else key
