"""The bot's own door with a lock whose key we hold: requests are signed, and checked as ever.

Nothing leaves the machine: there is no outbox, no file is made, and replies go back by HTTP alone.
"""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
import jwt
import msgspec
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from audits.people import Partnership, Person
from bot import app as door
from bot import pages, teams
from bot.adapter import Adapter
from bot.clock import Clock
from bot.connector import Connectors
from bot.doorway import listening, port_of
from bot.errands import Errands, Handing
from bot.gate import Gate
from bot.keys import SigningKeys
from bot.pace import Pace
from bot.postbox import Postbox
from bot.retry import Patience
from bot.settings import Settings
from bot.tokens import LOOPBACK, ChannelTokens
from bot.uploads import Files
from dialogs import router
from dialogs.turn import Reply, Turn
from storage.contract import Store

APP_ID = "00000000-0000-0000-0000-00000000abcd"
KEY_ID = "proof"


@dataclass(frozen=True, slots=True, kw_only=True)
class Knock:
    """Presses a button as a person, and gives the status and the card that came back."""

    http: aiohttp.ClientSession
    address: str
    token: str

    async def press(self, who: Person, verb: str, carried: dict[str, Any]) -> tuple[int, object]:
        """Return the HTTP status and what the reply carries."""
        activity = pressed(who, verb, carried, self.address)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        body = msgspec.json.encode(activity)
        async with self.http.post(
            f"{self.address}/api/messages", data=body, headers=headers
        ) as answer:
            said = await answer.read()
            return answer.status, msgspec.json.decode(said).get("value") if said else None


def pressed(who: Person, verb: str, carried: dict[str, Any], address: str) -> dict[str, Any]:
    """Return the activity that Teams sends when a person presses a button of a card."""
    return {
        "type": "invoke",
        "name": "adaptiveCard/action",
        "channelId": "msteams",
        "serviceUrl": address,
        "from": {"id": f"29:{who.id}", "aadObjectId": who.object_id},
        "recipient": {"id": "28:maca"},
        "conversation": {
            "id": f"a:{who.id}",
            "conversationType": "personal",
            "tenantId": who.tenant,
        },
        "value": {"action": {"type": "Action.Execute", "verb": verb, "data": carried}},
    }


async def nobody(_activity: object, _store: Store) -> None:
    """Know no newcomer: Teams is not asked who somebody is."""


async def without_files(turn: Turn, store: Store) -> Reply:
    """Carry a turn out, and make no file of what it asks for."""
    return replace(await router.take(turn, store), file=None)


@asynccontextmanager
async def opened(store: Store, partnership: Partnership) -> AsyncIterator[Knock]:
    """Serve the store on loopback while the block runs."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    async with aiohttp.ClientSession() as http:
        app = web.Application()
        app.router.add_post("/api/messages", door.messages)
        app.router.add_get("/keys", _listing(private))
        app[door.DESK] = _desk(store, partnership, http)
        app.on_response_prepare.append(pages.unversioned)
        runner = web.AppRunner(app)
        app[door.GATE] = gate = Gate(None, None)
        async with listening(runner, "127.0.0.1", 0) as listens:
            address = f"http://127.0.0.1:{port_of(listens)}"
            gate.tokens = ChannelTokens(APP_ID, LOOPBACK, clock=Clock())
            gate.keys = SigningKeys(http, f"{address}/keys")
            await gate.keys.refresh()
            yield Knock(http=http, address=address, token=_token(private, address))


def _listing(private: rsa.RSAPrivateKey) -> Callable[[web.Request], Awaitable[web.Response]]:
    public = RSAAlgorithm.to_jwk(private.public_key(), as_dict=True)
    key = public | {"kid": KEY_ID, "use": "sig", "endorsements": ["msteams"]}

    async def listing(request: web.Request) -> web.Response:
        return web.json_response({"jwks_uri": str(request.url), "keys": [key]})

    return listing


def _token(private: rsa.RSAPrivateKey, address: str) -> str:
    now = int(time.time())
    claims = {"iss": "https://api.botframework.com", "aud": APP_ID, "serviceurl": address,
              "nbf": now, "exp": now + 24 * 3600}  # fmt: skip
    return jwt.encode(claims, private, algorithm="RS256", headers={"kid": KEY_ID})


def _desk(store: Store, partnership: Partnership, http: aiohttp.ClientSession) -> teams.Desk:
    settings, clock = Settings(), Clock()
    postbox = Postbox(http, None, reachable=LOOPBACK, pace=Pace(settings.limits()))
    errands = Errands(store=store, postbox=postbox, http=http, clock=clock,
                      partnership=partnership, handing=Handing())  # fmt: skip
    return teams.Desk(
        adapter=Adapter(APP_ID, Connectors(http, None, patience=Patience())),
        store=store, partnership=partnership, clock=clock, take=without_files,
        verb_for=router.verb_for, errands=errands, files=Files(http, settings, clock),
        joining=nobody,
    )  # fmt: skip
