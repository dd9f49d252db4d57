"""The timetable of an audit that runs."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from audits import timetable
from audits.audit import Audit
from audits.calendar import Span
from audits.problems import Code, Problem
from tests import cast
from tests.cast import AT

OFF = frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)})
AUDIT = replace(cast.AUDIT, days_off=OFF, audit_day=date(2027, 1, 6))


def code_of(after: Audit, before: Audit = AUDIT, at: datetime = AT) -> tuple[str, str]:
    """The problem with this change, and where it is."""
    with pytest.raises(Problem) as met:
        timetable.in_order(before, after, at)
    return met.value.code, met.value.where


def test_dates_that_come_in_their_order_are_taken() -> None:
    """Also today, and also when a date that is over is left as it was."""
    today = replace(AUDIT, due=AT.date())
    assert timetable.in_order(AUDIT, today, AT) is today
    late = datetime(2027, 1, 4, 9, tzinfo=AT.tzinfo)
    moved = replace(AUDIT, audit_day=date(2027, 1, 20))
    assert timetable.in_order(AUDIT, moved, late) is moved


@pytest.mark.parametrize(
    ("changed", "code", "where"),
    [
        ({"due": AT.date() - timedelta(days=1)}, Code.TIMETABLE_PAST, "due"),
        ({"opened": AT.date() - timedelta(days=1)}, Code.TIMETABLE_PAST, "opened"),
        ({"opened": date(2026, 12, 8)}, Code.TIMETABLE_ORDER, "due"),
        ({"audit_day": date(2026, 12, 8)}, Code.TIMETABLE_ORDER, "audit_day"),
        ({"plan": replace(AUDIT.plan, acknowledge_within=17)}, Code.TIMETABLE_ORDER,
         "acknowledge_within"),
    ],
)  # fmt: skip
def test_dates_out_of_order_are_refused(changed: dict[str, object], code: Code, where: str) -> None:
    """Each says which date it is."""
    assert code_of(replace(AUDIT, **changed)) == (code, where)  # type: ignore[arg-type]


def test_due_date_is_counted_back_from_the_audit_day() -> None:
    """From 6 January: the pack on 29 December, grace until the 24th, due on the 21st."""
    back = timetable.counted_back(AUDIT, AT)
    assert (back.due, back.opened) == (date(2026, 12, 21), AUDIT.opened)
    assert not timetable.pack_goes_early(back)
    assert timetable.counted_back(replace(AUDIT, audit_day=None), AT).due == AUDIT.due


def test_opening_is_counted_back_too_while_it_is_ahead() -> None:
    """Fifteen working days to answer, but never an opening that is over."""
    early = AT - timedelta(days=60)
    assert timetable.counted_back(AUDIT, early).opened == date(2026, 11, 30)
    soon = replace(AUDIT, opened=date(2026, 12, 4), audit_day=date(2026, 12, 21))
    assert timetable.counted_back(soon, AT).opened == AT.date()


def test_days_off_are_told() -> None:
    """Dates on days off, bank holidays on the way, and a year of which none are known."""
    audit = replace(AUDIT, due=date(2026, 12, 12), audit_day=date(2028, 1, 6))
    assert timetable.not_working(audit) == [("due", date(2026, 12, 12))]
    assert timetable.bank_holidays(AUDIT) == sorted(OFF)
    assert timetable.years_unknown(audit) == [2028]
    assert timetable.years_unknown(replace(audit, days_off=frozenset())) == []


def test_pack_before_the_end_of_grace_is_told() -> None:
    """Whoever is late but in time would not be in it."""
    early = replace(AUDIT, due=date(2026, 12, 29))
    assert timetable.pack_goes_early(early)
    assert not timetable.pack_goes_early(replace(early, audit_day=None))


def test_school_holidays_are_kept_in_order_and_once() -> None:
    """The same again is the same click; spaces around the name do not count."""
    easter = Span(first=date(2027, 3, 29), last=date(2027, 4, 9), name="Easter holidays")
    once = timetable.with_holiday(AUDIT, easter.first, easter.last, " Easter  holidays ")
    assert once.school_holidays == (easter,)
    assert timetable.with_holiday(once, easter.first, easter.last, "Easter holidays") is once
    both = timetable.with_holiday(once, date(2026, 12, 21), date(2027, 1, 1), "Christmas")
    assert [span.name for span in both.school_holidays] == ["Christmas", "Easter holidays"]


@pytest.mark.parametrize(
    ("first", "last"),
    [(None, date(2027, 4, 9)), (date(2027, 4, 9), None), (date(2027, 4, 9), date(2027, 4, 8)),
     (date(2027, 4, 9), date(2027, 8, 9))],
)  # fmt: skip
def test_holidays_without_days_are_refused(first: date | None, last: date | None) -> None:
    """Both days, in order, and no longer than a term."""
    with pytest.raises(Problem) as met:
        timetable.with_holiday(AUDIT, first, last, "Easter")
    assert met.value.code is Code.HOLIDAYS_NO_DATES


def test_list_of_holidays_has_an_end() -> None:
    """Twenty are three years' worth."""
    full = replace(AUDIT, school_holidays=tuple(
        Span(first=date(2027, 1, n), last=date(2027, 1, n)) for n in range(1, 21)))  # fmt: skip
    with pytest.raises(Problem) as met:
        timetable.with_holiday(full, date(2027, 3, 1), date(2027, 3, 2), "")
    assert met.value.code is Code.HOLIDAYS_TOO_MANY
