"""How the text of an expression is cut into tokens, and how a fault in it is told."""

import re
from dataclasses import dataclass
from enum import StrEnum

LENGTH_LIMIT = 4_000
"""Characters in one expression."""


class ExpressionFault(Exception):  # noqa: N818 - the house's word for it
    """An expression that cannot be understood: a plain message, and the character it is at."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(f"{message} (character {at})")
        self.message = message
        self.at = at
        """Where the fault is, counted from 1."""


class Sort(StrEnum):
    """What a token is."""

    NAME = "name"
    PATH = "path"
    TEXT = "text"
    NUMBER = "number"
    WORD = "word"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its sort, its own text without brackets and quotes, and where it starts."""

    sort: Sort
    text: str
    at: int

    @property
    def said(self) -> str:
        """The token as it is shown in a message."""
        return "the end" if self.sort is Sort.END else f"“{self.text}”"

    @property
    def ends_a_value(self) -> bool:
        """Whether an operator may follow."""
        return self.sort not in {Sort.SIGN, Sort.WORD} or self.text == ")"


NAME = r"[^\W\d][\w.-]*"
STEP = rf"(?:\.\.?(?![A-Za-z0-9_])|{NAME})"
TOKEN = re.compile(
    rf"\$\{{\s*(?P<name>{NAME})\s*\}}"
    r"""|'(?P<single>[^']*)'|"(?P<double>[^"]*)\""""
    r"|(?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
    rf"|(?P<path>(?:current\s*\(\s*\)|\.\.?(?![A-Za-z0-9_])|//?{STEP})(?:/{STEP})*)"
    r"|(?P<word>[^\W\d][\w.:-]*)"
    r"|(?P<sign>!=|<=|>=|=(?!=)|<(?!>)|\|(?!\|)|[>+*(),-])"
)
OPERATOR = re.compile(r"(?P<word>and|or|div|mod)(?![^\W\d])")
"""An operator after a value, also with no space behind it: `5 mod2`."""
SORTS = {"single": Sort.TEXT, "double": Sort.TEXT}

REPEATS = "Rows do not repeat here, so [...] has no meaning: write ${name}"
ADVICE = (
    ("'", "This quotation mark is never closed"),
    ('"', "This quotation mark is never closed"),
    ("${last-saved#", "An earlier return cannot be looked at"),
    ("${", "A name is written ${name}: letters, digits and underscores in curly brackets"),
    ("==", "Write one “=” for “is”"),
    ("<>", "Write “!=” for “is not”"),
    ("&&", "Write “and” instead of “&&”"),
    ("||", "Write “or” instead of “||”"),
    ("[", REPEATS),
    (".", "“.” is not understood here: write ${name}"),
    ("/", "A path is written /form/group/name or ../name, and division is “div”"),
    ("@", "Write ${name}: “@” is not understood"),
    ("!", "Write “not(...)”, or “!=” for “is not”"),
)  # fmt: skip
CURLY_QUOTES = "\N{LEFT SINGLE QUOTATION MARK}’“”"


def tokens(text: str) -> list[Token]:
    """Return the tokens of the expression, the end last, or raise an ExpressionFault."""
    if len(text) > LENGTH_LIMIT:
        raise ExpressionFault(f"An expression may have {LENGTH_LIMIT:,} characters", LENGTH_LIMIT)
    found: list[Token] = []
    place = past_space(text, 0)
    while place < len(text):
        match = OPERATOR.match(text, place) if found and found[-1].ends_a_value else None
        match = match or TOKEN.match(text, place)
        if match is None:
            raise ExpressionFault(advice(text[place:]), place + 1)
        found.append(token(match))
        place = past_space(text, match.end())
    return [*found, Token(Sort.END, "", len(text) + 1)]


def unexpected(found: Token, wanted: str) -> str:
    """Say what was expected and what stands there instead."""
    return f"Expected {wanted}, found {found.said}"


def token(match: re.Match[str]) -> Token:
    """Return the token that was matched."""
    group = match.lastgroup or "sign"
    return Token(SORTS.get(group) or Sort(group), match[group], match.start() + 1)


def past_space(text: str, place: int) -> int:
    """Return the place of the next character that is no white space."""
    while place < len(text) and text[place].isspace():
        place += 1
    return place


def advice(rest: str) -> str:
    """Return what is wrong where the rest of the text starts, and what to write."""
    if rest[0] in CURLY_QUOTES:
        return "Write straight quotation marks (') around a text"
    said = (words for start, words in ADVICE if rest.startswith(start))
    return next(said, f"“{rest[0]}” is not understood here")
