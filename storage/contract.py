"""What every store promises. One shared test class, tests/storage/test_contract.py, proves it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from audits.audit import Audit
from audits.collected import Collected
from audits.drafts import Draft
from audits.identity import Identity
from audits.involvement import AgencyReturn, Change, Event, Standing
from audits.journal import Happening
from audits.ledger import Entry, Outcome
from audits.nudges import Nudge
from audits.panel import Panel, PanelChange
from audits.people import Person
from audits.reach import Reach


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What is to be kept together: all of it, or nothing."""

    people: tuple[Person, ...] = ()
    """Added, or replaced."""
    drafts: tuple[Draft, ...] = ()
    """Each as version n+1 if its version n is what stands; 0 adds a new one."""
    audits: tuple[Audit, ...] = ()
    """Likewise."""
    lines: tuple[Happening, ...] = ()
    """What the journal of each of these audits shall say of it."""
    returns: tuple[AgencyReturn, ...] = ()
    """Returns to be added, none of which may be there."""
    changes: tuple[Change, ...] = ()
    """Changes to returns, each from the version that stands."""
    identities: tuple[Identity, ...] = ()
    """Each as version n+1 if its version n is what stands."""


class UnsureError(OSError):
    """Whether it was kept is not known; whoever looks again finds out.

    After any other OSError it was not.
    """


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

    async def reaches(self, ids: Sequence[str]) -> dict[str, Reach]:
        """Return how those of these people are reached of whom it is known, by id."""

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

    async def keep_batch(self, batch: Batch) -> bool:
        """Keep all of the batch or none of it, on disk before returning, whatever crashes.

        False, and nothing kept, when one of its parts does not stand as the batch expects.
        """

    async def people_by_email(self, emails: Sequence[str]) -> dict[str, Person]:
        """Return those of these who are on the roster, by work e-mail in small letters."""

    async def draft(self, draft_id: str) -> Draft | None:
        """Return an audit that is being set up, or was."""

    async def drafts(self) -> Sequence[Draft]:
        """Return all of them, newest first."""

    async def audit_journal(self, audit_id: str) -> Sequence[Happening]:
        """Return the audit's own journal, oldest first."""

    async def identity(self, sheet_id: str) -> Identity | None:
        """Return an identity sheet, opened; with nobody on it once it was destroyed.

        Who shows it to somebody first keeps that it was looked at.
        """

    async def identity_ids(self, audit_id: str) -> Sequence[str]:
        """Return the ids of the audit's identity sheets, destroyed ones too."""

    async def destroy_identities(self, audit_id: str, line: Happening) -> int:
        """Destroy all identity sheets of the audit for good, and return how many.

        Their journals stay, and end with this line. Doing it again finds nothing to destroy.
        """

    async def keep_paper(self, key: str, content: bytes) -> None:
        """Keep the bytes of a document under this key."""

    async def drop_paper(self, key: str) -> None:
        """Keep the document no longer; nothing happens where there is none."""

    async def paper(self, key: str) -> bytes | None:
        """Return the bytes of a document."""

    async def ping(self) -> None:
        """Return when the store can read and keep; raises OSError when it cannot. Cheap."""

    async def close(self) -> None:
        """Finish what is being written, and let the store go."""
