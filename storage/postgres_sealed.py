"""Records under seal, in and out of the database, and what a replica remembers of them."""

import hashlib
import hmac
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from typing import Final, Generic, NamedTuple, TypeVar

from storage import codec
from storage.codec import R
from storage.postgres_database import Database, Write
from storage.ring import Ring

ROSTER: Final = "roster"
PAPERS: Final = "papers"
FIND: Final = "select document from secrets where name = 'blind'"
MAKE: Final = """insert into secrets values ('blind', $1)
    on conflict do nothing returning true"""
Version = tuple[int, int]
"""Of which row by this id it is, and the row's version."""
NEVER: Final = (-1, -1)
T = TypeVar("T")


class Where(NamedTuple):
    """Under which keys a record is sealed, and what its seal is bound to."""

    scope: str
    bound: str


def in_audit(audit_id: str, bound: str) -> Where:
    """Return where something is that belongs to an audit."""
    return Where(f"audit/{audit_id}", bound)


def audit_of(key: str) -> str:
    """Return the audit that a return or an identity sheet belongs to, by its id."""
    return key.partition(".")[0]


class Sealed:
    """A database, with the keys of what lies in it."""

    def __init__(self, database: Database, ring: Ring) -> None:
        self.database = database
        self.ring = ring

    async def seal(self, where: Where, record: Mapping[str, object]) -> bytes:
        """Return the record as it is kept. Raises OSError, or TypeError before anything is."""
        return await self.seal_bytes(where, codec.encode(record))

    async def open(self, kind: type[R], where: Where, sealed: bytes) -> R:
        """Return the record that was sealed. Raises OSError."""
        return codec.decode(kind, await self.open_bytes(where, sealed))

    async def seal_bytes(self, where: Where, plain: bytes) -> bytes:
        """Return the bytes as they are kept. Raises OSError."""
        await self.ring.ready(where.scope)
        return self.ring.seal(where.scope, where.bound, plain)

    async def open_bytes(self, where: Where, sealed: bytes) -> bytes:
        """Return the bytes that were sealed. Raises OSError."""
        return await self.ring.opened(where.scope, where.bound, sealed)


class Remembered(Generic[T]):
    """Things by key, each at the version that it was read at; only the newest so many of them.

    Nothing is ever answered from here unless the database has just said that this version stands.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._things: OrderedDict[str, tuple[Version, T]] = OrderedDict()

    def version(self, key: str) -> Version:
        """Return the version that is remembered, one that never is for none."""
        return self._things[key][0] if key in self._things else NEVER

    def get(self, key: str) -> T | None:
        """Return what is remembered, whatever its version."""
        return self._things[key][1] if key in self._things else None

    def put(self, key: str, version: Version, thing: T) -> T:
        """Remember the thing, and return it."""
        self._things[key] = (version, thing)
        self._things.move_to_end(key)
        while len(self._things) > self._most:
            self._things.popitem(last=False)
        return thing


class Blind:
    """Finds by what is not written down: a hash of it, keyed with a secret that is sealed."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    @classmethod
    async def of(cls, sealed: Sealed) -> "Blind":
        """Return the one that all replicas share; the first of them makes its secret."""
        where = Where(ROSTER, "secrets/blind")
        kept = await sealed.database.value(FIND)
        if kept is None:
            made = await sealed.seal_bytes(where, secrets.token_bytes(32))
            await sealed.database.keep([Write(("secrets", "blind"), MAKE, (made,))])
            kept = await sealed.database.value(FIND)
        return cls(await sealed.open_bytes(where, kept))

    def account(self, tenant: str, object_id: str) -> bytes | None:
        """Return what an account is found by; nobody is found by an empty one."""
        return self._hash("account", tenant, object_id) if object_id else None

    def email(self, address: str) -> bytes | None:
        """Return what an e-mail address is found by, whatever its capitals."""
        return self._hash("email", address.casefold()) if address else None

    def _hash(self, *words: str) -> bytes:
        told = "\0".join(words).encode()
        return hmac.digest(self._secret, told, hashlib.sha256)
