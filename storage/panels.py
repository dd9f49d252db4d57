"""What panels keep about families: a file for each family, all of it also in memory."""

from collections import defaultdict
from collections.abc import Sequence

from audits.involvement import Event
from audits.panel import Panel, PanelChange
from storage.codec import FORMAT, PanelRecord
from storage.folder import Folder
from storage.kinds import PANELS
from storage.shelf import Shelf


class Panels:
    """The records of all panels, with their journals."""

    def __init__(self, folder: Folder, *, remembered: int) -> None:
        self._records: dict[str, PanelRecord] = {}
        self._in: defaultdict[str, dict[str, PanelRecord]] = defaultdict(dict)
        self.files = Shelf(PANELS, folder, remembered=remembered, seen=self._see)

    def _see(self, record: PanelRecord) -> None:
        panel = record["panel"]
        self._records[panel.id] = self._in[panel.audit_id][panel.id] = record

    def unsee(self, key: str) -> None:
        """Let go of what is gone."""
        record = self._records.pop(key, None)
        if record:
            self._in[record["panel"].audit_id].pop(key, None)

    def ids(self) -> Sequence[str]:
        """Return the ids of all that is kept."""
        return tuple(self._records)

    def one(self, key: str) -> Panel | None:
        """Return what is kept under this id."""
        record = self._records.get(key)
        return record["panel"] if record else None

    def of(self, audit_id: str) -> Sequence[Panel]:
        """Return what is kept about the audit's families, by family."""
        found = self._in.get(audit_id, {})
        return sorted((one["panel"] for one in found.values()), key=lambda panel: panel.family)

    def journal(self, key: str) -> Sequence[Event]:
        """Return the journal of what is kept under this id, oldest first."""
        record = self._records.get(key)
        return record["journal"] if record else ()

    async def keep(self, change: PanelChange) -> bool:
        """Keep the record and its journal; False if somebody was faster. Raises OSError."""
        if change.after is change.before and not change.events:
            return True

        def decide(found: PanelRecord | None) -> PanelRecord | None:
            stands = found["panel"].version if found else 0
            if stands != change.before.version:
                return None
            journal = (*(found["journal"] if found else ()), *change.events)
            return PanelRecord(format=FORMAT, panel=change.after, journal=journal)

        return await self.files.change(change.after.id, decide)
