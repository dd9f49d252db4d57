"""Who is late is said in one line of the status card."""

from dataclasses import replace
from datetime import UTC, date, datetime

from audits.involvement import Standing
from cards import lateness
from tests import cast

DUE = date(2026, 12, 11)
"""A Friday."""
AUDIT = replace(cast.AUDIT, due=DUE)
OWED = Standing(id="r", audit_id=AUDIT.id, family="C", agency="police", contacts=("p",))


def line(at: datetime, *owed: Standing) -> str:
    """Return what is said at this moment."""
    return lateness.in_a_line(AUDIT, owed or (OWED,), at)


def test_nobody_is_late_on_the_due_day() -> None:
    """The day until which a return is due is a day to send it."""
    assert line(datetime(2026, 12, 11, 18, tzinfo=UTC)) == ""


def test_late_over_a_weekend_is_a_working_day_late() -> None:
    """Nobody is late by no days."""
    assert "(1 return, 1 working day)" in line(datetime(2026, 12, 12, 9, tzinfo=UTC))


def test_days_late_are_counted_from_each_returns_own_due_date() -> None:
    """Who was given more time is late from then on; the latest stands for the agency."""
    more = replace(OWED, id="s", family="D", due=date(2026, 12, 14))
    at = datetime(2026, 12, 16, 9, tzinfo=UTC)
    assert "(2 returns, 3 working days)" in line(at, OWED, more)
    assert "(1 return, 2 working days)" in line(at, more)
