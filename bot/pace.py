"""How fast we may send: so many a second for the app, so many for each conversation."""

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

LONGER = 1.1
"""A second of ours is a little longer than Teams', so that what travels unevenly does not add up
to too many there."""
PARTS = 10
"""A second's sends go out in so many small bunches, and not all at its beginning."""
MOST_THREADS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What Teams takes (learn: rate-limit). 0 for the app is no limit, for measurements only."""

    app_a_second: int = 50
    chat_a_second: int = 7
    chat_in_30_seconds: int = 60


class Window:
    """At most so many in any stretch of so many seconds."""

    def __init__(self, most: int, seconds: float) -> None:
        self._seconds = seconds
        self._times: deque[float] = deque(maxlen=most)

    def free_at(self) -> float:
        """Return from when on the next one may go."""
        full = len(self._times) == self._times.maxlen
        return self._times[0] + self._seconds if full else float("-inf")

    def note(self, at: float) -> None:
        """Take note of one that goes."""
        self._times.append(at)


@dataclass(slots=True)
class Thread:
    """One conversation's windows; its messages go one at a time."""

    windows: tuple[Window, ...]
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Pace:
    """Lets each sender wait for its turn. The clock and the waiting are given, for tests."""

    def __init__(
        self,
        limits: Limits,
        *,
        ticks: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._limits = limits
        self._ticks = ticks
        self._sleep = sleep
        step = max(1, limits.app_a_second // PARTS)
        span = LONGER * step / limits.app_a_second if limits.app_a_second else 0
        self._app = Window(step, span)
        self._one_at_a_time = asyncio.Lock()
        self._threads: OrderedDict[str, Thread] = OrderedDict()

    async def turn(self, conversation: str) -> None:
        """Return when one more may be sent to this conversation; it counts as sent now."""
        thread = self._thread(conversation)
        async with thread.lock:
            for window in thread.windows:
                await self._until(window.free_at())
            async with self._one_at_a_time:
                await self._until(self._app.free_at())
                now = self._ticks()
                self._app.note(now)
            for window in thread.windows:
                window.note(now)

    def _thread(self, conversation: str) -> Thread:
        thread = self._threads.get(conversation)
        if thread is None:
            limits = self._limits
            second = Window(limits.chat_a_second, LONGER)
            half_minute = Window(limits.chat_in_30_seconds, 30 * LONGER)
            thread = self._threads[conversation] = Thread((second, half_minute))
            if len(self._threads) > MOST_THREADS:
                self._threads.popitem(last=False)
        self._threads.move_to_end(conversation)
        return thread

    async def _until(self, when: float) -> None:
        while (left := when - self._ticks()) > 0:
            await self._sleep(left)
