"""Microsoft's public signing keys: fetched before they are needed, and again when they change."""

import asyncio
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
        self._forced_at = -float(SECONDS_BETWEEN_FORCED)
        self._one_at_a_time = asyncio.Lock()

    async def key(self, kid: str) -> SigningKey:
        """Return the key by this id; raises Refused with 401 (no such key) or 503 (cannot tell)."""
        if kid not in self._known:
            await self._look_again(kid)
        if kid in self._known:
            return self._known[kid]
        raise Refused(401, "token.key_unknown") if self._known else Refused(503, "keys.not_there")

    async def refresh(self) -> bool:
        """Fetch the keys anew; False, logged and nothing changed, when that does not work."""
        try:
            known = await self._fetched()
        except (aiohttp.ClientError, TimeoutError, KeyError, TypeError, ValueError) as error:
            LOG.warning("keys.not_fetched", code=type(error).__name__)
            return False
        if known.keys() != self._known.keys():
            self._on_change()
        self._known = known
        self._fetched_at = self._ticks()
        return True

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
        async with self._one_at_a_time:
            if kid in self._known or self._ticks() - self._forced_at < SECONDS_BETWEEN_FORCED:
                return
            self._forced_at = self._ticks()
            if not await self.refresh():
                raise Refused(503, "keys.not_there")

    async def _fetched(self) -> dict[str, SigningKey]:
        address = (await self._json(self._url))["jwks_uri"]
        keys = (await self._json(address))["keys"]
        read = {one["kid"]: _signing_key(one) for one in keys if isinstance(one.get("kid"), str)}
        known = {kid: key for kid, key in read.items() if key is not None}
        if not known:
            raise ValueError("no key that can be used")
        return known

    async def _json(self, url: str) -> dict[str, Any]:
        async with self._http.get(url, raise_for_status=True, allow_redirects=False) as reply:
            found: dict[str, Any] = await reply.json(content_type=None)
            return found


def _signing_key(described: dict[str, Any]) -> SigningKey | None:
    """Read one key; None for a kind of key that we do not use."""
    try:
        public = RSAAlgorithm.from_jwk(described)
    except PyJWTError:
        return None
    if not isinstance(public, RSAPublicKey):
        return None
    return SigningKey(public, frozenset(map(str, described.get("endorsements", []))))
