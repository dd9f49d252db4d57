"""Audits in PostgreSQL: those that run with their journals, those that are being set up, panels."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from audits.audit import Audit
from audits.drafts import Draft
from audits.journal import Happening
from audits.panel import Panel, PanelChange
from storage.codec import FORMAT, AuditRecord, DraftRecord, HappeningRecord, PanelRecord
from storage.postgres_database import Row, Write
from storage.postgres_returns import JOURNAL, TELL, Returns, rows_of
from storage.postgres_sealed import Remembered, Sealed, in_audit

MOST_AUDITS: Final = 256
"""Audits and drafts of each that a replica remembers, with their tools: some 50 MB."""
ADD: Final = """insert into audits (audit_id, version, document)
    values ($1, $2 + 1, $3) on conflict do nothing returning true"""
KEEP: Final = """update audits set version = $2 + 1, document = $3
    where audit_id = $1 and version = $2 returning true"""
ONE: Final = """select audit_id, number, version,
    case when (number, version) <> ($2, $3) then document end as document
    from audits where audit_id = $1"""
VERSIONS: Final = "select audit_id, number, version from audits"
SOME: Final = "select audit_id, number, version, document from audits where audit_id = any($1)"
ADD_DRAFT: Final = """insert into drafts (audit_id, version, made_at, document)
    values ($1, $2 + 1, $3, $4) on conflict do nothing returning true"""
KEEP_DRAFT: Final = """update drafts set version = $2 + 1, made_at = $3, document = $4
    where audit_id = $1 and version = $2 returning true"""
DRAFT: Final = "select audit_id, document from drafts where audit_id = $1"
DRAFTS: Final = "select audit_id, document from drafts order by made_at desc, audit_id desc"
PANELS: Final = "select audit_id, family, document from panels where audit_id = $1 order by family"
PANEL: Final = "select audit_id, family, document from panels where audit_id = $1 and family = $2"
TOLD: Final = """, told as (
    insert into journal (audit_id, about, version, document)
    select kept.audit_id, $5, event.version, event.document
    from kept, unnest($6::integer[], $7::bytea[]) with ordinality event(version, document, place)
    order by event.place
) select exists (select from kept)"""
ADD_PANEL: Final = f"""with kept as (
    insert into panels (audit_id, family, version, document)
    select $1, $2, $4, $8 where $3 = 0 on conflict do nothing returning audit_id
){TOLD}"""
KEEP_PANEL: Final = f"""with kept as (
    update panels set version = $4, document = $8
    where audit_id = $1 and family = $2 and version = $3 returning audit_id
){TOLD}"""  # noqa: S608 - both are ours


class Audits:
    """Every audit, every draft, and every panel's record."""

    def __init__(self, sealed: Sealed, returns: Returns) -> None:
        self._sealed = sealed
        self._database = sealed.database
        self._returns = returns
        self._known: Remembered[Audit] = Remembered(MOST_AUDITS)

    async def one(self, audit_id: str) -> Audit | None:
        """Return the audit, the very same while its version stands. Raises OSError."""
        row = await self._database.row(ONE, audit_id, *self._known.version(audit_id))
        if row is None:
            return None
        return await self._opened(row) if row["document"] else self._known.get(audit_id)

    async def every(self) -> Sequence[Audit]:
        """Return every audit, newest opened first. Raises OSError."""
        stands = {key: version for key, *version in await self._database.rows(VERSIONS)}
        found = {key: self._known.get(key) for key in stands}
        new = [key for key, version in stands.items() if self._known.version(key) != tuple(version)]
        for row in await self._database.rows(SOME, new) if new else ():
            found[row["audit_id"]] = await self._opened(row)
        by_id = sorted((one for one in found.values() if one), key=lambda audit: audit.id)
        return sorted(by_id, key=lambda audit: audit.opened, reverse=True)

    async def _opened(self, row: Row) -> Audit:
        """Return the audit in this row; its tool is the very same where nothing of it changed."""
        key = row["audit_id"]
        record = await self._sealed.open(
            AuditRecord, in_audit(key, f"audits/{key}"), row["document"]
        )
        found, before = record["audit"], self._known.get(key)
        if before is not None and before.tool == found.tool:
            found = replace(found, tool=before.tool)
        return self._known.put(key, (row["number"], row["version"]), found)

    async def keeping(
        self, audit: Audit, lines: Sequence[Happening], *, new: bool = False
    ) -> list[Write]:
        """Return what keeps the audit as version n+1 if n stands, and tells its journal so.

        Version 0, or `new`, adds it.
        """
        key, kept = audit.id, replace(audit, version=audit.version + 1)
        record = AuditRecord(format=FORMAT, audit=kept)
        document = await self._sealed.seal(in_audit(key, f"audits/{key}"), record)
        sql = ADD if new or not audit.version else KEEP
        writes = [Write(("audits", key), sql, (key, audit.version, document))]
        return [*writes, await self._telling(key, lines)] if lines else writes

    async def _telling(self, key: str, lines: Sequence[Happening]) -> Write:
        about = f"audits/{key}"
        rows = [HappeningRecord(format=FORMAT, line=line) for line in lines]
        sealed = [await self._sealed.seal(in_audit(key, f"journal/{about}"), one) for one in rows]
        versions = [line.version for line in lines]
        values = (key, about, versions, sealed)
        return Write(("journal", key), TELL, values, rows_of(key, about, lines))

    async def journal(self, audit_id: str) -> Sequence[Happening]:
        """Return the audit's own journal, oldest first. Raises OSError."""
        about = f"audits/{audit_id}"
        where = in_audit(audit_id, f"journal/{about}")
        rows = await self._database.rows(JOURNAL, audit_id, about)
        found = [await self._sealed.open(HappeningRecord, where, row[0]) for row in rows]
        return tuple(record["line"] for record in found)

    async def draft(self, draft_id: str) -> Draft | None:
        """Return an audit that is being set up, or was. Raises OSError."""
        found = await self._drafts(await self._database.rows(DRAFT, draft_id))
        return found[0] if found else None

    async def drafts(self) -> Sequence[Draft]:
        """Return all of them, newest first. Raises OSError."""
        return await self._drafts(await self._database.rows(DRAFTS))

    async def _drafts(self, rows: Iterable[Row]) -> Sequence[Draft]:
        found = [
            await self._sealed.open(DraftRecord, in_audit(key, f"drafts/{key}"), document)
            for key, document in rows
        ]
        return [record["draft"] for record in found]

    async def drafting(self, draft: Draft, *, new: bool = False) -> Write:
        """Return what keeps the draft as version n+1 if n stands; 0, or `new`, adds."""
        key, kept = draft.id, replace(draft, version=draft.version + 1)
        record = DraftRecord(format=FORMAT, draft=kept)
        document = await self._sealed.seal(in_audit(key, f"drafts/{key}"), record)
        values = (key, draft.version, draft.made_at, document)
        sql = ADD_DRAFT if new or not draft.version else KEEP_DRAFT
        return Write(("drafts", key), sql, values)

    async def panel(self, audit_id: str, family: str) -> Panel | None:
        """Return what the panel keeps about a family. Raises OSError."""
        found = await self._panels(await self._database.rows(PANEL, audit_id, family))
        return found[0] if found else None

    async def panels(self, audit_id: str) -> Sequence[Panel]:
        """Return what the panel keeps about the audit's families, by family. Raises OSError."""
        return await self._panels(await self._database.rows(PANELS, audit_id))

    async def _panels(self, rows: Iterable[Row]) -> Sequence[Panel]:
        found = [
            await self._sealed.open(PanelRecord, in_audit(key, f"panels/{key}/{family}"), document)
            for key, family, document in rows
        ]
        return [record["panel"] for record in found]

    async def panelling(self, change: PanelChange) -> Write:
        """Return what keeps a change to a panel's record, and its journal."""
        after, before = change.after, change.before.version
        about = f"panels/{after.id}"
        record = PanelRecord(format=FORMAT, panel=after, journal=())
        document = await self._sealed.seal(in_audit(after.audit_id, about), record)
        told = await self._returns.told(after.audit_id, about, change.events)
        values = (after.audit_id, after.family, before, after.version, about, *told, document)
        sql = KEEP_PANEL if before else ADD_PANEL
        rows = rows_of(after.audit_id, about, change.events)
        return Write(("panels", after.id), sql, values, rows)
