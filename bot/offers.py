"""Made files that wait to be fetched: for ten minutes, by one person, once."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.maker import Made
from dialogs.turn import FileWanted

GOOD_FOR = timedelta(minutes=10)
MOST_BYTES = 100_000_000
"""What may wait in memory at once; the oldest goes first. A restart forgets them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One file for one person."""

    secret: str
    """By this it is fetched. It is shown in the person's own chat and nowhere else."""
    person: str
    wanted: FileWanted
    made: Made
    until: datetime


@dataclass(slots=True)
class Offers:
    """All that wait, oldest first."""

    _waiting: OrderedDict[str, Offer] = field(default_factory=OrderedDict)

    def add(self, person: str, wanted: FileWanted, *, made: Made, at: datetime) -> Offer:
        """Keep the file for the person."""
        self._let_go(at)
        secret = secrets.token_urlsafe(32)
        offer = Offer(secret=secret, person=person, wanted=wanted, made=made, until=at + GOOD_FOR)
        self._waiting[secret] = offer
        while self._bytes() > MOST_BYTES and len(self._waiting) > 1:
            self._waiting.popitem(last=False)
        return offer

    def look(self, secret: str, at: datetime) -> Offer | None:
        """Return the offer, if there is one by this secret and its time is not over."""
        self._let_go(at)
        return self._waiting.get(secret)

    def take(self, secret: str, at: datetime) -> Offer | None:
        """Return the offer and forget it: nobody gets it a second time."""
        self._let_go(at)
        return self._waiting.pop(secret, None)

    def _let_go(self, at: datetime) -> None:
        for secret in [one.secret for one in self._waiting.values() if one.until <= at]:
            del self._waiting[secret]

    def _bytes(self) -> int:
        return sum(len(one.made.content) for one in self._waiting.values())
