"""Where Microsoft lists its keys: slow, half-way, silent, broken; and keys that change."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from bot import keys as bot_keys
from bot.app import GATE
from tests.bot.conftest import Build
from tests.bot.world import Keys, Signer, World

Lists = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class SlowKeys(Keys):
    """A list of keys that comes as it is told to."""

    hangs: asyncio.Event = field(default_factory=asyncio.Event)
    how: str = "at once"

    async def _keys(self, request: web.Request) -> web.StreamResponse:
        whole = json.dumps({"keys": [signer.public() for signer in self.signers]}).encode()
        answer = web.StreamResponse()
        match self.how:
            case "never":
                await self.hangs.wait()
            case "half-way":
                await answer.prepare(request)
                await answer.write(whole[: len(whole) // 2])
                await self.hangs.wait()
            case "endlessly":
                await answer.prepare(request)
                while not self.hangs.is_set():
                    await answer.write(b" " * 65_536)
            case "cut off":
                answer.content_length = len(whole)
                await answer.prepare(request)
                await answer.write(whole[: len(whole) // 2])
                assert request.transport
                request.transport.abort()
            case _:
                return web.Response(body=OTHER.get(self.how, whole))
        return answer


OTHER = {
    "no JSON": b"<html>", "a list": b"[]", "no keys": b'{"keys": []}', "words": b'{"keys": ["x"]}',
    "nothing": b"", "deep": b"[" * 200_000, "null": b'{"keys": null}',
    "a key that is none": b'{"keys": [{"kid": "k1", "kty": "RSA", "n": 1, "e": null}]}',
    "no text": b'{"keys": "\xff\xfe"}',
}  # fmt: skip
HOLDS = ("never", "half-way", "endlessly")


@pytest.fixture
async def world(build: Build) -> World:
    """A bot that knows the keys of today."""
    return await build(keys=SlowKeys([Signer()]))


def slow(world: World) -> SlowKeys:
    """Return where the keys are."""
    assert isinstance(world.keys, SlowKeys)
    return world.keys


async def status(world: World, signer: Signer) -> int:
    """Post a button with this signer's token; a bot that hangs raises TimeoutError."""
    async with asyncio.timeout(20):
        token = signer.token(world.connector.url)
        return (await world.post(world.activity("execute"), token)).status


@pytest.mark.parametrize("how", HOLDS)
async def test_slow_list_holds_up_nobody_with_a_known_key(
    world: World, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred unknown keys are refused in a moment, by one fetch, while known ones are served."""
    monkeypatch.setattr(bot_keys, "SECONDS_TO_WAIT", 0.3)
    there = slow(world)
    known, there.how = there.signers[0], how
    unknown = [asyncio.create_task(status(world, Signer(f"made-up-{n % 9}"))) for n in range(100)]
    found = world.bot.app[GATE].keys
    assert found is not None
    while found._looking is None:  # noqa: SLF001 - nothing else tells
        await asyncio.wait(unknown, timeout=0.01)
    served = [await status(world, known) for _ in range(20)]
    assert served == [200] * 20
    assert set(await asyncio.gather(*unknown)) == {503}
    assert there.asked == 2
    there.hangs.set()


@pytest.mark.parametrize("how", ["cut off", *OTHER])
async def test_bad_list_changes_nothing(world: World, how: str) -> None:
    """Known keys serve on; an unknown one cannot be told from a new one: 503, and no fault."""
    there = slow(world)
    known, there.how = there.signers[0], how
    assert await status(world, Signer("new")) == 503
    assert await status(world, Signer("newer")) == 503
    assert await status(world, known) == 200
    assert there.asked == 2


async def test_new_key_is_found_soon_after_a_list_that_failed(world: World) -> None:
    """One bad moment of Microsoft's does not keep a new key out for a minute."""
    there, now = slow(world), [1000.0]
    found = world.bot.app[GATE].keys
    assert found is not None
    found._ticks = lambda: now[0]  # noqa: SLF001 - the clock of the keys alone
    there.how = "no JSON"
    there.signers.append(Signer("new"))
    assert await status(world, Signer("new")) == 503
    there.how = "at once"
    now[0] += bot_keys.SECONDS_UNTIL_AGAIN
    assert await status(world, Signer("new")) == 200


async def test_keys_that_change_under_load_keep_nobody_out(world: World) -> None:
    """Each of many senders is let in, by the old key and the new, with one fetch more."""
    old, new = slow(world).signers[0], Signer("rotated")
    slow(world).signers.append(new)
    signers = [old, new] * 40
    assert await asyncio.gather(*(status(world, one) for one in signers)) == [200] * 80
    assert slow(world).asked == 2
