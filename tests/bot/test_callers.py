"""What comes to the door and is no request: refused shortly, given up soon, and told nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from aiohttp import web

from bot import callers, pages
from bot.doorway import listening, port_of
from tests.bot.world import World

GET = b"GET /page HTTP/1.1\r\nHost: x\r\n\r\n"
LONG = b"x" * 9000
NO_HTTP = {
    "garbage": (b"\x00\x01\x02\r\n\r\n", b"400"),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200, b"400"),
    "no host": (b"GET /page HTTP/1.1\r\n\r\n", b"400"),
    "two lengths": (GET[:-2] + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\n", b"400"),
    "length and chunks": (GET[:-2] + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
                          b"400"),
    "a bad length": (GET[:-2] + b"Content-Length: -3\r\n\r\n", b"400"),
    "a null in a header": (GET[:-2] + b"X: \x00\r\n\r\n", b"400"),
    "a long header": (GET[:-2] + b"X: " + LONG + b"\r\n\r\n", b"431"),
    "a long header's name": (GET[:-2] + LONG + b": x\r\n\r\n", b"431"),
    "a long address": (b"GET /" + LONG + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"431"),
    "many headers": (GET[:-2] + b"X: x\r\n" * 200 + b"\r\n", b"400"),
    "a long token": (GET[:-2] + b"Authorization: Bearer " + LONG + b"\r\n\r\n", b"401"),
    "a long token that never ends": (GET[:-2] + b"Authorization: bearer " + LONG, b"401"),
}  # fmt: skip
GIVEN_UP = asyncio.Event()


async def opened(port: int, said: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Open a connection that says this and no more."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(said)
    return reader, writer


async def rest_of(reader: asyncio.StreamReader) -> bytes:
    """Return all that is said until the connection is closed."""
    try:
        async with asyncio.timeout(20):
            return await reader.read()
    except ConnectionError:
        return b""


@pytest.mark.parametrize(("said", "status"), NO_HTTP.values(), ids=NO_HTTP)
async def test_what_is_no_http_is_refused_and_told_nothing(
    world: World, said: bytes, status: bytes
) -> None:
    """No word of what was sent comes back, and no word of what serves it."""
    reader, writer = await opened(world.bot.port or 0, said)
    answer = await rest_of(reader)
    writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.split()[1] == status
    assert b"Server: maca" in head
    assert body == b""
    for word in (b"aiohttp", b"Python", b"xxx"):
        assert word not in answer


@pytest.fixture
async def small() -> AsyncIterator[int]:
    """The port of a door with room for twenty that has a page, a heavy one and one that fails."""
    app = web.Application()

    async def page(_request: web.Request) -> web.Response:
        return web.Response(text="a page")

    async def heavy(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        try:
            while True:
                await answer.write(b"x" * 65_536)
        finally:
            GIVEN_UP.set()

    async def failing(_request: web.Request) -> web.Response:
        raise LookupError("what somebody wrote")

    app.router.add_get("/page", page)
    app.router.add_get("/heavy", heavy)
    app.router.add_get("/failing", failing)
    app.on_response_prepare.append(pages.unversioned)
    async with AsyncExitStack() as closing:
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        door = await closing.enter_async_context(listening(runner, "127.0.0.1", 0, most=20))
        yield port_of(door)


async def test_page_that_fails_tells_nothing_of_why(small: int) -> None:
    """A fault of ours is 500 without a word; the log says where it was."""
    reader, writer = await opened(small, GET.replace(b"page", b"failing"))
    answer = await rest_of(reader)
    writer.close()
    assert answer.startswith(b"HTTP/1.1 500")
    assert b"Server: maca" in answer
    assert answer.endswith(b"\r\n\r\n")


async def test_silent_ones_give_way_to_whoever_comes(small: int) -> None:
    """A door full of connections that say nothing, or have said enough, is open to the next."""
    quiet = [await opened(small, b"") for _ in range(15)]
    spoke = [await opened(small, GET) for _ in range(5)]
    for reader, _writer in spoke:
        assert (await reader.readline()).startswith(b"HTTP/1.1 200")
    more = [await opened(small, GET) for _ in range(12)]
    for reader, _writer in more:
        assert (await reader.readline()).startswith(b"HTTP/1.1 200")
    assert await rest_of(quiet[0][0]) == b""
    for _reader, writer in (*quiet, *spoke, *more):
        writer.close()


async def test_who_was_quiet_longest_gives_way_where_all_have_spoken(small: int) -> None:
    """A proxy's idle connections make room too, and those that come together are all served."""
    spoke = [await opened(small, GET) for _ in range(20)]
    for reader, _writer in spoke:
        assert (await reader.readline()).startswith(b"HTTP/1.1 200")
    more = [await opened(small, GET) for _ in range(8)]
    for reader, _writer in more:
        assert (await reader.readline()).startswith(b"HTTP/1.1 200")
    for reader, _writer in spoke[:8]:
        assert (await rest_of(reader)).endswith(b"a page")
    for _reader, writer in (*spoke, *more):
        writer.close()


async def test_who_takes_no_answer_is_given_up(small: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that nobody reads does not hold its memory and its place for ever."""
    monkeypatch.setattr(callers, "SECONDS_TO_TAKE", 0.2)
    GIVEN_UP.clear()
    _reader, writer = await opened(small, GET.replace(b"page", b"heavy"))
    async with asyncio.timeout(20):
        await GIVEN_UP.wait()
    writer.close()
