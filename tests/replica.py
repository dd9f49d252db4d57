"""One replica of the bot on a shared database: `python -m tests.replica ADDRESS PORT AHEAD EVERY`.

Where the address is a path, it is the one process on that folder. Its clock stands AHEAD seconds
ahead, and what waits a minute waits EVERY seconds: the sweeps. It checks no tokens, and says
"ready" once it serves. It is there to be killed.
"""

import asyncio
import os
import sys
from datetime import timedelta
from pathlib import Path

from bot import log
from bot.__main__ import until_stopped
from bot.app import Inside, Outside, make_app
from bot.clock import Clock
from bot.listening import serving
from bot.settings import Settings
from storage.contract import Store
from storage.postgres import PostgresStore
from storage.tiny import TinyStore
from tests.storage.rings import ring_for

MINUTE = 60.0


async def serve(address: str, port: int, ahead: float, every: float) -> None:
    """Serve until stopped."""

    async def opened() -> Store:
        if address.startswith("/"):
            return await TinyStore.open(Path(address))
        return await PostgresStore.open(address, ring=ring_for)

    async def sleep(seconds: float) -> None:
        await asyncio.sleep(seconds * every / MINUTE)

    settings = Settings(port=port, dangerously_without_tokens=True, sends_a_second=1000)
    outside = Outside(
        clock=Clock(timedelta(seconds=ahead)),
        sleep=sleep,
        trust_env=False,
        credential=lambda _settings: None,
    )
    app = make_app(settings, Inside(open_store=opened), outside=outside)
    async with serving(app, settings) as listening:
        sys.stdout.write(f"{listening}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    log.configure(os.environ.get("MACA_LOG_LEVEL", "ERROR"))
    place, wanted, forward, pause = sys.argv[1:]
    asyncio.run(until_stopped(serve(place, int(wanted), float(forward), float(pause))))
