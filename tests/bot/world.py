"""The world around the bot, at the wire: Microsoft's keys and tokens, Teams' connector."""

import json
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import jwt
from aiohttp import ClientResponse, ClientSession, web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from audits.people import Person
from bot import app as door
from bot.clock import Clock
from bot.retry import Patience
from bot.settings import Settings
from bot.tokens import LOOPBACK
from dialogs.turn import Reply, Turn
from storage.contract import Store
from storage.tiny import TinyStore
from tests.bot.front_door import FrontDoor

CAPTURED = Path(__file__).parent / "captured"
APP_ID = "11111111-2222-3333-4444-555555555555"
TENANT = "5f2b1f6e-6d1c-4c35-9c53-1c4f7e0d1a11"
SAM = Person(
    id="p-sam",
    tenant=TENANT,
    object_id="3a6f3c52-8f43-4d0a-9f0f-6f6d0b8f1c01",
    name="Sam Okoro",
    email="sam@health.example",
)
CARD = "application/vnd.microsoft.card.adaptive"
Json = dict[str, Any]


def captured(name: str, /, **changes: object) -> Json:
    """Return an activity as a real client sent it, with some fields replaced."""
    found: Json = json.loads((CAPTURED / f"{name}.json").read_text(encoding="utf-8"))
    return found | changes


@cache
def private_key(_kid: str, _owner: str) -> rsa.RSAPrivateKey:
    """Make a key, once: it takes a while."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Signer:
    """Signs as the Bot Framework does: RS256, with a key that has an id and endorsements."""

    def __init__(
        self, kid: str = "k1", endorsements: tuple[str, ...] = ("msteams",), *, owner: str = ""
    ) -> None:
        self.kid = kid
        self.private = private_key(kid, owner)
        self.endorsements = endorsements

    def public(self) -> Json:
        """Return the public key as Microsoft lists it."""
        told: Json = RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        return told | {"kid": self.kid, "use": "sig", "endorsements": list(self.endorsements)}

    def token(self, service_url: str, **changes: object) -> str:
        """Return a token for our app and this service, good for an hour, with claims replaced."""
        now = int(time.time())
        claims: Json = {
            "iss": "https://api.botframework.com",
            "aud": APP_ID,
            "serviceurl": service_url,
            "nbf": now,
            "exp": now + 3600,
        }
        kept = {name: one for name, one in (claims | changes).items() if one is not None}
        return jwt.encode(kept, self.private, algorithm="RS256", headers={"kid": self.kid})


@dataclass
class Keys:
    """Where Microsoft lists its keys; counts how often it is asked."""

    signers: list[Signer]
    asked: int = 0
    broken: bool = False
    server: TestServer = field(init=False)

    async def start(self) -> None:
        """Listen on loopback."""
        listing = web.Application()
        listing.router.add_get("/metadata", self._metadata)
        listing.router.add_get("/keys", self._keys)
        self.server = TestServer(listing)
        await self.server.start_server()

    @property
    def url(self) -> str:
        """Where the metadata are."""
        return str(self.server.make_url("/metadata"))

    async def _metadata(self, _request: web.Request) -> web.Response:
        self.asked += 1
        if self.broken:
            return web.Response(status=500)
        return web.json_response({"jwks_uri": str(self.server.make_url("/keys"))})

    async def _keys(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response({"keys": [signer.public() for signer in self.signers]})


@dataclass(frozen=True)
class Sent:
    """One request that the connector got."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def said(self) -> Json:
        """The activity that was sent."""
        found: Json = json.loads(self.body)
        return found

    @property
    def card(self) -> Json:
        """The card in it."""
        found: Json = self.said["attachments"][0]["content"]
        return found


Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Connector:
    """Teams' connector: records what it gets, and answers as it is told, then as usual."""

    got: list[Sent] = field(default_factory=list)
    next: list[web.Response | Answer] = field(default_factory=list)
    server: TestServer = field(init=False)
    url: str = ""
    """The service address that activities carry."""

    async def start(self) -> None:
        """Listen on loopback."""
        listening = web.Application()
        listening.router.add_route("*", "/{rest:.*}", self._take)
        self.server = TestServer(listening)
        await self.server.start_server()
        self.url = f"http://127.0.0.1:{self.server.port}/_connector"

    def will_answer(self, *answers: web.Response | Answer) -> None:
        """Say what the next requests get."""
        self.next.extend(answers)

    async def _take(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        self.got.append(Sent(request.method, request.raw_path, dict(request.headers), body))
        if not self.next:
            return web.json_response({"id": f"m-{len(self.got)}"}, status=201)
        answer = self.next.pop(0)
        return answer if isinstance(answer, web.Response) else await answer(request)


def failing(status: int, code: str = "Code", **headers: str) -> web.Response:
    """Return an error as the connector words it."""
    return web.json_response(
        {"error": {"code": code, "message": "never shown"}},
        status=status,
        headers={name.replace("_", "-"): text for name, text in headers.items()},
    )


@dataclass
class Router:
    """A router of our own: remembers the turns, and draws a card that tells what it was asked."""

    turns: list[Turn] = field(default_factory=list)
    on_turn: Callable[[], None] = lambda: None
    fails: Exception | None = None

    async def take(self, turn: Turn, store: Store) -> Reply:
        """Draw, or fail as it was told to."""
        assert await store.audits() == []
        self.turns.append(turn)
        self.on_turn()
        if self.fails is not None:
            raise self.fails
        words = {"type": "TextBlock", "text": f"You’re at {turn.verb}"}
        return Reply(card={"type": "AdaptiveCard", "version": "1.5", "body": [words]})

    @staticmethod
    def verb_for(text: str) -> str:
        """Make a verb of what was typed."""
        return text.lower().replace(" ", "_") or "help"


@dataclass
class Waits:
    """Takes the place of waiting between attempts: notes how long, and does not wait."""

    seconds: list[float] = field(default_factory=list)

    async def wait(self, seconds: float) -> None:
        """Note it."""
        self.seconds.append(seconds)


@dataclass
class World:
    """The bot, listening, with all that is around it."""

    folder: Path
    keys: Keys = field(default_factory=lambda: Keys([Signer()]))
    connector: Connector = field(default_factory=Connector)
    router: Router = field(default_factory=Router)
    waits: Waits = field(default_factory=Waits)
    clock: Clock = field(default_factory=Clock)
    patience: Patience = field(default_factory=Patience)
    outside: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    bot: TestServer = field(init=False)
    http: ClientSession = field(init=False)

    async def start(self, closing: AsyncExitStack) -> None:
        """Start everything; all of it stops with `closing`."""
        for server in (self.keys, self.connector):
            await server.start()
            closing.push_async_callback(server.server.close)
        self.bot = FrontDoor(self._app())
        await self.bot.start_server()
        closing.push_async_callback(self.bot.close)
        self.http = await closing.enter_async_context(ClientSession())

    def _app(self) -> web.Application:
        usual: dict[str, Any] = {"app_id": APP_ID, "turns_at_once": 10_000}
        settings = Settings(**(usual | self.settings))
        met: dict[str, Any] = {
            "clock": self.clock,
            "keys_url": self.keys.url,
            "reachable": LOOPBACK,
            "patience": replace(self.patience, sleep=self.waits.wait),
            "trust_env": False,
            "credential": lambda _settings: None,
        }
        inside = door.Inside(
            open_store=self._store, take=self.router.take, verb_for=self.router.verb_for
        )
        return door.make_app(settings, inside, outside=door.Outside(**(met | self.outside)))

    async def _store(self) -> Store:
        store = await TinyStore.open(self.folder)
        await store.keep_person(SAM)
        return store

    @property
    def store(self) -> Store:
        """The bot's own store."""
        return self.bot.app[door.DESK].store

    async def errands_run(self) -> None:
        """Wait until all that the bot does after its answers is done."""
        await self.bot.app[door.ERRANDS].finish(60)

    def later(self, **span: float) -> None:
        """Put the bot's clock forward."""
        self.clock.ahead += timedelta(**span)

    def activity(self, name: str, /, **changes: object) -> Json:
        """Return a captured activity that comes from this world's connector."""
        return captured(name, **({"serviceUrl": self.connector.url} | changes))

    async def post(
        self, activity: Json | bytes, token: str | None = "", **headers: str
    ) -> ClientResponse:
        """Post an activity as the Bot Framework does, with a good token if none is given."""
        body = activity if isinstance(activity, bytes) else json.dumps(activity).encode()
        if token == "":
            token = self.keys.signers[0].token(self.connector.url)
        sent = {"Content-Type": "application/json"} | headers
        if token is not None:
            sent["Authorization"] = f"Bearer {token}"
        return await self.http.post(self.bot.make_url("/api/messages"), data=body, headers=sent)

    async def told(self, name: str, /, **changes: object) -> ClientResponse:
        """Post a captured activity with a good token."""
        return await self.post(self.activity(name, **changes))
