"""The functions of expressions that reckon with numbers."""

import math
from collections.abc import Callable
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal, localcontext

from audits.conversions import anything, number
from audits.function import MANY, Function, answers_of_rows

FINEST = 30
"""Decimal places, to the left or the right of the point, that rounding goes to."""


def divided(one: float, other: float) -> float:
    """Divide as XPath does: by nought gives an infinity, nought by nought NaN."""
    if other:
        return one / other
    if not one or math.isnan(one):
        return math.nan
    return math.copysign(math.inf, one) * math.copysign(1.0, other)


def remainder(one: float, other: float) -> float:
    """Return what is left after dividing, with the sign of the first number."""
    return math.nan if not other or math.isinf(one) else math.fmod(one, other)


def rounded(one: float, places: float = 0.0) -> float:
    """Round to decimal places, to whole numbers if none are given.

    Halves go up, towards positive infinity, as XPath 1.0 has it: -2.5 becomes -2.
    """
    if not math.isfinite(one) or math.isnan(places):
        return one if not math.isnan(places) else math.nan
    step = Decimal(1).scaleb(-int(max(-FINEST, min(FINEST, places))))
    way = ROUND_HALF_UP if one >= 0 else ROUND_HALF_DOWN
    with localcontext(prec=400):
        return float(Decimal(repr(one)).quantize(step, way))


def whole(one: float) -> float:
    """Drop what follows the decimal point."""
    return float(math.trunc(one)) if math.isfinite(one) else one


def lowest(*several: float) -> float:
    """Return the smallest number; NaN when any of them is, or when there is none."""
    return math.nan if not several or any(map(math.isnan, several)) else min(several)


def highest(*several: float) -> float:
    """Return the largest number; NaN when any of them is, or when there is none."""
    return math.nan if not several or any(map(math.isnan, several)) else max(several)


def total(answers: tuple[str, ...]) -> float:
    """Return the sum of the answers; NaN when any of them is no number."""
    return math.fsum(map(number, answers)) if all(map(finite, answers)) else sum_of_odd(answers)


def finite(answer: str) -> bool:
    """Tell whether the answer is a number that can be summed exactly."""
    return math.isfinite(number(answer))


def sum_of_odd(answers: tuple[str, ...]) -> float:
    """Return the sum where some are infinite or no numbers."""
    return float(sum(map(number, answers)))


def careful(run: Callable[..., float]) -> Callable[..., float]:
    """Return the same in which what is not defined gives NaN, and what is too large infinity."""

    def run_carefully(*values: float) -> float:
        try:
            return run(*values)
        except ValueError:
            return math.nan
        except OverflowError:
            return math.inf

    return run_carefully


def logarithm(base: Callable[[float], float]) -> Callable[[float], float]:
    """Return a logarithm of which nought is negative infinity."""
    return careful(lambda one: base(one) if one else -math.inf)


def power(one: float, exponent: float) -> float:
    """Raise a number to a power; nought to a negative one is infinity."""
    if not one and exponent < 0:
        odd = exponent == math.trunc(exponent) and math.fmod(exponent, 2) != 0
        return math.copysign(math.inf, one) if odd else math.inf
    try:
        return math.pow(one, exponent)
    except OverflowError:
        return -math.inf if one < 0 and math.fmod(exponent, 2) else math.inf


def one_number(run: Callable[..., float]) -> Function:
    """Return a function of one number that gives one."""
    return Function(careful(run), (number,), float)


def to_whole(run: Callable[[float], int]) -> Function:
    """Return a function that makes a number whole; what is not finite stays."""
    return Function(lambda one: float(run(one)) if math.isfinite(one) else one, (number,), float)


NUMBER_FUNCTIONS = {
    "abs": Function(abs, (number,), float),
    "acos": one_number(math.acos),
    "asin": one_number(math.asin),
    "atan": one_number(math.atan),
    "atan2": Function(math.atan2, (number, number), float),
    "ceiling": to_whole(math.ceil),
    "cos": one_number(math.cos),
    "count": Function(lambda answers: float(len(answers)), (answers_of_rows,), float),
    "count-non-empty": Function(
        lambda answers: float(sum(answer != "" for answer in answers)), (answers_of_rows,), float
    ),
    "exp": one_number(math.exp),
    "exp10": one_number(lambda one: power(10.0, one)),
    "floor": to_whole(math.floor),
    "int": Function(whole, (number,), float),
    "log": Function(logarithm(math.log), (number,), float),
    "log10": Function(logarithm(math.log10), (number,), float),
    "max": Function(highest, (number,), float, most=MANY, spread=True),
    "min": Function(lowest, (number,), float, most=MANY, spread=True),
    "number": Function(number, (anything,), float),
    "pi": Function(lambda: math.pi, (), float),
    "pow": Function(careful(power), (number, number), float),
    "round": Function(rounded, (number, number), float, least=1),
    "sin": one_number(math.sin),
    "sqrt": one_number(math.sqrt),
    "sum": Function(total, (answers_of_rows,), float),
    "tan": one_number(math.tan),
}
