"""The steward: announces what will be destroyed, destroys it when it is due, and certifies it.

Every replica has one. Whose change to the audit is kept first has taken the work on; what a crash
leaves half done is taken up again by whoever looks next, and ends the same.
"""

import logging
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

import msgspec

from audits import keeping
from audits.audit import Audit
from audits.endings import managers
from audits.keeping import ANNOUNCED, DESTROYED, STAYS, State
from audits.nudges import Kind, Nudge
from audits.people import Partnership
from audits.problems import Problem
from audits.retention import Certificate, DataClass
from bot import destruction, renewal
from bot.clock import Clock
from bot.errands import Errands
from bot.maker import Order
from bot.outbox import Outbox
from bot.settings import Settings
from bot.stop import Stop
from bot.unreachable import at_work
from bot.workshop import Workshop, WorkshopError
from dialogs import loading, material
from dialogs.turn import FileWanted, Making
from storage.copying import people_of
from storage.moving import OF_AN_AUDIT, WholeStore

LOG = logging.getLogger(__name__)
EVERY = 600
"""Seconds between two looks at what is due."""


@dataclass(slots=True, kw_only=True)
class Steward:
    """Keeps to the periods of all audits."""

    store: WholeStore
    clock: Clock
    partnership: Partnership
    workshop: Workshop
    template: bytes | None = None
    """The partnership's own report template."""

    async def run(self, stop: Stop, outbox: Outbox) -> None:
        """Look every ten minutes until told to stop. What fails is logged and tried again."""
        while not stop.asked():
            try:
                await self.sweep()
                await self.tell(outbox)
            except Exception as error:
                LOG.exception("A look at retention failed: %s", type(error).__name__)
            await stop.rest(EVERY)

    async def sweep(self) -> list[Certificate]:
        """Announce and destroy what is due by now, and return the certificates."""
        made = []
        for audit in await self.store.audits():
            current = await self._announced(audit)
            while (done := await self._destroyed(current)) is not None:
                made.append(done)
                found = await self.store.audit(audit.id)
                if found is None:
                    break
                current = found
        await renewal.renewed(cast("renewal.SealedRecords", self.store), self.clock.now())
        return made

    async def _announced(self, audit: Audit) -> Audit:
        """Announce what ends soon; somebody who was faster has announced it too."""
        at = self.clock.now()
        for data in keeping.to_announce(audit, self.partnership.periods, at):
            try:
                audit = await loading.alter(self.store, keeping.announced(audit, data, at=at))
            except Problem:
                return await self.store.audit(audit.id) or audit
        return audit

    async def _destroyed(self, audit: Audit) -> Certificate | None:
        """Destroy the next class that is due, unless it is held or somebody is at it."""
        at = self.clock.now()
        data = keeping.to_destroy(audit, self.partnership.periods, at)
        if data is None:
            return None
        digest, counts = await destruction.digest_of(audit, data, self.store)
        try:
            taken = keeping.taken_on(audit, data, digest, at=at)
            audit = await loading.alter(self.store, taken)
        except Problem:
            return None  # somebody else has taken it on, or set a hold
        try:
            await self._carried_out(audit, data, at)
        except (WorkshopError, OSError) as error:
            LOG.error("Nothing more is destroyed now: %s", type(error).__name__)  # noqa: TRY400
            return None
        made = certificate_of(audit, data, self.partnership, counts=counts, at=at)
        return await self._certified(audit, replace(made, digest=digest))

    async def _carried_out(self, audit: Audit, data: DataClass, at: datetime) -> None:
        match data:
            case DataClass.IDENTITY:
                await destruction.identity(audit, self.store, at)
            case DataClass.RETURNS:
                await self._keep_report(audit, at)
                await destruction.returns(audit, self.store, at)
            case DataClass.REPORT:
                await destruction.report(audit, self.store, at)
            case DataClass.JOURNAL:
                pass  # all of it goes once the certificate is kept apart

    async def _keep_report(self, audit: Audit, at: datetime) -> None:
        """Keep the report as it can be made for the last time, unless that was done before."""
        key = destruction.report_key(audit.id)
        if await self.store.paper(key) is not None:
            return
        found = await material.gathered(audit, self.store, at=at, partnership=self.partnership)
        wanted = FileWanted(making=Making.REPORT, audit_id=audit.id)
        order = Order(wanted=wanted, material=found, template=self.template)
        made = await self.workshop.make(order)
        await self.store.keep_paper(key, made.content)

    async def _certified(self, audit: Audit, certificate: Certificate) -> Certificate:
        """Keep the certificate; with the journal, everything else goes."""
        data = certificate.data
        while True:
            done = destruction.together(keeping.certified(audit, certificate), data)
            if data is DataClass.JOURNAL:
                return await self._ended(audit, done.audit.retention.certificates)
            try:
                await loading.alter(self.store, done)
            except Problem:  # the audit changed meanwhile; what is destroyed is destroyed
                audit = await self.store.audit(audit.id) or audit
                if found := audit.retention.gone(data):
                    return found
            else:
                return certificate

    async def _ended(self, audit: Audit, every: tuple[Certificate, ...]) -> Certificate:
        """Keep the certificates apart, then remove whom nothing else names, then all the rest."""
        people = [one.id async for one in people_of(self.store, audit.id)]
        kept = await self.store.paper(destruction.certificates_key(audit.id))
        if kept is None:
            paper = msgspec.json.encode(every)
            await self.store.keep_paper(destruction.certificates_key(audit.id), paper)
        else:  # a crash came between: what was certified then is what counts
            every = msgspec.json.decode(kept, type=tuple[Certificate, ...])
        await self.store.forget(audit.id, OF_AN_AUDIT)
        await destruction.people(set(people), self.store)
        return every[-1]

    async def tell(self, outbox: Outbox) -> None:
        """Write to the managers of closed audits what will be destroyed, and what was."""
        at = self.clock.now()
        for audit in await self.store.audits():
            if audit.closed_at is None:
                continue
            habits = await outbox.gathering.habits(set(audit.team))
            for nudge in notices(audit, self.partnership, at):
                if nudge.person in habits and at_work(audit, at, habits[nudge.person]):
                    await outbox.carry(nudge)


def steward_of(settings: Settings, errands: Errands) -> Steward:
    """Return the steward of a bot that runs."""
    return Steward(
        store=cast("WholeStore", errands.store), clock=errands.clock,
        partnership=settings.partnership_words(), workshop=errands.workshop,
        template=errands.handing.template,
    )  # fmt: skip


def notices(audit: Audit, partnership: Partnership, at: datetime) -> list[Nudge]:
    """Return what managers are told now; each is sent once, as the ledger knows."""
    found = []
    for one in keeping.standings(audit, partnership.periods, at):
        told = audit.retention.announced.get(one.data)
        if told and one.state is State.ANNOUNCED:
            found += [notice(audit, who, ANNOUNCED, one, at=told) for who in managers(audit)]
        gone = one.certificate
        if gone and at < gone.destroyed_at + keeping.NOTICE:
            when = gone.destroyed_at
            found += [notice(audit, who, DESTROYED, one, at=when) for who in managers(audit)]
    return found


def notice(audit: Audit, person: str, about: str, one: keeping.Standing, *, at: datetime) -> Nudge:
    """Return one notice about a class of data."""
    return Nudge(
        id=keeping.notice_id(audit, person, about, one), audit_id=audit.id,
        person=person, kind=Kind.NOTICE, step=0, at=at, return_ids=(), about=about,
    )  # fmt: skip


def certificate_of(
    audit: Audit, data: DataClass, partnership: Partnership, *, counts: Counter[str], at: datetime
) -> Certificate:
    """Return the certificate of a class that has been destroyed."""
    closed = audit.closed_at or at
    return Certificate(
        number=len(audit.retention.certificates) + 1,
        audit_id=audit.id,
        title=audit.title,
        data=data,
        closed_on=audit.here(closed).date(),
        months=keeping.periods_of(audit, partnership.periods).of(data),
        announced_at=audit.retention.announced[data],
        destroyed_at=at,
        counts=dict(sorted(counts.items())),
        digest="",
        key_destroyed=data in {DataClass.IDENTITY, DataClass.JOURNAL},
        stays=STAYS[data],
    )


async def certificates(store: WholeStore, audit_id: str = "") -> list[Certificate]:
    """Return all certificates, also those of audits of which nothing else is left."""
    found: list[Certificate] = []
    async for record in store.everything(destruction.CERTIFICATES):
        found += msgspec.json.decode(record.plain, type=list[Certificate])
    for audit in await store.audits():
        found += audit.retention.certificates
    wanted = [one for one in found if audit_id in {"", one.audit_id}]
    return sorted(wanted, key=lambda one: (one.destroyed_at, one.reference))
