"""Posts to Teams what nobody waits for: one attempt, at the pace that is allowed."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import aiohttp
import msgspec
from yarl import URL

from audits.reach import Reach
from bot import measures
from bot.adapter import CARD
from bot.connector import BearerPolicy, as_object, body_of
from bot.pace import Pace
from bot.retry import FAILED, SendFailed, code_of, seconds_in
from bot.tokens import CHANNEL, Reachable

NEW = "new"
"""Stands for the conversation while one is being made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What Teams said. Status 0 is no answer, and then `code` is our own word for it."""

    status: int
    code: str = ""
    after: float | None = None
    """For how many seconds Teams asks us to wait."""
    found: dict[str, Any] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        """Say whether it was taken."""
        return 0 < self.status < FAILED


class Postbox:
    """Sends to a person's conversation, or makes one. Only allowed hosts are ever called.

    Not the SDK's client: it takes 3 ms of CPU for each message, and keeps Retry-After to itself.
    """

    def __init__(
        self,
        http: aiohttp.ClientSession,
        bearer: BearerPolicy | None,
        *,
        reachable: Reachable,
        pace: Pace,
    ) -> None:
        self._http = http
        self._bearer = bearer
        self._reachable = reachable
        self._pace = pace

    async def send(self, reach: Reach, card: dict[str, Any], summary: str) -> Answer:
        """Send a card to the person's conversation. The summary is what a lock screen shows."""
        return await self.attach(reach, {"contentType": CARD, "content": card}, summary)

    async def attach(self, reach: Reach, attachment: dict[str, Any], summary: str) -> Answer:
        """Send a card of any of Teams' kinds to the person's conversation."""
        path = f"v3/conversations/{quote(reach.conversation, safe='')}/activities"
        message = {
            "type": "message",
            "channelId": CHANNEL,
            "from": {"id": reach.bot},
            "recipient": {"id": reach.user},
            "conversation": {"id": reach.conversation, "tenantId": reach.tenant},
            "summary": summary,
            "attachments": [attachment],
        }
        return await self._post(reach, path, message)

    async def withdraw(self, reach: Reach, message: str) -> Answer:
        """Take back a message that the bot sent."""
        conversation, activity = quote(reach.conversation, safe=""), quote(message, safe="")
        path = f"v3/conversations/{conversation}/activities/{activity}"
        return await self._post(reach, path, None)

    async def begin(self, reach: Reach) -> Answer:
        """Make a conversation with the person; its id is `found["id"]`."""
        asked = {
            "isGroup": False,
            "bot": {"id": reach.bot},
            "members": [{"id": reach.user}],
            "tenantId": reach.tenant,
            "channelData": {"tenant": {"id": reach.tenant}},
        }
        return await self._post(reach, "v3/conversations", asked)

    async def _post(self, reach: Reach, path: str, body: dict[str, Any] | None) -> Answer:
        """Post the body; without one, take away what is there."""
        answer = await self._posted(reach, path, body)
        outcome = "sent" if answer.good else answer.code if not answer.status else answer.status
        measures.count("maca.sends", kind="own", outcome=f"{outcome}")
        return answer

    async def _posted(self, reach: Reach, path: str, body: dict[str, Any] | None) -> Answer:
        if not self._reachable.includes(reach.service_url):
            return Answer(status=403, code="host_not_allowed")
        await self._pace.turn(reach.conversation or f"{NEW}:{reach.person}")
        try:
            headers = {"Content-Type": "application/json"}
            if self._bearer is not None:
                headers["Authorization"] = f"Bearer {await self._bearer.fresh()}"
            address = URL(f"{reach.service_url.rstrip('/')}/{path}", encoded=True)
            content = None if body is None else msgspec.json.encode(body)
            return await self._answer(address, content, headers)
        except SendFailed as failed:
            return Answer(status=0, code=failed.code)
        except aiohttp.ClientConnectorError:
            return Answer(status=0, code="not_connected")
        except (aiohttp.ClientError, TimeoutError):
            return Answer(status=0, code="no_answer")

    async def _answer(self, address: URL, body: bytes | None, headers: dict[str, str]) -> Answer:
        async with self._http.request(
            "DELETE" if body is None else "POST",
            address,
            data=body,
            headers=headers,
            allow_redirects=False,
        ) as reply:
            found = as_object(await body_of(reply)) or {}
            after = reply.headers.get("Retry-After")
            return Answer(
                status=reply.status,
                code="" if reply.status < FAILED else code_of(found),
                after=seconds_in(after, datetime.now(UTC)) if after else None,
                found=found,
            )
