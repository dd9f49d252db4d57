"""The functions of expressions that decide, and those about what was chosen."""

import hashlib
import math
from collections.abc import Callable

from audits.conversions import Value, anything, boolean, number, string
from audits.function import MANY, Function
from audits.scope import Scope

Run = Callable[[Scope], Value]


def branch(scope: Scope, test: Run, yes: Run, no: Run) -> Value:
    """Work out only the branch that is taken."""
    return yes(scope) if test(scope) else no(scope)


def first_answered(scope: Scope, one: Run, other: Run) -> Value:
    """Return the first value that is neither blank nor NaN; the second if the first is."""
    value = one(scope)
    nothing = value == "" or (isinstance(value, float) and math.isnan(value))
    return other(scope) if nothing else value


def once(scope: Scope, run: Run) -> Value:
    """Return what stands in the row; the value only where nothing does."""
    return (scope.value(scope.here) if scope.here else "") or run(scope)


def selected_at(chosen: str, place: float) -> str:
    """Return the choice at a place, the first being 0; blank where there is none."""
    choices = chosen.split()
    at = math.trunc(place) if math.isfinite(place) else -1
    return choices[at] if 0 <= at < len(choices) else ""


def within(count: float, least: float, most: float) -> bool:
    """Tell whether a count lies within limits; -1 is no limit."""
    return (least == -1 or count >= least) and (most == -1 or count <= most)


def checklist(least: float, most: float, *answers: bool) -> bool:
    """Tell whether so many of the answers are true."""
    return within(sum(answers), least, most)


def weighted(least: float, most: float, *pairs: Value) -> bool:
    """Tell whether the weights of the true answers come to so much."""
    weights = zip(pairs[::2], pairs[1::2], strict=False)
    return within(sum(number(w) for answer, w in weights if boolean(answer)), least, most)


def drawn(scope: Scope, place: str, length: int = 8) -> bytes:
    """Return bytes that nobody would guess, the same each time for this return and place."""
    found, turn = b"", 0
    while len(found) < length:
        ground = f"{scope.seed}\0{scope.here}\0{place}\0{turn}"
        found += hashlib.sha256(ground.encode(errors="replace")).digest()
        turn += 1
    return found[:length]


def chance(scope: Scope, place: str) -> float:
    """Return a number from 0 up to, not including, 1."""
    return (int.from_bytes(drawn(scope, place)) >> 11) / (1 << 53)


def as_uuid(raw: bytes) -> str:
    """Return 16 bytes as a UUID of the fourth kind, with the bits that say so."""
    text = raw.hex()
    kind = f"{int(text[16], 16) & 0b11 | 0b1000:x}"
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-{kind}{text[17:20]}-{text[20:]}"


LONGEST_ID = 1_000


def unique(scope: Scope, *given: str) -> str:
    """Return an id in the form of a UUID, or of as many characters as are asked for."""
    *wanted, place = given
    if not wanted:
        return as_uuid(drawn(scope, place, 16))
    length = number(wanted[0])
    count = max(0, min(LONGEST_ID, math.trunc(length))) if math.isfinite(length) else 0
    return drawn(scope, place, count).hex()[:count]


CHOICE_FUNCTIONS = {
    "boolean": Function(boolean, (anything,), bool),
    "boolean-from-string": Function(lambda text: text in {"true", "1"}, (string,), bool),
    "checklist": Function(checklist, (number, number, boolean), bool, 2, MANY, spread=True),
    "coalesce": Function(first_answered, (anything, anything), lazy=True),
    "count-selected": Function(lambda chosen: float(len(chosen.split())), (string,), float),
    "false": Function(lambda: False, (), bool),
    "if": Function(branch, (boolean, anything, anything), lazy=True),
    "jr:choice-name": Function(
        lambda scope, value, name: scope.label(name, value), (string, string), str, scoped=True
    ),
    "not": Function(lambda test: not test, (boolean,), bool),
    "once": Function(once, (anything,), lazy=True),
    "random": Function(chance, (string,), float, scoped=True, placed=True),
    "selected": Function(lambda chosen, one: one.strip() in chosen.split(), (string, string), bool),
    "selected-at": Function(selected_at, (string, number), str),
    "true": Function(lambda: True, (), bool),
    "uuid": Function(unique, (string, string), str, least=0, scoped=True, placed=True),
    "weighted-checklist": Function(weighted, (number, number, anything), bool, 2, MANY),
}
