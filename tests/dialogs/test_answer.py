"""A practitioner answers a return, from the list to the receipt."""

import json
from typing import Any

import pytest

from audits.involvement import Risk, Stage
from audits.problems import Code, Problem
from storage.contract import Store
from tests.cast import MINE
from tests.dialogs.conftest import Desk

GRADED = {"b.look": "good", "b.look_evidence": "Visit record", "b.look_impact": "The child slept."}


def words(card: dict[str, Any]) -> str:
    """Everything that stands on the card."""
    return json.dumps(card, ensure_ascii=False)


async def stored(store: Store) -> Any:  # noqa: ANN401 - narrowed by the assert
    """The health visitor's return as the store has it."""
    ret = await store.agency_return(MINE.id)
    assert ret
    return ret


async def walk_to_review(desk: Desk) -> None:
    """Answer every page of the health visitor's return about Family C."""
    await desk.ask("my_returns")
    await desk.press("Start C")
    await desk.press("Save and next", {"b.known": "yes", "b.visits": 3})
    await desk.press("Save and next", GRADED)
    await desk.press("Save and next", {"b.differ": "no"})
    await desk.press("Save and review", {"b.risk": "no"})


async def test_whole_return_is_answered_reviewed_and_sent(visitor: Desk, store: Store) -> None:
    """From the list to the receipt, and the store has what the receipt says."""
    await walk_to_review(visitor)
    assert "Nothing is missing" in words(visitor.card)
    receipt = await visitor.press("Send to the audit team")
    assert "C-PHN-1" in words(receipt)
    ret = await stored(store)
    assert (ret.stage, ret.value("visits"), ret.value("look")) == (Stage.SENT, "3", "good")
    events = [event.what for event in await store.journal(MINE.id)]
    assert events == ["return.opened", *["answers.saved"] * 4, "return.sent"]


async def test_null_says_nothing_about_a_box(visitor: Desk, store: Store) -> None:
    """Only an empty input empties a box: a null leaves what was typed, and the rest is saved."""
    await walk_to_review(visitor)
    await visitor.ask("open", {"return": MINE.id, "box": "look"})
    nulled = {**dict.fromkeys(GRADED), "b.look_impact": "The child slept well."}
    await visitor.press("Save and review", nulled)
    ret = await stored(store)
    assert (ret.value("look"), ret.value("look_evidence")) == ("good", "Visit record")
    assert ret.value("look_impact") == "The child slept well."
    await visitor.ask("open", {"return": MINE.id, "box": "look"})
    await visitor.press("Save and review", {**GRADED, "b.look_evidence": ""})
    assert (await stored(store)).value("look_evidence") == ""


async def test_sending_twice_gives_the_same_receipt(visitor: Desk, store: Store) -> None:
    """A double click on Send is one sending."""
    await walk_to_review(visitor)
    review = visitor.card
    once = await visitor.press_on(review, "Send to the audit team")
    assert await visitor.press_on(review, "Send to the audit team") == once
    assert (await stored(store)).times_sent == 1


async def test_stopping_keeps_the_page_and_going_on_finds_it(visitor: Desk) -> None:
    """Save and stop keeps what was written; Continue leads to where the person stopped."""
    await visitor.ask("my_returns")
    await visitor.press("Start C")
    await visitor.press("Save and next", {"b.known": "yes"})
    stopped = await visitor.press("Save and stop", {"b.look_evidence": "Visit record"})
    assert "Family C is kept" in words(stopped)
    page = await visitor.press("Continue C")
    assert "Page 2 of 4" in words(page)
    assert "Visit record" in words(page)


async def test_top_grade_without_evidence_is_refused_with_the_reason(visitor: Desk) -> None:
    """The grade is kept, the page stays, each empty box says why; it can be left for now."""
    await visitor.ask("open", {"return": MINE.id, "box": ""})
    await visitor.press("Save and next", {"b.known": "yes"})
    page = await visitor.press("Save and next", {"b.look": "exceeds"})
    assert "This grade needs a record to point to." in words(page)
    assert "Page 2 of 4" in words(page)
    onward = await visitor.press("Leave it for now", {"b.look": "exceeds"})
    assert "Page 3 of 4" in words(onward)


async def test_double_click_on_save_shows_the_same_next_card(visitor: Desk, store: Store) -> None:
    """The second of two equal clicks changes nothing and leads to the same place."""
    page = await visitor.ask("open", {"return": MINE.id})
    filled = {"b.known": "yes"}
    once = await visitor.press_on(page, "Save and next", filled)
    assert await visitor.press_on(page, "Save and next", filled) == once
    assert (await stored(store)).version == 2


async def test_stale_card_of_another_page_still_saves(visitor: Desk, store: Store) -> None:
    """A card from before other answers were given loses neither those nor its own."""
    first = await visitor.ask("open", {"return": MINE.id})
    await visitor.press_on(first, "Save and next", {"b.known": "yes"})
    await visitor.press("Save and next", GRADED)
    await visitor.press_on(first, "Save and stop", {"b.known": "yes", "b.visits": "4"})
    ret = await stored(store)
    assert (ret.value("visits"), ret.value("look")) == ("4", "good")


async def test_two_colleagues_in_one_box_both_are_kept(
    visitor: Desk, colleague: Desk, store: Store
) -> None:
    """Nobody's words are overwritten; the later one sees both and somebody chooses."""
    await visitor.ask("open", {"return": MINE.id, "box": "look"})
    await colleague.ask("open", {"return": MINE.id, "box": "look"})
    await colleague.press("Save and stop", {"b.look_evidence": "Letter of May"})
    met = await visitor.press("Save and review", {"b.look_evidence": "Visit of June"})
    assert "Letter of May" in words(met)
    assert "Visit of June" in words(met)
    await visitor.press(
        "Save and next", {"b.look_evidence": "Letter of May", "keep.look_evidence": "both"}
    )
    assert (await stored(store)).value("look_evidence") == "Letter of May\n\nVisit of June"


async def test_back_saves_too(visitor: Desk, store: Store) -> None:
    """Going back loses nothing that was written."""
    await visitor.ask("open", {"return": MINE.id})
    await visitor.press("Save and next", {"b.known": "yes"})
    back = await visitor.press("Back", {"b.look_evidence": "Visit record"})
    assert "Page 1 of 4" in words(back)
    assert (await stored(store)).value("look_evidence") == "Visit record"


async def test_answer_that_brings_up_another_is_followed_by_it(visitor: Desk) -> None:
    """A follow-up comes at once, with a word that it does."""
    await visitor.ask("open", {"return": MINE.id, "box": "differ"})
    await visitor.press("Save and review", {"b.differ": "yes"})
    await visitor.ask("save", {"return": MINE.id, "drawn": 2, "shown": ["differ"], "go": "next",
                               "b.differ": "yes"})  # fmt: skip
    assert "b.outcome" in words(visitor.card)


async def test_risk_now_shows_whom_to_ring_at_once(visitor: Desk, store: Store) -> None:
    """The act-now card comes before anything else, and what was done is asked and kept."""
    await visitor.ask("open", {"return": MINE.id, "box": "risk"})
    act = await visitor.press("Save and review", {"b.risk": "yes"})
    assert "01632 960 001" in words(act)
    assert "not a way to refer" in words(act)
    assert (await stored(store)).risk is Risk.REPORTED
    refused = await visitor.press("Save and go on")
    assert "Say what you did about it." in words(refused)
    await visitor.press("Save and review", {"b.risk": "yes", "b.risk_done": "rang"})
    assert (await stored(store)).risk is Risk.ACTED
    events = [event.what for event in await store.journal(MINE.id)]
    assert events[-3:] == ["risk.reported", "answers.saved", "risk.acted"]


async def test_risk_now_is_shown_even_to_somebody_who_stops(visitor: Desk) -> None:
    """Save and stop does not lead past the act-now card."""
    await visitor.ask("open", {"return": MINE.id, "box": "risk"})
    act = await visitor.press("Save and stop", {"b.risk": "yes"})
    assert "Act now" in words(act)


async def test_nil_return_in_two_taps(visitor: Desk, store: Store) -> None:
    """From the first page: one press to the nil return, one to send it."""
    await visitor.ask("open", {"return": MINE.id})
    await visitor.press("We do not know this family", {"b.since": "2026-03-01"})
    receipt = await visitor.press("Not known to us", {"searched": "child,mother"})
    assert "Nil return for Family C" in words(receipt)
    ret = await stored(store)
    assert (ret.stage, ret.value("since")) == (Stage.NIL, "2026-03-01")


async def test_nil_return_with_nothing_searched_asks_again(visitor: Desk, store: Store) -> None:
    """What was written is still on the card when it is refused."""
    await visitor.ask("open", {"return": MINE.id})
    await visitor.press("We do not know this family")
    again = await visitor.press("Another reason", {"searched": "", "why": "Records moved"})
    assert "nothing was ticked" in words(again)
    assert "Records moved" in words(again)
    assert (await stored(store)).stage is not Stage.NIL


async def test_not_known_leads_to_the_nil_return(visitor: Desk) -> None:
    """Answering that the family is not known offers the nil return."""
    await visitor.ask("open", {"return": MINE.id})
    nil = await visitor.press("Save and next", {"b.known": "no"})
    assert "Nothing to tell of this family?" in words(nil)


async def test_sent_return_is_taken_back_changed_and_sent_again(
    visitor: Desk, store: Store
) -> None:
    """Recall gives it back; the second sending has a reference of its own."""
    await walk_to_review(visitor)
    await visitor.press("Send to the audit team")
    await visitor.press("Take it back to change it")
    await visitor.press("Save and review", {"b.known": "yes", "b.visits": "5"})
    receipt = await visitor.press("Send to the audit team")
    assert "C-PHN-2" in words(receipt)
    assert (await stored(store)).value("visits") == "5"


async def test_stale_page_after_sending_is_refused_and_words_come_back(visitor: Desk) -> None:
    """A page kept open while a colleague sends the return changes nothing."""
    page = await visitor.ask("open", {"return": MINE.id})
    await walk_to_review(visitor)
    await visitor.press("Send to the audit team")
    with pytest.raises(Problem) as met:
        await visitor.press_on(page, "Save and next", {"b.known": "no"})
    assert met.value.code is Code.RETURN_SENT


async def test_review_lists_what_is_missing_and_leads_there(visitor: Desk) -> None:
    """Missing answers come first, and one button leads to the first of them."""
    await visitor.ask("review", {"return": MINE.id})
    assert "4 answers are missing" in words(visitor.card)
    page = await visitor.press("Answer what is missing")
    assert "Is this family known to you?" in words(page)


async def test_chosen_answer_is_changed_from_the_review(visitor: Desk) -> None:
    """Any answer can be changed from the review, and saving leads back to it."""
    await walk_to_review(visitor)
    page = await visitor.press("Change the chosen answer", {"box": "look"})
    assert "Professional curiosity" in words(page)
    review = await visitor.press("Save and review", {**GRADED, "b.look": "improve"})
    assert "Needs improvement" in words(review)
