"""Who is too fast waits, who floods is refused, and nothing that was filled in is lost."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
from aiohttp import web

from bot import hold_back
from bot.app import ERRANDS, GATE
from bot.limits import LONGEST_WAIT, MOST_KNOWN, Allowance, Bounds, Limits
from bot.listening import serving
from bot.operating import WATCHED
from bot.settings import Settings
from tests.bot.conftest import Build
from tests.bot.wishing import Wishing
from tests.bot.world import SAM, World


class Ticks:
    """A clock that is moved by hand."""

    now = 0.0

    def __call__(self) -> float:
        """Say what it shows."""
        return self.now


def test_burst_is_free_then_the_pace_counts() -> None:
    """Twenty quick presses cost nobody anything; the next waits, a flood is refused."""
    ticks = Ticks()
    few = Allowance(20, 2, ticks=ticks)
    assert [few.wait_for("a", 4) for _ in range(20)] == [0] * 20
    assert [few.wait_for("a", 4) for _ in range(8)] == [n / 2 for n in range(1, 9)]
    assert few.wait_for("a", 4) is None
    assert few.wait_for("b", 4) == 0
    ticks.now += 0.5
    assert few.wait_for("a", 4) == 4
    ticks.now += 60
    assert few.wait_for("a", 4) == 0


def test_what_is_remembered_has_a_bound() -> None:
    """However many senders there are; who was quiet longest is forgotten."""
    few = Allowance(1, 1, ticks=Ticks())
    assert few.wait_for("first") == 0
    for number in range(MOST_KNOWN):
        few.wait_for(f"n{number}")
    assert len(few._known) == MOST_KNOWN  # noqa: SLF001 - nothing else shows it
    assert few.wait_for("first") == 0


def test_chat_has_its_own_allowance() -> None:
    """Many people in one channel are held back together, at twice one person's pace."""
    few = Limits(Bounds(turns_a_second=1, turns_at_once=5), ticks=Ticks())
    waits = [few.turn(f"p{number}", "channel") for number in range(18)]
    assert waits[:10] == [0] * 10
    assert waits[10:18] == [n / 2 for n in range(1, 9)]
    assert few.turn("p99", "channel") is None
    assert few.turn("p99", "elsewhere") == 0


@pytest.fixture
async def strict(build: Build) -> World:
    """A bot that lets one turn through and would let the next wait for longer than anybody may."""
    return await build(settings={"turns_at_once": 1, "turns_a_second": 0.001})


async def test_refused_button_leaves_its_card_as_it_was(strict: World) -> None:
    """The answer holds no card, so what was filled in stays on the screen; nothing was saved."""
    await strict.told("execute")
    answer = await strict.told("execute")
    found: dict[str, Any] = await answer.json()
    assert answer.status == 200
    assert found["type"] == hold_back.MESSAGE
    assert "Wait ten seconds, then press the button again." in found["value"]
    assert "is not saved yet" in found["value"]
    assert len(strict.router.turns) == 1


@pytest.mark.parametrize("kind", ["message", "submit"])
async def test_who_floods_by_typing_is_told_once(strict: World, kind: str) -> None:
    """As a new card beside the old one, and once in half a minute: words are no flood of ours."""
    await strict.told("execute")
    for _ in range(5):
        assert (await strict.told(kind)).status == 200
    [sent] = strict.connector.got
    assert sent.method == "POST"
    assert "a lot at once" in str(sent.card)
    assert "turns.too_many" in str(sent.card)


async def test_who_is_a_little_too_fast_waits_and_is_served(build: Build) -> None:
    """Nobody is refused for pressing twice."""
    world = await build(settings={"turns_at_once": 1, "turns_a_second": 100})
    answers = [await world.told("execute") for _ in range(5)]
    assert [answer.status for answer in answers] == [200] * 5
    assert len(world.router.turns) == 5
    assert LONGEST_WAIT < 15


async def test_file_too_many_is_not_made(build: Build) -> None:
    """The person is told in their chat, and when to ask again."""
    world = await build(router=Wishing(), settings={"files_an_hour": 1})
    for _ in range(2):
        await world.told("message")
        await world.errands_run()
    assert not world.bot.app[ERRANDS].limits.file(SAM.id)
    assert "files.too_many" in str([sent.said for sent in world.connector.got])


async def test_crowd_is_asked_to_come_again(world: World) -> None:
    """Requests beyond what is served at once cost nothing but their answer, a 503."""
    crowd = world.bot.app[GATE].crowd
    crowd.most = 0
    assert (await world.told("execute")).status == 503
    crowd.most = 1
    assert (await world.told("execute")).status == 200
    assert crowd.now == 0


@pytest.fixture
async def two_connections(world: World) -> AsyncIterator[int]:
    """The port of a door that has room for ten connections, all but two of them taken."""
    async with AsyncExitStack() as closing:
        settings = Settings(port=0, most_connections=10)
        app = web.Application()
        app[WATCHED] = world.bot.app[WATCHED]
        port = await closing.enter_async_context(serving(app, settings))
        for _ in range(8):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            closing.callback(writer.close)
        yield port


async def test_connections_beyond_the_room_are_closed(two_connections: int) -> None:
    """Who opens connections without end finds them closed, and the others are served on."""
    opened = [await asyncio.open_connection("127.0.0.1", two_connections) for _ in range(12)]
    async with asyncio.timeout(10):
        opened[-1][1].write(b"GET /none HTTP/1.1\r\nHost: x\r\n\r\n")
        assert (await opened[-1][0].readline()).startswith(b"HTTP/1.1 404")
        for reader, _writer in opened[:2]:
            assert await _rest(reader) == b""
    for _reader, writer in opened:
        writer.close()


async def _rest(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read()
    except ConnectionError:
        return b""
