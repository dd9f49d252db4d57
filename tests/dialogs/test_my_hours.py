"""Somebody sees and changes when they may be written to."""

from datetime import date, time, timedelta

import pytest

from audits.habits import Habits
from audits.problems import Code, Problem
from audits.reach import Reach
from storage.contract import Store
from tests import cast
from tests.cards.lint import faults
from tests.dialogs.conftest import Desk
from tests.dialogs.test_answer import words

NEW = {"starts": "08:30", "ends": "15:00", "days": "0,1,2", "zone": "Europe/Lisbon"}


async def own(store: Store) -> Reach:
    """How the health visitor is reached."""
    found = await store.reach("hv")
    assert found
    return found


async def test_hours_are_kept_and_shown_as_they_are_now(visitor: Desk, store: Store) -> None:
    """Times, days and zone; a double click is one change, and the address is left alone."""
    await store.keep_reach(Reach(person="hv", conversation="a:hv", zone="Europe/Dublin"))
    card = await visitor.ask("my_hours")
    assert not faults(card)
    assert "As my Teams says: Dublin" in str(card)
    saved = await visitor.press("Save my hours", NEW)
    assert "Saved" in words(saved)
    kept = await own(store)
    assert kept.conversation == "a:hv"
    assert kept.terms == Habits(
        zone="Europe/Lisbon", day_starts=time(8, 30), day_ends=time(15),
        working_days=frozenset({0, 1, 2}),
    )  # fmt: skip
    await visitor.press_on(card, "Save my hours", NEW)
    assert await own(store) == kept
    await visitor.press("Save my hours", {**NEW, "zone": "-"})
    assert (await own(store)).terms.zone == "Europe/Dublin"


async def test_leave_is_kept_shown_and_taken_back(visitor: Desk, store: Store) -> None:
    """Over the due date it says which returns to hand over; ticked, it is gone."""
    await visitor.ask("my_hours")
    card = await visitor.press(
        "Save my hours", {**NEW, "first": "2026-12-07", "last": "2026-12-11"}
    )
    assert not faults(card)
    assert "Due while you are away: C, F." in words(card)
    assert "Mon 7 Dec to Fri 11 Dec" in str(card)
    assert date(2026, 12, 9) in (await own(store)).habits.away
    await visitor.press("Save my hours", {**NEW, "gone": "2026-12-07/2026-12-11"})
    assert (await own(store)).habits.away == frozenset()
    assert "Due while" not in words(visitor.card)


async def test_due_date_that_is_over_is_not_due_while_away(visitor: Desk, store: Store) -> None:
    """Back from leave, nobody is told to hand over what was due before."""
    away = frozenset({cast.AUDIT.due})
    await store.keep_reach(Reach(person="hv", habits=Habits(away=away)))
    assert "Due while" in words(await visitor.ask("my_hours"))
    visitor.at = cast.AT + timedelta(days=10)
    assert "Due while" not in words(await visitor.ask("my_hours"))


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"ends": "08:00"}, Code.HOURS_NOT_TIMES),
        ({"days": ""}, Code.HOURS_NO_DAYS),
        ({"days": "0,x"}, Code.CARD_UNREADABLE),
        ({"zone": "Mars/Olympus"}, Code.HOURS_NO_ZONE),
        ({"starts": "soon"}, Code.CARD_UNREADABLE),
        ({"first": "2026-12-07"}, Code.AWAY_NO_DATES),
        ({"gone": "yesterday"}, Code.CARD_UNREADABLE),
    ],
)
async def test_what_cannot_be_is_refused_and_nothing_kept(
    visitor: Desk, store: Store, wrong: dict[str, str], code: Code
) -> None:
    """The terms stay as they were."""
    await visitor.ask("my_hours")
    with pytest.raises(Problem) as met:
        await visitor.press("Save my hours", {**NEW, **wrong})
    assert met.value.code is code
    assert await store.reach("hv") is None


async def test_snooze_leads_to_ones_hours(visitor: Desk) -> None:
    """Who is reminded at a bad time finds where to say so."""
    await visitor.ask("snooze")
    assert "When we may write to you" in words(await visitor.press("My hours"))


async def test_everybody_has_hours_of_their_own(store: Store) -> None:
    """Also somebody without a return; nobody can set another's."""
    stranger = Desk(store, cast.STRANGER)
    await stranger.ask("my_hours")
    await stranger.press("Save my hours", {**NEW, "person": "hv", "who": "hv"})
    assert await store.reach("hv") is None
    found = await store.reach("stranger")
    assert found
    assert found.habits.zone == "Europe/Lisbon"
