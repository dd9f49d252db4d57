"""Until when a person may be left alone: within the deadline, in their own hours."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from audits.habits import Habits, on_clock
from audits.problems import Code, Problem

MORNING, AFTERNOON = time(9), time(14)
MOST = 10
LATE_GRACE = timedelta(days=3)
"""Who is late already can put it off no longer than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What decides the times that can be chosen: the person, the moment, what they owe."""

    habits: Habits
    zone: str
    """The partnership's; the person's own counts for more."""
    days_off: AbstractSet[date]
    dues: tuple[date, ...]
    """When each return that they owe is due."""
    at: datetime

    @property
    def clock(self) -> str:
        """The zone of the person's clock."""
        return self.habits.zone or self.zone

    @property
    def latest(self) -> datetime:
        """The end of the first due date to come; some days from now for who is late with all."""
        today = self.at.astimezone(ZoneInfo(self.clock)).date()
        ahead = [due for due in self.dues if due >= today]
        last = min(ahead) if ahead else today + LATE_GRACE
        return on_clock(last, self.habits.day_ends, self.clock)


def times(terms: Terms) -> list[datetime]:
    """Return the times that are offered, soonest first: mornings and afternoons of their days."""
    first = terms.at.astimezone(ZoneInfo(terms.clock)).date()
    days = (first + timedelta(days=n) for n in range((terms.latest.date() - first).days + 1))
    every = (
        on_clock(day, clock, terms.clock)
        for day in days
        if terms.habits.works(day, terms.days_off)
        for clock in in_hours(terms.habits)
    )
    return [moment for moment in every if terms.at < moment <= terms.latest][:MOST]


def in_hours(habits: Habits) -> Iterable[time]:
    """Return the times of day that are offered."""
    return (max(habits.day_starts, MORNING), min(AFTERNOON, habits.day_ends))


def on_day(terms: Terms, day: date) -> datetime:
    """Return the morning of the day."""
    return on_clock(day, max(terms.habits.day_starts, MORNING), terms.clock)


def snoozed(terms: Terms, until: datetime) -> Habits:
    """Return the person's habits with the snooze.

    Problems: `snooze.not_a_time` where nothing is owed, `snooze.too_late` past the deadline.
    """
    if not terms.dues or until.tzinfo is None:
        raise Problem(Code.SNOOZE_NOT_A_TIME)
    if not terms.at < until <= terms.latest:
        raise Problem(Code.SNOOZE_TOO_LATE)
    return replace(terms.habits, snoozed_at=terms.at, snoozed_until=until.astimezone(UTC))
