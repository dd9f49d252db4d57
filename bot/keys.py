"""Microsoft's public signing keys: fetched before they are needed, and again when they change."""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWTError
from jwt.algorithms import RSAAlgorithm

from bot import log
from bot.wire import Refused

LOG = log.logger(__name__)
SECONDS_BETWEEN_REFRESHES = 12 * 3600
SECONDS_AFTER_FAILURE = 60
SECONDS_BETWEEN_FORCED = 60
"""A made-up key id costs Microsoft one request a minute at most, however many are tried."""
SECONDS_UNTIL_AGAIN = 10
"""After a look that failed: one bad moment of Microsoft's is not to keep a new key out for long."""
SECONDS_TO_WAIT = 5.0
"""So long does somebody with an unknown key wait for a look; it goes on without them."""
MOST_WAITING = 50
"""So many wait for one look; made-up tokens are not to take the places of good ones."""
MOST_BYTES = 1_000_000
"""Of a list of keys. Microsoft's has some thousands."""
FAULTS = (
    aiohttp.ClientError, TimeoutError, OSError, LookupError, TypeError, ValueError, RecursionError,
)  # fmt: skip
"""Of whoever lists the keys, and of what they list."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key, and the channels for which Microsoft signs with it."""

    public: RSAPublicKey
    channels: frozenset[str]


class SigningKeys:
    """The keys by id. Old ones serve on while Microsoft cannot be reached.

    The SDK fetches them with a blocking request and no time-out, and never looks again for a
    key that it does not know; so this is ours.
    """

    def __init__(
        self,
        http: aiohttp.ClientSession,
        url: str,
        *,
        on_change: Callable[[], None] = lambda: None,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._http = http
        self._url = url
        self._on_change = on_change
        self._ticks = ticks
        self._known: dict[str, SigningKey] = {}
        self._fetched_at = ticks()
        self._not_before = float("-inf")
        """When an unknown key may next have us look again."""
        self._well = True
        """Whether the last look went well."""
        self._looking: asyncio.Task[bool] | None = None
        self._waiting = 0

    async def key(self, kid: str) -> SigningKey:
        """Return the key by this id; raises Refused with 401 (no such key) or 503 (cannot tell)."""
        if kid not in self._known:
            await self._look_again(kid)
        if kid in self._known:
            return self._known[kid]
        if self._known and self._well:
            raise Refused(401, "token.key_unknown")
        raise Refused(503, "keys.not_there")

    async def refresh(self) -> bool:
        """Fetch the keys anew; False, logged and nothing changed, when that does not work."""
        try:
            known = await self._fetched()
        except FAULTS as error:
            LOG.warning("keys.not_fetched", code=type(error).__name__)
            self._well = False
            return False
        self._well = True
        if known.keys() != self._known.keys():
            self._on_change()
        self._known = known
        self._fetched_at = self._ticks()
        return True

    def stop(self) -> None:
        """Look no more."""
        if self._looking is not None:
            self._looking.cancel()

    def any_known(self) -> bool:
        """Say whether tokens can be checked."""
        return bool(self._known)

    def age(self) -> float:
        """Return the seconds since the keys were last fetched, or since nobody could."""
        return self._ticks() - self._fetched_at

    async def keep_fresh(self, *, fetched: bool) -> None:
        """Fetch the keys twice a day, or each minute while that does not work; never returns."""
        while True:
            await asyncio.sleep(SECONDS_BETWEEN_REFRESHES if fetched else SECONDS_AFTER_FAILURE)
            fetched = await self.refresh()

    async def _look_again(self, kid: str) -> None:
        """Have one look for all who wait. Raises Refused(503) for who would wait for too long."""
        if self._looking is None:
            if self._ticks() < self._not_before:
                return
            self._looking = asyncio.create_task(self._looked())
        if self._waiting >= MOST_WAITING:
            raise Refused(503, "keys.busy")
        looking = self._looking
        self._waiting += 1
        try:
            await asyncio.wait([looking], timeout=SECONDS_TO_WAIT)
        finally:
            self._waiting -= 1
        if not looking.done() and kid not in self._known:
            raise Refused(503, "keys.slow")

    async def _looked(self) -> bool:
        try:
            found = await self.refresh()
            pause = SECONDS_BETWEEN_FORCED if found else SECONDS_UNTIL_AGAIN
            self._not_before = self._ticks() + pause
            return found
        finally:
            self._looking = None

    async def _fetched(self) -> dict[str, SigningKey]:
        address = (await self._json(self._url))["jwks_uri"]
        keys = (await self._json(address))["keys"]
        named = [one for one in keys if isinstance(one, dict) and isinstance(one.get("kid"), str)]
        read = {one["kid"]: _signing_key(one) for one in named}
        known = {kid: key for kid, key in read.items() if key is not None}
        if not known:
            raise ValueError("no key that can be used")
        return known

    async def _json(self, url: str) -> dict[str, Any]:
        async with self._http.get(url, raise_for_status=True, allow_redirects=False) as reply:
            body = bytearray()
            async for chunk in reply.content.iter_any():
                body += chunk
                if len(body) > MOST_BYTES:
                    raise ValueError("more than a list of keys can be")
        found: dict[str, Any] = json.loads(body)
        return found


def _signing_key(described: dict[str, Any]) -> SigningKey | None:
    """Read one key; None for one of a kind, or in a shape, that we do not use."""
    try:
        public = RSAAlgorithm.from_jwk(described)
        channels = frozenset(map(str, described.get("endorsements", [])))
    except (PyJWTError, ValueError, TypeError, KeyError):
        return None
    return SigningKey(public, channels) if isinstance(public, RSAPublicKey) else None
