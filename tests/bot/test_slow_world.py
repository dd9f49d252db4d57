"""What is slow or silent outside stops nobody else, and nothing on the loop waits for a disk."""

import asyncio
import io
import sys
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from bot.log_writer import MOST_WAITING, Behind
from bot.retry import Patience
from dialogs import router
from dialogs.turn import Reply, Turn
from storage.contract import Store
from tests import cast
from tests.bot.conftest import Build
from tests.bot.speaking import CARRIED, Broken, peopled, press
from tests.bot.world import CAPTURED, Keys, Router, Signer, failing

BLOCKING = frozenset({
    "open", "os.rename", "os.remove", "os.mkdir", "os.listdir", "os.scandir", "os.truncate",
    "subprocess.Popen", "socket.gethostbyname", "socket.getaddrinfo", "time.sleep", "import",
})  # fmt: skip
"""What Python tells its audit hooks of, and lets a thread wait."""


class Watch:
    """Notes what the loop's thread does that blocks. A hook stays for good, so there is one."""

    def __init__(self) -> None:
        self.thread: int | None = None
        self.seen: list[str] = []
        sys.addaudithook(self._told)

    def _told(self, event: str, args: tuple[Any, ...]) -> None:
        ours = args and str(CAPTURED) in str(args[0])  # the test reads what it posts
        if self.thread == threading.get_ident() and event in BLOCKING and not ours:
            self.seen.append(f"{event} {args[0]!s}")


WATCH = Watch()


@pytest.fixture
async def hangs() -> AsyncIterator[asyncio.Event]:
    """Something that never comes while the test runs, and comes at its end."""
    event = asyncio.Event()
    yield event
    event.set()


async def test_connector_that_hangs_stops_no_other_turn(build: Build, hangs: asyncio.Event) -> None:
    """It is given up after a while that Teams does not wait for; meanwhile others are served."""

    async def silent(_request: web.Request) -> web.Response:
        await hangs.wait()
        return failing(500)

    world = await build(patience=Patience(deadline=1))
    world.connector.will_answer(silent)
    waiting = asyncio.create_task(world.told("message"))
    while not world.connector.got:
        await asyncio.wait([waiting], timeout=0.01)
    answers = [await world.told("execute") for _ in range(3)]
    assert [one.status for one in answers] == [200] * 3
    assert (await waiting).status == 502
    assert Patience().deadline < 15


@dataclass
class Silent(Keys):
    """Where Microsoft lists its keys, and says nothing from the second question on."""

    hangs: asyncio.Event = field(default_factory=asyncio.Event)

    async def _metadata(self, request: web.Request) -> web.Response:
        if self.asked:
            self.asked += 1
            await self.hangs.wait()
        return await super()._metadata(request)


async def test_keys_that_hang_stop_nobody_whose_key_is_known(
    build: Build, hangs: asyncio.Event
) -> None:
    """A token with a new key waits for the keys; one with a known key does not."""
    keys = Silent([Signer()], hangs=hangs)
    world = await build(keys=keys)
    new = Signer("k2").token(world.connector.url)
    waiting = asyncio.create_task(world.post(world.activity("execute"), new))
    while keys.asked < 2:
        await asyncio.wait([waiting], timeout=0.01)
    assert (await world.told("execute")).status == 200
    hangs.set()
    assert (await waiting).status == 401


@dataclass
class OneHangs(Router):
    """A router whose first turn waits, as one does whose disk hangs."""

    hangs: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, turn: Turn, store: Store) -> Reply:
        """Wait, the first time."""
        first = not self.turns
        reply = await super().take(turn, store)
        if first:
            await self.hangs.wait()
        return reply


async def test_turn_that_hangs_stops_no_other(build: Build, hangs: asyncio.Event) -> None:
    """Not even of the same person: Teams has given up the first by then."""
    slow = OneHangs(hangs=hangs)
    world = await build(router=slow)
    waiting = asyncio.create_task(world.told("execute"))
    while not slow.turns:
        await asyncio.wait([waiting], timeout=0.01)
    assert (await world.told("execute")).status == 200
    hangs.set()
    assert (await waiting).status == 200


class Stuck(io.StringIO):
    """A log that nobody reads, until somebody does."""

    def __init__(self) -> None:
        super().__init__()
        self.reader = threading.Event()
        self.asked = threading.Event()

    def write(self, text: str) -> int:
        """Wait for the reader."""
        self.asked.set()
        self.reader.wait(30)
        return super().write(text)


def test_log_that_nobody_reads_stops_no_turn() -> None:
    """Lines wait in memory, so many and no more; what was dropped is counted and told."""
    stuck = Stuck()
    behind = Behind(stuck)
    behind.write(b'{"event":"first"}\n')
    assert stuck.asked.wait(30)
    for _ in range(MOST_WAITING + 7):
        behind.write(b'{"event":"more"}\n')
    assert behind.dropped == 7
    stuck.reader.set()
    behind.close()
    lines = stuck.getvalue().splitlines()
    assert lines.count('{"event":"more"}') == MOST_WAITING
    assert '{"from":"bot.log","event":"log.dropped","count":7}' in lines


async def test_no_turn_opens_a_file_or_waits_for_a_name(build: Build) -> None:
    """Every verb of the router is tried; disks and names are for other threads than the loop's."""
    broken: Any = Broken()
    world = await build(router=broken)
    await peopled(world)
    carried = {**CARRIED, "return": "a1.C.phn", "audit": "a1"}
    for who in (cast.HEALTH_VISITOR, cast.BUSINESS_MANAGER):
        for verb in sorted(router.VERBS):  # what is loaded once is loaded now
            await press(world, who, verb, carried)
    await world.errands_run()
    WATCH.seen.clear()
    WATCH.thread = threading.get_ident()
    try:
        for who in (cast.HEALTH_VISITOR, cast.COORDINATOR, cast.BUSINESS_MANAGER):
            for verb in sorted({*router.VERBS} - MAKE_FILES):
                await press(world, who, verb, carried)
    finally:
        WATCH.thread = None
    assert not [one for one in WATCH.seen if NEW_RECORD not in one]


NEW_RECORD = "/store/"
"""TinyDB looks once for the file of a record that is new, before it writes the first page of it."""
MAKE_FILES = {"make", "pack", "report", "export"}
"""After these a program is begun that makes the file, beside the turn."""
