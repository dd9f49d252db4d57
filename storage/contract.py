"""What every store promises. One shared test class, tests/storage/test_contract.py, proves it."""

from collections.abc import Sequence
from typing import Protocol

from audits.audit import Audit
from audits.involvement import AgencyReturn, Change, Event, Standing
from audits.people import Person


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

    async def journal(self, return_id: str) -> Sequence[Event]:
        """Return the journal of one return, oldest first."""

    async def close(self) -> None:
        """Finish what is being written, and let the store go."""
