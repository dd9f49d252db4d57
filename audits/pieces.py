"""The pieces that an expression is read into: closures that know the type they give."""

import operator
from collections.abc import Callable
from dataclasses import dataclass

from audits.functions import (
    Function,
    Value,
    boolean,
    divided,
    equal,
    number,
    remainder,
    string,
    unequal,
)

ValueOf = Callable[[str], str]
Run = Callable[[ValueOf], Value]

OPERATORS: dict[str, tuple[int, Callable[..., Value], Callable[[Value], Value] | None]] = {
    "or": (1, operator.or_, boolean),
    "and": (2, operator.and_, boolean),
    "=": (3, equal, None),
    "!=": (3, unequal, None),
    "<": (4, operator.lt, number),
    "<=": (4, operator.le, number),
    ">": (4, operator.gt, number),
    ">=": (4, operator.ge, number),
    "+": (5, operator.add, number),
    "-": (5, operator.sub, number),
    "*": (6, operator.mul, number),
    "div": (6, divided, number),
    "mod": (6, remainder, number),
}
"""How tightly each operator binds, what it does, and how it reads the values on its sides."""
EQUALITY, SUMS = 3, 5
TYPES: dict[Callable[[Value], Value], type] = {boolean: bool, number: float, string: str}


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of an expression: how to work it out, the type it gives, and what it is if simple."""

    run: Run
    gives: type
    name: str = ""
    text: str | None = None

    def read(self, reader: Callable[[Value], Value] | None) -> Run:
        """Return how to work it out as the type that the reader gives."""
        run = self.run
        if reader is None or TYPES.get(reader) in {None, self.gives}:
            return run
        return lambda value_of: reader(run(value_of))


def constant(value: Value, gives: type, text: str | None = None) -> Piece:
    """Return a piece that is always the same."""
    return Piece(lambda _: value, gives, text=text)


def applied(function: Function, pieces: list[Piece]) -> Piece:
    """Return the function applied to its values."""
    run, readers = function.run, function.readers(len(pieces))
    runs = [piece.read(reader) for piece, reader in zip(pieces, readers, strict=True)]
    if len(runs) == 1:
        (only,) = runs
        return Piece(lambda value_of: run(only(value_of)), function.gives)
    if len(runs) == 2:  # noqa: PLR2004 - most functions take two values, and this is fastest
        one, other = runs
        return Piece(lambda value_of: run(one(value_of), other(value_of)), function.gives)
    return Piece(lambda value_of: run(*[each(value_of) for each in runs]), function.gives)


def joined(signs: list[str], pieces: list[Piece]) -> Piece:
    """Return pieces joined by operators of one rank, worked out from left to right."""
    rank, _, reader = OPERATORS[signs[0]]
    gives = float if rank >= SUMS else bool
    first, *rest = (piece.read(reader) for piece in pieces)
    if len(rest) == 1:
        return Piece(pair(signs[0], first, rest[0]), gives)
    steps = [(OPERATORS[sign][1], run) for sign, run in zip(signs, rest, strict=True)]

    def through(value_of: ValueOf) -> Value:
        result = first(value_of)
        for operate, run in steps:
            result = operate(result, run(value_of))
        return result

    return Piece(through, gives)


def pair(sign: str, left: Run, right: Run) -> Run:
    """Return two values joined by one operator; `and` and `or` stop as soon as they can."""
    if sign == "and":
        return lambda value_of: left(value_of) and right(value_of)
    if sign == "or":
        return lambda value_of: left(value_of) or right(value_of)
    operate = OPERATORS[sign][1]
    return lambda value_of: operate(left(value_of), right(value_of))
