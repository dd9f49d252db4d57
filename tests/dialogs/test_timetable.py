"""The business manager changes the audit's dates, and what comes of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from audits.audit import Audit
from audits.calendar import Span
from audits.notices import of_due_date
from audits.nudges import Nudge, due
from audits.people import Role
from audits.plan import Kind
from audits.problems import Code, Problem
from dialogs import reminder
from storage.contract import Store
from tests import cast
from tests.cards.lint import faults, faults_but_schema
from tests.dialogs.conftest import Desk
from tests.dialogs.test_answer import words
from tests.dialogs.test_plan import filled

LATER = "2026-12-15"
WEEK = timedelta(days=7)


async def stands(store: Store) -> Audit:
    """The audit as it is kept."""
    audit = await store.audit("a1")
    assert audit
    return audit


async def moved(store: Store, at: datetime = cast.AT) -> list[Nudge]:
    """What is told of a due date that moved."""
    owed = await store.returns_in("a1")
    return of_due_date(await stands(store), owed, {}, since=at - WEEK, until=at + WEEK)


async def save(manager: Desk, **changed: str) -> str:
    """Save the timetable with this changed; give what the card then says."""
    manager.card = await manager.ask("timetable")
    assert not faults(manager.card)
    return words(await manager.press("Save the timetable", filled(manager, **changed)))


async def test_timetable_says_all_dates_and_keeps_what_is_set(manager: Desk, store: Store) -> None:
    """Dates in their order; what was changed, by whom, stands below."""
    said = words(await manager.ask("timetable"))
    dates = ["**Opened** Monday 16 November", "by** Thursday 19 November",
             "Returns due** Tuesday 8 December", "until** Friday 11 December"]  # fmt: skip
    places = [said.index(one) for one in dates]
    assert places == sorted(places)
    said = await save(manager, due=LATER, audit_day="2027-01-06", grace="2")
    assert "Saved" in said
    assert "Audit day** Wednesday 6 January" in said
    assert "Carol Whitfield: Due date from Tuesday 8 December to Tuesday 15 December" in said
    audit = await stands(store)
    assert (audit.due, audit.audit_day) == (date(2026, 12, 15), date(2027, 1, 6))
    assert audit.timetable.grace_until == date(2026, 12, 17)
    assert [row.about[0] for row in audit.journal] == ["due", "audit_day", "plan.grace"]


async def test_saving_twice_is_saving_once(manager: Desk, store: Store) -> None:
    """A double click leaves one row in the journal."""
    card = await manager.ask("timetable")
    put = filled(manager, due=LATER)
    await manager.press_on(card, "Save the timetable", put)
    once = await stands(store)
    await manager.press_on(card, "Save the timetable", put)
    assert await stands(store) == once


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"due": "2026-11-27"}, Code.TIMETABLE_PAST),
        ({"audit_day": "2026-12-08"}, Code.TIMETABLE_ORDER),
        ({"grace": "three"}, Code.PLAN_NOT_DAYS),
        ({"acknowledge_within": "40"}, Code.TIMETABLE_ORDER),
    ],
)
async def test_dates_that_cannot_be_are_refused(
    manager: Desk, store: Store, wrong: dict[str, str], code: Code
) -> None:
    """Nothing is changed."""
    before = await stands(store)
    with pytest.raises(Problem) as met:
        await save(manager, **wrong)
    assert met.value.code is code
    assert await stands(store) == before


async def test_opening_cannot_be_moved_once_people_were_asked(manager: Desk, store: Store) -> None:
    """The card has no place for it, and a forged one is passed over."""
    await save(manager, opened="2026-11-30")
    assert (await stands(store)).opened == cast.AUDIT.opened


async def test_audit_that_is_ahead_can_be_opened_later(manager: Desk, store: Store) -> None:
    """While nobody was asked yet."""
    manager.at = datetime(2026, 11, 12, 9, tzinfo=UTC)
    assert "Opens** Monday 16 November" in words(await manager.ask("timetable"))
    await save(manager, opened="2026-11-18", due=LATER)
    assert (await stands(store)).opened == date(2026, 11, 18)
    assert await moved(store, manager.at) == []


async def test_counting_back_shows_and_keeps_nothing(manager: Desk, store: Store) -> None:
    """From the audit day on the card; without one it says what to fill in."""
    before = await stands(store)
    card = await manager.ask("timetable")
    said = words(await manager.press("Count back from the audit day", filled(manager)))
    assert "Fill in the audit day first" in said
    asked = {**filled(Desk(store, manager.who, card=card)), "audit_day": "2027-01-06"}
    shown = await manager.press_on(card, "Count back from the audit day", asked)
    assert not faults(shown)
    assert "Due Thursday 24 December, 18 working days left" in words(shown)
    assert await stands(store) == before
    await manager.press("Save the timetable", filled(manager))
    assert (await stands(store)).due == date(2026, 12, 24)


async def test_audit_day_too_near_leaves_no_time(manager: Desk) -> None:
    """The proposal says so before anybody saves it."""
    await manager.ask("timetable")
    put = filled(manager, audit_day="2026-12-09")
    said = words(await manager.press("Count back from the audit day", put))
    assert "That leaves no time" in said


async def test_new_due_date_moves_the_reminders_and_is_told(manager: Desk, store: Store) -> None:
    """No reminder comes for the old date; one message tells the new one, by codes."""
    await save(manager, due=LATER)
    audit, owed = await stands(store), await store.returns_in("a1")
    eve = datetime(2026, 12, 7, 9, tzinfo=UTC)
    assert due(audit, owed, {}, since=eve - timedelta(hours=1), until=eve) == []
    told = await moved(store)
    assert {(n.person, n.kind, n.at) for n in told} == {
        (who, Kind.NOTICE, cast.AT) for who in ("hv", "hv2", "hou", "pol")
    }
    (visitor,) = [nudge for nudge in told if nudge.person == "hv"]
    reply = await reminder.composed(visitor, store, cast.AT)
    assert reply
    assert not faults_but_schema(reply.card)
    assert "2 returns are due Tuesday 15 December now.** That is later than before" in words(
        reply.card
    )
    assert reply.summary == "Case audit: C, F now due Tue 15 Dec"


async def test_who_has_more_time_keeps_it_and_hears_nothing(
    visitor: Desk, manager: Desk, store: Store
) -> None:
    """Until the audit's own date is later than what they were given."""
    await visitor.ask("ask_time", {"return": "a1.F.phn", "until": LATER, "b.words": "Leave"})
    await manager.ask("decide_time", {"return": "a1.F.phn", "granted": "yes"})
    await save(manager, due="2026-12-10")
    told = {nudge.person: nudge.return_ids for nudge in await moved(store)}
    assert told["hv"] == ("a1.C.phn",)
    await save(manager, due="2026-12-17")
    told = {nudge.person: nudge.return_ids for nudge in await moved(store)}
    assert told["hv"] == ("a1.C.phn", "a1.F.phn")


async def test_news_of_a_date_is_overtaken_by_sending(manager: Desk, store: Store) -> None:
    """Who owes nothing any more is not told."""
    await save(manager, due=LATER)
    (police,) = [nudge for nudge in await moved(store) if nudge.person == "pol"]
    await manager.ask("waive", {"return": "a1.C.police", "b.words": "Merged"})
    assert await reminder.composed(police, store, cast.AT) is None
    assert "pol" not in {nudge.person for nudge in await moved(store)}


async def test_who_moved_the_date_is_not_told_of_it(manager: Desk, store: Store) -> None:
    """They know, also where they answer a return themselves."""
    await store.add(replace(cast.RETURNS[1], id="a1.F.police", family="F", contacts=("bm", "pol")))
    await save(manager, due=LATER)
    assert "bm" not in {nudge.person for nudge in await moved(store)}


async def test_later_of_two_managers_is_asked(manager: Desk, store: Store) -> None:
    """As with the plan: what the other put is shown, and nothing is lost."""
    await store.keep_audit(replace(
        await stands(store), team={**cast.AUDIT.team, "obs": Role.BUSINESS_MANAGER}))  # fmt: skip
    other = Desk(store, cast.OBSERVER)
    await other.ask("timetable")
    await save(manager, due=LATER)
    asked = words(await other.press("Save the timetable", filled(other, due="2026-12-18")))
    assert "Due date: Tuesday 15 December since Mon 30 Nov, 10:42. You put Friday 18" in asked
    assert (await stands(store)).due == date(2026, 12, 15)
    await other.press("Save the timetable", filled(other))
    assert (await stands(store)).due == date(2026, 12, 18)


async def test_school_holidays_are_kept_and_warn(manager: Desk, store: Store) -> None:
    """Added and taken off again; within the window the timetable warns."""
    await manager.ask("holidays")
    half_term = {"name": "Half term", "first": "2026-11-30", "last": "2026-12-04"}
    card = await manager.press("Save", half_term)
    assert not faults(card)
    assert (await stands(store)).school_holidays == (
        Span(first=date(2026, 11, 30), last=date(2026, 12, 4), name="Half term"),
    )
    await manager.press("Save", half_term)
    assert len((await stands(store)).journal) == 1
    assert "Half term, Mon 30 Nov to Fri 4 Dec, fall into" in words(await manager.ask("timetable"))
    await manager.ask("holidays")
    await manager.press("Save", {"gone": "2026-11-30/2026-12-04"})
    assert (await stands(store)).school_holidays == ()
    with pytest.raises(Problem) as met:
        await manager.press("Save", {"name": "Easter"})
    assert met.value.code is Code.HOLIDAYS_NO_DATES
