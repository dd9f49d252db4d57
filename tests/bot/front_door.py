"""A test server whose connections come in through the bot's own door, as in service."""

import asyncio
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.doorway import Lobby

MOST = 20_000


class Through(web.AppRunner):
    """A runner that gives the lobby for what takes connections."""

    @property
    def server(self) -> Any:  # noqa: ANN401 - a lobby, where aiohttp has a server
        """Return what takes one more connection."""
        server = super().server
        return server and Lobby(server, MOST, asyncio.get_running_loop())


class FrontDoor(TestServer):
    """Listens on a free port of this machine."""

    async def _make_runner(self, **_unlike_ours: Any) -> web.AppRunner:  # noqa: ANN401
        return Through(self.app, shutdown_timeout=10)
