"""The functions of expressions that work on days and moments."""

import math
from datetime import datetime

from audits.conversions import NUMBER, Value, anything, number, string
from audits.function import Function
from audits.moments import (
    DAY_OR_MOMENT,
    after_days,
    decimal,
    formatted,
    moment,
    padded,
    time_of_day,
    written_day,
    written_moment,
)
from audits.scope import Scope


def today(scope: Scope) -> str:
    """Return today's date where the partnership is; blank where there is no clock."""
    return scope.at.date().isoformat() if scope.at else ""


def now(scope: Scope) -> str:
    """Return the moment with its offset; blank where there is no clock."""
    return written_moment(scope.at)


def moment_of(scope: Scope, value: Value) -> datetime | None:
    """Return the moment that a text or a number of days stands for, None if for none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        days = written_day(value) if value == value // 1 else ""
        return moment(days, scope.zone) if days else after_days(value, scope.zone)
    return moment(padded(string(value)), scope.zone)


def day(scope: Scope, value: Value) -> str:
    """Return the day of a date, a moment or a number of days since 1970; blank for none."""
    if isinstance(value, float):
        return written_day(value)
    at = moment_of(scope, value)
    return at.date().isoformat() if at else ""


def day_and_time(scope: Scope, value: Value) -> str:
    """Return a moment in this zone; a day stays a day. Blank for neither."""
    text = padded(string(value))
    if isinstance(value, str) and "T" not in text:
        return text if moment(text, scope.zone) else ""
    if isinstance(value, float):
        return written_moment(after_days(value, scope.zone))
    return written_moment(moment_of(scope, value))


def days(scope: Scope, value: Value) -> float:
    """Return the days since 1970 UTC, with their fraction, of a moment or of a day's midnight."""
    if isinstance(value, float):
        return value
    text = string(value).strip()
    if NUMBER.fullmatch(text):
        return float(text)
    return decimal(moment_of(scope, value))


def part_of_day(scope: Scope, value: Value) -> float:
    """Return a time as a part of the day: noon is 0.5. NaN for what is no time."""
    return time_of_day(value, scope.zone) if isinstance(value, str) else math.nan


def formed(scope: Scope, value: Value, form: str) -> str:
    """Return a day or a moment in a form such as `%e %b %Y`; blank for neither."""
    if isinstance(value, str) and not DAY_OR_MOMENT.fullmatch(padded(value.strip())):
        return "" if math.isnan(number(value)) else formed(scope, number(value), form)
    return formatted(moment_of(scope, value), form)


DATE_FUNCTIONS = {
    "date": Function(day, (anything,), str, scoped=True),
    "date-time": Function(day_and_time, (anything,), str, scoped=True),
    "decimal-date-time": Function(days, (anything,), float, scoped=True),
    "decimal-time": Function(part_of_day, (anything,), float, scoped=True),
    "format-date": Function(formed, (anything, string), str, scoped=True),
    "format-date-time": Function(formed, (anything, string), str, scoped=True),
    "now": Function(now, (), str, scoped=True),
    "today": Function(today, (), str, scoped=True),
}
