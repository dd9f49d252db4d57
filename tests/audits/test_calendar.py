"""Working days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.calendar import is_working, plus_working_days, working_days
from tests.cast import AUDIT

DAYS = st.dates(date(2026, 1, 1), date(2028, 1, 1))
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


@pytest.mark.parametrize(
    ("at", "left"),
    [
        (datetime(2026, 11, 30, 10, tzinfo=UTC), 6),
        (datetime(2026, 12, 8, 23, 59, tzinfo=UTC), 0),
        (datetime(2026, 12, 9, 0, 1, tzinfo=UTC), -1),
        (datetime(2026, 12, 14, 9, tzinfo=UTC), -4),
    ],
)
def test_working_days_left_to_a_tuesday(at: datetime, left: int) -> None:
    """Monday to Tuesday of the next week is six; after the day it counts how late it is."""
    assert AUDIT.working_days_left(at) == left


def test_christmas_is_not_counted() -> None:
    """Bank holidays of the partnership's region are days off."""
    christmas = frozenset({date(2026, 12, 25), date(2026, 12, 28)})
    assert working_days(date(2026, 12, 24), date(2026, 12, 29), christmas) == 1
    assert plus_working_days(date(2026, 12, 24), 1, christmas) == date(2026, 12, 24) + timedelta(5)
