"""A sweep in a process of its own that is killed in the middle, again and again, and what came."""

import asyncio
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from aiohttp import web

from audits.ledger import Outcome
from storage.tiny import TinyStore
from tests.bot import crowd
from tests.bot.world import Connector
from tests.storage.disks import NoSync

ROOT = Path(__file__).parents[2]
SEED = 20210419


class Killing(Connector):
    """A connector that has the sender killed when so many messages have come."""

    victim: asyncio.subprocess.Process | None = None
    after = 0

    async def _take(self, request: web.Request) -> web.StreamResponse:
        answer = await super()._take(request)
        if self.victim is not None and len(self.got) == self.after:
            self.victim.kill()
        return answer

    def counted(self) -> Counter[str]:
        """Return how many messages each person got."""
        return Counter(sent.said["recipient"]["id"].removeprefix("29:") for sent in self.got)


@dataclass
class Killed:
    """What came of it."""

    people: int
    got: Counter[str] = field(default_factory=Counter)
    claimed: list[set[str]] = field(default_factory=list)
    """At each kill, who was claimed and not settled by the ledger that it left."""
    taken: list[set[str]] = field(default_factory=list)
    """Of these, whose message the connector had taken: truly under way."""

    def times(self, count: int) -> int:
        """Return how many people got it so many times."""
        return sum(self.got[who] == count for who in crowd.names(self.people))

    @property
    def doubtful(self) -> set[str]:
        """All who were claimed at some kill."""
        return set().union(*self.claimed)


async def swept(folder: Path, hours: int, connector: Killing, after: int) -> int:
    """Sweep in a process that is killed after so many messages in all; return how it ended."""
    connector.after = after
    connector.victim = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bot.sweeper", str(folder), str(hours), cwd=ROOT
    )
    return await connector.victim.wait()


async def under_way(folder: Path) -> set[str]:
    """Return who was claimed when the process died, by the ledger that it left."""
    store = await TinyStore.open(folder)
    entries = await store.ledger("crowd")
    await store.close()
    return {one.nudge.person for one in entries if one.outcome is Outcome.CLAIMED}


async def again_and_again(folder: Path, *, kills: int, people: int) -> Killed:
    """Have so many people due, the sweep killed so many times, and a last one that ends."""
    random = Random(SEED)  # noqa: S311 - when to kill is no secret
    connector, found = Killing(), Killed(people)
    await connector.start()
    store = await TinyStore.open(folder, disk=NoSync(), remembered=1)
    await crowd.fill(store, people, connector.url)
    await store.close()
    for kill in range(kills):
        after = len(connector.got) + random.randint(30, 80)
        assert await swept(folder, kill, connector, after) == -9
        claimed = await under_way(folder)
        found.claimed.append(claimed)
        found.taken.append(claimed & set(connector.counted()))
    assert await swept(folder, kills, connector, 0) == 0
    found.got = connector.counted()
    await connector.server.close()
    return found
