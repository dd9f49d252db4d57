"""Says that it is time to stop, and lets nobody sleep through it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Stop:
    """Asked for once; whoever rests is woken. How one sleeps is given, for tests."""

    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _asked: asyncio.Event = field(default_factory=asyncio.Event)

    def asked(self) -> bool:
        """Say whether it is time to stop."""
        return self._asked.is_set()

    def ask(self) -> None:
        """Have everything stop at its next good moment."""
        self._asked.set()

    async def rest(self, seconds: float) -> None:
        """Return after so many seconds, or as soon as it is time to stop."""
        tasks = [asyncio.ensure_future(self.sleep(seconds)), asyncio.ensure_future(self._wait())]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()

    async def _wait(self) -> None:
        await self._asked.wait()
