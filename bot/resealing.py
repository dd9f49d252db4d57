"""Seals what is kept anew, behind the turns, when keys were rotated while the bot runs."""

import logging
from dataclasses import dataclass
from typing import Protocol, cast

from bot.errands import Errands
from bot.stop import Stop
from storage.ring import Ring

LOG = logging.getLogger(__name__)
EVERY = 60
"""Seconds between two looks at the keys."""


class SealedStore(Protocol):
    """What a store can do about its seals."""

    @property
    def ring(self) -> Ring:
        """The keys of this store."""

    @property
    def has_unsealed(self) -> bool:
        """Whether an earlier version of this software left something unsealed."""

    async def seal_all(self) -> int:
        """Seal all that is not sealed by today's keys, and return how much there was."""


@dataclass(slots=True)
class Sealer:
    """Sees to it that all is under the keys of today."""

    store: SealedStore
    done: frozenset[str] = frozenset()
    """Ids of the keys by which all was sealed when it was last looked at."""

    async def run(self, stop: Stop) -> None:
        """Look every minute until told to stop. What fails is logged and tried again."""
        while not stop.asked():
            try:
                await self.look()
            except Exception:
                LOG.exception("keys.not_sealed_anew")
            await stop.rest(EVERY)

    async def look(self) -> int:
        """Seal what is under older keys, if there are any new ones; return how much it was."""
        await self.store.ring.look()
        known = self.store.ring.known()
        today = frozenset(key.key_id for key in known if key.retired is None)
        older = any(key.retired for key in known)
        if not self.store.has_unsealed and (not older or today == self.done):
            return 0
        count = await self.store.seal_all()
        self.done = today
        if count:
            LOG.info("keys.sealed_anew", extra={"noted": {"count": count}})
        return count


def sealer_of(errands: Errands) -> Sealer:
    """Return the sealer of a bot that runs."""
    return Sealer(cast("SealedStore", errands.store))
