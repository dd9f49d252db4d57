"""What somebody sets of their own terms: hours, working days, time zone, leave."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from audits.calendar import DAY, Span
from audits.habits import Habits
from audits.problems import Code, Problem

LONGEST_LEAVE = 90
SHORTEST_DAY = timedelta(hours=1)
KEPT_FOR = timedelta(days=30)
"""Leave that is over for so long is forgotten."""


def checked(habits: Habits) -> Habits:
    """Return the terms when somebody can be written to by them.

    Problems: `hours.not_times` for a day of less than an hour, `hours.no_days`.
    """
    starts, ends = habits.day_starts, habits.day_ends
    long = timedelta(hours=ends.hour - starts.hour, minutes=ends.minute - starts.minute)
    if long < SHORTEST_DAY:
        raise Problem(Code.HOURS_NOT_TIMES)
    if not habits.working_days or not habits.working_days <= frozenset(range(7)):
        raise Problem(Code.HOURS_NO_DAYS)
    return habits


def with_leave(habits: Habits, first: date | None, last: date | None, today: date) -> Habits:
    """Return the terms with days of leave more. Problem `away.no_dates` for what is no leave."""
    if first is None or last is None or not first <= last >= today:
        raise Problem(Code.AWAY_NO_DATES)
    if (last - first).days >= LONGEST_LEAVE:
        raise Problem(Code.AWAY_NO_DATES)
    days = {first + timedelta(days=n) for n in range((last - first).days + 1)}
    recent = {day for day in habits.away if day >= today - KEPT_FOR}
    return replace(habits, away=frozenset(recent | days))


def without_leave(habits: Habits, gone: Iterable[Span]) -> Habits:
    """Return the terms without these days of leave."""
    spans = tuple(gone)
    stay = {day for day in habits.away if not any(s.first <= day <= s.last for s in spans)}
    return habits if stay == habits.away else replace(habits, away=frozenset(stay))


def leaves(habits: Habits, today: date) -> list[Span]:
    """Return the leave that is not over, from first to last days, in order."""
    found: list[Span] = []
    for day in sorted(habits.away):
        if found and found[-1].last + DAY == day:
            found[-1] = replace(found[-1], last=day)
        else:
            found.append(Span(first=day, last=day))
    return [span for span in found if span.last >= today]
