"""One bot on a PostgreSQL that syncs, both killed at random moments while people press."""

import asyncio
import signal
from dataclasses import dataclass, field
from random import Random

from tests.replicas import Field, claimed

SEED = 20261125
EACH_THIRD = 3


@dataclass
class Crashes(Field):
    """Kills the bot, and each third time the database under it, as a crash would."""

    chance: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311

    async def kill_now_and_then(self) -> None:
        """Kill at moments that a seed chooses."""
        (bot,) = self.replicas
        for number in range(1, self.plan.kills + 1):
            await asyncio.sleep(self.chance.uniform(0.02, 2 * self.plan.every))
            if number % EACH_THIRD:
                await bot.stop(signal.SIGKILL)
                self.told.doubtful |= await claimed(self.address)
                await bot.start(self.ahead)
            else:
                await asyncio.to_thread(self.server.stop, "immediate")
                await asyncio.to_thread(self.server.start)
                self.told.doubtful |= await claimed(self.address)
