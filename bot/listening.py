"""Listens for requests, so many at once and no more, and stops without leaving anybody behind."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot import log
from bot.doorway import listening, port_of
from bot.operating import WATCHED, inner_door
from bot.python import prefer_turns
from bot.settings import Settings

LOG = log.logger(__name__)
SECONDS_TO_SETTLE = 0.05
"""Until whoever was let in last has begun to listen; else aiohttp takes them for somebody at work,
and waits for them as long as for a turn."""


@asynccontextmanager
async def serving(app: web.Application, settings: Settings) -> AsyncIterator[int]:
    """Serve while the block runs, and give the port; at its end let turns in flight finish.

    First the bot says that it is not ready, and serves on for `seconds_to_leave`. Then no
    connection is taken any more, then turns have `seconds_to_finish`, then the store is closed.
    """
    runner = web.AppRunner(app, shutdown_timeout=settings.seconds_to_finish)
    where, most = (settings.host, settings.port), settings.most_connections
    try:
        async with (
            listening(runner, *where, most=most) as door,
            inner_door(app[WATCHED], settings) as measured_at,
        ):
            told = (
                {} if measured_at is None else {"address": f"{settings.metrics_host}:{measured_at}"}
            )
            LOG.info("serving", **told)
            prefer_turns()
            try:
                yield port_of(door)
            finally:
                app[WATCHED].health.stopping = True
                LOG.info("stopping")
                await asyncio.sleep(settings.seconds_to_leave)
                door.close()
                await asyncio.sleep(SECONDS_TO_SETTLE)
    finally:
        LOG.info("stopped")
