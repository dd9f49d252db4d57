"""One bot on a PostgreSQL that syncs, both killed at random moments while people press."""

import asyncio
import contextlib
import os
import signal
from dataclasses import dataclass, field
from random import Random

import asyncpg

from tests.postgres import BETWEEN, TRIES
from tests.replicas import Field, claimed

SEED = 20261125
EACH_THIRD = 3
GONE = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError)
CLIENTS = """
    select pid from pg_stat_activity
    where backend_type = 'client backend' and datname is not null and pid <> pg_backend_pid()
    order by pid"""


@dataclass
class Crashes(Field):
    """Kills the bot, and each third time the database under it, in one way after the other."""

    chance: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311

    async def kill_now_and_then(self) -> None:
        """Kill at moments that a seed chooses."""
        (bot,) = self.replicas
        ways = (self.killed_outright, self.one_process_killed, self.stopped_as_by_a_crash)
        for number in range(1, self.plan.kills + 1):
            await asyncio.sleep(self.chance.uniform(0.02, 2 * self.plan.every))
            if number % EACH_THIRD:
                await bot.stop(signal.SIGKILL)
                self.told.doubtful |= await claimed(self.address)
                await bot.start(self.ahead)
            else:
                await ways[(number // EACH_THIRD - 1) % len(ways)]()
                self.told.doubtful |= await claimed(self.address)

    async def killed_outright(self) -> None:
        """SIGKILL to the database's first process; the others go when they notice."""
        await asyncio.to_thread(self.server.kill)
        await asyncio.to_thread(self.server.start_after_a_kill)

    async def one_process_killed(self) -> None:
        """SIGKILL to a process that serves the bot: the database ends all others, and recovers."""
        there = await asyncpg.connect(self.server.address)
        serving = [row["pid"] for row in await there.fetch(CLIENTS)]
        assert serving, "nothing serves the bot"
        os.kill(self.chance.choice(serving), signal.SIGKILL)
        with contextlib.suppress(*GONE):
            await there.execute("select pg_sleep(60)")  # until this one is ended as well
        there.terminate()
        await self.answers()

    async def stopped_as_by_a_crash(self) -> None:
        """The way of PostgreSQL's own tools to do without any goodbye."""
        await asyncio.to_thread(self.server.stop, "immediate")
        await asyncio.to_thread(self.server.start)

    async def answers(self) -> None:
        """Return when the database has recovered. Raises what it says where it does not."""
        for attempt in range(TRIES):
            try:
                await self.server.order("select 1")
            except GONE:
                if attempt == TRIES - 1:
                    raise
                await asyncio.sleep(BETWEEN)
            else:
                return
