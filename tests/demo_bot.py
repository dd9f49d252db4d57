"""The demo's bot as a process of its own, so that a test can kill it and start it again."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import aiohttp

from audits.calendar import plus_working_days
from bot import demo, rehearsal
from bot.playground import Window

TRIES = 600
REMINDED = 3
"""The first reminder before the demo's due date comes in so many working days."""


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(slots=True)
class DemoBot:
    """`maca demo --headless` on a folder and a port that stay the same over restarts."""

    folder: Path
    port: int
    more: tuple[str, ...] = ()
    """Further options, such as `--answered`."""
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it, and wait until it answers."""
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "demo", "--headless", "--port", str(self.port),
            *self.more,
            env={**os.environ, "MACA_DATA_DIR": str(self.folder)},
            stdout=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        async with aiohttp.ClientSession() as http:
            for _ in range(TRIES):
                if await self._answers(http):
                    return
                assert self.process.returncode is None, "the demo's bot stopped by itself"
        raise TimeoutError("the demo's bot did not answer")

    async def _answers(self, http: aiohttp.ClientSession) -> bool:
        address = f"http://127.0.0.1:{self.port}/healthz"
        try:
            async with http.get(address) as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            assert self.process is not None
            try:
                await asyncio.wait_for(self.process.wait(), timeout=0.1)
            except TimeoutError:
                return False
            return False

    def kill_soon(self, seconds: float) -> None:
        """Have it killed this many seconds from now, whatever it is doing then."""
        assert self.process is not None
        asyncio.get_running_loop().call_later(seconds, self.process.kill)

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop it, kindly or not."""
        if self.process and self.process.returncode is None:
            self.process.send_signal(how)
            await self.process.wait()


def windows() -> Sequence[Window]:
    """The health visitor's and the business manager's windows, on free ports."""
    return [Window(w.name, w.object_id, w.email, w.tenant, 0)
            for w in rehearsal.seated(demo.day_at(datetime.now(UTC)), 0)]  # fmt: skip


def clock_on(working_days: int, *, since: int = 0) -> str:
    """Return what moves the demo's clock so many working days on, whatever day it is today.

    `since` is how many it was moved before: from a Friday two days on is no working day.
    """
    today = demo.day_at(datetime.now(UTC))
    days_off = demo.read(today).days_off
    first, then = (plus_working_days(today, n, days_off) for n in (since, since + working_days))
    return f"clock +{(then - first).days}d"
