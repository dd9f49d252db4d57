"""A store that is asked everything and changes nothing: it notes what would have been kept."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from audits.audit import Audit
from audits.involvement import AgencyReturn, Change
from audits.journal import Happening
from audits.ledger import Outcome
from audits.nudges import Nudge
from audits.panel import PanelChange
from audits.people import Person
from audits.reach import Reach
from storage.contract import Batch, Store


class Held:
    """Stands before a store. Reading goes through; what a turn would keep is noted in `kept`."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.kept: list[str] = []
        """What would have been changed: `return <id>`, `audit <id>` and so on."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Return what reads, from the store itself."""
        found: Callable[..., Any] = getattr(self.store, name)
        if not name.startswith(READING):
            raise AttributeError(f"{name} may change the store")
        return found

    def taken(self) -> list[str]:
        """Return what was noted since this was last asked."""
        noted, self.kept = self.kept, []
        return noted

    async def keep_person(self, person: Person) -> None:
        self.kept.append(f"person {person.id}")

    async def keep_audit(self, audit: Audit) -> bool:
        self.kept.append(f"audit {audit.id}")
        return True

    async def add(self, ret: AgencyReturn) -> bool:
        self.kept.append(f"return {ret.id}")
        return True

    async def keep(self, change: Change) -> bool:
        return await self.keep_all([change])

    async def keep_all(self, changes: Sequence[Change]) -> bool:
        self.kept += [f"return {one.after.id}" for one in changes if one.after is not one.before]
        return True

    async def keep_panel(self, change: PanelChange) -> bool:
        self.kept.append(f"panel {change.after.audit_id}")
        return True

    async def keep_reach(self, _reach: Reach) -> bool:
        """How a person is reached is learnt from each message, allowed or not; it is no change."""
        return True

    async def claim(self, nudge: Nudge, _at: datetime) -> bool:
        self.kept.append(f"nudge {nudge.id}")
        return True

    async def settle(self, nudge_id: str, outcome: Outcome, _at: datetime) -> Outcome | None:
        self.kept.append(f"nudge {nudge_id}")
        return outcome

    async def keep_swept(self, audit_id: str, _at: datetime) -> None:
        self.kept.append(f"audit {audit_id}")

    async def keep_batch(self, batch: Batch) -> bool:
        self.kept += [f"person {one.id}" for one in batch.people]
        self.kept += [f"draft {one.id}" for one in batch.drafts]
        self.kept += [f"audit {one.id}" for one in batch.audits]
        self.kept += [f"return {one.id}" for one in batch.returns]
        self.kept += [f"return {one.after.id}" for one in batch.changes]
        self.kept += [f"identity {one.id}" for one in batch.identities]
        return True

    async def destroy_identities(self, audit_id: str, _line: Happening) -> int:
        self.kept.append(f"audit {audit_id}")
        return 0

    async def keep_paper(self, key: str, _content: bytes) -> None:
        self.kept.append(f"paper {key}")

    async def drop_paper(self, key: str) -> None:
        self.kept.append(f"paper {key}")

    async def close(self) -> None:
        await self.store.close()


READING = (
    "person", "people", "audit", "agency_return", "returns_", "journal", "collected", "panel",
    "standings", "reach", "unreachable", "ledger", "swept", "draft", "identity", "paper",
)  # fmt: skip
"""How the names begin of what only reads."""
