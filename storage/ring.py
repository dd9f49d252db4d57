"""Seals all that is kept: AES-256-GCM, under a data key for each scope.

A scope is what is destroyed together: `audit/ID`, `identity/ID`, `journal/ID`, `roster`, `papers`.
Data keys lie wrapped by a master key with a keeper that is apart from the data; who destroys the
key of a scope destroys what it sealed, in every copy and backup. docs/keys.md is for the operator.
"""

import asyncio
import hmac
import logging
import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from cryptography.exceptions import InvalidTag

from storage.data_key import SEALED, DataKey, replace_kept
from storage.keys import (
    KeyGoneError,
    KeyKeeper,
    MasterKey,
    MasterKeyError,
    SealError,
    WrappedKey,
    name_of,
)
from storage.sureness import Sureness

__all__ = ["KeyGoneError", "KeyKeeper", "MasterKey", "MasterKeyError", "Ring", "SealError",
           "WrappedKey"]  # fmt: skip
log = logging.getLogger(__name__)

KEY_BYTES: Final = 32
ID_BYTES: Final = 8
NONCE_BYTES: Final = 12
HEAD_BYTES: Final = len(SEALED) + ID_BYTES
BODY_BEGINS: Final = HEAD_BYTES + NONCE_BYTES
SHORTEST: Final = BODY_BEGINS + 16
"""Head, nonce and tag, around nothing."""
LOOK_EVERY: Final = 30.0
"""Seconds after which another process's new, rotated or destroyed keys are known here."""
AT_ONCE: Final = 8
"""Keys unwrapped at the same time: a key vault limits how many it does a second."""


class Ring:
    """Data keys, unwrapped, in memory. May be used from several threads."""

    def __init__(
        self,
        keeper: KeyKeeper,
        master: MasterKey,
        *,
        ticks: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._keeper = keeper
        self.master = master
        self._ticks = ticks
        self._now = now
        self._keys: dict[bytes, DataKey] = {}
        self._writing: dict[str, DataKey] = {}
        self._looked: float | None = None
        self._sure = Sureness()
        self._one_at_a_time = asyncio.Lock()

    async def ready(self, scope: str) -> None:
        """Return when `seal` and `open` of this scope need not wait; make its key if there is none.

        Raises MasterKeyError when the master key is not the right one, OSError.
        """
        await self.fit()
        if scope not in self._writing:
            async with self._one_at_a_time:
                if scope not in self._writing:
                    await self._add(scope)

    def at_hand(self, scope: str) -> bool:
        """Tell whether `ready` would have nothing to do: the keys were seen, and not long ago."""
        return scope in self._writing and self._ticks() - self._sure.known_at < LOOK_EVERY

    async def fit(self) -> None:
        """Return when what is sealed now will open later. Raises KeysUnsureError, OSError."""
        if self._looked is None or self._ticks() - self._looked >= LOOK_EVERY:
            await self._look_again()
        self._sure.or_fail(self._ticks())

    async def look(self) -> None:
        """Know all keys that there are now, and no others. Raises MasterKeyError, OSError."""
        async with self._one_at_a_time:
            await self._read()

    async def _look_again(self) -> None:
        """Look; one that has keys serves on with them while it cannot."""
        first = self._looked is None
        async with self._one_at_a_time:
            if self._looked is not None and self._ticks() - self._looked < LOOK_EVERY:
                return
            try:
                await self._read()
            except OSError as error:
                if first:
                    raise
                self._looked = self._ticks()
                log.warning("keys.not_looked_up", extra={"noted": {"code": type(error).__name__}})

    async def _read(self) -> None:
        begun = self._ticks()
        kept = await self._keeper.every()
        self._sure.none_left_or_fail(len(kept), len(self._keys))
        known = {one.head[len(SEALED) :]: one for one in self._keys.values()}
        new = [one for one in kept if bytes.fromhex(one.key_id) not in known]
        gate = asyncio.Semaphore(AT_ONCE)
        opened = await asyncio.gather(*(self._unwrapped(one, gate) for one in new))
        known |= {bytes.fromhex(one.kept.key_id): one for one in opened}
        self._take(replace_kept(known[bytes.fromhex(one.key_id)], one) for one in kept)
        self._looked, self._sure.known_at = self._ticks(), begun

    async def _unwrapped(self, kept: WrappedKey, gate: asyncio.Semaphore) -> DataKey:
        async with gate:
            try:
                plain = await self.master.unwrap(kept.master_id, kept.wrapped)
            except MasterKeyError as error:
                raise MasterKeyError(f"{error} (key {kept.key_id} of {kept.scope})") from error
        key, told = plain[:KEY_BYTES], plain[KEY_BYTES:]
        if len(key) != KEY_BYTES or not hmac.compare_digest(told, name_of(kept)):
            raise MasterKeyError(f"The key {kept.key_id} of {kept.scope} is not that scope's key.")
        return DataKey.of(kept, key)

    def _take(self, keys: Iterable[DataKey]) -> None:
        """Know these keys and no others; who reads meanwhile sees the old ones or the new."""
        found = sorted(keys, key=lambda one: (one.kept.made_at, one.kept.key_id))
        self._writing = {one.kept.scope: one for one in found if one.kept.retired is None}
        self._keys = {one.head[len(SEALED) :]: one for one in found}

    async def _add(self, scope: str, at: datetime | None = None) -> DataKey:
        """Make a key for the scope, kept before anything is sealed by it. Raises OSError."""
        key = os.urandom(KEY_BYTES)
        named = WrappedKey(
            scope=scope, key_id=os.urandom(ID_BYTES).hex(), wrapped=b"", master_id="",
            made_at=at or self._now(),
        )  # fmt: skip
        master_id, wrapped = await self.master.wrap(key + name_of(named))
        made = DataKey.of(replace(named, wrapped=wrapped, master_id=master_id), key)
        await self._keeper.keep(made.kept)
        self._take([*self._keys.values(), made])
        return made

    def seal(self, scope: str, bound: str, plain: bytes) -> bytes:
        """Return the bytes sealed; they open only for this scope and what they are bound to.

        Raises SealError for a scope that is not ready.
        """
        key = self._writing.get(scope)
        if key is None:
            raise KeyGoneError(f"There is no key for {scope}.")
        nonce = os.urandom(NONCE_BYTES)
        return key.head + nonce + key.cipher.encrypt(nonce, plain, f"{scope}\0{bound}".encode())

    def open(self, scope: str, bound: str, sealed: bytes) -> bytes:
        """Return what was sealed. Raises KeyGoneError where there is no such key, SealError."""
        key = self._key_of(sealed)
        if key.kept.scope != scope:
            raise SealError(f"What was kept as {bound} was sealed for something else.")
        nonce, rest = sealed[HEAD_BYTES:BODY_BEGINS], sealed[BODY_BEGINS:]
        try:
            return key.cipher.decrypt(nonce, rest, f"{scope}\0{bound}".encode())
        except (InvalidTag, ValueError) as error:
            raise SealError(f"What was kept as {bound} was changed, or is not whole.") from error

    async def opened(self, scope: str, bound: str, sealed: bytes) -> bytes:
        """Return what was sealed, also by a key that another process has just made.

        Makes no key. Raises as `open` does.
        """
        if self._looked is None or self._ticks() - self._looked >= LOOK_EVERY:
            await self._look_again()
        try:
            return self.open(scope, bound, sealed)
        except KeyGoneError:
            await self.look()
            return self.open(scope, bound, sealed)

    def scope_of(self, sealed: bytes) -> str:
        """Return the scope by whose key this was sealed. Raises KeyGoneError, SealError."""
        return self._key_of(sealed).kept.scope

    def sealed_this(self, sealed: bytes) -> bool:
        """Tell whether a key that is known here sealed this."""
        return sealed.startswith(SEALED) and sealed[len(SEALED) : HEAD_BYTES] in self._keys

    def is_current(self, sealed: bytes) -> bool:
        """Tell whether this was sealed by a key that still seals. Raises SealError."""
        key = self._key_of(sealed)
        return self._writing.get(key.kept.scope) is key

    def seals_like(self, scope: str, sealed: bytes) -> bool:
        """Tell whether the key that sealed this seals for the scope now."""
        return scope in self._writing and sealed.startswith(self._writing[scope].head)

    def _key_of(self, sealed: bytes) -> DataKey:
        if not sealed.startswith(SEALED) or len(sealed) < SHORTEST:
            raise SealError("It is not sealed, or not whole.")
        key = self._keys.get(sealed[len(SEALED) : HEAD_BYTES])
        if key is None:
            raise KeyGoneError(f"There is no key {sealed[len(SEALED) : HEAD_BYTES].hex()}.")
        return key

    def prove(self, scope: str, told: bytes) -> bytes:
        """Return a proof (key id, HMAC-SHA-256) that who has this scope's key said this.

        Raises SealError for a scope that is not ready.
        """
        key = self._writing.get(scope)
        if key is None:
            raise KeyGoneError(f"There is no key for {scope}.")
        return key.head[len(SEALED) :] + key.proof(told)

    def proves(self, scope: str, told: bytes, proof: bytes) -> bool:
        """Tell whether it is the proof of this. Raises KeyGoneError where the key is not here."""
        key = self._keys.get(proof[:ID_BYTES])
        if key is None:
            raise KeyGoneError(f"There is no key {proof[:ID_BYTES].hex()}.")
        same = hmac.compare_digest(key.proof(told), proof[ID_BYTES:])
        return key.kept.scope == scope and same

    async def destroy(self, scope: str) -> None:
        """Destroy the scope's keys, and with them all that they sealed. Raises OSError.

        Other processes forget them within LOOK_EVERY.
        """
        async with self._one_at_a_time:
            await self._keeper.drop(scope)
            self._take([one for one in self._keys.values() if one.kept.scope != scope])

    async def destroy_older(self, scope: str, *, before: datetime | None = None) -> int:
        """Destroy the scope's keys that seal no more, or since before then; return how many.

        What is kept has to be sealed anew before. What only copies hold is lost with them: that
        is how a part of an audit ends in its backups too. Raises OSError.
        """
        async with self._one_at_a_time:
            await self._read()
            older = [one.kept for one in self._keys.values()
                     if one.kept.scope == scope and one.kept.retired
                     and (before is None or one.kept.retired <= before)]  # fmt: skip
            for one in older:
                await self._keeper.drop_one(one)
            await self._read()
            return len(older)

    async def rotate(self, scope: str, *, at: datetime | None = None) -> str:
        """Seal with a new key from now on, and return its id; older ones still open.

        Kept step by step: after a crash in between it can be done again. Raises OSError.
        """
        async with self._one_at_a_time:
            await self._read()
            older = [one for one in self._keys.values() if one.kept.scope == scope]
            made = await self._add(scope, at)
            for one in older:
                if one.kept.retired is None:
                    await self._keeper.keep(replace(one.kept, retired=at or self._now()))
            await self._read()
            return made.kept.key_id

    async def rewrap(self) -> int:
        """Wrap every data key by the master key of today, and return how many were not.

        Nothing that is sealed changes. After a crash in between it can be done again.
        Raises OSError.
        """
        async with self._one_at_a_time:
            today = await self.master.current()
            kept = [one for one in await self._keeper.every() if one.master_id != today]
            for one in kept:
                plain = await self.master.unwrap(one.master_id, one.wrapped)
                master_id, wrapped = await self.master.wrap(plain)
                await self._keeper.keep(replace(one, wrapped=wrapped, master_id=master_id))
            await self._read()
            return len(kept)

    def has(self, scope: str) -> bool:
        """Tell whether there is a key for the scope, as far as is known here."""
        return scope in self._writing

    async def close(self) -> None:
        """Let go of what the master key holds open."""
        await self.master.close()

    def known(self) -> Sequence[WrappedKey]:
        """Return all keys known here, by scope and age."""
        kept = (one.kept for one in self._keys.values())
        return sorted(kept, key=lambda one: (one.scope, one.made_at, one.key_id))
