"""A business manager sets an audit up by chat, from nothing to open; nobody else does."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from audits.people import Partnership, Person
from audits.problems import Code, Problem
from cards.parts import Card
from dialogs import router
from dialogs.turn import Turn
from storage.contract import Batch, Store
from storage.tiny import TinyStore
from tests import cast
from tests.cards.lint import faults
from tests.dialogs.conftest import actions
from tests.files.rosters import filled, plain_book

ROSTER = Path(__file__).parents[2] / "samples" / "roster_example.xlsx"
PARTNERSHIP = replace(cast.PARTNERSHIP, tenant=cast.TENANT, set_up_by=frozenset({"bm@x.example"}))


@pytest.fixture
async def empty(tmp_path: Path) -> AsyncIterator[Store]:
    """A store with nobody in it but the business manager and a stranger."""
    made = await TinyStore.open(tmp_path / "data")
    for who in (cast.BUSINESS_MANAGER, cast.STRANGER):
        await made.keep_person(who)
    yield made
    await made.close()


@dataclass
class Chat:
    """One person's chat with the bot; every card in it is held against the rules for cards."""

    store: Store
    who: Person = cast.BUSINESS_MANAGER
    partnership: Partnership = PARTNERSHIP
    at: datetime = cast.AT
    card: Card = field(default_factory=dict)

    async def ask(self, verb: str, data: Mapping[str, Any] | None = None, **more: Any) -> Card:  # noqa: ANN401
        """Ask for a verb and keep the card that comes back."""
        turn = Turn(who=self.who, verb=verb, at=self.at, partnership=self.partnership,
                    data=data or {}, **more)  # fmt: skip
        self.card = (await router.take(turn, self.store)).card
        assert not faults(self.card)
        return self.card

    async def press(self, button: str, /, **filled_in: Any) -> Card:  # noqa: ANN401
        """Press a button of the last card."""
        found = {action["title"]: action for action in actions(self.card)}
        assert button in found, f"no button {button!r} among {sorted(found)}"
        return await self.ask(found[button]["verb"], {**found[button]["data"], **filled_in})


async def set_up(chat: Chat, content: bytes = b"") -> None:
    """Go from nothing to a draft that can open."""
    await chat.ask("new_audit")
    await chat.press("Begin a new audit")
    await chat.press("Save and go on", title="Case audit: three families", period="12 months",
                     reason="A rapid review asked for it.", context="")  # fmt: skip
    await chat.press("Work out the dates", audit_day="2027-02-24")
    await chat.press("Overview")
    await chat.press("Go on", step="tool")
    await chat.press("Save and go on")
    await chat.ask("upload", file=content or ROSTER.read_bytes())
    await chat.press("Take it")


async def test_audit_is_set_up_and_opened_from_nothing(empty: Store) -> None:
    """Three families and five agencies, in ten presses; the returns are there when it opens."""
    chat = Chat(empty)
    await set_up(chat)
    await chat.press("Go on", step="open")
    assert "Case audit: three families" in str(chat.card)
    await chat.press("Open the audit")
    (audit,) = await empty.audits()
    assert (len(audit.families), len(audit.agencies)) == (3, 5)
    assert audit.audit_day == date(2027, 2, 24)
    assert len(await empty.returns_in(audit.id)) == 14
    told = [line.what for line in await empty.audit_journal(audit.id)]
    assert told[0] == "audit.begun"
    assert told[-1] == "audit.opened"


@pytest.mark.parametrize(("minute", "day"), [(58, 23), (62, 24)])
async def test_audit_opens_on_the_day_that_it_is_here(empty: Store, minute: int, day: int) -> None:
    """After midnight in summer the new day counts: not yesterday, as which it still is in UTC."""
    chat = Chat(empty)
    await set_up(chat)
    chat.at = datetime(2026, 7, 23, 22, tzinfo=UTC) + timedelta(minutes=minute)
    await chat.ask("set_up", {"draft": "2026-1", "step": "open"})
    await chat.press("Open the audit")
    (audit,) = await empty.audits()
    assert audit.opened == date(2026, 7, day)


async def test_opening_twice_is_opening_once(empty: Store) -> None:
    """A repeated press shows that the audit is open."""
    chat = Chat(empty)
    await set_up(chat)
    await chat.press("Go on", step="open")
    review = chat.card
    await chat.press("Open the audit")
    chat.card = review
    await chat.press("Open the audit")
    assert "The audit is open" in str(chat.card)
    assert len(await empty.audits()) == 1


async def test_same_file_again_changes_nothing(empty: Store) -> None:
    """The preview says so, and has nothing to take."""
    chat = Chat(empty)
    await set_up(chat)
    (before,) = await empty.drafts()
    await chat.ask("upload", file=ROSTER.read_bytes())
    assert "Nothing changes" in str(chat.card)
    assert "Take it" not in str(chat.card)
    assert (await empty.drafts())[0] == before


async def test_file_is_gone_once_it_is_taken(empty: Store) -> None:
    """Names wait under seal until the file is taken, and no longer."""
    chat = Chat(empty)
    await set_up(chat)
    (draft,) = await empty.drafts()
    assert await empty.paper(f"{draft.id}.waiting") is None
    with pytest.raises(Problem) as told:
        await chat.ask("look_file", {"draft": draft.id})
    assert told.value.code is Code.FILE_GONE


async def test_faulty_file_is_told_and_nothing_is_taken(empty: Store) -> None:
    """Everything that is wrong is on one card; the draft stays as it was."""

    def spoil(book: Any) -> None:  # noqa: ANN401
        book["Contacts"]["B2"] = "nobody"
        book["Families"]["A2"] = "Smith"

    chat = Chat(empty)
    await chat.ask("begin_audit")
    before = await empty.drafts()
    await chat.ask("upload", file=plain_book(change=spoil))
    assert "is no e-mail address" in str(chat.card)
    assert "is no code" in str(chat.card)
    assert await empty.drafts() == before
    assert not await empty.people_by_email(["hv2@riverbridge.example"])


async def test_tool_that_is_dropped_into_the_chat_is_taken(empty: Store) -> None:
    """A workbook with a survey is a tool, and is told from a roster."""
    chat = Chat(empty)
    await chat.ask("begin_audit")
    await chat.ask("upload", file=plain_book({}, lambda book: book.create_sheet("survey")))
    assert "put right" in str(chat.card)


async def test_families_are_drawn_with_seed_and_reason(empty: Store) -> None:
    """Chance draws, the card names the seed, and the same seed draws the same."""
    chat = Chat(empty)
    await set_up(chat)
    await chat.press("Go on", step="choose")
    await chat.press("Draw at random", count="2", seed="blue", **{"b.words": "Under-fives"})
    (draft,) = await empty.drafts()
    assert len(draft.chosen) == 2
    assert "Seed: blue" in str(chat.card)


async def test_genogram_and_summary_are_shown_and_kept(empty: Store) -> None:
    """The picture has words for those who cannot see it; the summary is kept."""
    chat = Chat(empty)
    await set_up(chat)
    await chat.press("Go on", step="papers")
    await chat.press("Show it", family="B")
    picture = next(one for one in chat.card["body"] if one["type"] == "Image")
    assert picture["url"].startswith("data:image/png;base64,")
    assert "B3, Mother" in picture["altText"]
    await chat.press("Save the summary", summary="B1 lives with B3.")
    await chat.press("The genogram is right")
    (draft,) = await empty.drafts()
    assert draft.families["B"].summary == "B1 lives with B3."
    assert draft.families["B"].checked_by == "bm"


async def test_steps_are_all_shown(empty: Store) -> None:
    """Every step has its card, before a roster is there and after."""
    chat = Chat(empty)
    steps = ("about", "dates", "tool", "roster", "choose", "plan", "papers", "open", "?")
    await chat.ask("begin_audit")
    for step in steps:
        await chat.ask("set_up", {"step": step}, upload_link=lambda draft: f"https://x/{draft}")
    await chat.ask("drop_draft")
    await set_up(chat)
    for step in steps:
        await chat.ask("set_up", {"step": step})


async def test_copy_begins_from_the_last_audit(empty: Store) -> None:
    """Words, agencies and tool come along; families do not."""
    chat = Chat(empty)
    await set_up(chat)
    await chat.press("Go on", step="open")
    await chat.press("Open the audit")
    await chat.ask("copy_audit")
    draft = (await empty.drafts())[0]
    assert draft.copied_from
    assert len(draft.agencies) == 5
    assert not draft.families


async def test_services_that_nominations_name_are_proposed(empty: Store) -> None:
    """One on the roster is taken by its button, once; one that is not has to be added there."""

    def name_two(book: Any) -> None:  # noqa: ANN401
        page = book["Families"]
        column = [cell.value for cell in page[1]].index("Also known to") + 1
        page.cell(row=3, column=column).value = "Midwifery; Riverbridge choir"

    chat = Chat(empty)
    await set_up(chat, plain_book(change=name_two))
    await chat.press("Go on", step="named")
    assert "Riverbridge choir – not on your roster" in str(chat.card)
    before = chat.card
    for _ in range(2):
        chat.card = before
        await chat.press("Ask Mid about B")
        (draft,) = await empty.drafts()
        assert draft.families["B"].involved.count("mid") == 1
        assert "Ask Mid about B" not in str(chat.card)
    assert draft.journal[-1].why == "Midwifery is named in the nomination of family B"


SETTING_UP = sorted(verb for verb, (_, who) in router.VERBS.items() if who == router.SETTING_UP)


@pytest.mark.parametrize("verb", SETTING_UP)
async def test_nobody_else_sets_up(empty: Store, verb: str) -> None:
    """Somebody who is no business manager is refused each step alike, and nothing changes."""
    await set_up(Chat(empty))
    before = list(await empty.drafts())
    chat = Chat(empty, who=cast.STRANGER)
    for data in ({}, {"draft": before[0].id}, {"draft": "2026-99"}):
        with pytest.raises(Problem) as told:
            await chat.ask(verb, data, file=filled())
        assert told.value.code is Code.DRAFT_NOT_YOURS
    assert list(await empty.drafts()) == before


async def test_helper_may_set_up_what_they_are_named_for(empty: Store) -> None:
    """Those whom the business manager names go on with this audit; another's is not found."""
    await set_up(Chat(empty))
    (draft,) = await empty.drafts()
    await empty.keep_batch(Batch(drafts=(replace(draft, helpers=("stranger",)),)))
    chat = Chat(empty, who=cast.STRANGER)
    await chat.ask("new_audit")
    with pytest.raises(Problem) as told:
        await chat.ask("new_audit", {"draft": "2026-99"})
    assert told.value.code is Code.DRAFT_NONE
