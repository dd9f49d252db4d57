"""Sends to Teams: one pool of connections, one token, one client for each of Teams' regions."""

import asyncio
import json
from collections import OrderedDict
from typing import Any, Self

import aiohttp
from azure.core.credentials_async import AsyncTokenCredential
from botframework.connector.aio import ConnectorClient  # type: ignore[import-untyped]
from botframework.connector.auth import (  # type: ignore[import-untyped]
    AppCredentials,
    ConnectorFactory,
)
from botframework.connector.bot_framework_sdk_client_async import (  # type: ignore[import-untyped]
    BotFrameworkConnectorConfiguration,
)
from msrest.pipeline import Request, Response
from msrest.pipeline.async_abc import AsyncHTTPPolicy, AsyncHTTPSender, AsyncPipeline
from msrest.universal_http import ClientRequest
from msrest.universal_http.aiohttp import AioHttpClientResponse
from yarl import URL

from bot.clouds import CLOUDS, CloudName
from bot.fresh_token import FreshToken, NoTokenError
from bot.retry import Patience, RetryPolicy, SendFailed

SCOPE = CLOUDS[CloudName.PUBLIC].bot_scope
SECONDS_FOR_BODY = 2.0
MOST_BYTES = 1_000_000
"""Of an answer's body. Teams sends an id."""
MOST_CLIENTS = 64
PARSED = "deserialized_data"
"""Where the SDK's generated code looks for the parsed answer."""


class Connectors(ConnectorFactory):  # type: ignore[misc]
    """Makes the SDK's clients, and keeps them: the SDK makes a new one each turn.

    Without a credential nothing is signed; that is for the demo's windows on this machine.
    """

    def __init__(
        self,
        http: aiohttp.ClientSession,
        credential: AsyncTokenCredential | None,
        *,
        patience: Patience,
        scope: str = SCOPE,
    ) -> None:
        self.http, self.credential = http, credential
        self.bearer = BearerPolicy(credential, scope) if credential else None
        self._sender = PooledSender(http)
        self._patience = patience
        policies = [RetryPolicy(patience), self.bearer]
        self._straight = AsyncPipeline([policy for policy in policies if policy], self._sender)
        self._clients: OrderedDict[str, ConnectorClient] = OrderedDict()

    async def deliver(self, method: str, address: str, body: bytes) -> None:
        """Send JSON to an address that has been checked; tried again; raises SendFailed."""
        headers = {"Content-Type": "application/json; charset=utf-8"}
        request: Any = ClientRequest(method, address, headers=headers, data=body)
        await self._straight.run(request)

    async def create(self, service_url: str, audience: str | None = None) -> ConnectorClient:
        """Return the client for a service address that has been checked already."""
        del audience  # always the Bot Framework's own
        client = self._clients.get(service_url)
        if client is None:
            client = self._clients[service_url] = self._made(service_url)
            while len(self._clients) > MOST_CLIENTS:
                self._clients.popitem(last=False)
        self._clients.move_to_end(service_url)
        return client

    def _made(self, service_url: str) -> ConnectorClient:
        config = BotFrameworkConnectorConfiguration(AppCredentials("unused"), service_url)
        policies = [config.user_agent_policy, RetryPolicy(self._patience), self.bearer]
        config.custom_pipeline = AsyncPipeline(
            [policy for policy in policies if policy], self._sender
        )
        return ConnectorClient(None, custom_configuration=config)


class BearerPolicy(AsyncHTTPPolicy[Any, Any]):
    """Signs each request with the bot's own token.

    The SDK fetches a token for each turn, and stops all other turns while it does.
    """

    def __init__(self, credential: AsyncTokenCredential, scope: str = SCOPE) -> None:
        super().__init__()
        self._token = FreshToken(credential, scope)

    async def send(self, request: Request[Any], **config: object) -> Response[Any, Any]:
        """Send on with the token; raises SendFailed(0, "no_token") when there is none."""
        request.http_request.headers["Authorization"] = f"Bearer {await self.fresh()}"
        if self.next is None:
            raise SendFailed(0, "no_sender")
        return await self.next.send(request, **config)

    async def fresh(self) -> str:
        """Return a token that is good for some minutes; raises SendFailed(0, "no_token")."""
        try:
            return await self._token()
        except NoTokenError as error:
            raise SendFailed(0, "no_token") from error


class PooledSender(AsyncHTTPSender[Any, Any]):
    """Sends with the one shared session; msrest's own sends neither headers nor body.

    Redirects are not followed: the token is for the address that was checked.
    """

    def __init__(self, http: aiohttp.ClientSession) -> None:
        self._http = http

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        """Leave the session open; it is not ours."""

    async def send(self, request: Request[Any], **_config: object) -> Response[Any, Any]:
        """Send, read the whole answer, and parse it if it is JSON. A page of HTML is no fault."""
        sent = request.http_request
        body = sent.data if isinstance(sent.data, bytes) else as_utf8(sent.data)
        headers = {name: text for name, text in sent.headers.items() if name != "Content-Length"}
        async with self._http.request(
            sent.method,
            URL(sent.url, encoded=True),
            headers=headers,
            data=body,
            allow_redirects=False,
        ) as reply:
            parsed = as_object(await body_of(reply))
            return Response(request, AioHttpClientResponse(sent, reply), {PARSED: parsed})


def as_utf8(body: str | None) -> bytes | None:
    """Return the JSON as UTF-8. msrest writes six bytes for each apostrophe; sizes have limits."""
    if body is None:
        return None
    if "\\u" in body:
        body = json.dumps(json.loads(body), ensure_ascii=False, separators=(",", ":"))
    return body.encode()


async def body_of(reply: aiohttp.ClientResponse) -> bytes:
    """Return the answer's body, as much of it as comes soon.

    What became of a message is told by the status, which is here already: a body that breaks off
    or never ends is no reason to think that nothing was taken, and to send the same again.
    """
    body = bytearray()
    try:
        async with asyncio.timeout(SECONDS_FOR_BODY):
            async for some in reply.content.iter_any():
                body += some
                if len(body) > MOST_BYTES:
                    break
    except (aiohttp.ClientError, TimeoutError):
        reply.close()
    return bytes(body)


def as_object(body: bytes) -> dict[str, Any] | None:
    """Return the JSON object in the answer; None for anything else, or nothing."""
    try:
        found = json.loads(body) if body else None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
