"""Asks Microsoft Graph to install the bot for somebody, and for the chat that it has then.

Two calls with one application permission, TeamsAppInstallation.ReadWriteSelfForUser.All: it covers
this app alone. Nothing else is ever asked of Graph. (learn: proactive bots and messages)
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import aiohttp
from yarl import URL

from bot.connector import as_object
from bot.fresh_token import NoTokenError
from bot.retry import FAILED, seconds_in

MADE, THERE_ALREADY, NOT_FOUND = 201, 409, 404
BUSY = frozenset({0, 408, 429, 500, 502, 503, 504})
"""No answer, or one that may be another later."""
MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphAnswer:
    """What Graph said; status 0 is no answer."""

    status: int
    after: float | None = None
    """For how many seconds Graph asks us to wait."""
    found: dict[str, Any] = field(default_factory=dict)

    @property
    def busy(self) -> bool:
        """Say whether the same may be asked again later."""
        return self.status in BUSY


@dataclass(slots=True, kw_only=True)
class Graph:
    """Graph at one address, for one app of the organisation's catalogue."""

    http: aiohttp.ClientSession
    token: Callable[[], Awaitable[str]]
    address: str
    app: str

    async def install(self, user: str) -> GraphAnswer:
        """Install the app for the user: 201 it is new, 409 it was there already."""
        bound = f"{self.address}/v1.0/appCatalogs/teamsApps/{quote(self.app, safe='')}"
        return await self._ask("POST", self._of(user), {"teamsApp@odata.bind": bound})

    async def chat(self, user: str) -> GraphAnswer:
        """Return the chat between the user and the bot; its id is `found["id"]`."""
        query = f"?$expand=teamsApp&$filter=teamsApp/id%20eq%20'{quote(self.app, safe='')}'"
        listed = await self._ask("GET", self._of(user) + query)
        rows = listed.found.get("value")
        rows = rows if isinstance(rows, list) else []
        ids = [row.get("id") for row in rows if isinstance(row, dict)]
        if listed.status >= FAILED or listed.busy:
            return listed
        if not ids or not isinstance(ids[0], str):
            return GraphAnswer(status=NOT_FOUND)
        return await self._ask("GET", f"{self._of(user)}/{quote(ids[0], safe='')}/chat")

    @staticmethod
    def _of(user: str) -> str:
        return f"/v1.0/users/{quote(user, safe='')}/teamwork/installedApps"

    async def _ask(self, method: str, path: str, body: object = None) -> GraphAnswer:
        """Ask once; raises nothing: what goes wrong on the way is status 0."""
        try:
            headers = {"Authorization": f"Bearer {await self.token()}"}
            async with self.http.request(
                method,
                URL(self.address + path, encoded=True),
                json=body,
                headers=headers,
                allow_redirects=False,
            ) as reply:
                after = reply.headers.get("Retry-After", "")
                return GraphAnswer(
                    status=reply.status,
                    after=seconds_in(after, datetime.now(UTC)) if after else None,
                    found=as_object(await reply.content.read(MOST_BYTES)) or {},
                )
        except (aiohttp.ClientError, TimeoutError, NoTokenError):
            return GraphAnswer(status=0)
