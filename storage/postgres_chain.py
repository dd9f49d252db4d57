"""The chains over the journals in PostgreSQL: links are kept with the rows that they prove.

Who tells a journal something holds its audit's head until the transaction ends, last of all that
it holds; so the links of an audit come one after the other, and those of others do not wait.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from storage.chain import BEGUN, BEGUN_ANEW, Head, Link, Told, linked, row_of, scope
from storage.codec import EventRecord, HappeningRecord, IdentityRecord
from storage.postgres_sealed import Sealed, in_audit

HEAD: Final = """insert into chain_heads values ($1, 0, '')
    on conflict (audit_id) do update set number = chain_heads.number returning number, proof"""
EXTEND: Final = """with told as (
    insert into chain (audit_id, number, about, told, proof)
    select $1, * from unnest($2::integer[], $3::text[], $4::bytea[], $5::bytea[])
) update chain_heads set number = $6, proof = $7 where audit_id = $1"""
LINKS: Final = "select number, about, told, proof from chain where audit_id = $1 order by number"
NEWEST: Final = "select number, proof from chain_heads where audit_id = $1"
ROWS: Final = "select about, document from journal where audit_id = $1 order by about, number"
SHEETS: Final = "select id, document from identities where audit_id = $1 order by id"
UNLINKED: Final = """select audit_id from (
    select audit_id from audits union select audit_id from identities) known
    where not exists (select from chain_heads where chain_heads.audit_id = known.audit_id)
    and (exists (select from journal where journal.audit_id = known.audit_id)
         or exists (select from identities where identities.audit_id = known.audit_id))
    order by audit_id"""
FORGET: Final = "with gone as (delete from chain where audit_id = $1) \
    delete from chain_heads where audit_id = $1"


class ChainInPostgres:
    """Every audit's chain."""

    def __init__(self, sealed: Sealed) -> None:
        self._sealed = sealed
        self._database = sealed.database

    async def ready(self, told: Sequence[Told]) -> None:
        """Return when these rows can be linked. Raises OSError."""
        for audit_id in {one.audit_id for one in told}:
            await self._sealed.ring.ready(scope(audit_id))

    async def extend(self, at: Any, told: Sequence[Told]) -> None:  # noqa: ANN401 - asyncpg's
        """Link these rows, in the transaction that keeps them."""
        by_audit: defaultdict[str, list[Told]] = defaultdict(list)
        for one in told:
            by_audit[one.audit_id].append(one)
        for audit_id in sorted(by_audit):
            head = Head(*await at.fetchrow(HEAD, audit_id))
            await self._add(at, audit_id, linked(self._sealed.ring, head, by_audit[audit_id]))

    async def _add(self, at: Any, audit_id: str, links: Sequence[Link]) -> None:  # noqa: ANN401
        columns = map(list, zip(*links, strict=True))
        await at.execute(EXTEND, audit_id, *columns, links[-1].number, links[-1].proof)

    async def begin(self) -> None:
        """Begin a chain for each audit that has a journal and none. Raises OSError."""
        for (audit_id,) in await self._database.rows(UNLINKED):
            mark = BEGUN_ANEW if self._sealed.ring.has(scope(audit_id)) else BEGUN
            await self._sealed.ring.ready(scope(audit_id))
            async with self._database.connection() as at, at.transaction():
                head = Head(*await at.fetchrow(HEAD, audit_id))
                if head.number:
                    continue
                rows = [Told(audit_id, about, row)
                        for about, rows in (await self._journals(at, audit_id)).items()
                        for row in rows]  # fmt: skip
                told = [Told(audit_id, mark, b""), *rows]
                await self._add(at, audit_id, linked(self._sealed.ring, head, told))

    async def links(self, audit_id: str) -> Sequence[Link]:
        """Return the links of the audit's chain, oldest first. Raises OSError."""
        return [Link(*row) for row in await self._database.rows(LINKS, audit_id)]

    async def journals(self, audit_id: str) -> Mapping[str, Sequence[bytes]]:
        """Return the rows of all the audit's journals, by what they are about. Raises OSError."""
        async with self._database.moment() as at:
            return await self._journals(at, audit_id)

    async def whole(self, audit_id: str) -> tuple[Sequence[Link], Mapping[str, Sequence[bytes]]]:
        """Return links and rows as they stood at one moment. Raises OSError."""
        async with self._database.moment() as at:
            links = [Link(*row) for row in await at.fetch(LINKS, audit_id)]
            return links, await self._journals(at, audit_id)

    async def _journals(self, at: Any, audit_id: str) -> dict[str, list[bytes]]:  # noqa: ANN401
        found: defaultdict[str, list[bytes]] = defaultdict(list)
        for about, document in await at.fetch(ROWS, audit_id):
            found[about].append(await self._row(audit_id, about, document))
        for sheet_id, document in await at.fetch(SHEETS, audit_id):
            about = f"identities/{sheet_id}"
            sheet = await self._sealed.open(IdentityRecord, in_audit(audit_id, about), document)
            found[about] = [row_of(line) for line in sheet["journal"]]
        return dict(found)

    async def _row(self, audit_id: str, about: str, document: bytes) -> bytes:
        """Return what a row says; what does not open says nothing that could be proven."""
        where = in_audit(audit_id, f"journal/{about}")
        try:
            if about.startswith("audits/"):
                record = await self._sealed.open(HappeningRecord, where, document)
                return row_of(record["line"])
            return row_of((await self._sealed.open(EventRecord, where, document))["event"])
        except OSError:
            return b""
