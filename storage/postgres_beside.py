"""What a PostgresStore keeps beside audits and returns: panels, drafts, identities, documents."""

from collections.abc import Sequence

from audits.drafts import Draft
from audits.identity import Identity
from audits.involvement import Event
from audits.journal import Happening
from audits.panel import Panel, PanelChange, key_of
from storage.postgres_audits import Audits
from storage.postgres_database import Database
from storage.postgres_identities import Identities
from storage.postgres_returns import Returns


class BesideInPostgres:
    """The part of a PostgresStore that hands on to its smaller keepers. All raises OSError."""

    _database: Database
    _audits: Audits
    _returns: Returns
    _identities: Identities

    async def panel(self, audit_id: str, family: str) -> Panel | None:
        """Return what the panel keeps about a family."""
        return await self._audits.panel(audit_id, family)

    async def panels(self, audit_id: str) -> Sequence[Panel]:
        """Return what the panel keeps about the audit's families, by family."""
        return await self._audits.panels(audit_id)

    async def keep_panel(self, change: PanelChange) -> bool:
        """Keep the panel's record and its journal; False if somebody was faster."""
        if change.after is change.before and not change.events:
            return True
        return await self._database.keep([await self._audits.panelling(change)])

    async def panel_journal(self, audit_id: str, family: str) -> Sequence[Event]:
        """Return the journal of what the panel keeps about a family, oldest first."""
        return await self._returns.told_of(audit_id, f"panels/{key_of(audit_id, family)}")

    async def draft(self, draft_id: str) -> Draft | None:
        """Return an audit that is being set up, or was."""
        return await self._audits.draft(draft_id)

    async def drafts(self) -> Sequence[Draft]:
        """Return all of them, newest first."""
        return await self._audits.drafts()

    async def identity(self, sheet_id: str) -> Identity | None:
        """Return an identity sheet, opened; with nobody on it once it was destroyed."""
        return await self._identities.one(sheet_id)

    async def identity_ids(self, audit_id: str) -> Sequence[str]:
        """Return the ids of the audit's identity sheets, destroyed ones too."""
        return await self._identities.ids(audit_id)

    async def destroy_identities(self, audit_id: str, line: Happening) -> int:
        """Destroy all identity sheets of the audit for good, and return how many."""
        return await self._identities.destroy(audit_id, line)

    async def keep_paper(self, key: str, content: bytes) -> None:
        """Keep the bytes of a document."""
        await self._identities.keep_paper(key, content)

    async def drop_paper(self, key: str) -> None:
        """Keep the document no longer."""
        await self._identities.drop_paper(key)

    async def paper(self, key: str) -> bytes | None:
        """Return the bytes of a document."""
        return await self._identities.paper(key)
