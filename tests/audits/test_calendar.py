"""Working days."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.calendar import (
    Lengths,
    Span,
    holidays_within,
    is_working,
    plus_working_days,
    proposed,
    working_days,
)
from tests.cast import AUDIT

DAYS = st.dates(date(2026, 1, 1), date(2028, 1, 1))
CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)})
OFF = st.frozensets(DAYS, max_size=30)


@given(DAYS, st.integers(1, 60), OFF)
def test_counting_on_and_counting_back_agree(start: date, count: int, off: frozenset[date]) -> None:
    """The n-th working day after a day is n working days away, and is itself a working day."""
    end = plus_working_days(start, count, off)
    assert working_days(start, end, off) == count
    assert is_working(end, off)


@given(DAYS, DAYS, OFF)
def test_days_off_never_add_working_days(start: date, end: date, off: frozenset[date]) -> None:
    """A bank holiday can only make the time shorter."""
    assert 0 <= working_days(start, end, off) <= working_days(start, end, frozenset())


def test_christmas_is_not_counted() -> None:
    """Bank holidays of the partnership's region are days off."""
    christmas = frozenset({date(2026, 12, 25), date(2026, 12, 28)})
    assert working_days(date(2026, 12, 24), date(2026, 12, 29), christmas) == 1
    assert plus_working_days(date(2026, 12, 24), 1, christmas) == date(2026, 12, 24) + timedelta(5)


@given(DAYS, st.integers(1, 40), OFF)
def test_counting_back_is_counting_on_reversed(
    start: date, count: int, off: frozenset[date]
) -> None:
    """From a working day, n working days back and n on again lead to where one was."""
    day = plus_working_days(start, 1, off)
    back = plus_working_days(day, -count, off)
    assert is_working(back, off)
    assert plus_working_days(back, count, off) == day


LENGTHS = st.builds(
    Lengths, acknowledge=st.integers(1, 5), answer=st.integers(5, 20), sign_off=st.integers(1, 3),
    grace=st.integers(0, 5), pack=st.integers(1, 8),
)  # fmt: skip


@given(DAYS, OFF, LENGTHS)
def test_proposed_dates_are_in_order_and_on_working_days(
    audit_day: date, off: frozenset[date], lengths: Lengths
) -> None:
    """Counted back from the audit day, each date is a working day and comes in its turn."""
    table = proposed(audit_day, off, lengths)
    assert table.pack
    order = [table.opened, table.sign_off_by, table.due, table.grace_until, table.pack, audit_day]
    assert order == sorted(order)
    assert table.opened < table.acknowledge_by <= table.due
    assert all(is_working(day, off) for day in (*order[:-1], table.acknowledge_by))
    assert working_days(table.opened, table.due, off) == lengths.answer


def test_audits_own_dates_follow_its_plan() -> None:
    """Opened on Monday the 16th and due on the 8th: the default plan's dates around them."""
    table = replace(AUDIT, audit_day=date(2027, 1, 6), days_off=CHRISTMAS).timetable
    assert (table.acknowledge_by, table.sign_off_by) == (date(2026, 11, 19), date(2026, 12, 4))
    assert (table.grace_until, table.pack) == (date(2026, 12, 11), date(2026, 12, 29))


@pytest.mark.parametrize(
    ("first", "last", "warns"),
    [
        (date(2026, 11, 10), date(2026, 11, 15), False),
        (date(2026, 11, 10), date(2026, 11, 16), True),
        (date(2026, 11, 23), date(2026, 11, 27), True),
        (date(2026, 12, 8), date(2027, 1, 3), True),
        (date(2026, 12, 9), date(2027, 1, 3), False),
    ],
)
def test_school_holidays_within_the_window_are_told(
    first: date, last: date, *, warns: bool
) -> None:
    """A holiday counts when one day of it is between opening and due date, both included."""
    span = Span(first=first, last=last, name="a holiday")
    assert bool(holidays_within(AUDIT.timetable, [span])) is warns
