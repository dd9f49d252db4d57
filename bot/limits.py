"""How much one person and one chat may ask: who is a little too fast waits, a flood is refused."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from bot.wire import Refused

MOST_KNOWN = 20_000
"""So many people or chats are remembered, some megabytes; then who was quiet longest is forgotten,
which costs nobody anything."""
HOUR = 3600.0
LONGEST_WAIT = 4.0
"""Seconds that a turn may be held back. Teams waits for 15, and sends again what it waited for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much one person may ask."""

    turns_a_second: float = 3
    turns_at_once: int = 20
    files_an_hour: int = 40
    uploads_an_hour: int = 60


UNBOUNDED = Bounds(
    turns_a_second=1e6, turns_at_once=1_000_000, files_an_hour=1_000_000, uploads_an_hour=1_000_000
)
"""For the demo, which nobody can reach but who runs it."""


class Allowance:
    """So many at once, and so many a second for long, for each key."""

    __slots__ = ("_known", "_most", "_rate", "_ticks")

    def __init__(
        self, most: float, rate: float, *, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = most
        self._rate = rate
        self._ticks = ticks
        self._known: OrderedDict[str, tuple[float, float]] = OrderedDict()
        """What was left to each, and when that was."""

    def wait_for(self, key: str, longest: float = 0.0) -> float | None:
        """Take one and return how long to wait for it; None, and nothing taken, when too long."""
        now = self._ticks()
        left, at = self._known.get(key, (self._most, now))
        left = min(self._most, left + (now - at) * self._rate) - 1
        if left < -longest * self._rate:
            return None
        self._known[key] = (left, now)
        self._known.move_to_end(key)
        if len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)
        return 0.0 if left >= 0 else -left / self._rate


class Limits:
    """What each person and each chat has used of what they may ask."""

    def __init__(self, bounds: Bounds, *, ticks: Callable[[], float] = time.monotonic) -> None:
        rate, most = bounds.turns_a_second, bounds.turns_at_once
        self._person = Allowance(most, rate, ticks=ticks)
        self._chat = Allowance(2 * most, 2 * rate, ticks=ticks)
        self._told = Allowance(1, 1 / 30, ticks=ticks)
        files, uploads = bounds.files_an_hour, bounds.uploads_an_hour
        self._files = Allowance(files, files / HOUR, ticks=ticks)
        self._uploads = Allowance(uploads, uploads / HOUR, ticks=ticks)

    def turn(self, person: str, chat: str) -> float | None:
        """Return how long this turn is held back; None when it is refused."""
        wait = self._person.wait_for(person, LONGEST_WAIT)
        also = None if wait is None else self._chat.wait_for(chat, LONGEST_WAIT)
        return None if wait is None or also is None else max(wait, also)

    def may_be_told(self, person: str) -> bool:
        """Say whether somebody who floods is sent words about it: twice a minute."""
        return self._told.wait_for(person) is not None

    def file(self, person: str) -> bool:
        """Say whether one more file is made for the person, and count it."""
        return self._files.wait_for(person) is not None

    def upload(self, person: str) -> bool:
        """Say whether one more file is taken from the person, and count it."""
        return self._uploads.wait_for(person) is not None


@dataclass(slots=True)
class Crowd:
    """How many requests are served at this moment, and how many may be."""

    most: int = 500
    now: int = 0

    def room_or_refuse(self) -> None:
        """Raise Refused(503) when there are more than may be, the one that asks among them."""
        if self.now > self.most:
            raise Refused(503, "busy")
