"""Time passes in the demo: who owes a return is reminded, who sent it is not, silence climbs."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.demo_bot import REMINDED, DemoBot, clock_on, windows
from tests.e2e import walk
from tests.e2e.chat import Chat
from tests.e2e.conftest import OpenChats

SEARCHED = "What did you search your records for?"


@pytest.fixture
async def bot(tmp_path: Path, free_port: Callable[[], int]) -> AsyncIterator[DemoBot]:
    """The demo's bot, alone."""
    started = DemoBot(tmp_path / "data", free_port())
    await started.start()
    yield started
    await started.stop()


@pytest.fixture
async def chats(bot: DemoBot, open_chats: OpenChats) -> list[Chat]:
    """The health visitor's and the business manager's chats, with the welcome in them."""
    opened = await open_chats(windows(), bot_port=bot.port)
    for chat in opened:
        await chat.waits_for("Case audit returns")
    return opened


async def nil_return(visitor: Chat, family: str) -> None:
    """Send a nil return about the family, from the newest list."""
    await visitor.say("my returns")
    await visitor.waits_for("Your returns")
    await visitor.press(f"Start {family}")
    await visitor.press("We do not know this family")
    await visitor.choose(SEARCHED, "The child")
    await visitor.press("Not known to us")
    await visitor.waits_for(f"Nil return for Family {family}")


async def test_nudge_leads_on_and_stops_when_everything_is_sent(
    chats: list[Chat], pictures: Path
) -> None:
    """Some days on comes a nudge whose button goes on; once all is sent none follows."""
    visitor, manager = chats
    await nil_return(visitor, "F")
    await nil_return(visitor, "H")
    await visitor.say("my returns")
    await visitor.waits_for("Your returns")
    await visitor.press("Start C")
    await walk.answer_page(visitor, await visitor.last_card())
    await visitor.press("Save and next")
    await visitor.waits_for("Page 2 of")
    before = await visitor.cards.count()
    await manager.say(clock_on(REMINDED))
    await expect(visitor.cards.nth(before)).to_be_visible()
    await visitor.picture(pictures / "nudge.png")
    await visitor.press("Go on with C")
    await visitor.waits_for("Page 2 of")
    await walk.to_review(visitor)
    await visitor.press("Answer what is missing")
    await visitor.fill("Why, in one sentence", "Records show the child seen alone.")
    await visitor.press("Save and review")
    await visitor.press("Send to the audit team")
    await visitor.waits_for("C-PHN-1")
    sent = await visitor.cards.count()
    told = await manager.cards.count()
    await manager.say(clock_on(2, since=REMINDED))
    await expect(manager.cards.nth(told)).to_be_visible()
    await manager.say("status")
    await manager.waits_for("Returns in:")
    assert await visitor.cards.count() == sent


async def test_silence_climbs_to_the_lead_once_the_manager_approves(
    chats: list[Chat], pictures: Path
) -> None:
    """What goes to an agency's lead waits for one button of the business manager's."""
    manager = chats[1]
    await manager.say("clock +14d")
    card = await manager.card_with("who leads Housing?")
    await card.screenshot(path=pictures / "approval.png")
    gap = await manager.card_with("Nobody to be told of silence")
    await gap.screenshot(path=pictures / "nobody.png")
    await manager.press_in(card, "Send it")
    await expect(card.get_by_role("button", name="Send it")).to_have_count(0)
