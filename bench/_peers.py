"""What we are measured beside: echoes on the stock SDK, on its successor, and on aiohttp alone.

Each does the least that a bot can do: it gives back a button's data, and answers a message with a
short one. None looks anybody up, keeps anything, or draws a card.
"""

import json
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import web
from botbuilder.core import (  # type: ignore[import-untyped]
    ActivityHandler,
    InvokeResponse,
    MessageFactory,
    TurnContext,
)
from botbuilder.integration.aiohttp import (  # type: ignore[import-untyped]
    CloudAdapter,
    ConfigurationBotFrameworkAuthentication,
)
from botbuilder.schema import AdaptiveCardInvokeResponse  # type: ignore[import-untyped]
from botframework.connector.auth import (  # type: ignore[import-untyped]
    AuthenticationConstants,
    JwtTokenExtractor,
    PasswordServiceClientCredentialFactory,
)
from microsoft_agents import activity as agents_activity
from microsoft_agents.hosting import core as agents_core
from microsoft_agents.hosting.aiohttp import CloudAdapter as AgentsAdapter
from microsoft_agents.hosting.core.authorization import (
    AgentAuthConfiguration,
    AnonymousTokenProvider,
    ClaimsIdentity,
    Connections,
)
from msrest.authentication import BasicTokenAuthentication

APP_ID = "11111111-2222-3333-4444-555555555555"
CARD = "application/vnd.microsoft.card.adaptive"
SAID = "You are at page 3 of 8."


class StockEcho(ActivityHandler):  # type: ignore[misc]
    """An echo on the stock SDK. Its answer is a model, for the adapter fails on anything else."""

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        """Give a button's data back."""
        value = turn_context.activity.value["action"]["data"]
        body = AdaptiveCardInvokeResponse(status_code=200, type=CARD, value=value)
        return InvokeResponse(status=200, body=body)

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        """Answer a message."""
        await turn_context.send_activity(MessageFactory.text(SAID))


class StockSettings:
    """What the stock adapter reads its settings from."""

    APP_ID = APP_ID
    APP_PASSWORD = "none"  # noqa: S105 - nothing is signed in to
    APP_TYPE = "MultiTenant"
    APP_TENANTID = ""


class SignedIn(PasswordServiceClientCredentialFactory):  # type: ignore[misc]
    """Stands for a bot that has its token already, so that no sign-in is measured."""

    def __init__(self) -> None:
        super().__init__(APP_ID, "none")

    async def create_credentials(self, *_args: object, **_more: object) -> BasicTokenAuthentication:
        """Return a token."""
        return BasicTokenAuthentication({"access_token": "a-token"})


def stock(folder: Path) -> web.Application:
    """Return the stock adapter with an echo, its keys fetched already."""
    url = AuthenticationConstants.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL
    metadata = JwtTokenExtractor.get_open_id_metadata(url)
    metadata.keys = [json.loads((folder / "key.json").read_text())]
    metadata.last_updated = datetime.now()  # noqa: DTZ005 - as the SDK compares it
    signed_in = ConfigurationBotFrameworkAuthentication(
        StockSettings(), credentials_factory=SignedIn()
    )
    adapter, bot = CloudAdapter(signed_in), StockEcho()

    async def messages(request: web.Request) -> web.Response:
        answer: web.Response = await adapter.process(request, bot)
        return answer

    return at_its_address(messages)


class AgentsEcho(agents_core.ActivityHandler):
    """An echo on the Agents SDK."""

    async def on_invoke_activity(  # type: ignore[override]
        self, turn_context: agents_core.TurnContext
    ) -> agents_activity.InvokeResponse:
        """Give a button's data back."""
        asked: Any = turn_context.activity.value
        body = {"statusCode": 200, "type": CARD, "value": asked["action"]["data"]}
        return agents_activity.InvokeResponse(status=200, body=body)

    async def on_message_activity(self, turn_context: agents_core.TurnContext) -> None:  # type: ignore[override]
        """Answer a message."""
        await turn_context.send_activity(SAID)


class NobodySignsIn(Connections):
    """Gives the Agents SDK no credentials, so that neither sign-in nor token is measured."""

    def get_connection(self, connection_name: str) -> AnonymousTokenProvider:  # noqa: ARG002
        """Return nobody's token."""
        return AnonymousTokenProvider()

    def get_default_connection(self) -> AnonymousTokenProvider:
        """Return nobody's token."""
        return AnonymousTokenProvider()

    def get_token_provider(self, *_args: object) -> AnonymousTokenProvider:
        """Return nobody's token."""
        return AnonymousTokenProvider()

    def get_token_provider_from_activity(self, *_args: object) -> AnonymousTokenProvider:
        """Return nobody's token."""
        return AnonymousTokenProvider()

    def get_default_connection_configuration(self) -> AgentAuthConfiguration:
        """Return no settings."""
        return AgentAuthConfiguration()


def agents(_folder: Path) -> web.Application:
    """Return the Agents SDK's adapter with an echo. It checks no token, which is in its favour."""
    logging.getLogger("microsoft_agents").setLevel(logging.ERROR)  # it warns that nobody signs in
    adapter, bot = AgentsAdapter(connection_manager=NobodySignsIn()), AgentsEcho()

    async def messages(request: web.Request) -> web.StreamResponse:
        request["claims_identity"] = ClaimsIdentity()
        answer = await adapter.process(request, bot)
        assert answer is not None  # noqa: S101 - it always answers
        return answer

    return at_its_address(messages)


def bare(_folder: Path) -> web.Application:
    """Return aiohttp alone, with an echo of buttons: as fast as this could ever be."""

    async def messages(request: web.Request) -> web.Response:
        asked = await request.json()
        return web.json_response({"statusCode": 200, "value": asked["value"]["action"]["data"]})

    return at_its_address(messages)


def at_its_address(messages: Callable[[web.Request], Any]) -> web.Application:
    """Return an application that takes what Teams sends."""
    app = web.Application()
    app.router.add_post("/api/messages", messages)
    return app


PEERS: Mapping[str, Callable[[Path], web.Application]] = {
    "stock": stock,
    "agents": agents,
    "bare": bare,
}
