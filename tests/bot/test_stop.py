"""How the bot stops: turns in flight finish, no new ones begin, the store is closed."""

import asyncio
import json
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest

from tests.bot.world import captured

SLOW_BOT = Path(__file__).parent / "slow_bot.py"
ROOT = SLOW_BOT.parent.parent.parent
Start = Callable[[float], Awaitable[Process]]


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[Start]:
    """Start a slow bot that gives its turns so many seconds to finish."""
    started: list[Process] = []

    async def slow_bot(seconds: float) -> Process:
        command = (sys.executable, "-m", "tests.bot.slow_bot", str(tmp_path), str(seconds))
        bot = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=PIPE, stdout=PIPE)
        started.append(bot)
        return bot

    yield slow_bot
    for bot in started:
        with suppress(ProcessLookupError):
            bot.kill()
        await bot.communicate()


async def word(bot: Process) -> str:
    """Return the next word that the bot says."""
    assert bot.stdout
    async with asyncio.timeout(30):
        return (await bot.stdout.readline()).decode().strip()


async def posted(port: str) -> aiohttp.ClientResponse:
    """Press a button."""
    activity = captured("execute", serviceUrl="http://127.0.0.1:1/_connector")
    async with aiohttp.ClientSession() as http:
        answer = await http.post(
            f"http://127.0.0.1:{port}/api/messages",
            data=json.dumps(activity),
            headers={"Content-Type": "application/json"},
        )
        await answer.read()
        return answer


async def until_closed(port: str) -> None:
    """Wait until nobody listens on the port any more."""
    async with asyncio.timeout(30):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", int(port))
            except OSError:
                return
            writer.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_turn_in_flight_finishes_before_the_bot_stops(
    start: Start, number: signal.Signals
) -> None:
    """Whoever pressed the button gets their card; whoever comes later is not let in."""
    bot = await start(30)
    port = await word(bot)
    answer = asyncio.create_task(posted(port))
    assert await word(bot) == "taken"
    bot.send_signal(number)
    await until_closed(port)
    assert bot.stdin
    bot.stdin.write(b"go on\n")
    assert (await answer).status == 200
    assert await word(bot) == "closed"
    assert await bot.wait() == 0


async def test_turn_that_never_ends_does_not_keep_the_bot_from_stopping(start: Start) -> None:
    """Patience has an end, and the store is closed all the same."""
    bot = await start(0.1)
    port = await word(bot)
    answer = asyncio.create_task(posted(port))
    assert await word(bot) == "taken"
    bot.send_signal(signal.SIGTERM)
    with pytest.raises(aiohttp.ClientError):
        await answer
    assert await word(bot) == "closed"
    assert bot.stdin
    bot.stdin.write(b"go on\n")
    assert await bot.wait() == 0


async def test_idle_bot_stops_at_once(start: Start) -> None:
    """Connections that are merely open do not count."""
    bot = await start(60)
    port = await word(bot)
    _, writer = await asyncio.open_connection("127.0.0.1", int(port))
    bot.send_signal(signal.SIGTERM)
    assert await word(bot) == "closed"
    assert await bot.wait() == 0
    writer.close()
