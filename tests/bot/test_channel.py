"""In a channel of the audit team the bot answers those who call it by its name."""

import pytest

from dialogs.turn import Place
from tests.bot.world import Json, World, captured

BOT = captured("message")["recipient"]["id"]
MENTION = {"type": "mention", "text": "<at>Case audit</at>", "mentioned": {"id": BOT}}
CHANNEL = captured("message")["conversation"] | {
    "conversationType": "channel",
    "id": "19:team@thread.tacv2;messageid=1",
}


def in_channel(**changes: object) -> Json:
    """Return what is posted in a channel, beside a captured activity's other fields."""
    return {"conversation": CHANNEL, **changes}


async def test_the_bot_called_by_its_name_answers_in_the_thread(world: World) -> None:
    """The turn says that others read along; the mention is no part of what was asked."""
    asked = in_channel(text="<at>Case audit</at> status", entities=[MENTION])
    assert (await world.told("message", **asked)).status == 200
    (turn,) = world.router.turns
    assert (turn.verb, turn.place) == ("status", Place.CHANNEL)
    (sent,) = world.connector.got
    assert "19%3Ateam%40thread.tacv2%3Bmessageid%3D1" in sent.path


async def test_a_button_in_a_channel_is_a_turn_of_whoever_pressed_it(world: World) -> None:
    """And dialogs know that it was pressed there."""
    assert (await world.told("execute", **in_channel())).status == 200
    assert [turn.place for turn in world.router.turns] == [Place.CHANNEL]


@pytest.mark.parametrize("entities", [[], None, [MENTION | {"mentioned": {"id": "29:other"}}], [7]])
async def test_what_people_say_to_each_other_is_left_alone(world: World, entities: object) -> None:
    """The bot hears nothing that was not said to it."""
    asked = in_channel(text="status", entities=entities)
    assert (await world.told("message", **asked)).status == 200
    assert not world.router.turns
    assert not world.connector.got


async def test_nobody_is_greeted_in_a_channel(world: World) -> None:
    """A team that adds the bot has asked it nothing yet."""
    assert (await world.told("installation_update", **in_channel())).status == 200
    assert not world.connector.got


async def test_a_channel_is_never_where_a_person_is_reached(world: World) -> None:
    """Reminders and files go to the person's own chat, which only they read."""
    await world.told("message")
    asked = in_channel(text="<at>Case audit</at> status", entities=[MENTION])
    await world.told("message", **asked)
    reach = await world.store.reach("p-sam")
    assert reach
    assert reach.conversation == captured("message")["conversation"]["id"]
