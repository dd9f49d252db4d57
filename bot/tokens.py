"""Checks that a request comes from the Bot Framework: its signed token, or in the demo nothing."""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import jwt
from yarl import URL

from bot.clock import Clock
from bot.keys import SigningKey, SigningKeys
from bot.wire import Refused

ISSUER = "https://api.botframework.com"
"""Who signs in the public cloud; other clouds have their own (bot/clouds.py)."""
CHANNEL = "msteams"
SECONDS_OF_LEEWAY = 300
REMEMBERED = 1000
FAULTS = (jwt.PyJWTError, ValueError, TypeError, ArithmeticError, RecursionError)


@dataclass(frozen=True, slots=True)
class Bearer:
    """What a verified token says: for which service, on which channels, and until when."""

    service_url: object
    channels: frozenset[str]
    until: float


@dataclass(frozen=True, slots=True)
class Reachable:
    """Which service addresses the bot will send to, read as the sender will read them."""

    hosts: frozenset[str]
    scheme: str = "https"

    def includes(self, address: object) -> bool:
        """Say whether the address is one of these: no other port, nobody's name in it."""
        return isinstance(address, str) and _reaches(self, address)


@lru_cache(maxsize=256)
def _reaches(reachable: Reachable, address: str) -> bool:
    try:
        url = URL(address)
    except ValueError:
        return False
    plain = url.user is None and (url.is_default_port() or reachable is LOOPBACK)
    return url.scheme == reachable.scheme and url.host in reachable.hosts and plain


LOOPBACK = Reachable(frozenset({"127.0.0.1", "localhost", "::1"}), "http")


class ChannelTokens:
    """Lets in what the Bot Framework's channel signed for our app, and remembers its tokens.

    Teams sends the same token for about an hour, so a check costs a hash most of the time.
    """

    def __init__(
        self,
        app_id: str,
        reachable: Reachable,
        *,
        clock: Clock,
        remembered: int = REMEMBERED,
        issuer: str = ISSUER,
    ) -> None:
        self._issuer = issuer
        self._app_id = app_id
        self._reachable = reachable
        self._clock = clock
        self._most = remembered
        self._remembered: OrderedDict[bytes, Bearer] = OrderedDict()

    async def bearer(self, header: str | None, keys: SigningKeys) -> Bearer:
        """Return what the token says; raises Refused with 401, or 503 when it cannot be checked."""
        scheme, _, token = (header or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Refused(401, "token.absent")
        digest = hashlib.sha256(token.encode(errors="replace")).digest()
        found = self._remembered.get(digest)
        if found is None:
            found = self._remember(digest, self._read(token, await self._key(token, keys)))
        self._remembered.move_to_end(digest)
        if found.until < self._clock.now().timestamp():
            raise Refused(401, "token.expired")
        return found

    def vouches_or_refuse(self, bearer: Bearer, activity: Mapping[str, Any]) -> None:
        """Raise Refused(401) unless the token was made for Teams and for this activity's service.

        A key that names no channels vouches for none; the SDK lets it vouch for all.
        """
        if activity.get("channelId") != CHANNEL:
            raise Refused(401, "channel.not_teams")
        if CHANNEL not in bearer.channels:
            raise Refused(401, "token.not_endorsed")
        if not bearer.service_url or bearer.service_url != activity.get("serviceUrl"):
            raise Refused(401, "token.other_service")
        if not self._reachable.includes(bearer.service_url):
            raise Refused(401, "service.unknown_host")

    def forget(self) -> None:
        """Check every token anew: the keys have changed."""
        self._remembered.clear()

    async def _key(self, token: str, keys: SigningKeys) -> SigningKey:
        """Return the key that the token names. Whoever else's token it is costs no fetch."""
        try:
            kid = jwt.get_unverified_header(token).get("kid")
            issuer = jwt.decode(token, options={"verify_signature": False}).get("iss")
        except FAULTS as error:
            raise Refused(401, "token.unreadable") from error
        if issuer != self._issuer:
            raise Refused(401, "token.other_issuer")
        if not isinstance(kid, str):
            raise Refused(401, "token.no_key")
        return await keys.key(kid)

    def _read(self, token: str, key: SigningKey) -> Bearer:
        try:
            claims = jwt.decode(
                token,
                key.public,
                algorithms=["RS256"],
                audience=self._app_id,
                issuer=self._issuer,
                leeway=SECONDS_OF_LEEWAY,
                options={"require": ["exp", "iss", "aud"], "strict_aud": True},
            )
            until = float(claims["exp"]) + SECONDS_OF_LEEWAY
        except jwt.ExpiredSignatureError as error:
            raise Refused(401, "token.expired") from error
        except FAULTS as error:
            raise Refused(401, "token.invalid") from error
        return Bearer(claims.get("serviceurl"), key.channels, until)

    def _remember(self, digest: bytes, bearer: Bearer) -> Bearer:
        self._remembered[digest] = bearer
        while len(self._remembered) > self._most:
            self._remembered.popitem(last=False)
        return bearer


def loopback_or_refuse(activity: Mapping[str, Any]) -> None:
    """Raise Refused(401) unless the activity comes from a Teams-like window on this machine."""
    if activity.get("channelId") != CHANNEL:
        raise Refused(401, "channel.not_teams")
    if not LOOPBACK.includes(activity.get("serviceUrl")):
        raise Refused(401, "service.unknown_host")
