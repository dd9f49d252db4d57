"""A data key, opened: what seals, and what proves."""

import hashlib
import hmac
from dataclasses import dataclass, replace
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

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
    telling: HMAC
    """Begins each proof, by a key made of it: for what is proven and not hidden."""

    @classmethod
    def of(cls, kept: WrappedKey, key: bytes) -> "DataKey":
        """Return the key ready for use."""
        head = SEALED + bytes.fromhex(kept.key_id)
        telling = hmac.digest(key, b"maca proves", hashlib.sha256)
        return cls(kept, head, AESGCM(key), HMAC(telling, SHA256()))

    def proof(self, told: bytes) -> bytes:
        """Return what only who has the key can make of this (HMAC-SHA-256)."""
        proof = self.telling.copy()
        proof.update(told)
        return proof.finalize()


def replace_kept(key: DataKey, kept: WrappedKey) -> DataKey:
    """Return the same key with what is known of it now."""
    return key if key.kept == kept else replace(key, kept=kept)
