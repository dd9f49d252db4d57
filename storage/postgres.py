"""The store for several replicas: PostgreSQL. Any replica serves any turn.

Documents are sealed; beside them stand ids, versions and moments, by which they are found. A
change is kept by one statement that names the version it was made from, with its journal. What a
replica remembers counts only while the database says that its version stands.
"""

from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Self

from audits.audit import Audit
from audits.collected import Collected
from audits.involvement import AgencyReturn, Change, Event, Standing
from audits.journal import Happening
from audits.ledger import Entry, Outcome
from audits.nudges import Nudge
from audits.people import Person
from audits.reach import Reach
from storage.contract import Batch
from storage.keys import KeyKeeper
from storage.postgres_audits import Audits
from storage.postgres_batch import writes_of
from storage.postgres_chain import ChainInPostgres
from storage.postgres_database import Database, Password
from storage.postgres_faults import DatabaseError
from storage.postgres_identities import Identities
from storage.postgres_keys import PostgresKeys
from storage.postgres_migrations import at_this_version_or_fail
from storage.postgres_moving import MovesInPostgres
from storage.postgres_nudges import Nudges
from storage.postgres_people import People
from storage.postgres_returns import Returns
from storage.postgres_sealed import Blind, Sealed
from storage.postgres_views import Views
from storage.ring import Ring


class PostgresStore(MovesInPostgres):
    """Keeps everything in a PostgreSQL database that replicas share. See storage.contract."""

    def __init__(self, sealed: Sealed, blind: Blind) -> None:
        self._sealed = sealed
        self._database = sealed.database
        self.closing = AsyncExitStack()
        """What goes when the store is closed."""
        self._people = People(sealed, blind)
        self._returns = Returns(sealed)
        self._views = Views(self._returns)
        self._audits = Audits(sealed, self._returns)
        self._identities = Identities(sealed)
        self._nudges = Nudges(sealed)
        self.chains = ChainInPostgres(sealed)
        self._database.linking = self.chains

    @classmethod
    async def open(
        cls,
        address: str,
        *,
        ring: Callable[[KeyKeeper], Ring],
        password: Password | None = None,
        keys_at: str = "",
    ) -> Self:
        """Connect to the database at this address (postgresql://...).

        `ring` is given where the data keys lie: in the database at `keys_at`, or in the same one.
        `password`, where it is given, is asked for with each new connection.

        Raises SchemaError where `maca migrate` has to run first, or a later version of this
        software has been here; MasterKeyError for the wrong master key; else DatabaseError. Their
        words are fit to show, and nothing was written.
        """
        async with AsyncExitStack() as closing:
            database = await Database.open(address, password=password)
            closing.push_async_callback(database.close)
            keys = await Database.open(keys_at, password=password) if keys_at else database
            closing.push_async_callback(keys.close)
            for one in {database, keys}:
                await at_this_version_or_fail(one)
            sealed = Sealed(database, ring(PostgresKeys(keys)))
            closing.push_async_callback(sealed.ring.close)
            await sealed.ring.look()
            store = cls(sealed, await Blind.of(sealed))
            await store.chains.begin()
            store.closing.push_async_callback(closing.pop_all().aclose)
        return store

    async def person(self, tenant: str, object_id: str) -> Person | None:
        """Return the person whom Teams knows by this tenant and object id. Raises OSError."""
        return await self._people.known_as(tenant, object_id)

    async def people(self, ids: Sequence[str]) -> dict[str, Person]:
        """Return those of these people who are on the roster, by id. Raises OSError."""
        return await self._people.those(ids)

    async def people_by_email(self, emails: Sequence[str]) -> dict[str, Person]:
        """Return those of these who are on the roster, by work e-mail in small letters."""
        return await self._people.by_email(emails)

    async def keep_person(self, person: Person) -> None:
        """Add the person, or replace what is known of them. Raises OSError."""
        await self._database.keep([await self._people.keeping(person)])

    async def audit(self, audit_id: str) -> Audit | None:
        """Return the audit with its tool. Raises OSError."""
        return await self._audits.one(audit_id)

    async def audits(self) -> Sequence[Audit]:
        """Return every audit, newest opened first. Raises OSError."""
        return await self._audits.every()

    async def keep_audit(self, audit: Audit) -> bool:
        """Keep the audit as version n+1; False if version n is not what stands. Raises OSError."""
        return await self._database.keep(await self._audits.keeping(audit, ()))

    async def audit_journal(self, audit_id: str) -> Sequence[Happening]:
        """Return the audit's own journal, oldest first. Raises OSError."""
        return await self._audits.journal(audit_id)

    async def agency_return(self, return_id: str) -> AgencyReturn | None:
        """Return one return with its answers. Raises OSError."""
        return await self._returns.one(return_id)

    async def returns_of(self, person_id: str) -> Sequence[Standing]:
        """Return how every return stands that this person answers, by audit, family, agency."""
        return await self._returns.of_contact(person_id)

    async def returns_in(self, audit_id: str) -> Sequence[Standing]:
        """Return how every return of the audit stands, by family, then agency."""
        return await self._views.standings(audit_id)

    async def add(self, ret: AgencyReturn) -> bool:
        """Add a return; False if there is one by this id already. Raises OSError."""
        return await self._database.keep([await self._returns.adding(ret)])

    async def keep(self, change: Change) -> bool:
        """Keep the return and its journal events; False if somebody was faster. Raises OSError."""
        return await self.keep_all([change])

    async def keep_all(self, changes: Sequence[Change]) -> bool:
        """Keep all of these changes or none; False if somebody was faster. Raises OSError."""
        real = [one for one in changes if one.after is not one.before or one.events]
        if len({one.after.id for one in real}) < len(real):
            raise ValueError("A return can be changed only once at a time")
        return await self._database.keep([await self._returns.changing(one) for one in real])

    async def journal(self, return_id: str) -> Sequence[Event]:
        """Return the journal of one return, oldest first. Raises OSError."""
        return await self._returns.journal(return_id)

    async def collected(self, audit_id: str) -> Collected | None:
        """Return all that the audit team has of the audit. Raises OSError."""
        audit = await self._audits.one(audit_id)
        return await self._views.collected(audit) if audit else None

    async def standings(self, ids: Sequence[str]) -> dict[str, Standing]:
        """Return how those of these returns stand that there are, by id. Raises OSError."""
        return await self._returns.those(ids)

    async def reach(self, person_id: str) -> Reach | None:
        """Return how the person is reached in Teams. Raises OSError."""
        return (await self._people.reaches([person_id])).get(person_id)

    async def reaches(self, ids: Sequence[str]) -> dict[str, Reach]:
        """Return how those of these people are reached of whom it is known, by id."""
        return await self._people.reaches(ids)

    async def unreachable(self) -> Sequence[Reach]:
        """Return everybody who cannot be reached now, by id. Raises OSError."""
        return await self._people.unreachable()

    async def keep_reach(self, reach: Reach) -> bool:
        """Keep this as version n+1; False if version n is not what stands. Raises OSError."""
        return await self._database.keep([await self._people.reaching(reach)])

    async def claim(self, nudge: Nudge, at: datetime) -> bool:
        """Claim the nudge, on disk before returning; False for all but one. Raises OSError."""
        return await self._nudges.claim(nudge, at)

    async def settle(self, nudge_id: str, outcome: Outcome, at: datetime) -> Outcome | None:
        """Keep what became of a claimed nudge, and return it. Raises OSError."""
        return await self._nudges.settle(nudge_id, outcome, at)

    async def ledger(self, audit_id: str) -> Sequence[Entry]:
        """Return what became of every nudge of the audit, as they were first claimed."""
        return await self._nudges.of(audit_id)

    async def swept(self, audit_id: str) -> datetime | None:
        """Return the moment until which all that was due is in the ledger. Raises OSError."""
        return await self._nudges.swept(audit_id)

    async def keep_swept(self, audit_id: str, at: datetime) -> None:
        """Keep that moment. Raises OSError."""
        await self._nudges.keep_swept(audit_id, at)

    async def keep_batch(self, batch: Batch) -> bool:
        """Keep all of the batch or none of it. Raises OSError, and then none is kept."""
        writes = await writes_of(
            batch, people=self._people, audits=self._audits, returns=self._returns,
            identities=self._identities,
        )  # fmt: skip
        return await self._database.keep(writes)

    async def ping(self) -> None:
        """Return when the database answers, and takes changes. Raises OSError."""
        if await self._database.value("select current_setting('transaction_read_only')") == "on":
            raise DatabaseError("The database takes no changes: it is a standby, or read only")

    async def close(self) -> None:
        """Finish what is being written, and let every connection go."""
        await self._nudges.finish()
        await self.closing.aclose()
