"""A clock that jumps ahead and back while people press, over HTTP with the real router."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from audits.involvement import AgencyReturn
from storage.tiny import TinyStore
from tests import cast
from tests.bot.speaking import activity
from tests.bot.test_front_door import Real
from tests.bot.world import World

SEED = 20261125
SPANS = (timedelta(hours=1), timedelta(days=1), timedelta(days=400), timedelta(seconds=5))
PRESSES = 60
FAR = 32_503_680_000
"""The year 3000, in seconds."""


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A bot with limits as they are set, whose person has one return to answer."""
    folder = tmp_path / "store"
    store = await TinyStore.open(folder)
    for who in cast.EVERYBODY:
        await store.keep_person(who)
    await store.keep_audit(cast.AUDIT)
    await store.add(cast.MINE)
    await store.close()
    async with AsyncExitStack() as closing:
        world = World(folder, router=Real(), settings={"turns_at_once": 2 * PRESSES})  # type: ignore[arg-type]
        await world.start(closing)
        yield world


async def stands(world: World) -> AgencyReturn:
    """Return the return as it stands."""
    found = await world.store.agency_return(cast.MINE.id)
    assert found
    return found


async def pressed(world: World, verb: str, carried: dict[str, Any]) -> Any:  # noqa: ANN401
    """Press a button with a token that is good at whatever time, and give what comes back."""
    token = world.keys.signers[0].token(world.connector.url, nbf=0, exp=FAR)
    value = {"action": {"type": "Action.Execute", "verb": verb, "data": carried}}
    reply = await world.post(activity(world, "execute", cast.HEALTH_VISITOR, value=value), token)
    assert reply.status == 200
    return (await reply.json())["value"]


async def answer(world: World, words: str) -> Any:  # noqa: ANN401 - a card
    """Answer a box of the return on the newest card, and give what comes back."""
    drawn = (await stands(world)).version
    return await pressed(world, "save", {
        "return": cast.MINE.id, "drawn": drawn, "shown": ["look_evidence"], "go": "next",
        "b.look_evidence": words,
    })  # fmt: skip


async def test_answers_keep_their_order_whatever_the_clock_says(world: World) -> None:
    """Each press is one version and one row of the journal, and the last words stand."""
    chance = Random(SEED)  # noqa: S311
    said = [f"Words number {number}." for number in range(PRESSES)]
    for words in said:
        world.clock.ahead = chance.choice(SPANS) * chance.choice((-1, 1))
        card = await answer(world, words)
        assert card["type"] == "AdaptiveCard"
        assert (await stands(world)).answers["look_evidence"].now.value == words
    found = await stands(world)
    kept = [one.value for one in found.answers["look_evidence"].past]
    assert kept == said[:-1]
    rows = await world.store.journal(cast.MINE.id)
    assert [row.version for row in rows] == list(range(1, PRESSES + 1))
    assert found.version == PRESSES


async def test_journal_proves_itself_after_a_clock_that_jumped(world: World) -> None:
    """A chain is linked in the order in which things were kept, not by their times."""
    for number, span in enumerate((timedelta(days=1), timedelta(days=-1), timedelta())):
        world.clock.ahead = span
        await answer(world, f"Words {number}.")
    rows = await world.store.journal(cast.MINE.id)
    assert rows[0].at > rows[2].at > rows[1].at
    await world.store.close()
    again = await TinyStore.open(world.folder)
    assert await again.journal(cast.MINE.id) == rows
    assert again.set_aside == []
    await again.close()


async def test_clock_put_back_locks_nobody_out(world: World) -> None:
    """How fast somebody may press is counted by a clock that never goes back."""
    for span in (timedelta(), timedelta(days=2), timedelta(days=-2), timedelta()):
        world.clock.ahead = span
        opened = await pressed(world, "open", {"return": cast.MINE.id})
        assert opened["type"] == "AdaptiveCard"


async def test_remembered_token_is_good_again_when_the_clock_is(world: World) -> None:
    """What expired by a clock that was ahead is let in as soon as it is right."""
    token = world.keys.signers[0].token(world.connector.url)
    press = activity(world, "execute", cast.HEALTH_VISITOR)
    assert (await world.post(press, token)).status == 200
    world.clock.ahead = timedelta(days=1)
    assert (await world.post(press, token)).status == 401
    world.clock.ahead = timedelta()
    assert (await world.post(press, token)).status == 200
    world.clock.ahead = timedelta(days=-1)
    assert (await world.post(press, token)).status == 200
