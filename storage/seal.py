"""Opens what earlier versions of this software sealed: identity sheets and documents.

They had a key for each audit in a folder of their own, or one secret and a salt for each audit.
What is kept now is sealed by storage/ring.py; what is opened here is sealed anew when it changes.
"""

from pathlib import Path
from typing import Final, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.key_folder import erase
from storage.keys import KeyGoneError, SealError
from storage.names import file_name

__all__ = ["KEY_BYTES", "KeyFolder", "Keys", "OneKey", "Seal", "SealError"]

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12


class Keys(Protocol):
    """Has a key for each audit."""

    def key(self, audit_id: str) -> bytes | None:
        """Return the audit's key, None where there is none. Raises OSError."""

    def destroy(self, audit_id: str) -> None:
        """Make the audit's key unknowable; nothing happens where there is none. Raises OSError."""


class KeyFolder:
    """Random keys, a file for each audit, in a folder that is not the data's."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def key(self, audit_id: str) -> bytes | None:
        """Return the audit's key, None where there is none. Raises OSError."""
        try:
            return whole((self._folder / file_name(audit_id)).read_bytes())
        except FileNotFoundError:
            return None

    def destroy(self, audit_id: str) -> None:
        """Overwrite the key and take its file away. Raises OSError."""
        erase(self._folder / file_name(audit_id))


class OneKey:
    """Keys made of one secret, which a key vault may hold, and a salt for each audit."""

    def __init__(self, secret: bytes, salts: Path) -> None:
        whole(secret)
        self._secret = secret
        self._salts = KeyFolder(salts)

    def key(self, audit_id: str) -> bytes | None:
        """Return the audit's key, None where there is none. Raises OSError."""
        salt = self._salts.key(audit_id)
        if salt is None:
            return None
        made = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=audit_id.encode())
        return made.derive(self._secret)

    def destroy(self, audit_id: str) -> None:
        """Erase the audit's salt, without which nobody can make its key again. Raises OSError."""
        self._salts.destroy(audit_id)


class Seal:
    """Opens sheets and documents. What was sealed for one family opens for no other."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    def open(self, audit_id: str, family: str, sealed: bytes) -> bytes:
        """Return what was sealed. Raises SealError, KeyGoneError among them, OSError."""
        key = self._keys.key(audit_id)
        if key is None:
            raise KeyGoneError("The key of this identity sheet is gone")
        nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        try:
            return AESGCM(key).decrypt(nonce, rest, bound(audit_id, family))
        except (InvalidTag, ValueError) as error:
            raise SealError("The identity sheet does not fit its key") from error

    def destroy(self, audit_id: str) -> None:
        """Destroy the audit's key, and with it all its sheets. Raises OSError."""
        self._keys.destroy(audit_id)


def bound(audit_id: str, family: str) -> bytes:
    """Return what a seal is bound to."""
    return f"{audit_id}\0{family}".encode()


def whole(key: bytes) -> bytes:
    """Return the key if it is one. Raises SealError."""
    if len(key) != KEY_BYTES:
        raise SealError(f"A key for identity sheets has {KEY_BYTES} bytes; this has {len(key)}")
    return key
