"""Reads ODK expressions such as `selected(${facts}, 'unborn')` and works them out.

An expression is read once, into closures, and kept; nothing in it is ever run as Python. Values
are text, numbers and booleans. A name that nobody answered is blank text.
"""

from dataclasses import dataclass
from functools import lru_cache

from audits.conversions import Value, anything, boolean
from audits.pieces import Run
from audits.reading import DEPTH_LIMIT, Reading
from audits.scope import Scope
from audits.syntax import ExpressionFault, tokens

__all__ = [
    "DEPTH_LIMIT",
    "Expression",
    "ExpressionFault",
    "Scope",
    "compiled",
    "holds",
    "names_in",
    "worked_out",
]

CLOCK = frozenset({"now", "today"})
"""Functions whose value changes by itself."""
CHANCE = frozenset({"random", "uuid"})
ITSELF = frozenset({"once", "string-length", "normalize-space", *CHANCE})
"""Functions that look at the row in which they stand, though none is named."""


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that has been read."""

    text: str
    value: Run
    holds: Run
    names: frozenset[str]
    """The names that it asks for."""
    tests: frozenset[tuple[str, str]]
    """Names, each with a text that it is compared with. The row itself is the name `.`."""
    paths: frozenset[str]
    """Paths such as ../name by which it names rows; `.` is none of them."""
    functions: frozenset[str]
    here: bool
    """Whether it names the row in which it stands: `.`"""
    depth: int
    """How deep its parts stand in one another."""

    @property
    def looks_at_the_clock(self) -> bool:
        """Whether it may come to something else tomorrow."""
        return bool(self.functions & CLOCK)

    @property
    def looks_at_itself(self) -> bool:
        """Whether it may come to something else in another row."""
        return self.here or bool(self.functions & ITSELF)

    @property
    def throws_dice(self) -> bool:
        """Whether it may come to something else in another return."""
        return bool(self.functions & CHANCE)


@lru_cache(maxsize=8_192)
def compiled(text: str) -> Expression:
    """Read an expression, or raise an ExpressionFault that says what is wrong where."""
    reading = Reading(tokens(text))
    piece = reading.whole()
    return Expression(
        text=text,
        value=piece.read(anything),
        holds=piece.read(boolean),
        names=frozenset(reading.names),
        tests=frozenset(reading.tests),
        paths=frozenset(reading.paths),
        functions=frozenset(reading.functions),
        here=reading.here,
        depth=reading.deepest,
    )


def holds(text: str, scope: Scope) -> bool:
    """Tell whether the expression is true, given what it may look at."""
    return bool(compiled(text).holds(scope))


def worked_out(text: str, scope: Scope) -> Value:
    """Return what the expression comes to: text, a number or a boolean."""
    value = compiled(text).value(scope)
    return (value[0] if value else "") if isinstance(value, tuple) else value


def names_in(text: str) -> frozenset[str]:
    """Return the names that the expression asks for."""
    return compiled(text).names
