"""A ring of keys that lie in memory, for tests of what is sealed with it."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12


class RingInMemory:
    """Keys by scope, which whoever has this object has too."""

    def __init__(self) -> None:
        self._keys: dict[str, bytes] = {}

    async def ready(self, scope: str) -> None:
        """Make the scope's key where there is none."""
        self._keys.setdefault(scope, AESGCM.generate_key(256))

    def seal(self, scope: str, bound: str, plain: bytes) -> bytes:
        """Return the bytes sealed."""
        nonce = secrets.token_bytes(NONCE)
        return nonce + AESGCM(self._keys[scope]).encrypt(nonce, plain, bound.encode())

    def open(self, scope: str, bound: str, sealed: bytes) -> bytes:
        """Return what was sealed. Raises OSError."""
        key = AESGCM(self._keys[scope])
        try:
            return key.decrypt(sealed[:NONCE], sealed[NONCE:], bound.encode())
        except InvalidTag as error:
            raise OSError("It does not open") from error

    async def destroy(self, scope: str) -> None:
        """Forget the key."""
        self._keys.pop(scope, None)
