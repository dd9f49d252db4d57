"""An outbox with a store, people who can be reached, and Teams' connector at the wire."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp

from audits import returns
from audits.audit import Audit
from audits.involvement import AgencyReturn, Nil, NilKind, Searched
from audits.ledger import Outcome
from audits.reach import Reach
from bot.clock import Clock
from bot.delivery import Delivery, Perseverance
from bot.outbox import Draw, Outbox
from bot.pace import Limits, Pace
from bot.postbox import Postbox
from bot.stop import Stop
from bot.tokens import LOOPBACK
from dialogs import outgoing
from storage.contract import Store
from storage.postgres import PostgresStore
from storage.tiny import TinyStore
from tests import cast
from tests.bot.world import Connector
from tests.storage.rings import ring_for

BEFORE = datetime(2026, 12, 1, 8, 30, tzinfo=UTC)
"""Half an hour before the reminders "due in five working days" go."""
NINE = datetime(2026, 12, 1, 9, 0, 30, tzinfo=UTC)
REMINDED = ("hou", "hv", "hv2", "pol")
"""Who is reminded then."""


@dataclass(slots=True)
class StoodClock(Clock):
    """A clock that stands until it is moved."""

    at: datetime = BEFORE

    def now(self) -> datetime:
        """Return where it stands."""
        return self.at + self.ahead


@dataclass(slots=True)
class Time:
    """Time that passes only by being slept through; notes how long each sleep was."""

    at: float = 0.0
    slept: list[float] = field(default_factory=list)

    def ticks(self) -> float:
        """Return how much has passed."""
        return self.at

    async def sleep(self, seconds: float) -> None:
        """Let it pass."""
        self.slept.append(seconds)
        until = self.at + seconds
        await asyncio.sleep(0)
        self.at = max(self.at, until)


class NotingPace(Pace):
    """A pace that notes when it lets each sender go."""

    def __init__(self, limits: Limits, time: Time, let_go: list[float]) -> None:
        super().__init__(limits, ticks=time.ticks, sleep=time.sleep)
        self._time = time
        self._let_go = let_go

    async def turn(self, conversation: str) -> None:
        """Note it."""
        await super().turn(conversation)
        self._let_go.append(self._time.at)


@dataclass
class Post:
    """All of it."""

    folder: Path
    address: str = ""
    """Of a database, where the store is not to be in the folder."""
    connector: Connector = field(default_factory=Connector)
    clock: StoodClock = field(default_factory=StoodClock)
    time: Time = field(default_factory=Time)
    limits: Limits = field(default_factory=Limits)
    draw: Draw = outgoing.drawn
    let_go: list[float] = field(default_factory=list)
    """When each request went."""
    store: Store = field(init=False)
    outbox: Outbox = field(init=False)
    http: aiohttp.ClientSession = field(init=False)
    closing: AsyncExitStack = field(init=False)

    async def start(self, closing: AsyncExitStack, *, people: bool = True) -> None:
        """Start the connector and open the store with the cast in it, swept until now.

        Without people the store is empty.
        """
        self.closing = closing
        await self.connector.start()
        closing.push_async_callback(self.connector.server.close)
        timeout = aiohttp.ClientTimeout(total=5)
        self.http = await closing.enter_async_context(aiohttp.ClientSession(timeout=timeout))
        await self.open()
        closing.push_async_callback(self.close)
        if not people:
            return
        await self.fill(cast.AUDIT, cast.RETURNS)
        await self.store.keep_swept(cast.AUDIT.id, BEFORE)
        for person in cast.EVERYBODY:
            await self.store.keep_person(person)
            await self.store.keep_reach(self.reach(person.id))

    async def close(self) -> None:
        """Close the store."""
        await self.store.close()

    async def open(self) -> None:
        """Open the store, with an outbox that remembers nothing."""
        if self.address:
            self.store = await PostgresStore.open(self.address, ring=ring_for)
        else:
            self.store = await TinyStore.open(self.folder)
        self.outbox = self.another()

    async def fill(self, audit: Audit, owed: Iterable[AgencyReturn]) -> None:
        """Keep an audit and its returns."""
        await self.store.keep_audit(audit)
        for ret in owed:
            await self.store.add(ret)

    def another(self) -> Outbox:
        """Return one more outbox on the same store."""
        stop = Stop(self.time.sleep)
        pace = NotingPace(self.limits, self.time, self.let_go)
        postbox = Postbox(self.http, None, reachable=LOOPBACK, pace=pace)
        patience = Perseverance(chance=lambda: 0.5)
        delivery = Delivery(
            store=self.store, postbox=postbox, clock=self.clock, stop=stop, patience=patience
        )
        return Outbox(
            store=self.store, delivery=delivery, clock=self.clock, draw=self.draw, stop=stop
        )

    def reach(self, person: str) -> Reach:
        """Return how somebody is reached through this connector."""
        return Reach(
            person=person,
            tenant=cast.TENANT,
            user=f"29:{person}",
            bot="28:maca",
            service_url=self.connector.url,
            conversation=f"a:{person}",
        )

    async def sweep_at(self, at: datetime) -> Counter[Outcome]:
        """Sweep at this moment."""
        self.clock.at = at
        return await self.outbox.sweep()

    async def later(self, **span: float) -> Counter[Outcome]:
        """Sweep so much later."""
        return await self.sweep_at(self.clock.at + timedelta(**span))

    async def only(self, *people: str) -> None:
        """Have all but these people's reminders out of the way: their returns are sent."""
        for ret in cast.RETURNS:
            if not set(ret.contacts) & set(people):
                await self.send(ret)

    async def send(self, ret: AgencyReturn) -> None:
        """Have a return sent by whoever answers it."""
        found = await self.store.agency_return(ret.id)
        assert found is not None
        nil = Nil(kind=NilKind.NOT_KNOWN, searched=frozenset({Searched.CHILD}))
        own = replace(cast.involved(ret), ret=found)
        change = returns.send_nil(own, nil, by=ret.contacts[0], at=self.clock.at)
        assert await self.store.keep(change)

    async def outcomes(self, audit_id: str = cast.AUDIT.id) -> dict[str, Outcome]:
        """Return what became of each person's nudges, by person; the last one counts."""
        return {e.nudge.person: e.outcome for e in await self.store.ledger(audit_id)}

    def got(self) -> list[str]:
        """Return to whom the connector got messages, in order of name."""
        return sorted(
            sent.said["recipient"]["id"].removeprefix("29:")
            for sent in self.connector.got
            if sent.path.endswith("/activities")
        )
