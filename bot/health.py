"""Says whether the bot can do its work now, and if not, which part of it cannot, by a code."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field

from bot import log, measures

LOG = log.logger(__name__)
SECONDS_KEPT = 1.0
"""For so long an answer is given again: whoever asks without end costs one look a second."""
SECONDS_TO_ANSWER = 2.0
STOPPING = "stopping"

Check = Callable[[], Awaitable[object]]
"""Returns when a part is as it should be, and raises when it is not."""


class NotReadyError(Exception):
    """A part is not as it should be."""


@dataclass(slots=True)
class Health:
    """Looks at all parts at once. A look that hangs is not begun again before it ends."""

    checks: Mapping[str, Check]
    """By the code that is told when it fails."""
    stopping: bool = False
    ticks: Callable[[], float] = time.monotonic
    patience: float = SECONDS_TO_ANSWER
    _looks: dict[str, asyncio.Task[object]] = field(default_factory=dict)
    _found: list[str] = field(default_factory=list)
    _until: float = float("-inf")
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        """Let measurements tell what was found last."""
        measures.watch("maca.ready", self.readings)

    async def failing(self) -> list[str]:
        """Return the codes of what fails, none when the bot is ready; never raises."""
        if self.stopping:
            return [STOPPING]
        async with self._one_at_a_time:
            if self.ticks() >= self._until:
                await self._look()
                self._until = self.ticks() + SECONDS_KEPT
        return self._found

    def readings(self) -> Iterable[tuple[float, Mapping[str, str]]]:
        """Return 1 for each part that was well, 0 for each that was not."""
        return [(float(code not in self._found), {"code": code}) for code in self.checks]

    async def close(self) -> None:
        """Wait for no look any more."""
        for task in self._looks.values():
            task.cancel()
        await asyncio.gather(*self._looks.values(), return_exceptions=True)

    async def _look(self) -> None:
        for code, check in self.checks.items():
            if code not in self._looks:
                self._looks[code] = asyncio.ensure_future(check())
        await asyncio.wait(self._looks.values(), timeout=self.patience)
        found = [code for code in self.checks if not self._well(code)]
        if found != self._found:
            LOG.warning("health.changed", failing=dict.fromkeys(found, 1), count=len(found))
        self._found = found

    def _well(self, code: str) -> bool:
        task = self._looks[code]
        if not task.done():
            return False
        del self._looks[code]
        return not task.cancelled() and task.exception() is None
