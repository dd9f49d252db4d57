"""Lets requests in: those that Teams signed; in the demo, those from this machine."""

from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.keys import SigningKeys
from bot.limits import Crowd
from bot.tokens import ChannelTokens, loopback_or_refuse
from bot.wire import activity_in


@dataclass(slots=True)
class Gate:
    """Lets requests in. Without tokens, which only the demo can be, it lets in this machine."""

    tokens: ChannelTokens | None
    keys: SigningKeys | None
    crowd: Crowd = field(default_factory=Crowd)

    async def activity_or_refuse(self, request: web.Request) -> dict[str, Any]:
        """Return the activity; raises Refused. Nothing is read of a body before its token."""
        if self.tokens is None or self.keys is None:
            activity = await activity_in(request)
            loopback_or_refuse(activity)
            return activity
        bearer = await self.tokens.bearer(request.headers.get("Authorization"), self.keys)
        activity = await activity_in(request)
        self.tokens.vouches_or_refuse(bearer, activity)
        return activity
