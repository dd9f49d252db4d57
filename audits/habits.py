"""When somebody may be written to: their hours, days and zone, and until when they said later."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEK = frozenset(range(5))
"""Monday to Friday, as `date.weekday` counts."""
FAR = 120
"""Days looked through for one on which somebody works; after that they are written to anyhow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """A person's terms. Nothing is sent to them outside these, unless a child is at risk now."""

    zone: str = ""
    """An IANA name; empty for the partnership's own."""
    day_starts: time = time(8)
    day_ends: time = time(18)
    """Quiet hours are from `day_ends` to `day_starts`."""
    working_days: frozenset[int] = WEEK
    """0 is Monday. Bank holidays of the partnership's region are nobody's working days."""
    away: frozenset[date] = frozenset()
    """Days of leave."""
    snoozed_at: datetime | None = None
    """When they asked to be reminded later."""
    snoozed_until: datetime | None = None

    @property
    def terms(self) -> tuple[object, ...]:
        """All of it but the snooze, to look up what was worked out for the same terms before."""
        return (self.zone, self.day_starts, self.day_ends, self.working_days, self.away)

    def works(self, day: date, days_off: AbstractSet[date]) -> bool:
        """Tell whether the person works on this day."""
        return day.weekday() in self.working_days and day not in days_off and day not in self.away

    def sleeps(self, at: datetime) -> bool:
        """Tell whether the person had asked, before this moment, to be reminded after it."""
        if self.snoozed_at is None or self.snoozed_until is None:
            return False
        return self.snoozed_at <= at < self.snoozed_until


def local(at: datetime, habits: Habits, zone: str) -> datetime:
    """Return the moment on the person's own clock."""
    return at.astimezone(ZoneInfo(habits.zone or zone))


def on_clock(day: date, clock: time, zone: str) -> datetime:
    """Return this time of this day as a moment in UTC.

    Times that a clock change skips count as if the clock had not been changed; of the two that
    it repeats the first is meant.
    """
    return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)


def first_free(
    at: datetime, habits: Habits, *, zone: str, days_off: AbstractSet[date] = frozenset()
) -> datetime:
    """Return the first moment from `at` on when the person may be written to."""
    own = habits.zone or zone
    here = at.astimezone(ZoneInfo(own))
    if habits.works(here.date(), days_off) and here.time() < habits.day_ends:
        return max(at, on_clock(here.date(), habits.day_starts, own))
    for days in range(1, FAR):
        day = here.date() + timedelta(days=days)
        if habits.works(day, days_off):
            return on_clock(day, habits.day_starts, own)
    return at


def last_free(
    at: datetime, habits: Habits, *, zone: str, days_off: AbstractSet[date] = frozenset()
) -> datetime | None:
    """Return the same time of day on the last day before `at` on which the person works."""
    own = habits.zone or zone
    here = at.astimezone(ZoneInfo(own))
    clock = max(habits.day_starts, min(here.time(), habits.day_ends))
    for days in range(1, FAR):
        day = here.date() - timedelta(days=days)
        if habits.works(day, days_off):
            return on_clock(day, clock, own)
    return None
