"""One connection: refuses what is no HTTP in our own words, and gives up who never listens."""

import asyncio
from typing import Any, Protocol

from aiohttp import web
from aiohttp.http_exceptions import BadHttpMessage, LineTooLong
from aiohttp.web_request import BaseRequest

from bot import log, measures
from bot.faults import faults

LOG = log.logger(__name__)
SERVER = "maca"
"""What an answer says of who serves it: the product, not which versions of what."""
SECONDS_IDLE = 75
"""After which a connection that says nothing is closed; proxies keep theirs for a minute."""
SECONDS_TO_TAKE = 10.0
"""So long may somebody leave an answer untaken, once it no longer fits between us."""
SECONDS_TO_HEAR = 2.0
MOST_UNHEARD = 2 * 1024 * 1024
"""What is sent on after a refusal is thrown away for so long, and so many bytes of it: somebody
who is cut off while they still send does not see why."""
BEARER = b"bearer "


class Lobby(Protocol):
    """Who knows all that are here."""

    def spoken(self, caller: "Caller") -> None:
        """Note that somebody asked something and was answered."""

    def left(self, caller: "Caller") -> None:
        """Note that somebody is gone."""


class Caller(web.RequestHandler):
    """One connection. What aiohttp itself would say of a fault is said by us, and without a body.

    A head may have lines of 8 KB, as everywhere. A token that is longer is no token of Teams: it
    is refused like any bad token, after its first bytes, and none of it is kept.
    """

    __slots__ = ("_gone", "_lobby", "_too_late", "_unheard")

    def __init__(
        self, server: web.Server, lobby: Lobby, *, loop: asyncio.AbstractEventLoop
    ) -> None:
        super().__init__(
            server,
            loop=loop,
            keepalive_timeout=SECONDS_IDLE,
            lingering_time=SECONDS_TO_HEAR,
            access_log=None,  # type: ignore[arg-type]
        )
        self._lobby = lobby
        self._too_late: asyncio.TimerHandle | None = None
        self._gone: asyncio.Future[None] | None = None
        self._unheard = 0

    def dispensable(self) -> bool:
        """Say whether nobody is kept waiting who is cut off: they ask nothing, or do not listen."""
        idle = not self._request_in_progress and not self._messages
        return idle or self.writing_paused or self._gone is not None

    def cut_off(self) -> None:
        """End it, for somebody else's sake."""
        if self.transport is not None:
            self.transport.abort()

    def handle_error(
        self,
        request: BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Return what is answered to what is no HTTP, or where a page of ours failed."""
        del message  # aiohttp's words repeat what was sent
        if request.writer.output_size > 0:
            raise ConnectionError("an answer has begun already")
        if isinstance(exc, BadHttpMessage):
            status, reason = refusal(exc)
            LOG.info("request.refused", refused=reason, status=status)
            measures.count("maca.requests.refused", code=reason)
            self._gone = asyncio.get_running_loop().create_future()
        else:
            LOG.error("page.failed", status=status, fault=faults(exc) if exc else ())
        answer = web.Response(status=status, headers={"Server": SERVER})
        answer.force_close()
        return answer

    async def finish_response(
        self, request: BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> tuple[web.StreamResponse, bool]:
        """Send the answer; to somebody refused, leave a moment in which to see it."""
        done = await super().finish_response(request, resp, start_time)
        self._lobby.spoken(self)
        if self._gone is not None and self.transport is not None:
            self.close()
            if self.transport.can_write_eof():
                self.transport.write_eof()
            await asyncio.wait([self._gone], timeout=SECONDS_TO_HEAR)
        return done

    def data_received(self, data: bytes) -> None:
        """Take what was sent, or throw it away."""
        if self._gone is None:
            super().data_received(data)
            return
        self._unheard += len(data)
        if self._unheard > MOST_UNHEARD:
            self._go()

    def eof_received(self) -> None:
        """Note that nothing more will come."""
        self._go()
        super().eof_received()

    def connection_lost(self, exc: BaseException | None) -> None:
        """Note that nobody is there any more."""
        self._lobby.left(self)
        self._go()
        self._waits_no_more()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Give somebody who takes no answer a while, and then give them up."""
        super().pause_writing()
        if self.transport is not None:
            loop = asyncio.get_running_loop()
            self._too_late = loop.call_later(SECONDS_TO_TAKE, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on: they took some of it."""
        self._waits_no_more()
        super().resume_writing()

    def _waits_no_more(self) -> None:
        if self._too_late is not None:
            self._too_late.cancel()
            self._too_late = None

    def _go(self) -> None:
        if self._gone is not None and not self._gone.done():
            self._gone.set_result(None)


def refusal(fault: BadHttpMessage) -> tuple[int, str]:
    """Return status and reason for what is no HTTP, or too much of it."""
    if not isinstance(fault, LineTooLong):
        return 400, "http.malformed"
    begins: Any = fault.args[0]
    if isinstance(begins, bytes) and begins[: len(BEARER)].lower() == BEARER:
        return 401, "token.too_long"
    return 431, "http.too_long"
