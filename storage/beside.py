"""What a TinyStore keeps beside audits and returns: panels, drafts, identities, documents."""

from collections.abc import Sequence

from audits.drafts import Draft
from audits.identity import Identity
from audits.involvement import Event
from audits.journal import Happening
from audits.panel import Panel, PanelChange, key_of
from storage.panels import Panels
from storage.setting_up import SettingUp


class BesideReturns:
    """The part of a TinyStore that hands on to its smaller keepers."""

    _panels: Panels
    _setting_up: SettingUp

    async def panel(self, audit_id: str, family: str) -> Panel | None:
        """Return what the panel keeps about a family."""
        return self._panels.one(key_of(audit_id, family))

    async def panels(self, audit_id: str) -> Sequence[Panel]:
        """Return what the panel keeps about the audit's families, by family."""
        return self._panels.of(audit_id)

    async def keep_panel(self, change: PanelChange) -> bool:
        """Keep the panel's record and journal; False if somebody was faster. Raises OSError."""
        return await self._panels.keep(change)

    async def panel_journal(self, audit_id: str, family: str) -> Sequence[Event]:
        """Return the journal of what the panel keeps about a family, oldest first."""
        return self._panels.journal(key_of(audit_id, family))

    async def draft(self, draft_id: str) -> Draft | None:
        """Return an audit that is being set up, or was."""
        return self._setting_up.drafts.get(draft_id)

    async def drafts(self) -> Sequence[Draft]:
        """Return all of them, newest first."""
        return self._setting_up.newest_first()

    async def identity(self, sheet_id: str) -> Identity | None:
        """Return an identity sheet, opened. Raises OSError, SealError among them."""
        return await self._setting_up.identity(sheet_id)

    async def identity_ids(self, audit_id: str) -> Sequence[str]:
        """Return the ids of the audit's identity sheets, destroyed ones too."""
        return self._setting_up.identity_ids(audit_id)

    async def destroy_identities(self, audit_id: str, line: Happening) -> int:
        """Destroy all identity sheets of the audit for good. Raises OSError."""
        return await self._setting_up.destroy_identities(audit_id, line)

    async def keep_paper(self, key: str, content: bytes) -> None:
        """Keep the bytes of a document. Raises OSError."""
        await self._setting_up.keep_paper(key, content)

    async def drop_paper(self, key: str) -> None:
        """Keep the document no longer. Raises OSError."""
        await self._setting_up.drop_paper(key)

    async def paper(self, key: str) -> bytes | None:
        """Return the bytes of a document. Raises OSError."""
        return await self._setting_up.paper(key)
