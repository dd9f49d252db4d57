"""The sweep: what fell due is claimed, looked at once more, sent, and settled."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

from audits import ledger
from audits.audit import Audit
from audits.ledger import Entry, Outcome
from audits.nudges import Nudge, still_wanted
from audits.steps import taking_part
from bot import log, measures
from bot.clock import Clock
from bot.delivery import Delivery
from bot.gathering import Gathering, Time, unseen
from bot.stop import Stop
from bot.unreachable import notices, untold
from dialogs.turn import Reply
from storage.contract import Store

LOG = log.logger(__name__)
EVERY = 60
LOOK_BACK = timedelta(minutes=2)
"""What was being decided while the last sweep looked is seen by this one."""
ERRANDS = 200
"""Nudges under way at once; most of them wait for Teams to be ready again."""
AT_ONCE = 16
"""Of these, how many are between their claim and Teams' answer."""

Draw = Callable[[Nudge, Store, datetime], Awaitable[Reply | None]]
"""Draws what is sent, from what is kept at that moment; None when there is nothing to say."""


@dataclass(slots=True, kw_only=True)
class Outbox:
    """Sends what falls due. Sweeps may overlap: the store's claim decides who sends."""

    store: Store
    delivery: Delivery
    clock: Clock
    draw: Draw
    stop: Stop
    gathering: Gathering = field(init=False)
    _since: dict[str, datetime] = field(default_factory=dict)
    _moved_at: float = field(default_factory=monotonic)
    """When a sweep last came to its end, or a nudge of it to something."""
    width: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    def __post_init__(self) -> None:
        """Begin with nothing remembered."""
        self.gathering = Gathering(self.store)

    async def run(self) -> None:
        """Sweep every minute until told to stop. A sweep that fails is logged; the next goes on."""
        while not self.stop.asked():
            began = monotonic()
            try:
                await self.sweep()
                self._moved_at = monotonic()
            except Exception:
                LOG.exception("sweep.failed")
            measures.time("maca.sweep.duration", monotonic() - began)
            await self.stop.rest(EVERY)

    def idle_for(self) -> float:
        """Return for how many seconds no sweep has come to its end, nor any nudge to anything."""
        return monotonic() - self._moved_at

    async def sweep(self) -> Counter[Outcome]:
        """Send what fell due since the last sweep, and return how many came to what."""
        told: Counter[Outcome] = Counter()
        until = self.clock.now()
        for audit in await self.store.audits():
            if audit.closed_at is None and not self.stop.asked():
                told += await self._sweep(audit, until)
        if told:
            noted = {outcome.value: number for outcome, number in sorted(told.items())}
            LOG.info("sweep.done", swept=noted)
        return told

    async def _sweep(self, audit: Audit, until: datetime) -> Counter[Outcome]:
        since = await self._since_when(audit, until)
        lately = Time(since=since - LOOK_BACK, until=until)
        fresh = await self.gathering.due(audit, lately)
        entries = await self.store.ledger(audit.id)
        new = unseen(fresh, entries)
        held = await self.gathering.waiting(audit, new, until)
        looked = min([until, *held.values()])
        wanted = [*to_take_up(entries, until), *(n for n in new if n.id not in held)]
        told = await self._carried(wanted)
        told += await self._lost(entries, until)
        told += await self._told_of_the_unreachable(audit, until)
        if self.stop.asked():
            return told
        if wanted and looked > since:
            await self.store.keep_swept(audit.id, looked)
        self._since[audit.id] = looked
        return told

    async def _since_when(self, audit: Audit, until: datetime) -> datetime:
        """Return until when the last sweep looked, in this process or by the ledger.

        A clock that is put back has this sweep look from where it stands. Who has just started,
        and finds a moment that is ahead, looks at all anew: nobody knows what came meanwhile. In
        either case what is in the ledger is not sent again.
        """
        looked = self._since.get(audit.id)
        if looked is not None:
            return min(looked, until)
        kept = await self.store.swept(audit.id)
        if kept is not None and kept <= until + LOOK_BACK:
            return min(kept, until)
        return datetime.combine(audit.opened, time(), ZoneInfo(audit.zone))

    async def _carried(self, wanted: Sequence[Nudge]) -> Counter[Outcome]:
        """Carry all of them, some at a time."""
        told: Counter[Outcome] = Counter()
        left = iter(wanted)

        async def carrying() -> None:
            for nudge in left:
                if self.stop.asked():
                    return
                outcome = await self.carry(nudge)
                if outcome is not None:
                    told[outcome] += 1

        tasks = [carrying() for _ in range(min(ERRANDS, len(wanted)))]
        for failed in await asyncio.gather(*tasks, return_exceptions=True):
            if failed is not None:
                raise failed
        return told

    async def carry(self, nudge: Nudge) -> Outcome | None:
        """Claim, look once more, send, settle; None where somebody else has claimed it."""
        async with self.width:
            if self.stop.asked():
                return None
            won = await self.store.claim(nudge, self.clock.now())
            measures.count("maca.claims", outcome="won" if won else "lost")
            if not won:
                return None
            outcome = await self._sent(nudge)
            self._moved_at = monotonic()
            self._measured(nudge, outcome)
            return await self.store.settle(nudge.id, outcome, self.clock.now())

    def _measured(self, nudge: Nudge, outcome: Outcome) -> None:
        measures.count("maca.nudges", kind=nudge.kind.value, outcome=outcome.value)
        if outcome is Outcome.SENT:
            late = (self.clock.now() - nudge.at).total_seconds()
            measures.time("maca.nudge.lateness", max(0.0, late), kind=nudge.kind.value)

    async def _sent(self, nudge: Nudge) -> Outcome:
        """Send it if it is still wanted. A card that cannot be drawn keeps nobody else waiting."""
        if not await self._still_wanted(nudge):
            return Outcome.OVERTAKEN
        try:
            reply = await self.draw(nudge, self.store, self.clock.now())
        except Exception:  # a fault of ours
            LOG.exception("nudge.not_drawn", audit=nudge.audit_id, kind=nudge.kind.value)
            return Outcome.FAILED
        if reply is None:
            return Outcome.OVERTAKEN
        return await self.delivery.deliver(nudge, reply, self.width)

    async def _still_wanted(self, nudge: Nudge) -> bool:
        audit = await self.store.audit(nudge.audit_id)
        found = await self.store.standings(nudge.return_ids)
        return audit is not None and still_wanted(nudge, audit, found.values())

    async def _told_of_the_unreachable(self, audit: Audit, at: datetime) -> Counter[Outcome]:
        """Tell those who run the audit, once, of everybody who newly cannot be reached."""
        if not (new := await untold(self.store)):
            return Counter()
        people = taking_part(audit, await self.store.returns_in(audit.id))
        new = [reach for reach in new if reach.person in people]
        habits = await self.gathering.habits(set(audit.team))
        told = await self._carried(notices(audit, at, habits)) if new else Counter()
        for reach in new if told else ():
            await self.store.keep_reach(replace(reach, told=True))
        return told

    async def _lost(self, entries: Sequence[Entry], at: datetime) -> Counter[Outcome]:
        """Give up, aloud, what was left behind by two crashes."""
        gone = [entry.nudge.id for entry in entries if ledger.lost(entry, at)]
        for nudge_id in gone:
            await self.store.settle(nudge_id, Outcome.FAILED, at)
        return Counter({Outcome.FAILED: len(gone)} if gone else {})


def to_take_up(entries: Sequence[Entry], at: datetime) -> list[Nudge]:
    """Return what a crash, or Teams at a bad moment, has left to be sent."""
    return [entry.nudge for entry in entries if ledger.open_at(entry, at)]
