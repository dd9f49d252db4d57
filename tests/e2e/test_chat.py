"""Proves the tool that the browser tests hold: what a test does in a chat reaches a bot, and back.

The bot here is a few lines that answer with whatever they were last sent.
"""

import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from playwright.async_api import expect

from bot.playground import Window
from tests.e2e.chat import Chat
from tests.e2e.conftest import OpenChats

TENANT = "5f2b1f6e-6d1c-4c35-9c53-1c4f7e0d1a11"
SAM = Window("Sam Okoro", "3a6f3c52-8f43-4d0a-9f0f-6f6d0b8f1c01", "sam@health.example", TENANT, 0)
KIM = Window("Kim Lee", "3a6f3c52-8f43-4d0a-9f0f-6f6d0b8f1c02", "kim@police.example", TENANT, 0)

Card = dict[str, Any]


def said(text: str) -> Card:
    return {"type": "TextBlock", "text": text, "wrap": True}


def choices(label: str, style: str, **more: object) -> Card:
    options = [{"title": title, "value": title[0]} for title in ("Yes", "No", "Partly")]
    question: Card = {"type": "Input.ChoiceSet", "id": label, "label": label, "style": style}
    return question | {"choices": options} | more


def inputs() -> list[Card]:
    """One input of each kind, and one label that stands twice."""
    return [
        {"type": "Input.Text", "id": "first", "label": "Evidence", "isMultiline": True},
        {"type": "Input.Text", "id": "second", "label": "Evidence"},
        choices("Grade", "compact", placeholder="Choose"),
        choices("Answer", "expanded"),
        choices("Agencies", "expanded", isMultiSelect=True),
        {"type": "Input.Toggle", "id": "known", "label": "Known", "title": "We know the child"},
        {"type": "Input.Date", "id": "seen", "label": "Date seen"},
    ]


def card(*words: str, must: bool = False) -> Card:
    """A card with each kind of input, and each kind of button."""
    data = {"return_id": "r-1"}
    asked = [
        one | ({"isRequired": True, "errorMessage": "Answer this"} if must else {})
        for one in inputs()
    ]
    return {
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": [
            *(said(line) for line in words),
            *asked,
            {"type": "TextBlock", "id": "more", "text": "Folded away", "isVisible": False},
        ],
        "actions": [
            {"type": "Action.Execute", "title": "Save", "verb": "save", "data": data},
            {"type": "Action.Submit", "title": "Send the old way", "data": data},
            {"type": "Action.ToggleVisibility", "title": "More", "targetElements": ["more"]},
        ],
    }


class Echo:
    """A bot: a word is answered by a card, an Execute in place, a Submit by an update."""

    def __init__(self, http: aiohttp.ClientSession) -> None:
        self.http = http
        self.port = 0
        self.heard: list[dict[str, Any]] = []

    async def post(self, request: web.Request) -> web.Response:
        activity = await request.json()
        self.heard.append(activity)
        if activity["type"] == "invoke":
            drawn = card("Kept", json.dumps(activity["value"]["action"]["data"]))
            kind = "application/vnd.microsoft.card.adaptive"
            return web.json_response({"statusCode": 200, "type": kind, "value": drawn})
        if "value" in activity:
            await self.send(activity, "PUT", f"/{activity['replyToId']}", card("Updated"))
        elif word := activity.get("text"):
            await self.send(
                activity, "POST", "", card("**You** said", word, must=word == "required")
            )
        return web.Response()

    async def send(self, to: dict[str, Any], method: str, place: str, drawn: Card) -> None:
        chat = f"{to['serviceUrl']}/v3/conversations/{to['conversation']['id']}/activities"
        kind = "application/vnd.microsoft.card.adaptive"
        body = {"type": "message", "attachments": [{"contentType": kind, "content": drawn}]}
        async with self.http.request(method, chat + place, json=body) as reply:
            assert reply.ok


@pytest.fixture
async def echo(free_port: Callable[[], int]) -> AsyncIterator[Echo]:
    async with aiohttp.ClientSession() as http:
        bot = Echo(http)
        bot.port = free_port()
        app = web.Application()
        app.router.add_post("/api/messages", bot.post)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", bot.port).start()
        yield bot
        await runner.cleanup()


@pytest.fixture
async def sam(echo: Echo, open_chats: OpenChats) -> Chat:
    [chat] = await open_chats([SAM], bot_port=echo.port)
    return chat


@pytest.mark.parametrize("word", ["start", "required"])
async def test_what_is_filled_in_reaches_the_bot(sam: Chat, echo: Echo, word: str) -> None:
    """Every kind of input arrives with the button, also where its label carries a star."""
    await sam.say(word)
    await sam.fill("Evidence", "Supervision note")
    await sam.fill("Evidence", "Home visit", nth=1)
    await sam.choose("Grade", "No")
    await sam.choose("Answer", "Partly")
    await sam.choose("Agencies", "Yes", "Partly")
    await sam.choose("Known", "We know the child")
    await sam.fill("Date seen", "2026-03-03")
    await sam.press("Save")
    assert echo.heard[-1]["value"]["action"]["data"] == {
        "return_id": "r-1",
        "first": "Supervision note",
        "second": "Home visit",
        "Grade": "N",
        "Answer": "P",
        "Agencies": "Y,P",
        "known": "true",
        "seen": "2026-03-03",
    }


async def test_a_card_replaced_in_place_stays_the_same_card(sam: Chat) -> None:
    """After an Execute the answer stands where the card stood, and no message is added."""
    await sam.say("one")
    await sam.waits_for("You said")
    await sam.say("two")
    await sam.waits_for("two")
    first = await sam.card_with("one")
    await sam.press_in(first, "Save")
    await expect(first).to_contain_text("Kept")
    await expect(sam.cards).to_have_count(2)
    await expect(await sam.last_card()).to_contain_text("two")


async def test_an_updated_card_is_waited_for(sam: Chat) -> None:
    """After a Submit the bot changes its own earlier message."""
    await sam.say("start")
    pressed = await sam.press("Send the old way")
    await sam.waits_for("Updated")
    await expect(pressed).to_contain_text("Updated")


async def test_unfolding_shows_what_was_hidden(sam: Chat) -> None:
    """A button that only shows something sends nothing to the bot."""
    await sam.say("start")
    await expect(sam.page.get_by_text("Folded away")).to_be_hidden()
    await sam.unfold("More")
    await expect(sam.page.get_by_text("Folded away")).to_be_visible()


async def test_a_picture_shows_the_whole_card(sam: Chat, tmp_path: Path) -> None:
    """A card taller than the window is not cut."""
    await sam.say("start")
    await sam.page.set_viewport_size({"width": 760, "height": 500})
    drawn = await sam.press("Save")
    box = await drawn.bounding_box()
    taken = tmp_path / "pictures" / "chat.png"
    await sam.picture(taken)
    height_in_png = int.from_bytes(taken.read_bytes()[20:24])
    assert box is not None
    assert height_in_png > box["height"] > 500


async def test_two_people_have_two_windows(echo: Echo, open_chats: OpenChats) -> None:
    """The bot can tell who speaks, and each sees only what was said to them."""
    sam, kim = await open_chats([SAM, KIM], bot_port=echo.port)
    await sam.say("from health")
    await sam.waits_for("from health")
    await kim.say("from the police")
    await kim.waits_for("from the police")
    speakers = {(who["from"]["aadObjectId"], who.get("text")) for who in echo.heard}
    assert {(SAM.object_id, "from health"), (KIM.object_id, "from the police")} <= speakers
    await expect(sam.cards).to_have_count(1)
