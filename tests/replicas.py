"""Several replicas on one database, robots that answer, nudges that fall due, and a killer.

What came of it is told by what the robots and the connector took note of, and by the database.
"""

import asyncio
import signal
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import aiohttp

from audits.involvement import AgencyReturn
from audits.ledger import HELD, Entry, Outcome
from storage.postgres import PostgresStore
from tests import robots
from tests.bot import crowd
from tests.bot.outboxes import NINE
from tests.bot.world import Connector
from tests.demo_bot import free_port
from tests.postgres import OwnServer
from tests.robots import Robot
from tests.storage.rings import ring_for

ROOT = Path(__file__).parents[1]
EVERY = 1.0
"""Seconds between two sweeps of a replica."""
SECONDS_TO_FINISH = 120


@dataclass
class Replica:
    """One process of the bot on a port that stays the same when it is started again."""

    address: str
    port: int = field(default_factory=free_port)
    every: float = 60.0
    """Seconds between two of its sweeps."""
    before: tuple[str, ...] = ()
    """What it is started by, such as a program that takes rights away."""
    process: asyncio.subprocess.Process | None = None

    async def start(self, ahead: float = 0) -> None:
        """Start it, and return when it serves."""
        self.process = await asyncio.create_subprocess_exec(
            *self.before, sys.executable, "-m", "tests.replica", self.address, str(self.port),
            str(ahead), str(self.every), cwd=ROOT, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert self.process.stdout
        assert await self.process.stdout.readline(), "the replica stopped by itself"

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop it, kindly or not."""
        if self.process and self.process.returncode is None:
            self.process.send_signal(how)
            await self.process.wait()


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How much of everything."""

    replicas: int
    robots: int
    kills: int
    restarts: int
    every: float
    """Seconds between two kills."""
    thinks: float = 0.2
    """Seconds that a robot takes for a page."""


@dataclass(kw_only=True)
class Told:
    """What came of it."""

    plan: Plan
    robots: Sequence[Robot]
    seconds: float = 0
    lost: list[str] = field(default_factory=list)
    """Answers whose card came back and that are nowhere."""
    doubled: list[str] = field(default_factory=list)
    """Answers that stand more than once in what is kept."""
    kept: int = 0
    """Answers in words that the database holds, now or in the past."""
    got: Counter[str] = field(default_factory=Counter)
    """How many nudges each person got."""
    doubtful: set[str] = field(default_factory=set)
    """Whose nudge was claimed and not settled when a replica was killed or the database went."""

    @property
    def answered(self) -> int:
        """How many answers in words the robots were told are kept."""
        return sum(len(robot.kept) for robot in self.robots)

    @property
    def tries(self) -> Counter[str]:
        """How often what came back."""
        return sum((robot.tries for robot in self.robots), Counter())

    @property
    def took(self) -> list[float]:
        """Seconds of each turn, sorted."""
        return sorted(one for robot in self.robots for one in robot.took)

    @property
    def twice(self) -> set[str]:
        """Who got the same nudge more than once."""
        return {who for who, times in self.got.items() if times > 1}

    @property
    def good(self) -> bool:
        """Say whether nothing was lost, nothing doubled but what was in flight, and sums agree."""
        everybody = set(crowd.names(self.plan.robots))
        return (
            not self.lost
            and not self.doubled
            and self.kept == self.answered
            and set(self.got) == everybody
            and self.twice <= self.doubtful
        )


@dataclass
class Field:
    """All of it while it runs."""

    server: OwnServer
    address: str
    plan: Plan
    replicas: list[Replica]
    told: Told
    ahead: float = 0

    async def happen(self) -> None:
        """Have the robots answer while replicas are killed and the database is restarted."""
        await asyncio.gather(*(one.start(self.ahead) for one in self.replicas))
        enough, begun = asyncio.Event(), time.perf_counter()
        working = [asyncio.create_task(robot.work(enough)) for robot in self.told.robots]
        await self.kill_now_and_then()
        self.ahead += HELD.total_seconds() + 1  # what the killed ones had claimed can be had again
        await self.roll()
        enough.set()
        await asyncio.gather(*working)
        self.told.seconds = time.perf_counter() - begun

    async def stop(self) -> None:
        """Stop every replica."""
        await asyncio.gather(*(one.stop() for one in self.replicas))

    async def kill_now_and_then(self) -> None:
        """Kill one replica after the other and start it again; restart the database meanwhile."""
        plan = self.plan
        restarts = {plan.kills * (n + 1) // (plan.restarts + 1) for n in range(plan.restarts)}
        for number in range(plan.kills):
            await asyncio.sleep(plan.every)
            victim = self.replicas[number % plan.replicas]
            await victim.stop(signal.SIGKILL)
            self.told.doubtful |= await claimed(self.address)
            if number in restarts:
                await asyncio.to_thread(self.server.stop, "immediate" if number % 2 else "fast")
                await asyncio.to_thread(self.server.start)
                self.told.doubtful |= await claimed(self.address)
            await victim.start(self.ahead)

    async def roll(self) -> None:
        """Restart one replica after the other, kindly, as for a new version."""
        for one in self.replicas:
            await one.stop()
            await one.start(self.ahead)

    async def finish_nudges(self) -> None:
        """Let what the killed ones had claimed be taken up again."""
        async with asyncio.timeout(SECONDS_TO_FINISH):
            while not await self.settled():  # noqa: ASYNC110 - another process changes it
                await asyncio.sleep(EVERY)

    async def settled(self) -> bool:
        """Tell whether everybody has a nudge in the ledger that is done with."""
        found = await ledger(self.address)
        waits = (Outcome.CLAIMED, Outcome.LATER, Outcome.UNSURE)
        told = {one.nudge.person for one in found if one.outcome not in waits}
        return len(told) == self.plan.robots and not any(one.outcome in waits for one in found)


async def run(server: OwnServer, plan: Plan, *, kind: type[Field] = Field) -> Told:
    """Have it all happen, in this kind of field, and tell what came of it."""
    async with AsyncExitStack() as closing:
        connector = Connector()
        await connector.start()
        closing.push_async_callback(connector.server.close)
        address = await closing.enter_async_context(server.fresh())
        store = await PostgresStore.open(address, ring=ring_for)
        await robots.fill(store, plan.robots, connector.url)
        await store.close()
        pool = aiohttp.TCPConnector(limit=0, force_close=False)
        http = await closing.enter_async_context(
            aiohttp.ClientSession(connector=pool, timeout=robots.PATIENCE)
        )
        replicas = [Replica(address, every=EVERY) for _ in range(plan.replicas)]
        ports = [one.port for one in replicas]
        team = [Robot(n, http, ports, connector.url, plan.thinks) for n in range(plan.robots)]
        here = kind(server, address, plan, replicas, Told(plan=plan, robots=team))
        here.ahead = (NINE - datetime.now(UTC)).total_seconds()
        closing.push_async_callback(here.stop)
        await here.happen()
        await here.finish_nudges()
        await here.stop()
        await told_by_the_database(here, connector)
        return here.told


async def told_by_the_database(here: Field, connector: Connector) -> None:
    """Compare what is kept with what the robots were told, and count what the connector got."""
    told = here.told
    store = await PostgresStore.open(here.address, ring=ring_for)
    for robot in told.robots:
        ret = await store.agency_return(robot.return_id)
        assert ret
        said = words_in(ret)
        told.kept += sum(said.values())
        told.lost += [text for _, text in robot.kept if not said[text]]
        told.doubled += [text for text, times in said.items() if times > 1]
    await store.close()
    for sent in connector.got:
        told.got[sent.said["recipient"]["id"].removeprefix("29:")] += 1


def words_in(ret: AgencyReturn) -> Counter[str]:
    """Return how often each robot's words stand in a return, now or in the past."""
    kept = (words for one in ret.answers.values() for words in (*one.past, one.now))
    return Counter(words.value for words in kept if words.value.startswith("R"))


async def ledger(address: str) -> Sequence[Entry]:
    """Return the ledger as it stands."""
    store = await PostgresStore.open(address, ring=ring_for)
    try:
        return await store.ledger("crowd")
    finally:
        await store.close()


async def claimed(address: str) -> set[str]:
    """Return whose nudge is claimed and not settled."""
    found = await ledger(address)
    return {one.nudge.person for one in found if one.outcome is not Outcome.SENT}
