"""What values are in an expression, and how each type is read as another.

The rules are those of XPath 1.0 as ODK extends them: blank text is "not a number" in arithmetic,
and text that is a date or a moment counts as its number of days since 1 January 1970, so that
dates compare. https://getodk.github.io/xforms-spec/#fn:number
"""

import math
import re
from decimal import Decimal

from audits.moments import DAY_OR_MOMENT, days_of

Value = str | float | bool | tuple[str, ...]
"""Text, a number, yes or no, or the answers of several rows: `${a} | ${b}`."""

SPACE = " \t\r\n"
"""White space as XPath has it."""
NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
NEAR = 1e-12
"""Numbers no further apart are equal, as in ODK Collect: 0.1 + 0.2 is 0.3."""


def single(value: Value) -> str | float | bool:
    """Return the value, of several answers the first: blank when there is none."""
    return (value[0] if value else "") if isinstance(value, tuple) else value


def number(value: Value) -> float:
    """Return the value as a number: NaN for blank and for text that is neither number nor date."""
    if isinstance(value, float):
        return value
    value = single(value)
    if not isinstance(value, str):
        return float(value)
    text = value.strip(SPACE)
    if NUMBER.fullmatch(text):
        return float(text)
    return days_of(text) if DAY_OR_MOMENT.fullmatch(text) else math.nan


def string(value: Value) -> str:
    """Return the value as text, numbers as XPath writes them: `3`, not `3.0` or `3e0`."""
    value = single(value)
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return str(int(value)) if value == int(value) else format(Decimal(repr(value)), "f")


def boolean(value: Value) -> bool:
    """Return the value as yes or no: blank text, nought and NaN are no."""
    value = single(value)
    return bool(value) and value == value  # noqa: PLR0124 - only NaN differs from itself


def anything(value: Value) -> Value:
    """Return the value as it is, for places that take every type."""
    return single(value)


def alike(one: Value, other: Value) -> bool:
    """Tell whether two single values are equal; a boolean or a number decides how both are read."""
    if isinstance(one, bool) or isinstance(other, bool):
        return boolean(one) is boolean(other)
    if isinstance(one, float) or isinstance(other, float):
        first, second = number(one), number(other)
        return first == second or abs(first - second) < NEAR
    return one == other


def equal(one: Value, other: Value) -> bool:
    """Tell whether two values are equal; of several answers, whether any is."""
    if isinstance(one, tuple) or isinstance(other, tuple):
        return any(alike(left, right) for left in each(one) for right in each(other))
    return alike(one, other)


def unequal(one: Value, other: Value) -> bool:
    """Tell whether two values differ; of several answers, whether any does.

    Blank differs from every number.
    """
    if isinstance(one, tuple) or isinstance(other, tuple):
        return any(not alike(left, right) for left in each(one) for right in each(other))
    return not alike(one, other)


def each(value: Value) -> tuple[Value, ...]:
    """Return the single values to compare. What is not several answers is one value."""
    return value if isinstance(value, tuple) else (value,)
