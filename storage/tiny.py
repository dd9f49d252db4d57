"""The store that needs no server: TinyDB, with one small file for each return, audit and person.

What is kept stands in the folder's day book first (storage/daybook.py) and in its file later, so
that many who save at once share one sync. A file is written beside, synced and renamed into place,
so that it is always whole; a return's journal is in the return's own file, so that both are kept
or neither. One process owns the folder.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Self

from audits.audit import Audit
from audits.collected import Collected
from audits.involvement import AgencyReturn, Change, Event, Standing
from audits.journal import Happening
from audits.ledger import Entry, Outcome
from audits.nudges import Nudge
from audits.people import Person
from audits.reach import Reach
from storage.codec import FORMAT, ReachRecord
from storage.contract import Batch
from storage.disk import Disk
from storage.folder import Folder, FolderLookedAt
from storage.index import Reaches, Roster, Standings
from storage.kinds import AUDITS, PEOPLE, REACHES, RETURNS
from storage.ledger import Ledger
from storage.opening import How, looked_up
from storage.panels import Panels
from storage.readings import Readings
from storage.ring import Ring
from storage.seal import Seal
from storage.setting_up import (
    SettingUp,
    audit_wanted,
    changing,
    given,
    person_record,
    return_record,
)
from storage.shelf import Shelf
from storage.tiny_sealing import SealsAnew
from storage.together import Wanted, keep_together

REMEMBERED = 512
"""Aggregates of a kind that stay in memory: some 50 kB for a return of 40 answers."""


class TinyStore(SealsAnew):
    """Keeps audits, returns and people in a folder on a local disk. See storage.contract."""

    def __init__(self, folder: Path, *, kept: How, only_looked_at: bool = False) -> None:
        remembered = kept.remembered
        self._standings = Standings()
        self._readings = Readings(self._standings)
        self._roster = Roster()
        self._audits: dict[str, Audit] = {}
        self._folder = (FolderLookedAt if only_looked_at else Folder)(folder, kept.disk, kept.ring)
        self._returns = Shelf(
            RETURNS, self._folder, remembered=remembered,
            seen=lambda record: self._saw(record["ret"]),
        )  # fmt: skip
        self._audit_files = Shelf(
            AUDITS, self._folder, remembered=remembered,
            seen=lambda record: self._audits.update({record["audit"].id: record["audit"]}),
        )  # fmt: skip
        self._people_files = Shelf(
            PEOPLE, self._folder, remembered=remembered,
            seen=lambda record: self._roster.see(record["person"]),
        )  # fmt: skip
        self._reaches = Reaches()
        self._reach_files = Shelf(
            REACHES, self._folder, remembered=remembered,
            seen=lambda record: self._reaches.see(record["reach"]),
        )  # fmt: skip
        self._ledger = Ledger(self._folder)
        self._panels = Panels(self._folder, remembered=remembered)
        self._setting_up = SettingUp(self._folder, before=kept.seal, remembered=remembered)
        self.locked: Sequence[str] = self._folder.locked
        """Names of files whose keys are destroyed, or missing. They are left as they are."""

    @classmethod
    async def open(
        cls,
        folder: Path,
        *,
        ring: Ring | None = None,
        disk: Disk | None = None,
        remembered: int = REMEMBERED,
        seal: Seal | None = None,
    ) -> Self:
        """Take the folder and read what is in it; make it where there is none.

        `ring` has the keys with which all of it is sealed; without one they lie beside the folder.
        `seal` opens the identity sheets that were sealed by an earlier version of this software.

        Raises MasterKeyError when the master key is the wrong one, KeysMissingError when the keys
        are not there, FolderInUseError when another process has the folder, LaterFormatError when
        a later version of this software wrote in it, OSError when it cannot be read. Their words
        are fit to show, and nothing was written.
        """
        kept = How(await looked_up(ring, folder), disk or Disk(), remembered, seal)
        store = cls(folder, kept=kept)
        await asyncio.to_thread(store._read)
        try:
            await store._begin()
        except BaseException:
            await store.close()
            raise
        return store

    @classmethod
    async def look(
        cls, folder: Path, *, ring: Ring | None = None, seal: Seal | None = None
    ) -> Self:
        """Read what is in the folder while another process may be writing; never write in it.

        Raises FileNotFoundError where there is no such folder, else as `open` does.
        """
        kept = How(await looked_up(ring, folder), Disk(), REMEMBERED, seal)
        store = cls(folder, kept=kept, only_looked_at=True)
        await asyncio.to_thread(store._read)
        return store

    @property
    def set_aside(self) -> Sequence[str]:
        """Names of files that could not be read and wait for the operator in `set-aside`."""
        return self._folder.aside()

    def _saw(self, ret: AgencyReturn) -> None:
        self._standings.see(ret)
        self._readings.see(ret)

    def _read(self) -> None:
        try:
            self._folder.claim()
            self._folder.replay()
            self._folder.daybook.chains.read(self._folder.path, self._folder.daybook.links)
            for shelf in (
                self._people_files, self._audit_files, self._reach_files, self._ledger,
                self._panels.files, self._setting_up, self._returns,
            ):  # fmt: skip
                shelf.read_all()
            self._folder.keys_there_or_fail()
        except BaseException:
            self._folder.release()
            raise

    async def person(self, tenant: str, object_id: str) -> Person | None:
        """Return the person whom Teams knows by this tenant and object id."""
        return self._roster.known_as(tenant, object_id)

    async def people(self, ids: Sequence[str]) -> dict[str, Person]:
        """Return those of these people who are on the roster, by id."""
        return self._roster.those(ids)

    async def keep_person(self, person: Person) -> None:
        """Add the person, or replace what is known of them. Raises OSError."""
        key, record = person_record(person)
        await self._people_files.change(key, lambda _: record)

    async def audit(self, audit_id: str) -> Audit | None:
        """Return the audit with its tool."""
        return self._audits.get(audit_id)

    async def audits(self) -> Sequence[Audit]:
        """Return every audit, newest opened first."""
        by_id = sorted(self._audits.values(), key=lambda audit: audit.id)
        return sorted(by_id, key=lambda audit: audit.opened, reverse=True)

    async def keep_audit(self, audit: Audit) -> bool:
        """Keep the audit as version n+1; False if version n is not what stands. Raises OSError."""
        return await keep_together([audit_wanted(self._audit_files, audit, ())])

    async def audit_journal(self, audit_id: str) -> Sequence[Happening]:
        """Return the audit's own journal, oldest first. Raises OSError when unreadable."""
        record = await self._audit_files.get(audit_id)
        return record.get("journal", ()) if record else ()

    async def agency_return(self, return_id: str) -> AgencyReturn | None:
        """Return one return with its answers. Raises OSError when it cannot be read."""
        record = await self._returns.get(return_id)
        return record["ret"] if record else None

    async def returns_of(self, person_id: str) -> Sequence[Standing]:
        """Return how every return stands that this person answers, by audit, family, agency."""
        return self._standings.of_contact(person_id)

    async def returns_in(self, audit_id: str) -> Sequence[Standing]:
        """Return how every return of the audit stands, by family, then agency."""
        return self._standings.in_audit(audit_id)

    async def add(self, ret: AgencyReturn) -> bool:
        """Add a return; False if there is one by this id already. Raises OSError."""
        key, record = return_record(ret)
        return await self._returns.change(key, lambda found: None if found else record)

    async def keep(self, change: Change) -> bool:
        """Keep the return and its journal events; False if somebody was faster. Raises OSError."""
        return await self.keep_all([change])

    async def keep_all(self, changes: Sequence[Change]) -> bool:
        """Keep all of these changes or none; False if somebody was faster. Raises OSError."""
        real = [one for one in changes if one.after is not one.before or one.events]
        wanted = [Wanted(self._returns, one.after.id, changing(one)) for one in real]
        return await keep_together(wanted) if wanted else True

    async def journal(self, return_id: str) -> Sequence[Event]:
        """Return the journal of one return, oldest first. Raises OSError when unreadable."""
        record = await self._returns.get(return_id)
        return record["journal"] if record else ()

    async def collected(self, audit_id: str) -> Collected | None:
        """Return all that the audit team has of the audit. Raises OSError when unreadable."""
        audit = self._audits.get(audit_id)
        return await self._readings.collected(audit, self.agency_return) if audit else None

    async def standings(self, ids: Sequence[str]) -> dict[str, Standing]:
        """Return how those of these returns stand that there are, by id."""
        return self._standings.those(ids)

    async def reach(self, person_id: str) -> Reach | None:
        """Return how the person is reached in Teams."""
        return self._reaches.one(person_id)

    async def reaches(self, ids: Sequence[str]) -> dict[str, Reach]:
        """Return how those of these people are reached of whom it is known, by id."""
        return self._reaches.those(ids)

    async def unreachable(self) -> Sequence[Reach]:
        """Return everybody who cannot be reached now, by id."""
        return self._reaches.unreachable()

    async def keep_reach(self, reach: Reach) -> bool:
        """Keep this as version n+1; False if version n is not what stands. Raises OSError."""
        kept = replace(reach, version=reach.version + 1)

        def decide(found: ReachRecord | None) -> ReachRecord | None:
            stands = found["reach"].version if found else 0
            return ReachRecord(format=FORMAT, reach=kept) if stands == reach.version else None

        return await self._reach_files.change(reach.person, decide)

    async def claim(self, nudge: Nudge, at: datetime) -> bool:
        """Claim the nudge, on disk before returning; False for all but one. Raises OSError."""
        return await self._ledger.claim(nudge, at)

    async def settle(self, nudge_id: str, outcome: Outcome, at: datetime) -> Outcome | None:
        """Keep what became of a claimed nudge, and return it. Raises OSError."""
        return await self._ledger.settle(nudge_id, outcome, at)

    async def ledger(self, audit_id: str) -> Sequence[Entry]:
        """Return what became of every nudge of the audit, as they were first claimed."""
        return self._ledger.of(audit_id)

    async def swept(self, audit_id: str) -> datetime | None:
        """Return the moment until which all that was due is in the ledger."""
        return self._ledger.swept(audit_id)

    async def keep_swept(self, audit_id: str, at: datetime) -> None:
        """Keep that moment. Raises OSError."""
        await self._ledger.keep_swept(audit_id, at)

    async def keep_batch(self, batch: Batch) -> bool:
        """Keep all of the batch or none of it. Raises OSError, and then none is kept."""
        await self._setting_up.ready(batch.identities)
        wanted = [
            *given(self._people_files, map(person_record, batch.people), new=False),
            *(audit_wanted(self._audit_files, one, batch.lines) for one in batch.audits),
            *given(self._returns, map(return_record, batch.returns), new=True),
            *(Wanted(self._returns, one.after.id, changing(one)) for one in batch.changes),
            *self._setting_up.wanted(batch),
        ]
        return await keep_together(wanted) if wanted else True

    async def people_by_email(self, emails: Sequence[str]) -> dict[str, Person]:
        """Return those of these who are on the roster, by work e-mail in small letters."""
        return self._roster.by_email(emails)

    async def ping(self) -> None:
        """Return when the folder's disk has room, and keeps what is written. Raises OSError."""
        await asyncio.to_thread(self._folder.works_or_fail)

    async def close(self) -> None:
        """Finish what is being written, and let the folder go."""
        await self._folder.finish()
        await self._ledger.finish()
        await asyncio.to_thread(self._folder.release)
        await self._folder.ring.close()

    async def catch_up(self) -> None:
        """Bring the files up to date with what is kept. Raises OSError; all is still kept."""
        await self._folder.daybook.catch_up()
