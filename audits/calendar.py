"""Working days: Monday to Friday, without the days off of the partnership's region."""

from collections.abc import Set as AbstractSet
from datetime import date, timedelta

SATURDAY = 5


def is_working(day: date, days_off: AbstractSet[date]) -> bool:
    """Tell whether people are at work on this day."""
    return day.weekday() < SATURDAY and day not in days_off


def working_days(start: date, end: date, days_off: AbstractSet[date]) -> int:
    """Count the working days after `start` up to and with `end`; 0 when `end` is not later."""
    span = range(1, (end - start).days + 1)
    return sum(is_working(start + timedelta(days=day), days_off) for day in span)


def plus_working_days(start: date, count: int, days_off: AbstractSet[date]) -> date:
    """Return the day that is `count` working days after `start`."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= is_working(day, days_off)
    return day
