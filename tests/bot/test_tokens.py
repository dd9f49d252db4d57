"""Who is let in: every way in which a token can be wrong, and what each costs."""

import asyncio
import time
from collections.abc import Callable

import jwt
import pytest
from cryptography.hazmat.primitives import serialization

from bot.clouds import CLOUDS, CloudName
from tests.bot.conftest import Build
from tests.bot.world import APP_ID, Signer, World

PUBLIC = (serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
EMULATOR = "https://login.microsoftonline.com/d6d49420-f39b-4df7-a1dc-d59a935871db/v2.0"
SKILL = "https://sts.windows.net/f8cdef31-a31e-4b4a-93e4-5f571e91255a/"
Forged = Callable[[World], str | None]


def now() -> int:
    """Return the second that it is."""
    return int(time.time())


def signed(**changes: object) -> Forged:
    """Return what makes a token with these claims, signed with the right key."""
    return lambda world: world.keys.signers[0].token(world.connector.url, **changes)


def unsigned(world: World) -> str:
    """Make a token that says it needs no signature."""
    claims = jwt.decode(signed()(world) or "", options={"verify_signature": False})
    return jwt.encode(claims, "", algorithm="none", headers={"kid": "k1"})


def signed_with_the_public_key(world: World) -> str:
    """Make the classic forgery: HS256, with the RSA public key as the shared secret."""
    claims = jwt.decode(signed()(world) or "", options={"verify_signature": False})
    pem = world.keys.signers[0].private.public_key().public_bytes(*PUBLIC)
    head = jwt.utils.base64url_encode(b'{"alg":"HS256","typ":"JWT","kid":"k1"}')
    body = jwt.encode(claims, "x" * 32).split(".")[1].encode()
    signature = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(
        head + b"." + body, pem
    )
    return (head + b"." + body + b"." + jwt.utils.base64url_encode(signature)).decode()


def not_yet_valid(world: World) -> str | None:
    """Make a token that is good in ten minutes from now."""
    return signed(nbf=now() + 600)(world)


def signed_by_somebody_else(world: World) -> str:
    """Make a token with the right key id and another key."""
    return Signer(owner="mallory").token(world.connector.url)


REFUSED: dict[str, Forged] = {
    "absent": lambda _: None,
    "garbage": lambda _: "garbage",
    "three parts of garbage": lambda _: "a.b.c",
    "not even ASCII": lambda _: "é.é.é",
    "deeply nested": lambda _: f"{'W1tb' * 1500}.{'W1tb' * 100}.x",
    "algorithm none": unsigned,
    "HS256 with the public key": signed_with_the_public_key,
    "signed by somebody else": signed_by_somebody_else,
    "another issuer": signed(iss="https://evil.example"),
    "no issuer": signed(iss=None),
    "another app": signed(aud="another"),
    "several apps": signed(aud=[APP_ID, "another"]),
    "no app": signed(aud=None),
    "another service": signed(serviceurl="https://smba.trafficmanager.net/uk/"),
    "no service": signed(serviceurl=None),
    "expired": signed(nbf=now() - 7200, exp=now() - 301),
    "never expiring": signed(exp=None),
    "expiring some day": signed(exp="tomorrow"),
    "not yet valid": not_yet_valid,
    "from the emulator": signed(iss=EMULATOR, appid=APP_ID, ver="2.0"),
    "from another bot": signed(iss=SKILL, appid="other", ver="1.0"),
}


@pytest.mark.parametrize("forged", REFUSED.values(), ids=REFUSED)
async def test_wrong_token_is_401_and_nothing_happens(world: World, forged: Forged) -> None:
    """Every fault of a token is 401 (the SDK makes 500 of most), and costs Microsoft nothing."""
    answer = await world.post(world.activity("execute"), forged(world))
    assert answer.status == 401
    assert await answer.read() == b""
    assert not world.router.turns
    assert world.keys.asked == 1


@pytest.mark.parametrize("issuer", [EMULATOR, SKILL, "https://evil.example"])
async def test_somebody_elses_token_costs_no_fetch(world: World, issuer: str) -> None:
    """The SDK fetches Entra's keys for tokens of emulators and other bots; we never do."""
    token = Signer("theirs").token(world.connector.url, iss=issuer, appid=APP_ID, ver="2.0")
    assert (await world.post(world.activity("execute"), token)).status == 401
    assert world.keys.asked == 1


async def test_token_is_let_in_within_five_minutes_of_its_times(world: World) -> None:
    """Clocks differ."""
    early, late = signed(nbf=now() + 240), signed(nbf=now() - 7200, exp=now() - 240)
    for token in (early(world), late(world)):
        assert (await world.post(world.activity("execute"), token)).status == 200


async def test_scheme_may_be_written_in_any_case(world: World) -> None:
    """HTTP says so."""
    token = signed()(world)
    answer = await world.post(world.activity("execute"), None, Authorization=f"bearer {token}")
    assert answer.status == 200
    answer = await world.post(world.activity("execute"), None, Authorization=f"Basic {token}")
    assert answer.status == 401


async def test_remembered_token_expires_all_the_same(world: World) -> None:
    """A token is checked once and remembered, not for longer than it is good."""
    token = signed()(world)
    assert (await world.post(world.activity("execute"), token)).status == 200
    world.later(minutes=64)
    assert (await world.post(world.activity("execute"), token)).status == 200
    world.later(minutes=2)
    assert (await world.post(world.activity("execute"), token)).status == 401


async def test_remembered_token_is_good_for_its_own_service_only(world: World) -> None:
    """What is remembered of a token includes for whom it was made."""
    token = signed()(world)
    assert (await world.post(world.activity("execute"), token)).status == 200
    elsewhere = world.activity("execute", serviceUrl="http://127.0.0.1:1/_connector")
    assert (await world.post(elsewhere, token)).status == 401


async def test_more_tokens_than_are_remembered_do_no_harm(build: Build) -> None:
    """What is remembered has a limit."""
    world = await build(outside={"remembered": 2})
    tokens = [signed(jti=str(n))(world) for n in range(4)]
    for token in (*tokens, *tokens):
        assert (await world.post(world.activity("execute"), token)).status == 200


async def test_unknown_key_is_looked_for_once_for_many(world: World) -> None:
    """The SDK fails on an unknown key; we look again, once a minute at most."""
    tokens = [Signer(f"made-up-{n}").token(world.connector.url) for n in range(4)]
    posted = (world.post(world.activity("execute"), token) for token in tokens)
    assert {answer.status for answer in await asyncio.gather(*posted)} == {401}
    assert world.keys.asked == 2


async def test_new_key_is_accepted_at_once(world: World) -> None:
    """Microsoft changes its keys without notice; the SDK notices after a day."""
    world.keys.signers.insert(0, Signer("k2"))
    assert (await world.told("execute")).status == 200
    assert world.keys.asked == 2


async def test_key_that_is_gone_lets_nobody_in_any_more(world: World) -> None:
    """Tokens that were remembered are forgotten when the keys change."""
    old = signed()(world)
    assert (await world.post(world.activity("execute"), old)).status == 200
    world.keys.signers = [Signer("k2")]
    assert (await world.told("execute")).status == 200
    assert (await world.post(world.activity("execute"), old)).status == 401


@pytest.mark.parametrize("endorsements", [(), ("webchat", "directline")])
async def test_key_that_does_not_endorse_teams_lets_nobody_in(
    build: Build, endorsements: tuple[str, ...]
) -> None:
    """A key says for which channels it may sign; one that says nothing is good for none."""
    world = await build()
    world.keys.signers = [Signer("k9", endorsements)]
    assert (await world.told("execute")).status == 401


@pytest.mark.parametrize("channel", ["directline", "webchat", "emulator", "", None])
async def test_other_channels_are_refused(world: World, channel: object) -> None:
    """On some channels the sender chooses who they are."""
    assert (await world.told("execute", channelId=channel)).status == 401


async def test_keys_that_cannot_be_reached_are_503_until_they_can(build: Build) -> None:
    """A token that cannot be checked is not the sender's fault, and nobody is let in."""
    world = await build(outside={"keys_url": "http://127.0.0.1:1/metadata"})
    assert (await world.told("execute")).status == 503
    assert not world.router.turns


async def test_known_keys_serve_on_while_microsoft_cannot_be_reached(world: World) -> None:
    """Only a key that we do not know cannot be checked."""
    world.keys.broken = True
    assert (await world.told("execute")).status == 200
    unknown = Signer("k3").token(world.connector.url)
    assert (await world.post(world.activity("execute"), unknown)).status == 503
    assert (await world.told("execute")).status == 200


@pytest.mark.parametrize(
    ("address", "reaches"),
    [
        ("https://smba.trafficmanager.net/uk/", True),
        ("https://smba.trafficmanager.net/emea/5f2b1f6e/", True),
        ("https://smba.infra.gcc.teams.microsoft.com/teams", True),
        ("http://smba.trafficmanager.net/uk/", False),
        ("https://smba.trafficmanager.net:8443/uk/", False),
        ("https://smba.trafficmanager.net@evil.example/", False),
        ("https://smba.trafficmanager.net.evil.example/", False),
        ("https://evil.example/smba.trafficmanager.net", False),
        ("https://directline.botframework.com/", False),
        ("https://webchat.botframework.com/", False),
        ("https://127.0.0.1/", False),
        ("https://[::1", False),
        ("smba.trafficmanager.net", False),
        ("", False),
        (None, False),
    ],
)
def test_replies_go_to_teams_only(address: object, reaches: bool) -> None:  # noqa: FBT001
    """An address in an activity is where our token would be sent."""
    assert CLOUDS[CloudName.PUBLIC].teams.includes(address) is reaches


async def test_service_outside_teams_is_refused(build: Build) -> None:
    """Even with a good token for it."""
    world = await build(outside={"reachable": CLOUDS[CloudName.PUBLIC].teams})
    assert (await world.told("execute")).status == 401
