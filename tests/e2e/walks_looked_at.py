"""Walks through the demo on which each card that comes is looked at."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from playwright.async_api import expect

from cards.commands import ALL, FOR_ALL
from tests.demo_bot import REMINDED, clock_on
from tests.e2e import walk
from tests.e2e.chat import Chat
from tests.e2e.in_playground import CLIENTS_OWN, ClientsOwn, Looking

PARTS = 4
"""A window with many cards is slow: what can be typed is shared among so many."""
FOLD = "What we want, and where to look"
EVIDENCE, IMPACT = "What shows this in your records?", "Because of this, the child …"
SEARCHED = "What did you search your records for?"
MORE = "Ask one more service, or one more family of it"
PRESSED = (
    ("status", "Look at this return", "Status"),
    ("nudge now", "Go on", "Choose others"),
    ("summary police", "What they told", "Figures"),
    ("plan", "Save the plan"),
    ("timetable", "Save the timetable"),
    ("nudges", "Nudge now"),
    ("school holidays", "Save"),
    ("agencies", "Which one do you want to change?=Housing", "Change this one", "Save"),
    ("people", f"What do you want to change?={MORE}", "Go on", "Who takes part"),
    ("retention", "Change the periods", "Save the periods"),
    ("read C phn", "Query or open again", "This return", "Read it"),
    ("pack C", "Make the pack"),
    ("export", "Excel workbook"),
    ("mismatches", "Show the next", "Keep what I chose"),
    ("grade C theme 1", "Write a finding"),
    ("new audit", "Begin a new audit"),
)
"""What the business manager types, and chooses (question=choice) and presses on what comes."""


@dataclass(frozen=True, slots=True)
class Here:
    """The two chats, and what looks at their cards."""

    visitor: Chat
    manager: Chat
    look: Looking

    async def typed(self, chat: Chat, words: str) -> None:
        """Type it, and look at the card that comes."""
        before = await chat.cards.count()
        await chat.say(words)
        await expect(chat.cards.nth(before)).to_be_visible()
        await self.look.card(chat, chat.cards.nth(before), words)

    async def pressed(self, chat: Chat, title: str) -> None:
        """Press it, and look at what is in the card's place then."""
        await self.look.card(chat, await chat.press(title), title)

    async def came(self, chat: Chat, words: str) -> None:
        """Wait for a card that says this, and look at it."""
        await self.look.card(chat, await chat.card_with(words), words)


Walk = Callable[[Here], Awaitable[None]]


async def a_few(here: Here) -> None:
    """See each kind of thing that the client draws: text, inputs, a fold, a table, a chart."""
    visitor, manager = here.visitor, here.manager
    await here.look.last(visitor, "welcome")
    await here.typed(visitor, "my returns")
    await here.pressed(visitor, "Start C")
    await visitor.unfold(FOLD)
    await here.look.last(visitor, "page 1 unfolded")
    for words in ("status", "summary"):
        await here.typed(manager, words)


async def a_return(here: Here) -> None:
    """Answer a whole return, be refused, review it, send it; and hear of a query, and answer it."""
    visitor, manager = here.visitor, here.manager
    await here.typed(visitor, "my returns")
    await here.pressed(visitor, "Start C")
    while "Theme 1" not in await (await visitor.last_card()).inner_text():
        await walk.answer_page(visitor, await visitor.last_card())
        await here.pressed(visitor, "Save and next")
    await visitor.choose("Your grade", "Exceeds good practice")
    await walk.answer_page(visitor, await visitor.last_card())
    await here.pressed(visitor, "Save and next")
    await visitor.waits_for("One thing before you go on")
    await visitor.fill(EVIDENCE, "Home visit record of 4 May.")
    await visitor.fill(IMPACT, "Because of this, the child was seen alone.")
    await here.pressed(visitor, "Save and next")
    await to_review(here)
    await here.pressed(visitor, "Answer what is missing")
    await visitor.fill("Why, in one sentence", "Records show the child seen alone and heard.")
    await here.pressed(visitor, "Save and review")
    while "Show the next part" in await (await visitor.last_card()).inner_text():
        await here.pressed(visitor, "Show the next part")
    await here.pressed(visitor, "Send to the audit team")
    await visitor.waits_for("C-PHN-1")
    await a_query(visitor, manager, here)


async def to_review(here: Here) -> None:
    """Answer page after page until the review is there."""
    while True:
        card = await here.visitor.last_card()
        text = await card.inner_text()
        if "Look it through" in text:
            return
        await walk.answer_page(here.visitor, card)
        title = "Save and review" if "Save and review" in text else "Save and next"
        await here.pressed(here.visitor, title)


async def a_query(visitor: Chat, manager: Chat, here: Here) -> None:
    """Ask about the return, and answer."""
    await here.typed(manager, "read C phn")
    await here.pressed(manager, "Query or open again")
    await manager.fill("Your words", "What did the older sister say?")
    await here.pressed(manager, "Send the query")
    await here.typed(manager, clock_on(1))
    await here.came(visitor, "What did the older sister say?")
    await here.pressed(visitor, "Answer the query")
    await visitor.fill("Your answer", "That she listens at the door.")
    await here.pressed(visitor, "Send the answer")
    await here.pressed(visitor, "Take it back to change it")


async def no_return(here: Here) -> None:
    """Send a nil return; ask for time and get it; see the other ways, and a nudge."""
    visitor, manager = here.visitor, here.manager
    await visitor.say("my returns")
    await visitor.waits_for("Your returns")
    await visitor.press("Start F")
    await here.pressed(visitor, "We do not know this family")
    await visitor.choose(SEARCHED, "The child")
    await here.pressed(visitor, "Not known to us")
    await visitor.waits_for("Nil return for Family F")
    for way in ("Hand it over", "Ask the audit team", "No return will come", "Remind me later"):
        await here.typed(visitor, "something else")
        await here.pressed(visitor, way)
    await here.typed(visitor, "more time")
    await visitor.press("Ask for more time")
    until = datetime.now(UTC).date() + timedelta(days=30)
    await visitor.fill("Until when do you need?", f"{until}")
    await visitor.fill("Why?", "Half term, and two of us on sick leave.")
    await here.pressed(visitor, "Ask for it")
    await manager.say(clock_on(REMINDED))
    await here.came(manager, "asks for time until")
    await manager.press_in(await manager.card_with("asks for time until"), "Give them the time")
    await here.came(manager, "Who asked gets a message.")
    await manager.say(clock_on(2))
    await here.came(visitor, "You have more time")


async def typed_by_a_visitor(here: Here) -> None:
    """Type all that anybody can type, and what nobody understands; press what keeps something."""
    visitor = here.visitor
    for command in FOR_ALL:
        await here.typed(visitor, command.word)
    await here.typed(visitor, "my huors")
    await here.typed(visitor, "blah **blah**")
    await here.typed(visitor, "status")
    for typed, title in (("my hours", "Save my hours"), ("later", "Remind me then"),
                         ("known", "Save"), ("who", "Show who this is")):  # fmt: skip
        await visitor.say(typed)
        await here.pressed(visitor, title)


async def typed_by_the_team(here: Here, *, part: int) -> None:
    """Type a part of all commands, each alone and with the words that may follow it."""
    words = [typed for one in ALL for typed in (one.word, *one.follows)]
    for typed in words[part::PARTS]:
        await here.typed(here.manager, typed)


async def pressed_by_the_team(here: Here, *, part: int) -> None:
    """Press buttons on what comes."""
    for typed, *titles in PRESSED[part::PARTS]:
        await here.typed(here.manager, typed)
        for title in titles:
            question, _, choice = title.partition("=")
            if choice:
                await here.manager.choose(question, choice)
            else:
                await here.pressed(here.manager, title)


@dataclass(frozen=True, slots=True)
class Way:
    """A walk, the demo that it is made in, and what of the client's own it is sure to meet."""

    name: str
    walk: Walk
    more: tuple[str, ...] = ()
    shows: tuple[ClientsOwn, ...] = ()


WALKS = (
    Way("a few", a_few, shows=CLIENTS_OWN),
    Way("a return", a_return),
    Way("no return", no_return),
    Way("typed by a visitor", typed_by_a_visitor),
    *(
        Way(f"{made.__name__}, {part + 1}", partial(made, part=part), ("--answered",))
        for made in (typed_by_the_team, pressed_by_the_team)
        for part in range(PARTS)
    ),
)
