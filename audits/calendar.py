"""Working days, and an audit's timetable counted in them.

A working day is Monday to Friday, without the days off of the partnership's region.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days from the first to the last, both included, and what they are called."""

    first: date
    last: date
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """The dates of one audit, in the order in which they come."""

    opened: date
    acknowledge_by: date
    sign_off_by: date
    due: date
    grace_until: date
    """Late returns are taken until then; after it a return that is not there is "no return"."""
    pack: date | None = None
    """The day on which the pack goes to the panel."""
    audit_day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lengths:
    """How many working days each part of an audit takes."""

    acknowledge: int = 3
    answer: int = 15
    sign_off: int = 2
    grace: int = 3
    pack: int = 5


def is_working(day: date, days_off: AbstractSet[date]) -> bool:
    """Tell whether people are at work on this day."""
    return day.weekday() < SATURDAY and day not in days_off


def working_days(start: date, end: date, days_off: AbstractSet[date]) -> int:
    """Count the working days after `start` up to and with `end`; 0 when `end` is not later."""
    span = range(1, (end - start).days + 1)
    return sum(is_working(start + timedelta(days=day), days_off) for day in span)


def plus_working_days(start: date, count: int, days_off: AbstractSet[date]) -> date:
    """Return the day that is `count` working days after `start`, or before it when negative."""
    day, step = start, DAY if count > 0 else -DAY
    left = abs(count)
    while left > 0:
        day += step
        left -= is_working(day, days_off)
    return day


def proposed(
    audit_day: date, days_off: AbstractSet[date], lengths: Lengths | None = None
) -> Timetable:
    """Return the timetable that leads to this audit day, counted back from it.

    Whoever is late by all of the grace is still in time for the pack: it goes the day after.
    """
    long = lengths or Lengths()
    pack = plus_working_days(audit_day, -long.pack, days_off)
    grace_until = plus_working_days(pack, -1, days_off)
    due = plus_working_days(grace_until, -long.grace, days_off)
    opened = plus_working_days(due, -long.answer, days_off)
    return Timetable(
        opened=opened,
        acknowledge_by=plus_working_days(opened, long.acknowledge, days_off),
        sign_off_by=plus_working_days(due, -long.sign_off, days_off),
        due=due,
        grace_until=grace_until,
        pack=pack,
        audit_day=audit_day,
    )


def holidays_within(timetable: Timetable, spans: Iterable[Span]) -> Sequence[Span]:
    """Return the school holidays into which the time for answering falls, in order of time."""
    met = [s for s in spans if s.first <= timetable.due and s.last >= timetable.opened]
    return sorted(met, key=lambda span: span.first)


def next_working_days(start: date, count: int, days_off: AbstractSet[date]) -> list[date]:
    """Return the next working days, from `start` on and with it."""
    days: list[date] = []
    day = start
    while len(days) < count:
        if is_working(day, days_off):
            days.append(day)
        day += DAY
    return days
