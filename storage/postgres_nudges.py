"""The ledger of nudges in PostgreSQL. A claim is a row that one sender only could write.

Claims that come together go together: ten thousand people may be due at once, and the order in
which they came is kept.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from audits import ledger
from audits.ledger import Entry, Outcome
from audits.nudges import Nudge
from storage.codec import FORMAT, NudgeRecord
from storage.postgres_database import Row, Write
from storage.postgres_faults import DatabaseError
from storage.postgres_sealed import Remembered, Sealed, Where, in_audit

AT_ONCE: Final = 200
"""Claims in one transaction at the most."""
MOST_NUDGES: Final = 50_000
"""Nudges that a replica remembers: some 40 MB. They never change; what became of them does."""
CLAIM: Final = """insert into nudges
    (audit_id, id, outcome, claimed_at, tries, again, document)
    select one.audit_id, one.id, 'claimed', one.at, 1, false, one.document
    from unnest($1::text[], $2::text[], $3::timestamptz[], $4::bytea[])
        with ordinality one(audit_id, id, at, document, place)
    order by one.place on conflict do nothing returning audit_id, id"""
OTHERS: Final = """select * from nudges
    where (audit_id, id) in (select * from unnest($1::text[], $2::text[]))
    order by audit_id, id for update skip locked"""
TAKE: Final = """insert into nudges
    (audit_id, id, outcome, claimed_at, settled_at, tries, again, document)
    values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning true"""
AGAIN: Final = """update nudges
    set outcome = 'claimed', claimed_at = $3, settled_at = null, tries = $4, again = $5
    where audit_id = $1 and id = $2"""
SETTLE: Final = """update nudges set outcome = $3, settled_at = $4
    where audit_id = $1 and id = $2 and outcome = $5 and tries = $6 returning true"""
ONE: Final = "select * from nudges where audit_id = $1 and id = $2"
LEDGER: Final = """select audit_id, id, number, outcome, claimed_at, settled_at, tries, again
    from nudges where audit_id = $1 order by number"""
NUDGES: Final = "select id, number, document from nudges where audit_id = $1 and id = any($2)"
SWEPT: Final = "select swept from sweeps where audit_id = $1"
KEEP_SWEPT: Final = """insert into sweeps (audit_id, swept) values ($1, $2) on conflict (audit_id)
    do update set swept = greatest(sweeps.swept, excluded.swept) returning true"""


@dataclass(frozen=True, slots=True)
class Wish:
    """A claim that waits to be made."""

    nudge: Nudge
    at: datetime
    document: bytes
    had: "asyncio.Future[bool]"

    @property
    def key(self) -> tuple[str, str]:
        """What it is about."""
        return self.nudge.audit_id, self.nudge.id


class Nudges:
    """What became of every nudge of every audit."""

    def __init__(self, sealed: Sealed) -> None:
        self._sealed = sealed
        self._database = sealed.database
        self._known: Remembered[Nudge] = Remembered(MOST_NUDGES)
        self._wishes: list[Wish] = []
        self._claiming: asyncio.Task[None] | None = None

    async def claim(self, nudge: Nudge, at: datetime) -> bool:
        """Claim the nudge, on disk before returning; False for all but one. Raises OSError."""
        record = NudgeRecord(format=FORMAT, nudge=nudge)
        document = await self._sealed.seal(nudge_at(nudge.audit_id, nudge.id), record)
        loop = asyncio.get_running_loop()
        wish = Wish(nudge, at, document, loop.create_future())
        self._wishes.append(wish)
        if self._claiming is None:
            self._claiming = loop.create_task(self._claim_all())
        return await wish.had

    async def _claim_all(self) -> None:
        """Claim whatever is wished for, until nothing is."""
        try:
            while self._wishes:
                now, self._wishes = self._wishes[:AT_ONCE], self._wishes[AT_ONCE:]
                await self._claim_some(now)
        finally:
            self._claiming = None

    async def _claim_some(self, wishes: Sequence[Wish]) -> None:
        try:
            had = await self._claimed(wishes)
        except Exception as error:  # noqa: BLE001 - each who waits raises it
            for wish in wishes:
                if not wish.had.done():
                    wish.had.set_exception(error)
            return
        for wish in wishes:
            if not wish.had.done():
                wish.had.set_result(wish.key in had)
            had.discard(wish.key)  # who wished for the same one later does not have it

    async def _claimed(self, wishes: Sequence[Wish]) -> set[tuple[str, str]]:
        """Return which of these were had, all of them in one transaction."""
        columns = zip(*((*one.key, one.at, one.document) for one in wishes), strict=True)
        async with self._database.connection() as connection, connection.transaction():
            new = {tuple(row) for row in await connection.fetch(CLAIM, *map(list, columns))}
            others = {one.key: one for one in wishes if one.key not in new}
            again = await self._again(connection, others) if others else set()
        return new | again

    async def _again(
        self,
        connection: Any,  # noqa: ANN401 - asyncpg's
        wishes: dict[tuple[str, str], Wish],
    ) -> set[tuple[str, str]]:
        """Return which of those that were claimed before could be claimed again."""
        audits, ids = zip(*wishes, strict=True)
        had = set()
        for row in await connection.fetch(OTHERS, audits, ids):
            key = (row["audit_id"], row["id"])
            wish = wishes[key]
            entry = ledger.claimed(await self._entry(row), wish.nudge, wish.at)
            if entry:
                values = (*key, entry.claimed_at, entry.tries, entry.again)
                await connection.execute(AGAIN, *values)
                had.add(key)
        return had

    async def settle(self, nudge_id: str, outcome: Outcome, at: datetime) -> Outcome | None:
        """Keep what became of a nudge; of one that was never claimed nothing. Raises OSError."""
        audit_id = nudge_id.partition("/")[0]
        while row := await self._database.row(ONE, audit_id, nudge_id):
            before = await self._entry(row)
            after = ledger.settled(before, outcome, at)
            values = (audit_id, nudge_id, after.outcome.value, at, before.outcome.value)
            write = Write(("nudges", nudge_id), SETTLE, (*values, before.tries))
            if await self._database.keep([write]):
                return after.outcome
        return None

    async def of(self, audit_id: str) -> Sequence[Entry]:
        """Return all entries of the audit, as they were first claimed. Raises OSError."""
        rows = await self._database.rows(LEDGER, audit_id)
        await self._remember(audit_id, [row["id"] for row in rows if not self._knows(row)])
        return tuple([await self._entry(row) for row in rows])

    def _knows(self, row: Row) -> bool:
        return self._known.version(row["id"]) == (row["number"], 0)

    async def _remember(self, audit_id: str, ids: Sequence[str]) -> None:
        for row in await self._database.rows(NUDGES, audit_id, ids) if ids else ():
            await self._nudge(audit_id, row)

    async def _entry(self, row: Row) -> Entry:
        """Return the entry of a row; one of the ledger that is not remembered is read once more."""
        nudge = self._known.get(row["id"]) if self._knows(row) else None
        if nudge is None:
            whole = row if "document" in row else await self._whole(row)
            nudge = await self._nudge(row["audit_id"], whole)
        return entry_of(nudge, row)

    async def _whole(self, row: Row) -> Row:
        found = await self._database.row(ONE, row["audit_id"], row["id"])
        if found is None:
            raise DatabaseError("A nudge was removed while the ledger was read")
        return found

    async def _nudge(self, audit_id: str, row: Row) -> Nudge:
        where = nudge_at(audit_id, row["id"])
        record = await self._sealed.open(NudgeRecord, where, row["document"])
        return self._known.put(row["id"], (row["number"], 0), record["nudge"])

    async def swept(self, audit_id: str) -> datetime | None:
        """Return until when all that was due is in the ledger. Raises OSError."""
        found: datetime | None = await self._database.value(SWEPT, audit_id)
        return found

    async def keep_swept(self, audit_id: str, at: datetime) -> None:
        """Keep until when all that was due is in the ledger. Raises OSError."""
        await self._database.keep([Write(("sweeps", audit_id), KEEP_SWEPT, (audit_id, at))])

    async def taking(self, entry: Entry) -> Write:
        """Return what adds the entry as it is."""
        audit_id, key = entry.nudge.audit_id, entry.nudge.id
        record = NudgeRecord(format=FORMAT, nudge=entry.nudge)
        return Write(("nudges", key), TAKE, (
            audit_id, key, entry.outcome.value, entry.claimed_at, entry.settled_at, entry.tries,
            entry.again, await self._sealed.seal(nudge_at(audit_id, key), record),
        ))  # fmt: skip

    async def finish(self) -> None:
        """Return when no claim is being made any more."""
        if self._claiming:
            await asyncio.gather(self._claiming, return_exceptions=True)


def entry_of(nudge: Nudge, row: Row) -> Entry:
    """Return the entry of this nudge that the row tells of."""
    return Entry(
        nudge=nudge, outcome=Outcome(row["outcome"]), claimed_at=row["claimed_at"],
        settled_at=row["settled_at"], tries=row["tries"], again=row["again"],
    )  # fmt: skip


def nudge_at(audit_id: str, nudge_id: str) -> Where:
    """Return where a nudge is."""
    return in_audit(audit_id, f"nudges/{nudge_id}")
