"""A process that sweeps, to be killed at any moment: `python -m tests.bot.sweeper FOLDER HOURS`.

Its clock stands HOURS after nine on the day when everybody is due. It ends when all is sent.
"""

import asyncio
import sys
from datetime import timedelta
from pathlib import Path

import aiohttp

from bot.delivery import Delivery
from bot.outbox import Outbox
from bot.pace import Limits, Pace
from bot.postbox import Postbox
from bot.stop import Stop
from bot.tokens import LOOPBACK
from dialogs import outgoing
from storage.tiny import TinyStore
from tests.bot.outboxes import NINE, StoodClock


async def main(folder: Path, hours: int) -> None:
    """Sweep once."""
    store = await TinyStore.open(folder)
    clock = StoodClock(at=NINE + timedelta(hours=hours))
    async with aiohttp.ClientSession() as http:
        pace = Pace(Limits(app_a_second=1000))
        postbox = Postbox(http, None, reachable=LOOPBACK, pace=pace)
        stop = Stop()
        delivery = Delivery(store=store, postbox=postbox, clock=clock, stop=stop)
        outbox = Outbox(store=store, delivery=delivery, clock=clock, draw=outgoing.drawn, stop=stop)
        await outbox.sweep()
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
