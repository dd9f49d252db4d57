"""Reads the tokens of an expression into pieces, by the precedence of its operators."""

import re
from dataclasses import dataclass, field

from audits.conversions import number
from audits.function import Function, answers_of_rows
from audits.functions import FUNCTIONS, unknown, wrong_count
from audits.patterns import understood
from audits.pieces import (
    EQUALITY,
    MINUS,
    OPERATORS,
    UNION,
    Piece,
    applied,
    constant,
    joined,
)
from audits.syntax import NAME, ExpressionFault, Sort, Token, unexpected

DEPTH_LIMIT = 60
"""How deep one part may stand in another: brackets, functions, and operators of higher rank."""
HERE = re.compile(r"\.|current\s*\(\s*\)(?:/\.)?|\./\.")
LAST = re.compile(rf"/({NAME})$")
NAMED = re.compile(rf"\s*(?:\$\{{\s*(?P<name>{NAME})\s*\}}|[^'\"]*/(?P<step>{NAME})\s*)\s*")
"""How the second value of jr:choice-name() names its row: in quotation marks."""


@dataclass(slots=True)
class Reading:
    """How far the reading of one expression has come."""

    tokens: list[Token]
    place: int = 0
    depth: int = 0
    names: set[str] = field(default_factory=set)
    tests: set[tuple[str, str]] = field(default_factory=set)
    paths: set[str] = field(default_factory=set)
    functions: set[str] = field(default_factory=set)
    here: bool = False
    deepest: int = 0

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
        self.deepest = max(self.deepest, self.depth)
        left = self.operand()
        while (binds := self.binds) > above:
            left = self.chain(left, binds)
        self.depth -= 1
        return left

    def chain(self, first: Piece, binds: int) -> Piece:
        """Read on through operators that bind as tightly as each other: 1 + 2 - 3."""
        signs, pieces, at = [], [first], self.now.at
        while self.binds == binds:
            signs.append(self.take().text)
            pieces.append(self.simple() if binds == UNION else self.expression(binds))
        if binds == EQUALITY:
            self.note(*pieces[:2])
        if binds == UNION and not all(piece.names for piece in pieces):
            raise ExpressionFault("“|” joins rows: write ${name} on both sides", at)
        return joined(signs, pieces)

    def operand(self) -> Piece:
        """Read one value, with any minus signs before it."""
        minuses = 0
        while self.took("-"):
            minuses += 1
        value = self.simple()
        if not minuses:
            return value
        while self.binds > MINUS:
            value = self.chain(value, self.binds)
        run = value.read(number)
        if minuses % 2 == 0:
            return Piece(run, float)
        return Piece(lambda scope: -run(scope), float)  # type: ignore[operator]

    def simple(self) -> Piece:
        """Read a name, a text, a number, a function or a bracket."""
        token = self.take() if self.now.sort is not Sort.END else self.now
        match token.sort:
            case Sort.NAME:
                return self.named(token.text)
            case Sort.PATH:
                return self.at_path(token)
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
        return Piece(lambda scope: scope.value(name), str, (name,))

    def at_path(self, token: Token) -> Piece:
        """Read a path: the row itself, or the row that the path ends with."""
        path = re.sub(r"\s", "", token.text)
        if HERE.fullmatch(path):
            self.here = True
            return Piece(lambda scope: scope.value(scope.here) if scope.here else "", str, (".",))
        last = LAST.search(path)
        if last is None:
            said = f"“{path}” stands for a group, which has no answer: write ${{name}}"
            raise ExpressionFault(said, token.at)
        self.paths.add(path)
        return self.named(last[1])

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
        if said := wrong_count(word.text, len(pieces)):
            raise ExpressionFault(said, word.at)
        self.functions.add(word.text)
        function = FUNCTIONS[word.text]
        if function.placed:
            pieces.append(constant(str(word.at), str))
        return applied(function, self.fitted(word, function, pieces))

    def fitted(self, word: Token, function: Function, pieces: list[Piece]) -> list[Piece]:
        """Return the values as the function wants them, or raise a fault that says why not."""
        if answers_of_rows in function.reads and not pieces[0].names:
            raise ExpressionFault(f"{word.text}() is about rows: write ${{name}}", word.at)
        match word.text:
            case "selected" | "is-selected":
                self.note(*pieces)
            case "regex" if pieces[1].text is not None and not understood(pieces[1].text):
                said = f"The pattern “{pieces[1].text}” cannot be understood"
                raise ExpressionFault(said, word.at)
            case "jr:choice-name":
                return [pieces[0], self.row_named(word, pieces[1])]
        return pieces

    def row_named(self, word: Token, piece: Piece) -> Piece:
        """Return the name of the row whose choices jr:choice-name() looks at."""
        if len(piece.names) == 1 and piece.text is None:
            return constant(piece.names[0], str)
        match = NAMED.fullmatch(piece.text or "")
        if match is None:
            said = "jr:choice-name() wants the row in quotation marks: '${name}'"
            raise ExpressionFault(said, word.at)
        name = match["name"] or match["step"]
        self.names.add(name)
        return constant(name, str)

    def values(self, opening: Token) -> list[Piece]:
        """Read the values of a function, after the opening bracket."""
        if self.took(")"):
            return []
        if self.now.sort is Sort.END:
            self.close(opening)
        found = [self.expression()]
        while self.took(","):
            found.append(self.expression())
        self.close(opening)
        return found

    def note(self, one: Piece, other: Piece) -> None:
        """Remember that a name is compared with a text."""
        for named, written in ((one, other), (other, one)):
            if written.text is not None:
                self.tests.update((name, written.text) for name in named.names)
