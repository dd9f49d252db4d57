"""The bot as a process on a real folder that fails for a while, under people who answer."""

import asyncio
import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from storage.tiny import TinyStore
from tests import robots
from tests.bot.world import Connector
from tests.replicas import Replica, words_in
from tests.robots import Robot

RIGHTS = "-dac_override,-dac_read_search"
WITHOUT_ROOT = ("setpriv", "--bounding-set", RIGHTS, "--inh-caps", RIGHTS)
"""Lets a process of root meet permissions as everybody else does."""
PEOPLE = 8
PAUSE = 0.05
PATIENCE = 60.0


def limited() -> tuple[str, ...]:
    """Return what a process is started by, so that permissions count for it.

    Raises PermissionError where root can only be root.
    """
    if os.geteuid() != 0:
        return ()
    if not shutil.which(WITHOUT_ROOT[0]):
        raise PermissionError("root cannot take rights from a process here: there is no setpriv")
    return WITHOUT_ROOT


@dataclass(kw_only=True)
class Sick:
    """The bot, those who press, and what came of it."""

    folder: Path
    bot: Replica
    team: list[Robot]
    http: aiohttp.ClientSession
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    enough: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def answered(self) -> int:
        """How many answers in words people were told are kept."""
        return sum(len(one.kept) for one in self.team)

    @property
    def refused(self) -> int:
        """How many presses were answered with words that nothing was saved."""
        return sum(one.tries["apology"] for one in self.team)

    @property
    def unheard(self) -> int:
        """How many presses got no answer, or another status."""
        return sum(sum(one.tries.values()) - one.tries["answered"] - one.tries["apology"]
                   for one in self.team)  # fmt: skip

    async def more_answers(self, count: int = 20) -> None:
        """Return once so many more are kept."""
        wanted = self.answered + count
        await until(lambda: self.answered >= wanted)

    async def more_refusals(self, count: int = 10) -> None:
        """Return once so many more were told that nothing was saved."""
        wanted = self.refused + count
        await until(lambda: self.refused >= wanted)

    async def is_ready(self) -> list[str]:
        """Return what the bot says is not as it should be."""
        async with self.http.get(f"http://127.0.0.1:{self.bot.port}/readyz") as answer:
            said: dict[str, Any] = await answer.json()
            assert (answer.status == 200) == said["ready"]
            return list(said["failing"])

    async def says(self, failing: list[str]) -> None:
        """Return once the bot says that just this is not as it should be."""
        async with asyncio.timeout(PATIENCE):
            while await self.is_ready() != failing:  # noqa: ASYNC110 - another process changes it
                await asyncio.sleep(PAUSE)

    async def kill_and_compare(self) -> None:
        """Kill the bot in the middle, and look for every answer whose card came back."""
        await self.bot.stop(signal.SIGKILL)
        self.enough.set()
        store = await TinyStore.open(self.folder)
        for one in self.team:
            ret = await store.agency_return(one.return_id)
            assert ret
            said = words_in(ret)
            self.lost += [text for _, text in one.kept if not said[text]]
            self.doubled += [text for text, times in said.items() if times > 1]
        await store.close()


async def until(holds: Callable[[], bool]) -> None:
    """Return once it holds; raises TimeoutError when that takes too long."""
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110 - another process changes it
            await asyncio.sleep(PAUSE)


@asynccontextmanager
async def pressed_by_many(folder: Path, *, before: tuple[str, ...] = ()) -> AsyncIterator[Sick]:
    """Have many people answer a bot on this folder while the block runs."""
    async with AsyncExitStack() as closing:
        connector = Connector()
        await connector.start()
        closing.push_async_callback(connector.server.close)
        store = await TinyStore.open(folder)
        await robots.fill(store, PEOPLE, connector.url)
        await store.close()
        http = await closing.enter_async_context(aiohttp.ClientSession(timeout=robots.PATIENCE))
        bot = Replica(str(folder), before=before)
        closing.push_async_callback(bot.stop, signal.SIGKILL)
        await bot.start()
        team = [Robot(n, http, [bot.port], connector.url, 0.1) for n in range(PEOPLE)]
        sick = Sick(folder=folder, bot=bot, team=team, http=http)
        working = [asyncio.create_task(one.work(sick.enough)) for one in team]
        closing.push_async_callback(ended, working)
        yield sick


async def ended(working: list[asyncio.Task[None]]) -> None:
    """Have nobody press any more."""
    for one in working:
        one.cancel()
    await asyncio.gather(*working, return_exceptions=True)


@contextmanager
def small_disk(at: Path, size: str = "12m") -> Iterator[Path]:
    """Give a disk of its own of this size; raises PermissionError where one may not mount any."""
    at.mkdir()
    mount = shutil.which("mount")
    done = mount and subprocess.run(  # noqa: S603 - ours
        [mount, "-t", "tmpfs", "-o", f"size={size}", "none", str(at)], check=False,
        capture_output=True,
    )  # fmt: skip
    if not done or done.returncode:
        raise PermissionError("one may not mount a disk here")
    try:
        yield at
    finally:
        subprocess.run(["umount", "-l", str(at)], check=True)  # noqa: S603, S607 - ours


def fill_up(disk: Path) -> Path:
    """Take all the room there is, and return the file that has it."""
    filler = disk / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            continue
    return filler
