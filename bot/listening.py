"""Listens for requests, so many at once and no more, and stops without leaving anybody behind."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from bot import log, measures
from bot.operating import WATCHED, inner_door
from bot.python import prefer_turns
from bot.settings import Settings

LOG = log.logger(__name__)
SECONDS_IDLE = 75
"""After which a connection that says nothing is closed; proxies keep theirs for a minute."""

SECONDS_TO_SETTLE = 0.05
"""Until whoever was let in last has begun to listen; else aiohttp takes them for somebody at work,
and waits for them as long as for a turn."""


class TurnedAway(asyncio.Protocol):
    """A connection for which there is no room."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Close it before a byte of it is read."""
        measures.count("maca.limits.hit", limit="connections")
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - of a stream server
        transport.abort()


def with_room(server: web.Server, most: int) -> Callable[[], asyncio.Protocol]:
    """Return what takes a connection, or turns it away where there are that many."""

    def taken() -> asyncio.Protocol:
        return server() if len(server.connections) < most else TurnedAway()

    return taken


@asynccontextmanager
async def serving(app: web.Application, settings: Settings) -> AsyncIterator[int]:
    """Serve while the block runs, and give the port; at its end let turns in flight finish.

    First the bot says that it is not ready, and serves on for `seconds_to_leave`. Then no
    connection is taken any more, then turns have `seconds_to_finish`, then the store is closed.
    """
    runner = web.AppRunner(
        app,
        access_log=None,
        shutdown_timeout=settings.seconds_to_finish,
        keepalive_timeout=SECONDS_IDLE,
    )
    await runner.setup()
    try:
        assert runner.server is not None  # noqa: S101 - it was set up
        door = await asyncio.get_running_loop().create_server(
            with_room(runner.server, settings.most_connections), settings.host, settings.port
        )
        async with inner_door(app[WATCHED], settings) as measured_at:
            told = (
                {} if measured_at is None else {"address": f"{settings.metrics_host}:{measured_at}"}
            )
            LOG.info("serving", **told)
            prefer_turns()
            try:
                yield door.sockets[0].getsockname()[1]
            finally:
                app[WATCHED].health.stopping = True
                LOG.info("stopping")
                await asyncio.sleep(settings.seconds_to_leave)
                door.close()
                await asyncio.sleep(SECONDS_TO_SETTLE)
    finally:
        await runner.cleanup()
        LOG.info("stopped")
