"""When somebody may be written to."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.habits import Habits, first_free, last_free, on_clock

LONDON = "Europe/London"
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001
HABITS = st.builds(
    Habits,
    zone=st.sampled_from(["", "Europe/Athens", "America/New_York", "Pacific/Chatham"]),
    day_starts=st.times(time(5), time(10)),
    day_ends=st.times(time(14), time(22)),
    working_days=st.frozensets(st.integers(0, 6), min_size=1),
    away=st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=10),
)


@given(MOMENTS, HABITS)
def test_first_free_moment_is_never_outside_somebodys_terms(at: datetime, habits: Habits) -> None:
    """It is not earlier, in their hours, on a day on which they work, and stays when found."""
    found = first_free(at, habits, zone=LONDON)
    here = found.astimezone(ZoneInfo(habits.zone or LONDON))
    assert found >= at
    assert habits.works(here.date(), frozenset())
    assert habits.day_starts <= here.time() < habits.day_ends
    assert first_free(found, habits, zone=LONDON) == found


@pytest.mark.parametrize(
    ("at", "free"),
    [
        (datetime(2026, 11, 30, 10, 42, tzinfo=UTC), datetime(2026, 11, 30, 10, 42, tzinfo=UTC)),
        (datetime(2026, 11, 30, 5, 0, tzinfo=UTC), datetime(2026, 11, 30, 8, 0, tzinfo=UTC)),
        (datetime(2026, 11, 27, 18, 0, tzinfo=UTC), datetime(2026, 11, 30, 8, 0, tzinfo=UTC)),
        (datetime(2026, 10, 24, 9, 0, tzinfo=UTC), datetime(2026, 10, 26, 8, 0, tzinfo=UTC)),
        (datetime(2026, 10, 23, 17, 0, tzinfo=UTC), datetime(2026, 10, 26, 8, 0, tzinfo=UTC)),
    ],
)
def test_evenings_and_week_ends_are_quiet(at: datetime, free: datetime) -> None:
    """A Friday evening waits for Monday, also over the week-end when the clocks change."""
    assert first_free(at, Habits(), zone=LONDON) == free


def test_nine_is_nine_before_and_after_the_clocks_change() -> None:
    """Nine in the morning in London is eight by universal time in summer."""
    assert on_clock(date(2026, 10, 23), time(9), LONDON).hour == 8
    assert on_clock(date(2026, 10, 26), time(9), LONDON).hour == 9


def test_times_that_a_clock_skips_or_repeats_are_one_moment() -> None:
    """Half past one does not exist on 29 March 2026 and comes twice on 25 October."""
    assert on_clock(date(2026, 3, 29), time(1, 30), LONDON) == datetime(
        2026, 3, 29, 1, 30, tzinfo=UTC
    )
    assert on_clock(date(2026, 10, 25), time(1, 30), LONDON) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


def test_last_free_day_before_keeps_the_time_of_day() -> None:
    """Somebody who is off on Tuesdays hears of a Tuesday on Monday at the same hour."""
    tuesday = datetime(2026, 12, 8, 9, tzinfo=UTC)
    part_time = Habits(working_days=frozenset({0, 2}))
    assert last_free(tuesday, part_time, zone=LONDON) == tuesday - timedelta(days=1)


def test_somebody_who_never_works_is_written_to_all_the_same() -> None:
    """A setting that leaves no day must not silence the audit."""
    at = datetime(2026, 12, 8, 9, tzinfo=UTC)
    never = Habits(working_days=frozenset())
    assert first_free(at, never, zone=LONDON) == at
    assert last_free(at, never, zone=LONDON) is None
