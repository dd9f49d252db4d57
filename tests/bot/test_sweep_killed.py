"""The bot killed in mid-sweep: all that was due is sent, and twice only what was under way."""

import asyncio
import os
import sys
from collections import Counter
from pathlib import Path
from random import Random

from aiohttp import web

from audits.ledger import Outcome
from storage.tiny import TinyStore
from tests.bot import crowd
from tests.bot.world import Connector
from tests.storage.disks import NoSync

ROOT = Path(__file__).parents[2]
KILLS = 10 if os.environ.get("MACA_LONG") == "1" else 3
PEOPLE = 100 * KILLS
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


async def swept(folder: Path, hours: int, connector: Killing, after: int) -> int:
    """Sweep in a process that is killed after so many messages in all; return how it ended."""
    connector.after = after
    connector.victim = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bot.sweeper", str(folder), str(hours), cwd=ROOT
    )
    return await connector.victim.wait()


async def under_way(folder: Path) -> set[str]:
    """Return who was being written to when the process died, by the ledger that it left."""
    store = await TinyStore.open(folder)
    entries = await store.ledger("crowd")
    await store.close()
    return {one.nudge.person for one in entries if one.outcome is Outcome.CLAIMED}


async def test_killed_sweep_forgets_nobody_and_repeats_only_what_was_under_way(
    tmp_path: Path,
) -> None:
    """SIGKILL at random moments; each start goes on where the last one was killed."""
    random = Random(SEED)  # noqa: S311 - when to kill is no secret
    connector, doubtful = Killing(), set[str]()
    await connector.start()
    store = await TinyStore.open(tmp_path, disk=NoSync(), remembered=1)
    await crowd.fill(store, PEOPLE, connector.url)
    await store.close()
    for kill in range(KILLS):
        after = len(connector.got) + random.randint(30, 80)
        assert await swept(tmp_path, kill, connector, after) == -9
        doubtful |= await under_way(tmp_path)
    assert await swept(tmp_path, KILLS, connector, 0) == 0
    told = connector.counted()
    assert set(told) == set(crowd.names(PEOPLE))
    assert {who for who, times in told.items() if times > 1} <= doubtful
    assert max(told.values()) <= 2
    await connector.server.close()
