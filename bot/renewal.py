"""Gives an audit a new key when a class of its data has ended, and destroys the older ones.

Backups from before can then not be read for that audit. What has been done stands in the keys
themselves, so whoever looks next goes on after a crash: first a new key, made after the class
ended; then, once every replica seals by it, all that is left sealed anew and the older keys gone.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from audits.audit import Audit
from audits.retention import DataClass
from bot.resealing import SealedStore
from storage.keys import WrappedKey
from storage.moving import WholeStore

LOG = logging.getLogger(__name__)
ENDS_KEYS = frozenset({DataClass.RETURNS, DataClass.REPORT})
"""Names have a key of their own; with the journal all keys of the audit go."""
TAKEN_UP = timedelta(minutes=5)
"""After so long no replica seals by the older key any more: each looks every half minute."""
TRIES = 5
"""Times that all is sealed anew at one look, until nothing was left to do."""


class SealedRecords(WholeStore, SealedStore, Protocol):
    """A store with all that it can do, about its seals too."""


def ended_at(audit: Audit) -> datetime | None:
    """Return when the audit's key has last lost what it sealed; None: never, or it is held."""
    done = [one.destroyed_at for one in audit.retention.certificates if one.data in ENDS_KEYS]
    return max(done) if done and not audit.retention.hold else None


def older(keys: Sequence[WrappedKey], scope: str, end: datetime) -> list[WrappedKey]:
    """Return the scope's keys that were made before the class ended."""
    return [one for one in keys if one.scope == scope and one.made_at < end]


async def renewed(store: SealedRecords, at: datetime) -> int:
    """Go on with every audit of which a class has ended; return how many keys were destroyed.

    Raises OSError; then nothing is lost, and it can be done again.
    """
    ripe = []
    for audit in await store.audits():
        end, scope = ended_at(audit), f"audit/{audit.id}"
        if end is None or not older(store.ring.known(), scope, end):
            continue
        await store.ring.look()
        left = older(store.ring.known(), scope, end)
        if any(one.retired is None for one in left):
            await store.ring.rotate(scope, at=at)
        elif any(one.retired <= at - TAKEN_UP for one in left if one.retired):
            ripe.append(scope)
    return await without_older(store, ripe, at - TAKEN_UP) if ripe else 0


async def without_older(store: SealedRecords, scopes: Sequence[str], before: datetime) -> int:
    """Seal all anew until nothing is left under older keys, then destroy these."""
    for _ in range(TRIES):
        if not await store.seal_all():
            break
    else:
        return 0  # somebody rotates keys all the while; the next look goes on
    count = sum([await store.ring.destroy_older(one, before=before) for one in scopes])
    LOG.info("keys.older_destroyed", extra={"noted": {"count": count}})
    return count
