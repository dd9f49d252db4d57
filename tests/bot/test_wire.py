"""What the door refuses before anything happens: each with its status, and no words."""

import json

import pytest

from bot.wire import encoded
from cards import parts
from tests.bot.conftest import Build
from tests.bot.world import World

GOOD = b'{"type":"message"'
NOT_JSON = {
    "nothing": b"",
    "cut off": GOOD,
    "NaN": GOOD + b',"x":NaN}',
    "Infinity": GOOD + b',"x":-Infinity}',
    "a number too large": GOOD + b',"x":1e999}',
    "a lone surrogate": GOOD + b',"x":"\\ud800"}',
    "not UTF-8": GOOD + b',"x":"\xff"}',
    "another encoding": '{"type":"message"}'.encode("utf-16"),
    "a bomb": b"[" * 100_000,
    "a bomb that is whole": b'{"x":' + b"[" * 60 + b"]" * 60 + b"}",
    "nested objects": b'{"x":' * 40 + b"1" + b"}" * 40,
    "a list": b"[]",
    "a word": b'"x"',
    "null": b"null",
    "two objects": b"{}{}",
}


@pytest.mark.parametrize("body", NOT_JSON.values(), ids=NOT_JSON)
async def test_body_that_is_not_an_object_is_400(world: World, body: bytes) -> None:
    """The SDK answers 500 to bad JSON."""
    assert (await world.post(body)).status == 400
    assert not world.router.turns


@pytest.mark.parametrize(
    "changes",
    [
        {"type": None},
        {"type": 7},
        {"from": None},
        {"from": {}},
        {"conversation": {"id": 7}},
        {"conversation": {"id": ""}},
        {"recipient": []},
        {"replyToId": 7},
    ],
)
async def test_activity_without_its_fields_is_400(world: World, changes: dict[str, object]) -> None:
    """Every activity says what it is, where, from whom and to whom."""
    assert (await world.told("execute", **changes)).status == 400
    assert not world.router.turns


@pytest.mark.parametrize("kind", ["", "text/plain", "application/xml", "multipart/form-data"])
async def test_other_content_types_are_415(world: World, kind: str) -> None:
    """Also none at all, which the SDK answers with 500."""
    answer = await world.post(world.activity("execute"), **{"Content-Type": kind})
    assert answer.status == 415


async def test_content_type_may_name_its_charset(world: World) -> None:
    """Teams sends one."""
    kind = "application/json; charset=utf-8"
    answer = await world.post(world.activity("execute"), **{"Content-Type": kind})
    assert answer.status == 200


async def test_packed_body_is_415(world: World) -> None:
    """A small packed body may be a very large one."""
    answer = await world.post(world.activity("execute"), **{"Content-Encoding": "gzip"})
    assert answer.status in {400, 415}
    assert not world.router.turns


async def test_body_over_256_kilobytes_is_413(world: World) -> None:
    """Just under it is taken."""
    empty = len(json.dumps(world.activity("message", text="")))
    for size, status in ((256 * 1024 - 1, 200), (256 * 1024 + 1, 413)):
        activity = world.activity("message", text="x" * (size - empty))
        assert (await world.post(activity)).status == status


async def test_bad_body_with_a_bad_token_is_401(world: World) -> None:
    """Nothing of a body is read before its token is good."""
    assert (await world.post(b"[" * 100, "garbage")).status == 401
    assert (await world.post(b"x" * 300_000, None)).status == 401


@pytest.mark.parametrize(("path", "status"), [("/api/messages", 405), ("/admin", 404)])
async def test_other_addresses_are_not_there(world: World, path: str, status: int) -> None:
    """What is not served is not found, and messages are only ever posted."""
    async with world.http.get(world.bot.make_url(path)) as answer:
        assert answer.status == status


async def test_health_is_told_without_a_token(world: World) -> None:
    """Whoever looks after the bot asks without one."""
    async with world.http.get(world.bot.make_url("/healthz")) as answer:
        assert (answer.status, await answer.text()) == (200, "ok")


async def test_demo_lets_in_windows_on_this_machine_only(build: Build) -> None:
    """Without tokens the service address must be on loopback."""
    world = await build(settings={"dangerously_without_tokens": True})
    assert (await world.post(world.activity("message"), None)).status == 200
    outside = world.activity("message", serviceUrl="https://smba.trafficmanager.net/uk/")
    assert (await world.post(outside, None)).status == 401
    other = world.activity("message", channelId="webchat")
    assert (await world.post(other, None)).status == 401
    assert len(world.router.turns) == 1


def test_a_card_that_was_measured_is_sent_as_it_is() -> None:
    """It is encoded once, and what is sent is the same as for any other card."""
    drawn = parts.card([parts.said("Ŵyr y fam ddim \u2028 🙂")], [parts.button("Save", "save")])
    body = {"statusCode": 200, "type": "card", "value": parts.measured(drawn)}
    assert json.loads(encoded(body)) == {**body, "value": drawn}
    assert encoded(body) == encoded({**body, "value": drawn})
