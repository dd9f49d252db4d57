"""What comes in from Teams, and what goes back: captured activities through the front door."""

from datetime import UTC

import pytest
from aiohttp import web

from audits.problems import Code, Problem
from tests.bot.conftest import Build
from tests.bot.world import CARD, SAM, TENANT, Connector, Json, World, captured, failing


def words(card: Json) -> str:
    """Return all text of a card in one line."""
    return str(card)


async def test_execute_is_answered_with_the_next_card(world: World) -> None:
    """An Action.Execute is answered in the HTTP response; the SDK's adapter answers 500."""
    answer = await world.told("execute")
    told = await answer.json()
    assert (answer.status, told["statusCode"], told["type"]) == (200, 200, CARD)
    assert told["value"]["body"][0]["text"] == "You’re at next"
    assert not world.connector.got


async def test_turn_knows_who_asks_what_and_when(world: World) -> None:
    """Who asks comes from the activity's sender, what from the button, when from the clock."""
    before = world.clock.now()
    await world.told("execute")
    [turn] = world.router.turns
    assert (turn.who, turn.verb) == (SAM, "next")
    assert turn.data["q1"] == "Supervision note, 3 March"
    assert before <= turn.at <= world.clock.now()
    assert turn.at.tzinfo is UTC
    assert turn.partnership.act_now


async def test_execute_sent_again_gives_the_same_card(world: World) -> None:
    """Teams repeats an invoke after 15 s; no table of seen ids stands in its way."""
    first, again = await world.told("execute"), await world.told("execute")
    assert await first.json() == await again.json()
    assert len(world.router.turns) == 2


async def test_execute_with_a_trigger_and_no_data_is_read(world: World) -> None:
    """Teams adds `trigger`, which the SDK drops; a button may carry no data."""
    value = {"trigger": "manual", "action": {"type": "Action.Execute", "verb": "help", "id": "x"}}
    assert (await world.told("execute", value=value)).status == 200
    assert (world.router.turns[0].verb, dict(world.router.turns[0].data)) == ("help", {})


@pytest.mark.parametrize(
    "value",
    [None, 1, [], {}, {"action": None}, {"action": {"data": {}}}, {"action": {"verb": 7}}],
)
async def test_execute_that_cannot_be_read_is_told_so(world: World, value: object) -> None:
    """A card that we did not draw gets words, not a fault."""
    answer = await world.told("execute", value=value)
    assert answer.status == 200
    assert Code.CARD_UNREADABLE in words(await answer.json())


@pytest.mark.parametrize("name", ["task/fetch", "composeExtension/query", None, 7])
async def test_unknown_invoke_is_not_implemented(world: World, name: object) -> None:
    """What this bot does not offer is 501, as Teams expects."""
    assert (await world.told("execute", name=name)).status == 501
    assert not world.router.turns


async def test_submit_changes_the_message_with_the_card(world: World) -> None:
    """An Action.Submit has no answer of its own; the message that holds the card is updated."""
    assert (await world.told("submit")).status == 200
    [sent] = world.connector.got
    assert sent.method == "PUT"
    assert sent.path.endswith("/_connector/v3/conversations/a%3Apersonal-sam-okoro"
                              "/activities/1795414501889")  # fmt: skip
    assert sent.card["body"][0]["text"] == "You’re at next"
    assert world.router.turns[0].data["q1"] == "By the old way"


@pytest.mark.parametrize("status", [403, 404, 405])
async def test_submit_falls_back_to_a_new_message(world: World, status: int) -> None:
    """When the old message may not or cannot be changed, the card comes anew."""
    world.connector.will_answer(failing(status))
    assert (await world.told("submit")).status == 200
    assert [sent.method for sent in world.connector.got] == ["PUT", "POST"]
    assert world.connector.got[0].card == world.connector.got[1].card
    assert "id" not in world.connector.got[1].said


async def test_submit_without_a_message_to_change_gets_a_new_one(world: World) -> None:
    """Without replyToId there is nothing to update."""
    activity = world.activity("submit")
    del activity["replyToId"]
    assert (await world.post(activity)).status == 200
    assert [sent.method for sent in world.connector.got] == ["POST"]


@pytest.mark.parametrize("value", ["x", [], {}, {"verb": None}])
async def test_submit_that_cannot_be_read_is_told_so(world: World, value: object) -> None:
    """The same holds for the older buttons."""
    assert (await world.told("submit", value=value)).status == 200
    assert Code.CARD_UNREADABLE in words(world.connector.got[0].card)


async def test_typed_word_is_answered_by_a_new_message(world: World) -> None:
    """The message has the card, and a summary for the lock screen."""
    assert (await world.told("message")).status == 200
    [sent] = world.connector.got
    assert (sent.method, sent.said["type"]) == ("POST", "message")
    assert sent.said["summary"] == "Case audit"
    assert sent.said["recipient"]["id"] == "29:sam-okoro"
    assert sent.card["body"][0]["text"] == "You’re at start"


async def test_mention_of_the_bot_is_not_part_of_what_is_typed(world: World) -> None:
    """Teams puts the bot's name into the text where it was mentioned."""
    text = "<at>Case audit</at> my returns"
    mention = {"type": "mention", "mentioned": {"id": "28:case-audit"}, "text": text[:19]}
    await world.told("message", text=text, entities=[mention, 7, {"type": "mention"}])
    assert world.router.turns[0].verb == "my_returns"


@pytest.mark.parametrize("text", [None, 7, "", "  "])
async def test_message_without_text_asks_for_help(world: World, text: object) -> None:
    """A picture or a thumb is answered too: no dead ends."""
    await world.told("message", text=text)
    assert world.router.turns[0].verb == "help"


async def test_opening_the_chat_gets_one_welcome(world: World) -> None:
    """A client sends installationUpdate and conversationUpdate both; a reload sends both again."""
    for opened in range(2):
        assert (await world.told("installation_update")).status == 200
        assert (await world.told("conversation_update")).status == 200
        assert [turn.verb for turn in world.router.turns] == ["welcome"] * (opened + 1)
    assert [sent.method for sent in world.connector.got] == ["POST", "POST"]


@pytest.mark.parametrize("action", ["remove", "add-upgrade", "remove-upgrade", None])
async def test_other_installation_news_gets_nothing(world: World, action: object) -> None:
    """A new version of the app is no reason to say hello again."""
    assert (await world.told("installation_update", action=action)).status == 200
    assert not world.connector.got


@pytest.mark.parametrize("kind", ["typing", "messageReaction", "event", "endOfConversation", "x"])
async def test_everything_else_gets_nothing(world: World, kind: str) -> None:
    """200 and silence."""
    assert (await world.told("message", type=kind)).status == 200
    assert not world.router.turns


@pytest.mark.parametrize("name", ["message", "submit", "execute", "installation_update"])
@pytest.mark.parametrize("chat", ["groupChat", "meeting", 7, None, ["personal"]])
async def test_other_peoples_chats_are_left_alone(world: World, name: str, chat: object) -> None:
    """A return shown in a group chat would be shown to the whole group."""
    conversation = captured(name)["conversation"] | {"conversationType": chat}
    answer = await world.told(name, conversation=conversation)
    assert answer.status == (501 if name == "execute" else 200)
    assert not world.router.turns
    assert not world.connector.got


@pytest.mark.parametrize(
    "changes",
    [
        {"from": {"id": "29:x", "aadObjectId": "0000"}},
        {"from": {"id": "29:x"}},
        {"from": {"id": "29:x", "aadObjectId": 7, "name": SAM.name}},
        {"channelData": {"tenant": {"id": "another"}}},
        {"channelData": None, "conversation": {"id": "a:1", "conversationType": "personal"}},
        {"channelData": {"tenant": {"id": "x"}}, "conversation": {"id": "a:1", "tenantId": "x"}},
    ],
)
async def test_stranger_is_told_that_nobody_knows_them(world: World, changes: Json) -> None:
    """A person is known by tenant and object id; two tenants that disagree are none."""
    answer = await world.told("execute", **changes)
    assert answer.status == 200
    assert Code.PERSON_UNKNOWN in words(await answer.json())
    assert not world.router.turns


@pytest.mark.parametrize(
    "changes", [{"channelData": None}, {"conversation": {"id": "a:1"}}, {"channelData": {}}]
)
async def test_tenant_is_found_in_either_place(world: World, changes: Json) -> None:
    """Some activities name it once only."""
    await world.told("execute", **changes)
    assert world.router.turns[0].who.tenant == TENANT


async def test_what_a_card_says_of_the_sender_counts_for_nothing(world: World) -> None:
    """Cards can be forged."""
    claimed = {"who": "bm", "aadObjectId": "0", "tenant": "0", "verb": "next"}
    await world.told("submit", value=claimed)
    assert world.router.turns[0].who == SAM


async def test_problem_is_answered_with_its_card(build: Build) -> None:
    """What can be explained is explained, with status 200."""
    world = await build()
    world.router.fails = Problem(Code.RETURN_NOT_FOUND)
    answer = await world.told("execute")
    assert answer.status == 200
    assert Code.RETURN_NOT_FOUND in words(await answer.json())


@pytest.mark.parametrize("name", ["execute", "submit", "message"])
async def test_fault_of_ours_is_answered_with_an_apology(world: World, name: str) -> None:
    """Whatever fails, the person gets words and a number to tell; no detail."""
    world.router.fails = RuntimeError("the secret detail")
    answer = await world.told(name)
    shown = await answer.text() + "".join(str(sent.body) for sent in world.connector.got)
    assert answer.status == 200
    assert "Something went wrong on our side" in shown
    assert "detail" not in shown


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ([failing(403, "ConversationBlockedByUser")], 200),
        ([failing(404, "ConversationNotFound")], 200),
        ([failing(500)], 502),
        ([failing(503), failing(503), failing(503)], 502),
    ],
)
async def test_reply_that_is_not_taken_is_told_by_status(
    world: World, answers: list[web.Response], status: int
) -> None:
    """For good: 200, there is nothing to repeat. For now: 502, so that it is sent again."""
    world.connector.will_answer(*answers)
    assert (await world.told("message")).status == status


async def test_person_and_reply_belong_to_the_window_that_asked(world: World) -> None:
    """Two windows have two service addresses; each gets its own replies."""
    other = Connector()
    await other.start()
    token = world.keys.signers[0].token(other.url)
    await world.post(world.activity("message", serviceUrl=other.url), token)
    await world.told("message")
    await other.server.close()
    assert (len(other.got), len(world.connector.got)) == (1, 1)
