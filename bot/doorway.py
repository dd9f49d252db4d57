"""Where connections come in: so many at once and no more, and whoever speaks before the silent."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from bot import measures
from bot.callers import Caller

MOST = 1000
"""So many connections has a door that is not the bot's own front door."""


class TurnedAway(asyncio.Protocol):
    """A connection for which there is no room."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Close it before a byte of it is read."""
        measures.count("maca.limits.hit", limit="connections")
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - of a stream server
        transport.abort()


@dataclass(slots=True)
class Lobby:
    """All who are connected. Where it is full, those give way who ask for nothing.

    While more than half never asked anything, that one of them goes who has been here longest;
    else who was quiet longest. So neither connections that are open and say nothing keep anybody
    out, nor do those who have just come push each other out before they can speak.
    """

    server: web.Server
    most: int
    loop: asyncio.AbstractEventLoop
    _silent: OrderedDict[Caller, None] = field(default_factory=OrderedDict)
    _known: OrderedDict[Caller, None] = field(default_factory=OrderedDict)

    def __call__(self) -> asyncio.Protocol:
        """Return what takes one more connection, or turns it away."""
        if len(self._silent) + len(self._known) >= self.most and not self._made_room():
            return TurnedAway()
        caller = Caller(self.server, self, loop=self.loop)
        self._silent[caller] = None
        return caller

    def spoken(self, caller: Caller) -> None:
        """Note that somebody asked something and was answered."""
        if caller in self._known:
            self._known.move_to_end(caller)
        elif caller in self._silent:
            del self._silent[caller]
            self._known[caller] = None

    def left(self, caller: Caller) -> None:
        """Note that somebody is gone."""
        self._silent.pop(caller, None)
        self._known.pop(caller, None)

    def _made_room(self) -> bool:
        many = len(self._silent) > self.most / 2
        for some in (self._silent, self._known) if many else (self._known, self._silent):
            found = next((one for one in some if one.dispensable()), None)
            if found is not None:
                measures.count("maca.limits.hit", limit="silent")
                del some[found]
                found.cut_off()
                return True
        return False


@asynccontextmanager
async def listening(
    runner: web.AppRunner, host: str, port: int, *, most: int = MOST
) -> AsyncIterator[asyncio.Server]:
    """Set the runner's application up and listen for it while the block runs, then clean up.

    Raises OSError where it cannot listen.
    """
    try:
        await runner.setup()
        assert runner.server is not None  # noqa: S101 - it was set up
        loop = asyncio.get_running_loop()
        door = await loop.create_server(Lobby(runner.server, most, loop), host, port)
        try:
            yield door
        finally:
            door.close()
    finally:
        await runner.cleanup()


def port_of(door: asyncio.Server) -> int:
    """Return the port on which it listens."""
    found: int = door.sockets[0].getsockname()[1]
    return found
