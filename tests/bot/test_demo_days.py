"""The demo on any day at any hour: bank holidays, nights on which the clocks change, a leap day."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from audits import nudges
from audits.calendar import is_working, plus_working_days
from audits.involvement import Standing
from audits.plan import Kind
from bot import demo
from bot.demo import Demo
from storage.index import standing
from tests.demo_bot import REMINDED

DAYS = (
    date(2026, 12, 18), date(2026, 12, 24), date(2026, 12, 31), date(2027, 1, 2),
    date(2027, 3, 26), date(2027, 3, 28), date(2027, 4, 30), date(2027, 10, 31), date(2028, 2, 29),
)  # fmt: skip
HERE = ZoneInfo(demo.ZONE)
WEEK = timedelta(days=7)


def stands(made: Demo) -> list[Standing]:
    """Return how each return stands when the demo begins; nothing in it is still to come."""
    found = []
    midnight = datetime.combine(made.today, time(), HERE)
    for owed in made.returns():
        now = owed
        for change in demo.history(made, owed):
            now = change.after
            assert now.changed_at
            assert now.changed_at <= midnight
        found.append(standing(now))
    return found


@pytest.mark.parametrize("today", DAYS)
def test_what_the_demo_shows_comes_whatever_day_it_is(today: date) -> None:
    """A week brings both windows something, as the README says; whole working days bring the rest.

    Reminders go in somebody's hours, on working days only.
    """
    made = demo.read(today)
    audit, found = made.audit, stands(made)
    assert all(is_working(day, audit.days_off) for day in (audit.opened, audit.due))
    midnight = datetime.combine(today, time(), HERE)
    coming = nudges.between(audit, found, {}, since=midnight, until=midnight + 3 * WEEK)
    assert all(is_working(audit.here(one.at).date(), audit.days_off) for one in coming)
    assert all(time(8) <= audit.here(one.at).time() < time(18) for one in coming)
    for minute in (0, 12 * 60, 23 * 60 + 58):
        now = midnight + timedelta(minutes=minute)

        def kinds(who: str, day: date, now: datetime = now) -> set[Kind]:
            """Return what comes to the person until ten in the morning of the day."""
            end = datetime.combine(day, time(10), HERE)
            return {one.kind for one in coming if one.person == who and now < one.at <= end}

        soon, next_day = (plus_working_days(today, n, audit.days_off) for n in (REMINDED, 1))
        assert Kind.DUE_SOON in kinds("hv1", soon) & kinds("hv1", today + WEEK)
        assert Kind.APPROVAL in kinds("bm", next_day) & kinds("bm", today + WEEK)
        assert {Kind.APPROVAL, Kind.NOBODY} <= kinds("bm", today + 2 * WEEK)


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2027-06-27T22:59+00:00", 27),
        ("2027-06-27T23:01+00:00", 28),
        ("2027-01-27T23:59+00:00", 27),
        ("2027-03-28T00:30+00:00", 28),
    ],
)
def test_summer_day_begins_where_the_demo_is(at: str, day: int) -> None:
    """At half past midnight in summer it is the new day there, and still the old one in UTC."""
    assert demo.day_at(datetime.fromisoformat(at)).day == day
