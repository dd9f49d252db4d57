"""The Bot Framework's adapter, as little of it as a turn needs: a context, a connector, a reply."""

from collections.abc import Awaitable, Callable, Mapping
from copy import copy
from typing import Any
from urllib.parse import quote

import msgspec
from botbuilder.core import TurnContext  # type: ignore[import-untyped]
from botbuilder.core.cloud_adapter_base import CloudAdapterBase  # type: ignore[import-untyped]
from botbuilder.schema import (  # type: ignore[import-untyped]
    Activity,
    ActivityTypes,
    ChannelAccount,
    ConversationAccount,
)
from botframework.connector.auth import (  # type: ignore[import-untyped]
    AuthenticateRequestResult,
    AuthenticationConstants,
)

from bot.connector import Connectors
from bot.retry import SendFailed

CARD = "application/vnd.microsoft.card.adaptive"
NOT_THERE = frozenset({403, 404, 405})
"""The message may not or cannot be changed any more; a new one may still get through."""
Logic = Callable[[TurnContext], Awaitable[None]]


class _NoUserTokens:
    """Stands where the SDK makes a client for signing users in, which this bot never does."""

    async def create_user_token_client(self, _claims: object) -> None:
        return None


class Adapter(CloudAdapterBase):  # type: ignore[misc]
    """Runs a turn that is answered by a message, and sends the message.

    A turn that is answered in the HTTP response needs none of this. `CloudAdapter` of
    botbuilder-integration-aiohttp is not used: it answers every invoke with 500, and every bad
    token too.
    """

    def __init__(self, app_id: str, connectors: Connectors) -> None:
        super().__init__(_NoUserTokens())
        self._verified = AuthenticateRequestResult()
        self._verified.audience = AuthenticationConstants.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE
        self._verified.claims_identity = self.create_claims_identity(app_id)
        self._verified.connector_factory = connectors
        self._connectors = connectors

    async def run(self, activity: Mapping[str, Any], logic: Logic) -> None:
        """Run the turn, whose sender has been verified; raises what the turn raises."""
        await self.process_activity(self._verified, incoming(activity), logic)

    async def send(self, context: TurnContext, card: dict[str, Any], summary: str) -> None:
        """Send the card as a new message; raises SendFailed."""
        await self._deliver(context.activity, outgoing(context.activity, card, summary))

    async def replace(self, context: TurnContext, card: dict[str, Any], summary: str) -> None:
        """Put the card in place of the one that was pressed, or send it anew; raises SendFailed."""
        asked = context.activity
        message = outgoing(asked, card, summary)
        try:
            if asked.reply_to_id:
                await self._deliver(asked, message | {"id": asked.reply_to_id})
                return
        except SendFailed as failed:
            if failed.status not in NOT_THERE:
                raise
        await self._deliver(asked, message)

    async def _deliver(self, asked: Activity, message: dict[str, Any]) -> None:
        """Send it as it is, or update the message by its id; raises SendFailed.

        The SDK would make models of the whole card first, which takes three times as long as all
        the rest of the turn.
        """
        path = f"v3/conversations/{quote(asked.conversation.id, safe='')}/activities"
        method = "PUT" if "id" in message else "POST"
        if "id" in message:
            path = f"{path}/{quote(message['id'], safe='')}"
        address = f"{asked.service_url.rstrip('/')}/{path}"
        await self._connectors.deliver(method, address, msgspec.json.encode(message))


EMPTY, EMPTY_CHAT, EMPTY_ACCOUNT = Activity(), ConversationAccount(), ChannelAccount()
"""Copied for each turn: making these models anew costs ten times as much."""


def incoming(activity: Mapping[str, Any]) -> Activity:
    """Return the fields that a turn and its reply need. Reading all of them costs 0.9 ms."""
    asked = copy(EMPTY)
    asked.type = activity["type"]
    asked.id = activity.get("id")
    asked.channel_id = activity["channelId"]
    asked.service_url = activity["serviceUrl"]
    asked.reply_to_id = activity.get("replyToId")
    asked.conversation = copy(EMPTY_CHAT)
    asked.conversation.id = activity["conversation"]["id"]
    asked.conversation.tenant_id = activity["conversation"].get("tenantId")
    asked.from_property = account(activity["from"])
    asked.recipient = account(activity["recipient"])
    return asked


def account(who: Mapping[str, Any]) -> ChannelAccount:
    """Return somebody in a chat by their id."""
    found = copy(EMPTY_ACCOUNT)
    found.id = who["id"]
    return found


def outgoing(asked: Activity, card: dict[str, Any], summary: str) -> dict[str, Any]:
    """Return a message with one card. The summary is what a lock screen shows of it."""
    chat = {"id": asked.conversation.id, "tenantId": asked.conversation.tenant_id}
    return {
        "type": ActivityTypes.message.value,
        "channelId": asked.channel_id,
        "conversation": {name: found for name, found in chat.items() if found},
        "from": {"id": asked.recipient.id},
        "recipient": {"id": asked.from_property.id},
        "summary": summary,
        "attachments": [{"contentType": CARD, "content": card}],
    }
