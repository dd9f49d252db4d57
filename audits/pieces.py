"""The pieces that an expression is read into: closures that know the type they give."""

import operator
from collections.abc import Callable
from dataclasses import dataclass

from audits.conversions import Value, boolean, equal, number, string, unequal
from audits.function import Function, Reader, answers_of_rows
from audits.number_functions import divided, remainder
from audits.scope import Scope

Run = Callable[[Scope], Value]

OPERATORS: dict[str, tuple[int, Callable[..., Value], Reader | None]] = {
    "or": (1, operator.or_, boolean),
    "and": (2, operator.and_, boolean),
    "=": (3, equal, None),
    "!=": (3, unequal, None),
    "<": (4, operator.lt, None),
    "<=": (4, operator.le, None),
    ">": (4, operator.gt, None),
    ">=": (4, operator.ge, None),
    "+": (5, operator.add, number),
    "-": (5, operator.sub, number),
    "*": (6, operator.mul, number),
    "div": (6, divided, number),
    "mod": (6, remainder, number),
    "|": (8, operator.add, None),
}
"""How tightly each operator binds, what it does, and how it reads the values on its sides.

A minus sign before a value binds tighter than all but “|”.
"""
EQUALITY, ORDER, SUMS, MINUS, UNION = 3, 4, 5, 7, 8
TYPES: dict[Reader, type] = {boolean: bool, number: float, string: str}


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of an expression: how to work it out, the type it gives, and what it is if simple."""

    run: Run
    gives: type
    names: tuple[str, ...] = ()
    """The rows whose answers it stands for, when it does no more than that."""
    text: str | None = None

    def read(self, reader: Reader | None) -> Run:
        """Return how to work it out as the type that the reader gives."""
        run = self.run
        if reader is answers_of_rows:
            return answers(self.names)
        if reader is None or TYPES.get(reader) in {None, self.gives}:
            return run
        return lambda scope: reader(run(scope))


def constant(value: Value, gives: type, text: str | None = None) -> Piece:
    """Return a piece that is always the same."""
    return Piece(lambda _: value, gives, text=text)


def answers(names: tuple[str, ...]) -> Run:
    """Return the answers of those of the rows that are asked; `.` is the row itself."""

    def run(scope: Scope) -> Value:
        rows = [scope.here if name == "." else name for name in names]
        return tuple(scope.value(name) for name in rows if name and scope.is_there(name))

    return run


def union(pieces: list[Piece]) -> Piece:
    """Return the answers of several rows as one piece, each row once."""
    names = tuple(dict.fromkeys(name for piece in pieces for name in piece.names))
    return Piece(answers(names), tuple, names)


def applied(function: Function, pieces: list[Piece]) -> Piece:
    """Return the function applied to its values."""
    run, gives = function.run, function.gives
    if function.spread and any(piece.gives is tuple for piece in pieces):
        return Piece(spread(function, pieces), gives)
    readers = function.readers(len(pieces))
    runs = [piece.read(reader) for piece, reader in zip(pieces, readers, strict=True)]
    if function.lazy:
        return Piece(lambda scope: run(scope, *runs), gives)
    if function.scoped:
        return Piece(lambda scope: run(scope, *[each(scope) for each in runs]), gives)
    if len(runs) == 1:
        (only,) = runs
        return Piece(lambda scope: run(only(scope)), gives)
    if len(runs) == 2:  # noqa: PLR2004 - most functions take two values, and this is fastest
        one, other = runs
        return Piece(lambda scope: run(one(scope), other(scope)), gives)
    return Piece(lambda scope: run(*[each(scope) for each in runs]), gives)


def spread(function: Function, pieces: list[Piece]) -> Run:
    """Return the function applied to each of the answers of several rows."""
    runs = [piece.run for piece in pieces]

    def run(scope: Scope) -> Value:
        values: list[Value] = []
        for each in runs:
            value = each(scope)
            values += value if isinstance(value, tuple) else [value]
        readers = function.readers(len(values))
        return function.run(*[read(one) for read, one in zip(readers, values, strict=True)])

    return run


def joined(signs: list[str], pieces: list[Piece]) -> Piece:
    """Return pieces joined by operators of one rank, worked out from left to right."""
    rank, _, reader = OPERATORS[signs[0]]
    if rank == UNION:
        return union(pieces)
    if rank == ORDER:
        return ordered(signs, pieces)
    gives = float if rank >= SUMS else bool
    first, *rest = (piece.read(reader) for piece in pieces)
    if len(rest) == 1:
        return Piece(pair(signs[0], first, rest[0]), gives)
    steps = [(OPERATORS[sign][1], run) for sign, run in zip(signs, rest, strict=True)]

    def through(scope: Scope) -> Value:
        result = first(scope)
        for operate, run in steps:
            result = operate(result, run(scope))
        return result

    return Piece(through, gives)


def ordered(signs: list[str], pieces: list[Piece]) -> Piece:
    """Return pieces compared by size: as numbers, and of several answers whether any fits."""
    left = pieces[0]
    for sign, right in zip(signs, pieces[1:], strict=True):
        operate = OPERATORS[sign][1]
        if tuple in {left.gives, right.gives}:
            run = fits(operate, left.run, right.run)
        else:
            run = pair(sign, left.read(number), right.read(number))
        left = Piece(run, bool)
    return left


def fits(operate: Callable[..., Value], left: Run, right: Run) -> Run:
    """Return whether any answer on the left is smaller, or larger, than any on the right."""

    def numbers(value: Value) -> list[float]:
        return [number(one) for one in (value if isinstance(value, tuple) else (value,))]

    return lambda scope: any(
        operate(one, other) for one in numbers(left(scope)) for other in numbers(right(scope))
    )


def pair(sign: str, left: Run, right: Run) -> Run:
    """Return two values joined by one operator; `and` and `or` stop as soon as they can."""
    if sign == "and":
        return lambda scope: left(scope) and right(scope)
    if sign == "or":
        return lambda scope: left(scope) or right(scope)
    operate = OPERATORS[sign][1]
    return lambda scope: operate(left(scope), right(scope))
