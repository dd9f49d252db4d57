"""Thousands of connections that say nothing, from a process of their own."""

import asyncio
import os
import resource
import statistics
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot import callers
from tests.bot import front_door
from tests.bot.conftest import Build
from tests.bot.world import World
from tests.proofs import LONG, proved

ROOT = Path(__file__).parents[2]
COUNT = 10_000 if LONG else 200
ROOM = 2_000 if LONG else 40
"""How many connections the full door has room for; in the long mode as the settings say."""
IDLE = callers.SECONDS_IDLE if LONG else 2
MOST_KILOBYTES = 30
"""That one silent connection may cost."""


@pytest.fixture
def many_files() -> Iterator[None]:
    """Let this process hold as many connections as the machine allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@asynccontextmanager
async def silent(world: World, count: int) -> AsyncIterator[Process]:
    """Have so many connections opened while the block runs."""
    command = (sys.executable, "-m", "tests.bot.silence", str(world.bot.port), str(count))
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=PIPE)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def told(process: Process) -> str:
    """Return what the process says next."""
    assert process.stdout
    async with asyncio.timeout(240):
        return (await process.stdout.readline()).decode().strip()


async def turns_taken(world: World, count: int = 20) -> list[float]:
    """Take turns, each over a connection of its own, and return the milliseconds of each."""
    took = []
    for _ in range(count):
        begun = time.perf_counter()
        answer = await world.post(world.activity("execute"), Connection="close")
        assert answer.status == 200
        took.append((time.perf_counter() - begun) * 1000)
    return took


def kilobytes() -> int:
    """Return how much memory this process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


@pytest.mark.usefixtures("many_files")
async def test_silent_connections_keep_nobody_out_and_are_closed_in_the_end(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever speaks is answered as ever; one that says nothing costs little, and not for ever."""
    monkeypatch.setattr(callers, "SECONDS_IDLE", IDLE)
    world = await build()
    await turns_taken(world)
    before = kilobytes()
    async with silent(world, COUNT) as process:
        assert await told(process) == f"open {COUNT}"
        took = statistics.median(await turns_taken(world))
        each = (kilobytes() - before) / COUNT
        assert await told(process) == f"closed {COUNT}"
    assert not LONG or each < MOST_KILOBYTES
    proved(f"{COUNT:,} connections that say nothing, from a process of their own, all closed after "
           f"{IDLE} s", f"a turn meanwhile {took:.0f} ms; {each:.0f} KB each")  # fmt: skip


@pytest.mark.usefixtures("many_files")
async def test_full_door_lets_in_who_speaks(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """More silent connections than there is room for, and everybody else is answered."""
    monkeypatch.setattr(front_door, "MOST", ROOM)
    world = await build()
    async with silent(world, COUNT) as process:
        assert await told(process) == f"open {COUNT}"
        took = statistics.median(await turns_taken(world))
    proved(f"a turn while {COUNT:,} silent connections crowd a door with room for {ROOM:,}",
           f"{took:.0f} ms")  # fmt: skip
