"""The roster in PostgreSQL, and how people are reached."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from audits.people import Person
from audits.reach import Reach
from storage.codec import FORMAT, PersonRecord, ReachRecord
from storage.postgres_database import Row, Write
from storage.postgres_sealed import ROSTER, Blind, Sealed, Where

KEEP: Final = """insert into people (id, account, email, document) values ($1, $2, $3, $4)
    on conflict (id) do update
    set account = excluded.account, email = excluded.email, document = excluded.document
    returning true"""
BY_ACCOUNT: Final = "select id, document from people where account = $1 order by id limit 1"
BY_EMAIL: Final = "select id, document from people where email = any($1) order by id desc"
BY_ID: Final = "select id, document from people where id = any($1)"
REACH: Final = "select person, document from reaches where person = any($1)"
UNREACHABLE: Final = "select person, document from reaches where unreachable order by person"
ADD_REACH: Final = """insert into reaches (person, version, unreachable, document)
    values ($1, $2 + 1, $3, $4) on conflict do nothing returning true"""
KEEP_REACH: Final = """update reaches set version = $2 + 1, unreachable = $3, document = $4
    where person = $1 and version = $2 returning true"""


class People:
    """Everybody on the roster. Names, accounts and addresses are sealed."""

    def __init__(self, sealed: Sealed, blind: Blind) -> None:
        self._sealed = sealed
        self._database = sealed.database
        self._blind = blind

    async def known_as(self, tenant: str, object_id: str) -> Person | None:
        """Return the person of this Teams account; of several, the one whose id comes first."""
        account = self._blind.account(tenant, object_id)
        found = await self._database.row(BY_ACCOUNT, account) if account else None
        return await self._person(found) if found else None

    async def those(self, ids: Sequence[str]) -> dict[str, Person]:
        """Return those of these people who are on the roster, by id."""
        found = await self._database.rows(BY_ID, ids) if ids else ()
        return {row["id"]: await self._person(row) for row in found}

    async def by_email(self, emails: Sequence[str]) -> dict[str, Person]:
        """Return those with one of these work e-mails, by it; of several the first by id."""
        wanted = [hashed for one in emails if (hashed := self._blind.email(one))]
        rows = await self._database.rows(BY_EMAIL, wanted) if wanted else ()
        found = [await self._person(row) for row in rows]
        return {person.email.casefold(): person for person in found}

    async def _person(self, row: Row) -> Person:
        where = Where(ROSTER, f"people/{row['id']}")
        return (await self._sealed.open(PersonRecord, where, row["document"]))["person"]

    async def keeping(self, person: Person) -> Write:
        """Return what adds the person, or replaces what is known of them."""
        record = PersonRecord(format=FORMAT, person=person)
        document = await self._sealed.seal(Where(ROSTER, f"people/{person.id}"), record)
        account = self._blind.account(person.tenant, person.object_id)
        values = (person.id, account, self._blind.email(person.email), document)
        return Write(("people", person.id), KEEP, values)

    async def reaches(self, ids: Sequence[str]) -> dict[str, Reach]:
        """Return how those of these people are reached of whom it is known, by id."""
        return {row["person"]: await self._reach(row) for row in await self._reached(ids)}

    async def _reached(self, ids: Sequence[str]) -> Sequence[Row]:
        return await self._database.rows(REACH, ids) if ids else ()

    async def unreachable(self) -> Sequence[Reach]:
        """Return everybody who cannot be reached now, by id."""
        return [await self._reach(row) for row in await self._database.rows(UNREACHABLE)]

    async def _reach(self, row: Row) -> Reach:
        where = Where(ROSTER, f"reaches/{row['person']}")
        return (await self._sealed.open(ReachRecord, where, row["document"]))["reach"]

    async def reaching(self, reach: Reach, *, new: bool = False) -> Write:
        """Return what keeps this as version n+1 if version n is what stands; 0, or `new`, adds."""
        kept = replace(reach, version=reach.version + 1)
        record = ReachRecord(format=FORMAT, reach=kept)
        document = await self._sealed.seal(Where(ROSTER, f"reaches/{reach.person}"), record)
        values = (reach.person, reach.version, reach.unreachable_since is not None, document)
        sql = ADD_REACH if new or not reach.version else KEEP_REACH
        return Write(("reaches", reach.person), sql, values)
