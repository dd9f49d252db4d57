"""What values are in an expression, and its functions: a table, so that adding one is a line.

The rules are ODK's: blank text is "not a number" in arithmetic, and text that is an ISO date
counts as its number of days, so that dates compare. https://docs.getodk.org/form-operators-functions/
"""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext

Value = str | float | bool

NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
EPOCH = date(1970, 1, 1).toordinal()


def number(value: Value) -> float:
    """Return the value as a number: NaN for blank and for text that is neither number nor date."""
    if not isinstance(value, str):
        return float(value)
    text = value.strip()
    if NUMBER.fullmatch(text):
        return float(text)
    return days(text) if DATE.fullmatch(text) else math.nan


def days(text: str) -> float:
    """Return the days from 1 January 1970 to an ISO date, NaN where there is no such day."""
    try:
        return float(date.fromisoformat(text).toordinal() - EPOCH)
    except ValueError:
        return math.nan


def string(value: Value) -> str:
    """Return the value as text, numbers as XPath writes them: `3`, not `3.0` or `3e0`."""
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
    return bool(value) and value == value  # noqa: PLR0124 - only NaN differs from itself


def anything(value: Value) -> Value:
    """Return the value as it is, for places that take every type."""
    return value


def equal(one: Value, other: Value) -> bool:
    """Tell whether two values are equal: a boolean or a number decides how both are read."""
    if isinstance(one, bool) or isinstance(other, bool):
        return boolean(one) is boolean(other)
    if isinstance(one, float) or isinstance(other, float):
        return number(one) == number(other)
    return one == other


def unequal(one: Value, other: Value) -> bool:
    """Tell whether two values differ. Blank differs from every number."""
    return not equal(one, other)


def divided(one: float, other: float) -> float:
    """Divide as XPath does: by nought gives an infinity, nought by nought NaN."""
    if other:
        return one / other
    return math.nan if not one or math.isnan(one) else math.copysign(math.inf, one)


def remainder(one: float, other: float) -> float:
    """Return what is left after dividing, with the sign of the first number."""
    return math.nan if not other or math.isinf(one) else math.fmod(one, other)


def rounded(one: float, places: float = 0.0) -> float:
    """Round to decimal places, to whole numbers if none are given; halves go up."""
    if not math.isfinite(one) or not math.isfinite(places):
        return one if math.isfinite(places) else math.nan
    if not places:
        return float(math.floor(one + 0.5))
    step = Decimal(1).scaleb(-max(-30, min(30, int(places))))
    with localcontext(prec=400):
        return float(Decimal(repr(one)).quantize(step, ROUND_HALF_UP))


def whole(one: float) -> float:
    """Drop what follows the decimal point."""
    return float(int(one)) if math.isfinite(one) else one


def lowest(*several: float) -> float:
    """Return the smallest number; NaN when any of them is."""
    return math.nan if any(map(math.isnan, several)) else min(several)


def highest(*several: float) -> float:
    """Return the largest number; NaN when any of them is."""
    return math.nan if any(map(math.isnan, several)) else max(several)


def selected_at(chosen: str, place: float) -> str:
    """Return the choice at a place, the first being 0; blank where there is none."""
    choices = chosen.split()
    return choices[int(place)] if 0 <= place < len(choices) else ""


def substr(text: str, start: float, end: float = math.inf) -> str:
    """Return part of a text from `start` up to, not including, `end`; negative from its end."""
    if math.isnan(start) or math.isnan(end):
        return ""
    return text[cut(start, len(text)) : cut(end, len(text))]


def cut(place: float, length: int) -> int:
    """Return the place within a text of this length; a negative one counts from the end."""
    return int(max(0.0, min(float(length), place + length if place < 0 else place)))


@dataclass(frozen=True, slots=True)
class Function:
    """A function: what it does, how each value is read, and what type it gives.

    The last reader serves every further value up to `most`.
    """

    run: Callable[..., Value]
    reads: tuple[Callable[[Value], Value], ...]
    gives: type = object
    least: int | None = None
    most: int | None = None

    @property
    def bounds(self) -> tuple[int, int]:
        """The fewest and the most values that the function takes."""
        usual = len(self.reads)
        return usual if self.least is None else self.least, self.most or usual

    def readers(self, count: int) -> Iterator[Callable[[Value], Value]]:
        """How each of so many values is read."""
        return (self.reads[min(place, len(self.reads) - 1)] for place in range(count))


MANY = 200
"""The most values of a function that takes any number."""

FUNCTIONS: dict[str, Function] = {
    "abs": Function(abs, (number,), float),
    "boolean": Function(boolean, (anything,), bool),
    "coalesce": Function(lambda one, other: other if one == "" else one, (anything, anything)),
    "concat": Function(lambda *texts: "".join(texts), (string,), str, most=MANY),
    "contains": Function(lambda text, part: part in text, (string, string), bool),
    "count-selected": Function(lambda chosen: float(len(chosen.split())), (string,), float),
    "ends-with": Function(str.endswith, (string, string), bool),
    "false": Function(lambda: False, (), bool),
    "if": Function(lambda test, yes, no: yes if test else no, (boolean, anything, anything)),
    "int": Function(whole, (number,), float),
    "max": Function(highest, (number,), float, most=MANY),
    "min": Function(lowest, (number,), float, most=MANY),
    "normalize-space": Function(lambda text: " ".join(text.split()), (string,), str),
    "not": Function(lambda test: not test, (boolean,), bool),
    "number": Function(number, (anything,), float),
    "round": Function(rounded, (number, number), float, least=1),
    "selected": Function(lambda chosen, one: one.strip() in chosen.split(), (string, string), bool),
    "selected-at": Function(selected_at, (string, number), str),
    "starts-with": Function(str.startswith, (string, string), bool),
    "string": Function(string, (anything,), str),
    "string-length": Function(lambda text: float(len(text)), (string,), float),
    "substr": Function(substr, (string, number, number), str, least=2),
    "true": Function(lambda: True, (), bool),
}
