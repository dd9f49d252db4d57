"""Who is nudged when, and who no more."""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.audit import Agency
from audits.habits import Habits
from audits.involvement import Saying, Stage, Standing
from audits.nudges import Nudge, between, due, still_wanted, waiting
from audits.plan import Kind, Plan, Push, Ruling
from tests import cast

OFF = frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)})
HOUSING = Agency(key="housing", name="Housing", short="Hou", kind="housing",
                 coordinators=("houc",), deputies=("houd",), lead="houl")  # fmt: skip
AUDIT = replace(
    cast.AUDIT, days_off=OFF, agencies={**cast.AUDIT.agencies, "housing": HOUSING}
)  # fmt: skip
START = datetime(2026, 11, 1, tzinfo=UTC)
END = datetime(2027, 2, 1, tzinfo=UTC)
NONE: dict[str, Habits] = {}


def day(month: int, number: int, hour: int = 9) -> datetime:
    """A moment of the winter in which the audit runs."""
    return datetime(2027 if month == 1 else 2026, month, number, hour, tzinfo=UTC)


def told(person: str, nudges: Sequence[Nudge]) -> list[tuple[str, str]]:
    """What this person gets and when, readable."""
    return [(n.kind.value, f"{n.at:%a %d %b %H:%M}") for n in nudges if n.person == person]


def test_silent_contact_gets_the_whole_plan() -> None:
    """From opening to the cap, on working days at nine, bank holidays left out."""
    found = between(AUDIT, cast.RETURNS, NONE, since=START, until=END)
    assert told("hou", found) == [
        ("opened", "Mon 16 Nov 09:00"),
        ("acknowledge", "Wed 18 Nov 09:00"),
        ("due_soon", "Tue 01 Dec 09:00"),
        ("due_soon", "Fri 04 Dec 09:00"),
        ("due_soon", "Mon 07 Dec 09:00"),
        ("due_today", "Tue 08 Dec 09:00"),
        ("overdue", "Wed 09 Dec 09:00"),
        ("overdue", "Fri 11 Dec 09:00"),
        ("overdue", "Wed 16 Dec 09:00"),
        ("overdue", "Mon 21 Dec 09:00"),
        ("overdue", "Thu 24 Dec 09:00"),
    ]


def test_silence_climbs_to_coordinator_deputy_and_lead() -> None:
    """First after acknowledge-by, since nobody opened it, then after the due date."""
    found = between(AUDIT, cast.RETURNS, NONE, since=START, until=END)
    assert told("houc", found) == [
        ("escalation", "Mon 23 Nov 09:00"), ("escalation", "Thu 10 Dec 09:00")]  # fmt: skip
    assert told("houd", found) == [
        ("escalation", "Wed 25 Nov 09:00"), ("escalation", "Mon 14 Dec 09:00")]  # fmt: skip
    assert told("houl", found) == [
        ("escalation", "Fri 27 Nov 09:00"), ("escalation", "Wed 16 Dec 09:00")]  # fmt: skip
    assert told("bm", found) == [
        ("nobody", "Mon 23 Nov 09:00"),
        ("approval", "Fri 27 Nov 09:00"), ("approval", "Wed 16 Dec 09:00")]  # fmt: skip


def test_opened_return_climbs_only_once_it_is_late() -> None:
    """Somebody is at it: nobody above them is told before the due date."""
    opened = [replace(r, stage=Stage.OPENED) for r in cast.RETURNS]
    found = between(AUDIT, opened, NONE, since=START, until=day(12, 8))
    assert told("houc", found) == []


def test_one_person_gets_one_digest_and_not_one_for_each_family() -> None:
    """The health visitor owes two families: one nudge names both."""
    found = due(AUDIT, cast.RETURNS, NONE, since=day(12, 4, 8), until=day(12, 4, 10))
    mine = [n for n in found if n.person == "hv"]
    assert [n.return_ids for n in mine] == [("a1.C.phn", "a1.F.phn")]


def test_newest_reminder_of_a_window_says_it_all() -> None:
    """After a stop of three days one reminder comes, not three."""
    found = due(AUDIT, cast.RETURNS, NONE, since=day(12, 4, 8), until=day(12, 8, 10))
    assert told("hv", found) == [("due_today", "Tue 08 Dec 09:00")]


@pytest.mark.parametrize(
    "how",
    [
        {"stage": Stage.SENT},
        {"stage": Stage.NIL},
        {"declined": Saying(by="hou", at=cast.AT, words="No capacity")},
        {"waived": Saying(by="bm", at=cast.AT, words="Not needed")},
    ],
    ids=lambda how: next(iter(how)),
)
def test_nudges_stop_at_once_when_nothing_is_owed(how: dict[str, object]) -> None:
    """Sent, nil, declined or waived: no more is planned, and what was planned is overtaken."""
    done = [replace(r, **how) for r in cast.RETURNS]  # type: ignore[arg-type]
    assert due(AUDIT, done, NONE, since=START, until=END) == []
    for nudge in between(AUDIT, cast.RETURNS, NONE, since=START, until=END):
        assert not still_wanted(nudge, AUDIT, done)


def test_nudge_is_wanted_until_contact_or_audit_changes() -> None:
    """A nudge is not sent to somebody who has handed over, nor after the audit closed."""
    nudge = next(n for n in between(AUDIT, cast.RETURNS, NONE, since=START, until=END)
                 if n.person == "pol")  # fmt: skip
    assert still_wanted(nudge, AUDIT, cast.RETURNS)
    given = [replace(r, contacts=("other",)) for r in cast.RETURNS]
    assert not still_wanted(nudge, AUDIT, given)
    closed = replace(AUDIT, closed_at=cast.AT)
    assert not still_wanted(nudge, closed, cast.RETURNS)
    assert due(closed, cast.RETURNS, NONE, since=START, until=END) == []


def test_new_contact_is_spared_what_was_planned_before() -> None:
    """What was planned before somebody was given the return is not theirs."""
    given = [replace(r, contacts=("new",), nudged_from=day(12, 4, 12)) for r in cast.RETURNS]
    found = between(AUDIT, given, NONE, since=START, until=day(12, 8, 8))
    assert told("new", found) == [("due_soon", "Mon 07 Dec 09:00")]


def test_extension_moves_the_nudges() -> None:
    """A return with a later date of its own is nudged around that date."""
    longer = [replace(r, due=date(2026, 12, 15), nudged_from=day(12, 7, 12)) for r in cast.RETURNS]
    found = between(AUDIT, longer, NONE, since=day(12, 7, 12), until=day(12, 15))
    assert told("pol", found) == [
        ("due_soon", "Tue 08 Dec 09:00"), ("due_soon", "Fri 11 Dec 09:00"),
        ("due_soon", "Mon 14 Dec 09:00"), ("due_today", "Tue 15 Dec 09:00")]  # fmt: skip


def test_snooze_is_silence_and_then_one_reminder() -> None:
    """Nothing comes while it lasts; at its end comes what they asked for."""
    own = Habits(snoozed_at=day(12, 3, 15), snoozed_until=day(12, 7, 14))
    found = between(AUDIT, cast.RETURNS, {"hv": own}, since=day(12, 3, 15), until=day(12, 8))
    assert told("hv", found) == [
        ("snoozed", "Mon 07 Dec 14:00"), ("due_today", "Tue 08 Dec 09:00")]  # fmt: skip


def test_part_time_worker_hears_of_the_due_date_before_it() -> None:
    """Off on Mondays and Tuesdays: the last words before the due date come on Friday."""
    own = Habits(working_days=frozenset({2, 3, 4}))
    found = between(AUDIT, cast.RETURNS, {"hv": own}, since=day(12, 2, 12), until=day(12, 9, 10))
    assert told("hv", found) == [("due_soon", "Fri 04 Dec 09:00"), ("overdue", "Wed 09 Dec 09:00")]
    assert [nudge.step for nudge in found if nudge.person == "hv"] == [2, 1]


def test_leads_nudge_waits_for_approval_and_goes_when_granted() -> None:
    """Not before the decision, by the same id at its moment, and never once it was refused."""
    asked = waiting(AUDIT, cast.RETURNS, NONE, at=day(11, 27, 10))
    assert [(n.person, n.needs_approval) for n in asked] == [("houl", True)]
    nudge = asked[0]
    assert not still_wanted(nudge, AUDIT, cast.RETURNS)
    ruling = Ruling(by="bm", at=day(11, 30, 11), granted=True)
    granted = replace(AUDIT, rulings={nudge.id: ruling})
    found = due(granted, cast.RETURNS, NONE, since=day(11, 30, 10), until=day(11, 30, 11))
    assert [n for n in found if n.person == "houl"] == [
        replace(nudge, at=ruling.at, needs_approval=False)
    ]
    assert still_wanted(nudge, granted, cast.RETURNS)
    assert waiting(granted, cast.RETURNS, NONE, at=day(11, 30, 11)) == []
    refused = replace(AUDIT, rulings={nudge.id: replace(ruling, granted=False)})
    again = between(refused, cast.RETURNS, NONE, since=START, until=day(12, 8))
    assert all(n.needs_approval for n in again if n.person == "houl")
    assert not still_wanted(nudge, refused, cast.RETURNS)


def test_automatic_plan_asks_nobody() -> None:
    """Where the partnership wants it so, the lead is told without asking."""
    automatic = replace(AUDIT, plan=Plan(automatic=True))
    found = between(automatic, cast.RETURNS, NONE, since=START, until=day(11, 28))
    assert [n.needs_approval for n in found if n.person == "houl"] == [False]
    assert told("bm", found) == [("nobody", "Mon 23 Nov 09:00")]


def test_nudge_by_hand_reaches_those_who_are_meant() -> None:
    """To one agency only, at once in working hours; at night with the next morning's."""
    pushed = replace(AUDIT, pushes=(Push(by="bm", at=day(12, 2, 20), agency="phn"),))
    found = due(pushed, cast.RETURNS, NONE, since=day(12, 2, 12), until=day(12, 3, 10))
    assert [(n.person, n.kind, n.at) for n in found] == [
        ("hv", Kind.NOW, day(12, 3, 9)), ("hv2", Kind.NOW, day(12, 3, 9))]  # fmt: skip


def test_return_for_sign_off_is_the_coordinators_to_hurry() -> None:
    """Its contacts are done; who has to let it go is nudged."""
    ready = [replace(cast.MINE, stage=Stage.SIGN_OFF)]
    found = due(AUDIT, ready, NONE, since=day(12, 7, 8), until=day(12, 7, 10))
    assert {n.person for n in found} == {"phnc"}


@settings(max_examples=50)
@given(st.lists(st.integers(0, 24 * 60), min_size=1, max_size=12))
def test_cutting_time_anywhere_loses_and_repeats_nothing(cuts: list[int]) -> None:
    """Sweeps at any moments together find what one sweep finds, each nudge once."""
    moments = [day(12, 1, 0) + timedelta(hours=12) * (minute / 60) for minute in sorted(cuts)]
    whole = between(AUDIT, cast.RETURNS, NONE, since=moments[0], until=moments[-1])
    pieces = [
        nudge
        for since, until in pairwise(moments)
        for nudge in between(AUDIT, cast.RETURNS, NONE, since=since, until=until)
    ]
    assert sorted(n.id for n in pieces) == sorted(n.id for n in whole)
    assert len({n.id for n in whole}) == len(whole)


def test_ten_thousand_people_are_decided_in_a_second() -> None:
    """All due in the same minute, half of them with terms of their own."""
    owed = [
        Standing(id=f"r{n}", audit_id="a1", family="C", agency="police", contacts=(f"p{n}",))
        for n in range(10_000)
    ]
    own = {f"p{n}": Habits(away=frozenset({date(2026, 12, n % 5 + 14)})) for n in range(5_000)}
    began = time.process_time()
    found = due(AUDIT, owed, own, since=day(12, 8, 8), until=day(12, 8, 9))
    taken = time.process_time() - began
    assert len(found) == 10_000
    assert taken < 1
