"""The seam for what comes after the Bot Framework: the same activities get the same replies.

Here the Microsoft 365 Agents SDK takes the requests and sends the messages; all else is ours. A
door that has `run`, `send` and `replace`, as bot/adapter.py has, is all that would be written.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast
from urllib.parse import unquote

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from microsoft_agents.activity import Activity
from microsoft_agents.hosting.aiohttp import CloudAdapter
from microsoft_agents.hosting.core import ClaimsIdentity, TurnContext
from microsoft_agents.hosting.core.authorization import (
    AgentAuthConfiguration,
    AnonymousTokenProvider,
    Connections,
)

from bot import app as door
from bot import teams
from dialogs import router
from tests.bot.kinds import every_kind
from tests.bot.world import CARD, World, captured

VERBS = {f"button {verb}": verb for verb in sorted(router.VERBS)}
TYPED = {f"typed {words}": words for words in ("help", "my returns", "status", "Ŵ <b>🙂", "")}
WITH_NULL = "a renamed team"
KINDS = [*sorted({*every_kind(captured)} - {WITH_NULL}), *TYPED, *VERBS]
"""Every kind that a channel can send, words typed, and every button by its verb."""
Json = dict[str, Any]


class NoSignIn(Connections):
    """The connector of the tests asks for no token."""

    def get_connection(self, connection_name: str) -> AnonymousTokenProvider:  # noqa: ARG002
        return AnonymousTokenProvider()

    def get_default_connection(self) -> AnonymousTokenProvider:
        return AnonymousTokenProvider()

    def get_token_provider(self, *_args: object) -> AnonymousTokenProvider:
        return AnonymousTokenProvider()

    def get_token_provider_from_activity(self, *_args: object) -> AnonymousTokenProvider:
        return AnonymousTokenProvider()

    def get_default_connection_configuration(self) -> AgentAuthConfiguration:
        return AgentAuthConfiguration()


class AgentsAdapter:
    """Does with the Agents SDK's context what bot/adapter.py does with the Bot Framework's."""

    def __init__(self, context: TurnContext) -> None:
        self.context = context

    async def run(self, _activity: Mapping[str, Any], logic: Any) -> None:  # noqa: ANN401
        """Run the turn in the context that there is."""
        await logic(self.context)

    async def send(self, context: TurnContext, card: Json, summary: str) -> None:
        """Send the card as a new message."""
        await context.send_activity(message(card, summary))

    async def replace(self, context: TurnContext, card: Json, summary: str) -> None:
        """Put the card in the place of the one that was pressed."""
        changed = message(card, summary)
        changed.id = context.activity.reply_to_id
        await context.update_activity(changed)


def message(card: Json, summary: str) -> Activity:
    """Return the message that carries a card."""
    return Activity.model_validate(
        {
            "type": "message",
            "summary": summary,
            "attachments": [{"contentType": CARD, "content": card}],
        }
    )


class OurAgent:
    """What the Agents SDK calls for each activity: our own desk."""

    def __init__(self, desk: teams.Desk) -> None:
        self.desk = desk

    async def on_turn(self, context: TurnContext) -> None:
        """Serve the activity as bot/teams.py does, and give an invoke its answer."""
        activity = context.activity.model_dump(mode="json", by_alias=True, exclude_unset=True)
        desk = replace(self.desk, adapter=cast("Any", AgentsAdapter(context)))
        answer = await teams.served(activity, desk)
        if activity["type"] == "invoke":
            told = {"status": answer.status, "body": answer.body}
            reply = Activity.model_validate({"type": "invokeResponse", "value": told})
            await context.send_activity(reply)


async def through_agents(world: World, activity: Json) -> tuple[int, Any]:
    """Post the activity to a door of the Agents SDK before the world's own desk."""
    adapter, agent = CloudAdapter(connection_manager=NoSignIn()), OurAgent(world.bot.app[door.DESK])

    async def messages(request: web.Request) -> web.StreamResponse:
        request["claims_identity"] = ClaimsIdentity()
        answer = await adapter.process(request, agent)
        assert answer is not None
        return answer

    app = web.Application()
    app.router.add_post("/api/messages", messages)
    server = TestServer(app)
    await server.start_server()
    async with world.http.post(server.make_url("/api/messages"), json=activity) as answer:
        found = answer.status, await said(answer)
    await server.close()
    return found


async def said(answer: Any) -> object:  # noqa: ANN401 - a response
    """Return the JSON that came back, if any did."""
    return await answer.json() if answer.content_type == "application/json" else None


def sent(world: World) -> list[tuple[str, str, Json]]:
    """Return what the connector got, where and which card, and forget it.

    The Agents SDK adds the id of what it replies to; in a person's own chat that shows nowhere.
    """
    found = []
    for one in world.connector.got:
        chat, _, changed = unquote(one.path).partition("/activities")
        found.append((one.method, chat + changed * (one.method == "PUT"), one.card))
    world.connector.got.clear()
    return found


def of_kind(world: World, kind: str) -> Json:
    """Return the activity of this kind, from this world's connector."""
    if kind in TYPED:
        return world.activity("message", text=TYPED[kind])
    if kind in VERBS:
        pressed = {"type": "Action.Execute", "verb": VERBS[kind], "data": {"return": "a1.C.phn"}}
        return world.activity("execute", value={"action": pressed})
    return every_kind(world.activity)[kind]


@pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")  # the SDK does not
@pytest.mark.parametrize("kind", KINDS)
async def test_same_activity_gets_the_same_reply_through_the_agents_sdk(
    world: World, kind: str
) -> None:
    """What answers an invoke, and what is sent or changed in the chat, is the same card."""
    activity = of_kind(world, kind)
    ours = await world.post(activity)
    await world.errands_run()
    expected, shown = (ours.status, await said(ours)), sent(world)
    status, body = await through_agents(world, activity)
    await world.errands_run()
    assert sent(world) == shown
    assert body == expected[1]
    assert status // 100 == expected[0] // 100


@pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")  # the SDK does not
async def test_agents_sdk_fails_on_null_where_a_list_belongs(world: World) -> None:
    """Ours passes it over. Whoever changes over drops nulls first, or takes the JSON itself."""
    activity = every_kind(world.activity)[WITH_NULL]
    assert (await world.post(activity)).status == 200
    assert (await through_agents(world, activity))[0] == 500
    told = {name: value for name, value in activity.items() if value is not None}
    assert (await through_agents(world, told))[0] // 100 == 2
