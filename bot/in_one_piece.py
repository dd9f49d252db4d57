"""The answer to a button in one piece: a head that is nearly always the same, and its body."""

import time
from email.utils import formatdate

from aiohttp import HttpVersion11, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.web_request import BaseRequest

from bot.callers import SERVER

JSON = "application/json"
_second = -1
_head = b""


class InOnePiece(web.StreamResponse):
    """JSON for somebody who stays on the line. Whoever does not is answered as aiohttp answers.

    aiohttp makes a head field by field, for whatever may stand in it. Only `prepare`, `write_eof`
    and `keep_alive` are ours, which is what it asks of an answer.
    """

    _straight: AbstractStreamWriter | None = None

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self._all = body

    @property
    def keep_alive(self) -> bool | None:
        """Say whether the connection stays."""
        return super().keep_alive if self._straight is None else True

    async def prepare(self, request: BaseRequest) -> AbstractStreamWriter | None:
        """Take the writer; the head is written with the body."""
        if request.version == HttpVersion11 and request.keep_alive:
            self._straight = request.writer
            return self._straight
        self.content_type, self.content_length = JSON, len(self._all)
        return await super().prepare(request)

    async def write_eof(self, data: bytes = b"") -> None:
        """Write all of it; raises ConnectionError where nobody is there any more."""
        if self._straight is None:
            await super().write_eof(data or self._all)
        else:
            await self._straight.write_eof(
                b"%bContent-Length: %d\r\n\r\n%b" % (head(), len(self._all), self._all)
            )


def head() -> bytes:
    """Return what stands before the length. The second is put into words once a second."""
    global _second, _head
    second = int(time.time())
    if second != _second:
        at = formatdate(second, usegmt=True)
        told = f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\nDate: {at}\r\nServer: {SERVER}\r\n"
        _second, _head = second, told.encode()
    return _head
