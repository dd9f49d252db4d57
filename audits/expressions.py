"""Reads ODK expressions such as `selected(${facts}, 'unborn')` and works them out.

An expression is read once, into closures, and kept; nothing in it is ever run as Python. Values
are text, numbers and booleans. A name that nobody answered is blank text.
"""

from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache

from audits.functions import FUNCTIONS, Value, boolean, number
from audits.pieces import EQUALITY, OPERATORS, Piece, Run, ValueOf, applied, constant, joined
from audits.syntax import ExpressionFault, Sort, Token, tokens, unexpected

__all__ = ["Expression", "ExpressionFault", "compiled", "holds", "names_in", "worked_out"]

DEPTH_LIMIT = 60
"""How deep one part may stand in another: brackets, functions, and operators of higher rank."""


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that has been read."""

    text: str
    value: Run
    holds: Run
    names: frozenset[str]
    """The names that it asks for."""
    tests: frozenset[tuple[str, str]]
    """Names, each with a text that it is compared with."""


@lru_cache(maxsize=4_096)
def compiled(text: str) -> Expression:
    """Read an expression, or raise an ExpressionFault that says what is wrong where."""
    reading = Reading(tokens(text))
    piece = reading.whole()
    return Expression(
        text, piece.run, piece.read(boolean), frozenset(reading.names), frozenset(reading.tests)
    )


def holds(text: str, value_of: ValueOf) -> bool:
    """Tell whether the expression is true, given the text that each name stands for."""
    return bool(compiled(text).holds(value_of))


def worked_out(text: str, value_of: ValueOf) -> Value:
    """Return what the expression comes to: text, a number or a boolean."""
    return compiled(text).value(value_of)


def names_in(text: str) -> frozenset[str]:
    """Return the names that the expression asks for."""
    return compiled(text).names


@dataclass(slots=True)
class Reading:
    """How far the reading of one expression has come."""

    tokens: list[Token]
    place: int = 0
    depth: int = 0
    names: set[str] = field(default_factory=set)
    tests: set[tuple[str, str]] = field(default_factory=set)

    @property
    def now(self) -> Token:
        """The token that is read next."""
        return self.tokens[self.place]

    @property
    def binds(self) -> int:
        """How tightly the next token binds; 0 when it is no operator."""
        operates = self.now.sort in {Sort.SIGN, Sort.WORD} and self.now.text in OPERATORS
        return OPERATORS[self.now.text][0] if operates else 0

    def take(self) -> Token:
        """Go past the next token."""
        taken = self.now
        self.place += 1
        return taken

    def took(self, sign: str) -> bool:
        """Go past the sign if it comes next, and tell whether it did."""
        if self.now.sort is not Sort.SIGN or self.now.text != sign:
            return False
        self.place += 1
        return True

    def whole(self) -> Piece:
        """Read all of it."""
        first = self.now
        if first.sort is Sort.END:
            raise ExpressionFault("The expression is empty", 1)
        piece, last = self.expression(), self.now
        if last.sort is not Sort.END:
            raise ExpressionFault(unexpected(last, "“and”, “or” or the end"), last.at)
        return piece

    def expression(self, above: int = 0) -> Piece:
        """Read as far as operators go that bind tighter than `above`."""
        self.depth += 1
        if self.depth > DEPTH_LIMIT:
            raise ExpressionFault(f"More than {DEPTH_LIMIT} parts in one another", self.now.at)
        left = self.operand()
        while (binds := self.binds) > above:
            left = self.chain(left, binds)
        self.depth -= 1
        return left

    def chain(self, first: Piece, binds: int) -> Piece:
        """Read on through operators that bind as tightly as each other: 1 + 2 - 3."""
        signs, pieces = [], [first]
        while self.binds == binds:
            signs.append(self.take().text)
            pieces.append(self.expression(binds))
        if binds == EQUALITY:
            self.note(*pieces[:2])
        return joined(signs, pieces)

    def operand(self) -> Piece:
        """Read one value, with any minus signs before it."""
        minuses = 0
        while self.took("-"):
            minuses += 1
        value = self.simple()
        if not minuses:
            return value
        run = value.read(number)
        if minuses % 2 == 0:
            return Piece(run, float)
        return Piece(lambda value_of: -run(value_of), float)  # type: ignore[operator]

    def simple(self) -> Piece:
        """Read a name, a text, a number, a function or a bracket."""
        token = self.take() if self.now.sort is not Sort.END else self.now
        match token.sort:
            case Sort.NAME:
                return self.named(token.text)
            case Sort.TEXT:
                return constant(token.text, str, token.text)
            case Sort.NUMBER:
                return constant(float(token.text), float)
            case Sort.WORD:
                return self.call(token)
            case Sort.SIGN if token.text == "(":
                return self.bracket(token)
        raise ExpressionFault(unexpected(token, "a value"), token.at)

    def named(self, name: str) -> Piece:
        """Read a name."""
        self.names.add(name)
        return Piece(lambda value_of: value_of(name), str, name=name)

    def bracket(self, opening: Token) -> Piece:
        """Read what stands in brackets, after the opening one."""
        piece = self.expression()
        self.close(opening)
        return piece

    def close(self, opening: Token) -> None:
        """Read the closing bracket."""
        if self.now.sort is Sort.END:
            raise ExpressionFault("This bracket is never closed", opening.at)
        if not self.took(")"):
            raise ExpressionFault(unexpected(self.now, "“)”"), self.now.at)

    def call(self, word: Token) -> Piece:
        """Read a function with its values."""
        opening = self.now
        if not self.took("("):
            said = f"“{word.text}” needs quotation marks if it is a text, ${{}} if it is a name"
            raise ExpressionFault(said, word.at)
        if word.text not in FUNCTIONS:
            raise ExpressionFault(unknown(word.text), word.at)
        pieces = self.values(opening)
        function = FUNCTIONS[word.text]
        least, most = function.bounds
        if not least <= len(pieces) <= most:
            raise ExpressionFault(arity(word.text, least, most, given=len(pieces)), word.at)
        if word.text == "selected":
            self.note(*pieces)
        return applied(function, pieces)

    def values(self, opening: Token) -> list[Piece]:
        """Read the values of a function, after the opening bracket."""
        if self.took(")"):
            return []
        found = [self.expression()]
        while self.took(","):
            found.append(self.expression())
        self.close(opening)
        return found

    def note(self, one: Piece, other: Piece) -> None:
        """Remember that a name is compared with a text."""
        for named, written in ((one, other), (other, one)):
            if named.name and written.text is not None:
                self.tests.add((named.name, written.text))


def unknown(name: str) -> str:
    """Say that there is no such function, and which one may be meant."""
    near = get_close_matches(name.lower(), FUNCTIONS, n=1)
    said = f"There is no function {name}()"
    return f"{said}: did you mean {near[0]}()?" if near else said


def arity(name: str, least: int, most: int, *, given: int) -> str:
    """Say how many values a function takes."""
    wanted = str(least) if least == most else f"{least} to {most}"
    were = "was" if given == 1 else "were"
    return f"{name}() takes {wanted} value{'' if wanted == '1' else 's'}, {given} {were} given"
