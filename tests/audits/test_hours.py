"""What somebody sets of their own terms."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits import hours
from audits.calendar import Span
from audits.habits import Habits
from audits.problems import Code, Problem

TODAY = date(2026, 11, 30)
DAYS = st.integers(0, 60).map(lambda n: TODAY + timedelta(days=n))


@pytest.mark.parametrize(
    ("habits", "code"),
    [
        (Habits(day_starts=time(9), day_ends=time(9, 59)), Code.HOURS_NOT_TIMES),
        (Habits(day_starts=time(18), day_ends=time(8)), Code.HOURS_NOT_TIMES),
        (Habits(working_days=frozenset()), Code.HOURS_NO_DAYS),
        (Habits(working_days=frozenset({0, 7})), Code.HOURS_NO_DAYS),
    ],
)
def test_terms_that_leave_no_time_are_refused(habits: Habits, code: Code) -> None:
    """Somebody who can never be written to would never hear of a deadline."""
    with pytest.raises(Problem) as met:
        hours.checked(habits)
    assert met.value.code is code


def test_an_hour_on_one_day_is_enough() -> None:
    """It is theirs to say."""
    short = Habits(day_starts=time(9), day_ends=time(10), working_days=frozenset({6}))
    assert hours.checked(short) is short


@given(DAYS, st.integers(0, 30), DAYS, st.integers(0, 30))
def test_leave_is_every_day_of_it_and_no_other(
    one: date, long: int, other: date, longer: int
) -> None:
    """What is put on the list reads as it was written; taken off, nothing of it stays."""
    first = Span(first=one, last=one + timedelta(days=long))
    second = Span(first=other, last=other + timedelta(days=longer))
    habits = Habits()
    for span in (first, second):
        habits = hours.with_leave(habits, span.first, span.last, TODAY)
    days = {span.first + timedelta(days=n) for span in (first, second)
            for n in range((span.last - span.first).days + 1)}  # fmt: skip
    assert habits.away == days
    shown = hours.leaves(habits, TODAY)
    assert {span.first + timedelta(days=n) for span in shown
            for n in range((span.last - span.first).days + 1)} == days  # fmt: skip
    assert hours.without_leave(habits, shown).away == frozenset()
    assert hours.without_leave(habits, []) is habits


@pytest.mark.parametrize(
    ("first", "last"),
    [(None, TODAY), (TODAY, None), (TODAY, TODAY - timedelta(days=1)),
     (TODAY - timedelta(days=9), TODAY - timedelta(days=1)), (TODAY, TODAY + timedelta(days=90))],
)  # fmt: skip
def test_what_is_no_leave_is_refused(first: date | None, last: date | None) -> None:
    """A day is missing, they are not in order, it is over, or it is a quarter of a year."""
    with pytest.raises(Problem) as met:
        hours.with_leave(Habits(), first, last, TODAY)
    assert met.value.code is Code.AWAY_NO_DATES


def test_leave_long_over_is_forgotten() -> None:
    """Who was on leave last year is nobody's business."""
    old = Habits(away=frozenset({TODAY - timedelta(days=31), TODAY - timedelta(days=30)}))
    found = hours.with_leave(old, TODAY, TODAY, TODAY)
    assert found.away == {TODAY, TODAY - timedelta(days=30)}
    assert [span.first for span in hours.leaves(found, TODAY)] == [TODAY]
    assert replace(found, away=old.away) == old
