"""What people do about deadlines, in the browser: say what is known, put off, ask, decide, plan."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import expect

from bot import demo
from tests.demo_bot import DemoBot, clock_on, windows
from tests.e2e.chat import Chat
from tests.e2e.conftest import OpenChats


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


def in_days(count: int) -> str:
    """A day so many days from now, as a field of the card takes it."""
    return f"{demo.day_at(datetime.now(UTC)) + timedelta(days=count)}"


async def test_visitor_says_what_is_known_and_when_to_be_reminded(
    chats: list[Chat], pictures: Path
) -> None:
    """All families on one card; a time that suits; hours of her own."""
    visitor = chats[0]
    await visitor.say("known")
    await visitor.waits_for("Do you know these families?")
    await visitor.choose("Family C", "Known to us")
    await visitor.choose("Family F", "Known to us")
    await visitor.choose("Family H", "Not known to us")
    await visitor.picture(pictures / "acknowledge.png")
    await visitor.press("Save")
    await visitor.waits_for("2 known, 1 not known, 0 not said.")
    await visitor.say("later")
    await visitor.waits_for("Remind me later")
    await visitor.picture(pictures / "snooze.png")
    await visitor.press("Remind me then")
    await visitor.waits_for("and not before")
    await visitor.say("my hours")
    await visitor.waits_for("When we may write to you")
    await visitor.choose("On which days do you work?", "Saturday")
    await visitor.fill("From the day", in_days(1))
    await visitor.fill("To the day, the last one away", in_days(40))
    await visitor.press("Save my hours")
    await visitor.waits_for("Due while you are away: C, F, H.")
    await visitor.picture(pictures / "my_hours.png")


async def test_more_time_is_asked_for_and_given(chats: list[Chat], pictures: Path) -> None:
    """The wish reaches the business manager with its reason, and her decision moves the date."""
    visitor, manager = chats
    await visitor.say("something else")
    await visitor.choose("Which return?", "Family C, Public health nursing")
    await visitor.press("Ask for more time")
    await visitor.waits_for("The business manager decides")
    await visitor.fill("Until when do you need?", in_days(30))
    await visitor.fill("Why?", "Half term, and two of us on sick leave.")
    await visitor.picture(pictures / "more_time.png")
    await visitor.press("Ask for it")
    await visitor.waits_for("You asked for more time for Family C.")
    await manager.say(clock_on(2))
    card = await manager.card_with("asks for time until")
    await card.screenshot(path=pictures / "time_asked.png")
    await manager.press_in(card, "Give them the time")
    await expect(card.get_by_text("Who asked gets a message.")).to_be_visible()
    await manager.say(clock_on(2, since=2))
    await visitor.waits_for("You have more time")


async def test_manager_sets_plan_dates_and_who_is_told(chats: list[Chat], pictures: Path) -> None:
    """Each on its own card; a due date that moves reaches the visitor."""
    visitor, manager = chats
    await manager.say("plan")
    await manager.waits_for("Nudge plan")
    await manager.picture(pictures / "plan.png")
    await manager.fill("Working days before the due date, and the day itself", "7, 3, 1")
    await manager.press("Save the plan")
    await manager.waits_for("Reminders follow the new plan from now on.")
    await manager.say("agencies")
    await manager.choose("Which one do you want to change?", "Housing")
    await manager.press("Change this one")
    await manager.waits_for("Does the service sign off?")
    await manager.picture(pictures / "agency.png")
    await manager.say("timetable")
    await manager.fill("Audit day", in_days(45))
    await manager.press("Count back from the audit day")
    await manager.waits_for("Not saved yet.")
    await manager.picture(pictures / "timetable.png")
    await manager.press("Save the timetable")
    await manager.waits_for("Saved.")
    await manager.say(clock_on(2))
    await visitor.waits_for("The due date has changed")
