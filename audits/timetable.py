"""The timetable of an audit that runs: what may be set, and what to think of before it is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from audits.audit import Audit
from audits.calendar import Lengths, Span, is_working, proposed
from audits.problems import Code, Problem

ANSWER = Lengths().answer
LONGEST = 100
"""Days from the first to the last of one holiday."""
NAME_LIMIT = 60
MOST_HOLIDAYS = 20
DATES = ("opened", "acknowledge_by", "sign_off_by", "due", "grace_until", "pack", "audit_day")
"""A timetable's dates in the order in which they come."""


def has_opened(audit: Audit, at: datetime) -> bool:
    """Tell whether people have been asked: then the opening cannot be moved any more."""
    return audit.opened <= audit.here(at).date()


def in_order(before: Audit, after: Audit, at: datetime) -> Audit:
    """Return the audit as it shall be when its dates can be.

    Problems: `timetable.past` for a new date that is over, `timetable.order` naming the date.
    """
    today, table = after.here(at).date(), after.timetable
    for name in ("opened", "due"):
        new = getattr(after, name)
        if new != getattr(before, name) and new < today:
            raise Problem(Code.TIMETABLE_PAST, name)
    if after.due <= after.opened:
        raise Problem(Code.TIMETABLE_ORDER, "due")
    if table.acknowledge_by > after.due:
        raise Problem(Code.TIMETABLE_ORDER, "acknowledge_within")
    if after.audit_day is not None and after.audit_day <= after.due:
        raise Problem(Code.TIMETABLE_ORDER, "audit_day")
    return after


def counted_back(audit: Audit, at: datetime) -> Audit:
    """Return the audit with the due date that its audit day and its lengths of time lead to.

    One that has not opened gets its opening as well, today at the earliest.
    """
    if audit.audit_day is None:
        return audit
    plan = audit.plan
    long = Lengths(
        acknowledge=plan.acknowledge_within, answer=ANSWER, sign_off=plan.sign_off_before,
        grace=plan.grace, pack=plan.pack_before,
    )  # fmt: skip
    table = proposed(audit.audit_day, audit.days_off, long)
    if has_opened(audit, at):
        return replace(audit, due=table.due)
    first = audit.here(at).date()
    return replace(audit, due=table.due, opened=max(table.opened, first))


def not_working(audit: Audit) -> list[tuple[str, date]]:
    """Return those dates, by name, that were set on a week-end or a bank holiday."""
    table = audit.timetable
    found = ((name, getattr(table, name)) for name in ("opened", "due", "audit_day"))
    return [(name, day) for name, day in found if day and not is_working(day, audit.days_off)]


def bank_holidays(audit: Audit) -> list[date]:
    """Return the bank holidays on weekdays from opening to audit day, or to the end of grace."""
    table = audit.timetable
    last = max(table.audit_day or table.due, table.grace_until)
    return sorted(day for day in audit.days_off if table.opened <= day <= last and weekday(day))


def weekday(day: date) -> bool:
    """Tell whether it is a Monday to Friday."""
    return is_working(day, frozenset())


def years_unknown(audit: Audit) -> list[int]:
    """Return the years of the timetable of which no bank holidays are known."""
    known = {day.year for day in audit.days_off}
    return sorted(set(years_of(audit)) - known) if known else []


def years_of(audit: Audit) -> Iterator[int]:
    """Yield the years in which its dates fall."""
    table = audit.timetable
    for name in DATES:
        day: date | None = getattr(table, name)
        if day is not None:
            yield day.year


def pack_goes_early(audit: Audit) -> bool:
    """Tell whether the pack goes to the panel while late returns are still taken."""
    table = audit.timetable
    return table.pack is not None and table.pack <= table.grace_until


def with_holiday(audit: Audit, first: date | None, last: date | None, name: str) -> Audit:
    """Return the audit with school holidays more. The same again changes nothing.

    Problem `holidays.no_dates` unless there is a first and a last day in order.
    """
    if first is None or last is None or last < first or (last - first).days > LONGEST:
        raise Problem(Code.HOLIDAYS_NO_DATES)
    span = Span(first=first, last=last, name=" ".join(name.split())[:NAME_LIMIT])
    if span in audit.school_holidays:
        return audit
    if len(audit.school_holidays) >= MOST_HOLIDAYS:
        raise Problem(Code.HOLIDAYS_TOO_MANY)
    spans = sorted((*audit.school_holidays, span), key=lambda span: (span.first, span.last))
    return replace(audit, school_holidays=tuple(spans))
