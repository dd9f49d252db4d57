"""How people are reached is learnt from what they do, and forgotten when they leave."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from audits.reach import Reach, unreachable
from bot.app import DESK, OUTBOX
from bot.retention import EVERY
from storage.contract import Store
from tests.bot.conftest import Build
from tests.bot.world import SAM, TENANT, World


def store_of(world: World) -> Store:
    """Return the store of the world's bot."""
    return world.bot.app[DESK].store


async def reach_of(world: World) -> Reach:
    """Return how Sam is reached."""
    found = await store_of(world).reach(SAM.id)
    assert found is not None
    return found


@pytest.mark.parametrize("name", ["message", "submit", "execute", "installation_update"])
async def test_every_activity_tells_how_its_sender_is_reached(world: World, name: str) -> None:
    """All that a message of our own accord needs."""
    await world.told(name)
    found = await reach_of(world)
    assert (found.tenant, found.user, found.bot) == (TENANT, "29:sam-okoro", "28:case-audit")
    assert found.service_url == world.connector.url
    assert found.conversation == "a:personal-sam-okoro"
    assert found.locale == "en-US"


async def test_zone_is_the_one_of_the_client(world: World) -> None:
    """Whoever travels is written to in the morning of where they are; nonsense is no zone."""
    await world.told("message")
    assert (await reach_of(world)).terms.zone == "Europe/London"
    await world.told("message", entities=[{"type": "clientInfo", "timezone": "../etc/passwd"}],
                     localTimezone=7)  # fmt: skip
    assert (await reach_of(world)).zone == "Europe/London"


async def test_newest_service_address_wins(world: World) -> None:
    """It may change; what the person asked for otherwise stays."""
    await world.told("message")
    before = await reach_of(world)
    snoozed = replace(before.habits, zone="Europe/Paris")
    await store_of(world).keep_reach(replace(before, habits=snoozed))
    newest = f"{world.connector.url}/other"
    token = world.keys.signers[0].token(newest)
    assert (await world.post(world.activity("execute", serviceUrl=newest), token)).status == 200
    after = await reach_of(world)
    assert (after.service_url, after.habits) == (newest, snoozed)


async def test_nothing_new_is_not_written(world: World) -> None:
    """A turn costs no second write."""
    await world.told("message")
    version = (await reach_of(world)).version
    for _ in range(3):
        await world.told("message")
    assert (await reach_of(world)).version == version


async def test_next_activity_brings_somebody_back(world: World) -> None:
    """Whoever writes can be written to."""
    await world.told("message")
    lost = unreachable(await reach_of(world), "ConversationBlockedByUser", world.clock.now())
    await store_of(world).keep_reach(replace(lost, told=True))
    await world.told("message")
    found = await reach_of(world)
    assert (found.unreachable_since, found.why, found.told) == (None, "", False)


async def test_whoever_takes_the_app_off_is_out_of_reach(world: World) -> None:
    """Teams says so once; nothing is sent there any more."""
    await world.told("message")
    await world.told("installation_update", action="remove")
    found = await reach_of(world)
    assert found.unreachable_since is not None
    assert found.why == "removed"


@pytest.mark.parametrize("chat", ["groupChat", "channel"])
async def test_other_peoples_chats_are_no_address(world: World, chat: str) -> None:
    """A reminder belongs into the person's own chat."""
    conversation = {"id": "19:group", "conversationType": chat, "tenantId": TENANT}
    await world.told("message", conversation=conversation)
    assert await store_of(world).reach(SAM.id) is None


async def test_strangers_leave_nothing_behind(world: World) -> None:
    """Nobody is kept who is not on the roster."""
    await world.told("message", **{"from": {"id": "29:x", "aadObjectId": "0000"}})
    assert not await store_of(world).unreachable()
    assert await store_of(world).reach("29:x") is None


async def test_app_sweeps_by_itself_until_it_stops(build: Build) -> None:
    """Once a minute; the time between is slept through, and the stop is not."""
    rested: list[float] = []

    async def sleep(seconds: float) -> None:
        if seconds == EVERY:  # the steward's rest; it wakes beside the outbox
            await asyncio.Event().wait()
        rested.append(seconds)
        if len(rested) == 3:
            world.bot.app[OUTBOX].stop.ask()

    world = await build(outside={"sleep": sleep})
    while not world.bot.app[OUTBOX].stop.asked():
        await world.told("message")
    assert rested[:3] == [60, 60, 60]
    assert len(rested) <= 4  # two wake each minute: the outbox, and what seals anew
    assert world.clock.ahead == timedelta()
