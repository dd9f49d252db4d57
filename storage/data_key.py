"""A data key, opened: what seals, and what proves."""

import hashlib
import hmac
from dataclasses import dataclass, replace
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.keys import WrappedKey

SEALED: Final = b"\x01"
"""Begins what is sealed, and the kind of seal. No JSON begins so."""


@dataclass(frozen=True, slots=True)
class DataKey:
    """A key, opened. It never leaves this process."""

    kept: WrappedKey
    head: bytes
    """What all that it seals begins with."""
    cipher: AESGCM
    telling: bytes
    """A key made of it, for what is proven and not hidden."""

    @classmethod
    def of(cls, kept: WrappedKey, key: bytes) -> "DataKey":
        """Return the key ready for use."""
        head = SEALED + bytes.fromhex(kept.key_id)
        return cls(kept, head, AESGCM(key), hmac.digest(key, b"maca proves", hashlib.sha256))


def replace_kept(key: DataKey, kept: WrappedKey) -> DataKey:
    """Return the same key with what is known of it now."""
    return key if key.kept == kept else replace(key, kept=kept)
