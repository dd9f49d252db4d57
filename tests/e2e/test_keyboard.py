"""People who have a keyboard and nothing else, in front of the demo."""

import re
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import expect

from tests.demo_bot import clock_on
from tests.e2e.conftest import OpenChats
from tests.e2e.keys import Keys
from tests.proofs import LONG, proved

MOST_PAGES = 40 if LONG else 4
long_walk = pytest.mark.skipif(not LONG, reason="Twenty seconds each: `make prove` walks them.")
MORE = "One more thing follows"
ASKED = "What did the older sister say?"
ANSWERED = "That she listens at the door."


Start = Callable[..., Awaitable[tuple[Keys, Keys]]]


@pytest.fixture
def start(open_demo: OpenChats) -> Start:
    """Return what starts a demo, with the keyboards of its health visitor and business manager."""

    async def started(*more: str) -> tuple[Keys, Keys]:
        visitor, manager = await open_demo(*more)
        return Keys(visitor), Keys(manager)

    return started


async def test_nil_return_with_the_keyboard_alone(start: Start) -> None:
    """From the list to the receipt: focus is seen, goes in reading order, and is never lost."""
    keys, _manager = await start()
    await begin(keys)
    await keys.through("We do not know this family")
    await keys.chat.waits_for("Nothing to tell of this family?")
    await keys.through("Not known to us", ticks=("The child", "The mother"))
    await keys.chat.waits_for("Nil return for Family C")


async def begin(keys: Keys) -> None:
    """Open the return about Family C from the list."""
    await keys.say("my returns")
    await keys.chat.waits_for("Your returns")
    await keys.through("Start C")
    await keys.chat.waits_for("Page 1 of")


async def test_return_with_the_keyboard_alone(start: Start) -> None:
    """Choices, a grade and words are given page after page, and the return is sent."""
    keys, manager = await start()
    await begin(keys)
    met = list[str]()
    for _ in range(MOST_PAGES):
        text = await (await keys.chat.last_card()).inner_text()
        if "Look it through" in text:
            break
        met += await keys.through(
            "Save and review" if "Save and review" in text else "Save and next"
        )
        await expect(keys.chat.cards.last).to_contain_text(follows(text))
    assert {*met} >= {"radio", "combobox", "textarea"}
    if LONG:
        met += await sent(keys)
        await manager.say("status")
        await manager.chat.waits_for("Returns in: 24 of 73")
        proved("a whole return by keyboard alone", "{:,} stops, each seen", len(met))


def follows(text: str) -> re.Pattern[str]:
    """Match what may come after this page is saved."""
    more = "" if MORE in text else f"|{MORE}"
    here = text.partition("Page ")[2].partition(" ")[0]
    return re.compile(rf"Page (?!{here} )\d+ of|Look it through{more}")


async def sent(keys: Keys) -> list[str]:
    """Go through the review to its end, and send the return; give the kinds of stops met."""
    await keys.chat.waits_for("Nothing is missing")
    met = list[str]()
    while "Show the next part" in await (await keys.chat.last_card()).inner_text():
        met += await keys.through("Show the next part")
    met += await keys.through("Send to the audit team")
    await keys.chat.waits_for("C-PHN-1")
    return met


@long_walk
async def test_figures_with_the_keyboard_alone(start: Start) -> None:
    """The business manager goes from the grid to the figures, past the chart, and on from there."""
    _visitor, keys = await start("--answered")
    await keys.say("status")
    await keys.chat.waits_for("Returns in: 60 of 78")
    await keys.through("Summary")
    await keys.chat.waits_for("The lowest grade of each family")
    names = await keys.past()
    assert "Mismatches" in names
    await keys.through("Mismatches")
    await keys.chat.waits_for("Mismatches")


@long_walk
async def test_query_with_the_keyboard_alone(start: Start) -> None:
    """The business manager asks, the health visitor answers, and the answer is there."""
    visitor, manager = await start("--answered")
    await manager.say("read C phn")
    await manager.through("Query or open again")
    await manager.chat.waits_for("Your words")
    await manager.through("Send the query", words=ASKED)
    await manager.chat.waits_for(ASKED)
    before = await visitor.chat.cards.count()
    await manager.say(clock_on(1))
    await visitor.chat.waits_for(ASKED)
    assert await visitor.chat.cards.count() > before
    await visitor.through("Answer the query")
    await visitor.chat.waits_for("Your answer")
    await visitor.through("Send the answer", words=ANSWERED)
    await visitor.chat.waits_for(ANSWERED)
    await manager.say("read C phn")
    await manager.through("Query or open again")
    await manager.chat.waits_for(ANSWERED)
