"""What a data key is as it is kept, who keeps it, and who wraps it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class SealError(OSError):
    """What is sealed cannot be opened: its key is gone, or it was changed by somebody else."""


class KeyGoneError(SealError):
    """There is no key by which this was sealed: it was destroyed, or is not known here yet."""


class MasterKeyError(SealError):
    """The master key is not the one by which the data keys were wrapped. Fit to show."""


class KeysUnsureError(SealError):
    """The keys could not be looked at for too long to seal by them. Fit to show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrappedKey:
    """A data key as it is kept: nobody reads it without its master key."""

    scope: str
    key_id: str
    """In hex; it stands in all that this key sealed."""
    wrapped: bytes
    master_id: str
    made_at: datetime
    retired: datetime | None = None
    """When another took its place. What it sealed still opens."""


class KeyKeeper(Protocol):
    """Where wrapped data keys lie: apart from the data. All methods raise OSError."""

    async def every(self) -> Sequence[WrappedKey]:
        """Return all keys that there are."""

    async def keep(self, key: WrappedKey) -> None:
        """Keep the key, on disk before returning, in the place of one by the same id."""

    async def drop(self, scope: str) -> None:
        """Destroy all keys of the scope, on disk before returning; there may be none."""

    async def drop_one(self, key: WrappedKey) -> None:
        """Destroy this key, on disk before returning; it may be gone."""


class MasterKey(Protocol):
    """What wraps data keys: a key file, a variable, a key vault."""

    async def current(self) -> str:
        """Return the id of the key that wraps now; it tells nothing of the key. Raises OSError."""

    async def wrap(self, plain: bytes) -> tuple[str, bytes]:
        """Return the id of the key that wrapped it, and the wrapped bytes. Raises OSError."""

    async def unwrap(self, master_id: str, wrapped: bytes) -> bytes:
        """Return what this master key wrapped. Raises MasterKeyError, OSError."""

    async def close(self) -> None:
        """Let go of what was opened for it. It can be used again."""


def name_of(key: WrappedKey) -> bytes:
    """Return what is wrapped with a key, so that none can be put in another's place."""
    return hashlib.sha256(f"{key.scope}\0{key.key_id}".encode()).digest()
