"""A ring of keys that lie in memory, for tests of what is sealed with it."""

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12


class RingInMemory:
    """Keys made of a secret, so that each process that knows it has the same."""

    def __init__(self, secret: bytes = b"tests") -> None:
        self._secret = secret
        self._destroyed: set[str] = set()

    async def ready(self, scope: str) -> None:
        """Make the scope's key, anew where it was destroyed."""

    def _key(self, scope: str) -> AESGCM:
        again = b"again" if scope in self._destroyed else b""
        return AESGCM(hmac.digest(self._secret, scope.encode() + again, hashlib.sha256))

    def seal(self, scope: str, bound: str, plain: bytes) -> bytes:
        """Return the bytes sealed."""
        nonce = secrets.token_bytes(NONCE)
        return nonce + self._key(scope).encrypt(nonce, plain, bound.encode())

    async def opened(self, scope: str, bound: str, sealed: bytes) -> bytes:
        """Return what was sealed. Raises OSError."""
        try:
            return self._key(scope).decrypt(sealed[:NONCE], sealed[NONCE:], bound.encode())
        except InvalidTag as error:
            raise OSError("It does not open") from error

    async def destroy(self, scope: str) -> None:
        """Forget the key."""
        self._destroyed.add(scope)
