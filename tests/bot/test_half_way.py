"""A connector whose answers break off, never end or are nonsense: the status tells what became."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web

from audits.ledger import Outcome
from bot import connector
from tests import cast
from tests.bot.outboxes import NINE, Post
from tests.bot.world import Answer, World

OVER = asyncio.Event()
ID = b'{"id": "m-1"}'


def streamed(status: int, *, then: str) -> Answer:
    """Return what answers with a status and a body that goes wrong."""

    async def answer(request: web.Request) -> web.StreamResponse:
        reply = web.StreamResponse(status=status)
        reply.content_type = "application/json"
        if then == "cut off":
            reply.content_length = 1000
        await reply.prepare(request)
        await reply.write(ID[:5])
        match then:
            case "cut off":
                assert request.transport
                request.transport.abort()
            case "never ends":
                await OVER.wait()
            case "is endless":
                while not OVER.is_set():
                    await reply.write(b" " * 65_536)
            case "is deep":
                await reply.write(b"[" * 200_000)
            case "is noise":
                await reply.write(b"\xff\xfe\x00")
        return reply

    return answer


WAYS = ("cut off", "never ends", "is endless", "is deep", "is noise")


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> object:
    """Wait for a body for a moment only; what hangs is over with the test."""
    OVER.clear()
    monkeypatch.setattr(connector, "SECONDS_FOR_BODY", 0.2)
    yield
    OVER.set()


@pytest.fixture
async def hou(tmp_path: Path) -> AsyncIterator[Post]:
    """An outbox of which only the housing officer's reminder is due."""
    async with AsyncExitStack() as closing:
        post = Post(tmp_path / "store")
        await post.start(closing)
        await post.only("hou")
        yield post


@pytest.mark.parametrize("then", WAYS)
@pytest.mark.parametrize("name", ["message", "submit"])
async def test_reply_that_was_taken_is_not_sent_again(world: World, name: str, then: str) -> None:
    """201 says that it was taken, whatever becomes of the rest."""
    world.connector.will_answer(streamed(201, then=then))
    assert (await world.told(name)).status == 200
    assert len(world.connector.got) == 1


@pytest.mark.parametrize("then", WAYS)
async def test_refusal_counts_by_its_status(world: World, then: str) -> None:
    """503 is tried again though its body never came."""
    world.connector.will_answer(streamed(503, then=then))
    assert (await world.told("message")).status == 200
    assert len(world.connector.got) == 2


@pytest.mark.parametrize("then", WAYS)
async def test_nudge_that_was_taken_is_sent_once(hou: Post, then: str) -> None:
    """It is settled as sent, and no later sweep repeats it."""
    hou.connector.will_answer(streamed(201, then=then))
    await hou.sweep_at(NINE)
    for _ in range(3):
        await hou.later(minutes=10)
    assert (await hou.outcomes())["hou"] is Outcome.SENT
    assert hou.got() == ["hou"]


@pytest.mark.parametrize(
    "nowhere",
    [lambda: web.json_response({}, status=201), lambda: web.json_response({"id": ""}, status=200),
     lambda: web.json_response({"id": 7}, status=201), lambda: web.Response(status=202)],
)  # fmt: skip
async def test_conversation_that_is_begun_nowhere_is_no_message_sent(
    hou: Post, nowhere: Callable[[], web.Response]
) -> None:
    """Teams says yes and not where: the reminder has reached nobody, and is tried again."""
    reach = await hou.store.reach("hou")
    assert reach
    await hou.store.keep_reach(replace(reach, conversation=""))
    hou.connector.will_answer(nowhere())
    await hou.sweep_at(NINE)
    assert (await hou.outcomes())["hou"] is Outcome.LATER
    await hou.later(minutes=5)
    assert (await hou.outcomes(cast.AUDIT.id))["hou"] is Outcome.SENT
    assert hou.got() == ["hou"]
