"""What every store promises. One shared test class, tests/storage/test_contract.py, proves it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from audits.audit import Audit
from audits.collected import Collected
from audits.involvement import AgencyReturn, Change, Event, Standing
from audits.ledger import Entry, Outcome
from audits.nudges import Nudge
from audits.panel import Panel, PanelChange
from audits.people import Person
from audits.reach import Reach


class Store(Protocol):
    """Keeps what it acknowledged, through crashes; shows nothing that it has not kept.

    What is missing is `None` or empty, never an error. A store that cannot keep raises OSError
    and leaves all as it was; the caller can try again.
    """

    async def person(self, tenant: str, object_id: str) -> Person | None:
        """Return the person whom Teams knows by this tenant and object id."""

    async def people(self, ids: Sequence[str]) -> dict[str, Person]:
        """Return those of these people who are on the roster, by id."""

    async def keep_person(self, person: Person) -> None:
        """Add the person, or replace what is known of them."""

    async def audit(self, audit_id: str) -> Audit | None:
        """Return the audit with its tool."""

    async def audits(self) -> Sequence[Audit]:
        """Return every audit, newest opened first."""

    async def keep_audit(self, audit: Audit) -> bool:
        """Keep the audit as version n+1 if version n is what stands; False if it is not.

        `audit.version` is n, the version that the change was made from; 0 adds a new audit.
        """

    async def agency_return(self, return_id: str) -> AgencyReturn | None:
        """Return one return with its answers."""

    async def returns_of(self, person_id: str) -> Sequence[Standing]:
        """Return how every return stands that this person answers as a contact."""

    async def returns_in(self, audit_id: str) -> Sequence[Standing]:
        """Return how every return of the audit stands, by family, then agency."""

    async def add(self, ret: AgencyReturn) -> bool:
        """Add a return that nobody has opened; False if there is one by this id already."""

    async def keep(self, change: Change) -> bool:
        """Keep `change.after` and its journal events, both or neither, on disk before returning.

        False, and nothing kept, when the stored version is no longer `change.before.version`.
        A change that changes nothing (before is after) is True and writes nothing.
        """

    async def keep_all(self, changes: Sequence[Change]) -> bool:
        """Do the same for several returns: all are kept or none. ValueError: one is there twice."""

    async def journal(self, return_id: str) -> Sequence[Event]:
        """Return the journal of one return, oldest first."""

    async def collected(self, audit_id: str) -> Collected | None:
        """Return all that the audit team has: every return that is in, with what it says."""

    async def panel(self, audit_id: str, family: str) -> Panel | None:
        """Return what the panel keeps about a family."""

    async def panels(self, audit_id: str) -> Sequence[Panel]:
        """Return what the panel keeps about the audit's families, by family."""

    async def keep_panel(self, change: PanelChange) -> bool:
        """Keep `change.after` and its journal events as `keep` does; version 0 adds a record."""

    async def panel_journal(self, audit_id: str, family: str) -> Sequence[Event]:
        """Return the journal of what the panel keeps about a family, oldest first."""

    async def standings(self, ids: Sequence[str]) -> dict[str, Standing]:
        """Return how those of these returns stand that there are, by id."""

    async def reach(self, person_id: str) -> Reach | None:
        """Return how the person is reached in Teams."""

    async def unreachable(self) -> Sequence[Reach]:
        """Return everybody who cannot be reached now, by id."""

    async def keep_reach(self, reach: Reach) -> bool:
        """Keep this as version n+1 if version n is what stands; False if it is not."""

    async def claim(self, nudge: Nudge, at: datetime) -> bool:
        """Claim the nudge before it is sent, on disk before returning; True for one caller only.

        What a crash left unsettled can be claimed again once, `ledger.HELD` later.
        """

    async def settle(self, nudge_id: str, outcome: Outcome, at: datetime) -> Outcome | None:
        """Keep what became of a claimed nudge, and return it; `ledger.settled` has the last word.

        None, and nothing kept, for a nudge that was never claimed.
        """

    async def ledger(self, audit_id: str) -> Sequence[Entry]:
        """Return what became of every nudge of the audit, as they were first claimed."""

    async def swept(self, audit_id: str) -> datetime | None:
        """Return the moment until which all that was due is in the ledger."""

    async def keep_swept(self, audit_id: str, at: datetime) -> None:
        """Keep that moment."""

    async def close(self) -> None:
        """Finish what is being written, and let the store go."""
