"""A health visitor and a business manager in front of the demo, in a real browser."""

import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot import demo
from bot.app import Inside, Outside, make_app
from bot.listening import serving
from bot.settings import Settings
from dialogs import router
from dialogs.turn import Reply, Turn
from storage.contract import Store
from storage.postgres import PostgresStore
from storage.tiny import TinyStore
from tests.demo_bot import DemoBot, windows
from tests.e2e import walk
from tests.e2e.chat import Chat
from tests.e2e.conftest import OpenChats
from tests.replicas import Replica
from tests.storage.rings import ring_for

SEEN = "Home visit record of 4 May, and the supervision note of that week."
SAFE = "Because of this, the child was seen alone and told us about the nights at home."
GUIDANCE = "What we want, and where to look"
EVIDENCE, IMPACT = "What shows this in your records?", "Because of this, the child …"


Bot = DemoBot | Replica


@pytest.fixture(params=["tiny", "postgres"])
async def bot(
    request: pytest.FixtureRequest, tmp_path: Path, free_port: Callable[[], int]
) -> AsyncIterator[Bot]:
    """The demo's bot, alone; and a replica with the demo's audit in its database."""
    async with AsyncExitStack() as closing:
        started: Bot = DemoBot(tmp_path / "data", free_port())
        if request.param == "postgres":
            server = request.getfixturevalue("postgres")
            address = await closing.enter_async_context(server.fresh())
            await fill_database(address)
            started = Replica(address)
        await started.start()
        closing.push_async_callback(started.stop)
        yield started


async def fill_database(address: str) -> None:
    """Keep the demo's audit; nothing is due."""
    store = await PostgresStore.open(address, ring=ring_for)
    made = await demo.fill(store, demo.day_at(datetime.now(UTC)))
    await store.keep_swept(made.audit.id, datetime.now(UTC))
    await store.close()


@pytest.fixture
async def chats(bot: Bot, open_chats: OpenChats) -> list[Chat]:
    """The health visitor's and the business manager's chats."""
    return await open_chats(windows(), bot_port=bot.port)


async def start_family_c(visitor: Chat) -> None:
    """From the welcome to the first page about Family C."""
    await visitor.waits_for("It is about learning, not blame.")
    await visitor.press("My returns")
    await visitor.waits_for("Your returns")
    await visitor.press("Start C")
    await visitor.waits_for("Page 1 of")


async def answered_first_pages(visitor: Chat, until: str) -> None:
    """Answer page after page until the page that says `until`."""
    while until not in await (await visitor.last_card()).inner_text():
        await walk.answer_page(visitor, await visitor.last_card())
        await visitor.press("Save and next")


async def test_whole_return_from_welcome_to_receipt(chats: list[Chat], pictures: Path) -> None:
    """The main job, as a person does it; the business manager sees it arrive."""
    visitor, manager = chats
    await visitor.waits_for("It is about learning, not blame.")
    await visitor.picture(pictures / "welcome.png")
    await visitor.press("My returns")
    await visitor.waits_for("Your returns")
    await visitor.picture(pictures / "my_returns.png")
    await visitor.press("Start C")
    await answered_first_pages(visitor, "Theme 1")
    guidance = (await visitor.last_card()).get_by_role("button", name=GUIDANCE)
    await guidance.first.click()
    await visitor.picture(pictures / "page.png")
    await visitor.choose("Your grade", "Exceeds good practice")
    await walk.answer_page(visitor, await visitor.last_card())
    await visitor.press("Save and next")
    await visitor.waits_for("One thing before you go on")
    await visitor.picture(pictures / "refused.png")
    await visitor.fill(EVIDENCE, SEEN)
    await visitor.fill(IMPACT, SAFE)
    await visitor.press("Save and next")
    await walk.to_review(visitor)
    await visitor.waits_for("1 answer is missing")
    await visitor.press("Answer what is missing")
    await visitor.fill("Why, in one sentence", "Records show the child seen alone and heard.")
    await visitor.press("Save and review")
    await visitor.waits_for("Nothing is missing")
    await visitor.waits_for(SEEN)
    await visitor.picture(pictures / "review.png")
    while "Show the next part" in await (await visitor.last_card()).inner_text():
        await visitor.press("Show the next part")
    await visitor.press("Send to the audit team")
    await visitor.waits_for("C-PHN-1")
    await visitor.picture(pictures / "receipt.png")
    await manager.say("status")
    await manager.waits_for("Returns in: 24 of 73")
    await manager.picture(pictures / "status.png")


async def test_return_goes_on_after_the_bot_was_killed(chats: list[Chat], bot: Bot) -> None:
    """A bot that is killed in mid-return and started again strands nobody."""
    visitor = chats[0]
    await start_family_c(visitor)
    await answered_first_pages(visitor, "Theme 1")
    await visitor.choose("Your grade", "Good practice")
    await visitor.fill(EVIDENCE, SEEN)
    await visitor.press("Save and stop")
    await visitor.waits_for("Family C is kept.")
    await bot.stop(signal.SIGKILL)
    await bot.start()
    await visitor.press("Continue C")
    card = await visitor.card_with("Theme 1: Professional curiosity")
    assert await card.get_by_label(EVIDENCE).input_value() == SEEN


async def test_nil_return_in_two_taps(chats: list[Chat]) -> None:
    """From the first page: one press, what was searched, one press."""
    visitor, manager = chats
    await start_family_c(visitor)
    await visitor.press("We do not know this family")
    await visitor.waits_for("Nothing to tell of this family?")
    await visitor.choose("What did you search your records for?", "The child", "The mother")
    await visitor.press("Not known to us")
    await visitor.waits_for("Nil return for Family C")
    await manager.say("status")
    await manager.waits_for("4 nil: not known")


async def test_stale_card_changes_nothing_and_says_what_to_do(chats: list[Chat]) -> None:
    """A page kept from before the return was sent is answered, not obeyed."""
    visitor = chats[0]
    await start_family_c(visitor)
    stale = await visitor.last_card()
    await visitor.say("my returns")
    await visitor.waits_for("Opened")
    await visitor.press("Start C")
    await visitor.waits_for("Page 1 of")
    await visitor.press("We do not know this family")
    await visitor.choose("What did you search your records for?", "The child")
    await visitor.press("Not known to us")
    await visitor.waits_for("Nil return for Family C")
    await stale.get_by_role("radio").first.check()
    await visitor.press_in(stale, "Save and next")
    await visitor.waits_for("This return has already been sent")


def as_old_clients_see(part: Any) -> Any:  # noqa: ANN401 - any JSON
    """The card with the fallback in the place of each button of today's kind."""
    if isinstance(part, list):
        return [as_old_clients_see(inner) for inner in part]
    if not isinstance(part, dict):
        return part
    if part.get("type") == "Action.Execute":
        return part["fallback"]
    return {key: as_old_clients_see(inner) for key, inner in part.items()}


async def take_as_old(turn: Turn, store: Store) -> Reply:
    """Take the turn, and answer with a card that an old client would show."""
    reply = await router.take(turn, store)
    return replace(reply, card=as_old_clients_see(reply.card))


async def test_old_clients_answer_through_submit(tmp_path: Path, open_chats: OpenChats) -> None:
    """A client that knows no Action.Execute sends a message instead; the card is still replaced."""
    settings = Settings(port=0, dangerously_without_tokens=True)

    async def filled() -> Store:
        store = await TinyStore.open(tmp_path / "store")
        await demo.fill(store, demo.day_at(datetime.now(UTC)))
        return store

    outside = Outside(trust_env=False, credential=lambda _settings: None)
    app = make_app(settings, Inside(open_store=filled, take=take_as_old), outside=outside)
    async with serving(app, settings) as port:
        visitor, _manager = await open_chats(windows(), bot_port=port)
        await start_family_c(visitor)
        await walk.answer_page(visitor, await visitor.last_card())
        await visitor.press("Save and next")
        await visitor.waits_for("Page 2 of")
        await visitor.press("Save and stop")
        await visitor.waits_for("Family C is kept.")
        assert await visitor.cards.count() == 1


async def test_nonsense_is_answered_with_the_ways_on(chats: list[Chat]) -> None:
    """Whatever is typed gets a useful reply."""
    visitor = chats[0]
    await visitor.waits_for("It is about learning, not blame.")
    await visitor.say("blah **blah**")
    await visitor.waits_for("We did not understand this message")
    await visitor.waits_for("blah **blah**")
    await visitor.say("HELLO")
    await visitor.waits_for("It is about learning, not blame.")
