"""What may stand in a box: each kind's own rule, and texts made fit to be kept."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from audits.problems import Code, Problem
from audits.tool import CHOOSING, TICKING, Box, Kind, Tool

COUNT_LIMIT = 999_999_999
"""As far as a whole number may be from nought: nine digits, as in ODK Collect."""
NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,6})?")
CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


def checked(tool: Tool, name: str, text: str) -> str:
    """Return the value to be kept for this box, or raise a Problem that names the box."""
    box = tool.box.get(name)
    if box is None:
        raise Problem(Code.ANSWER_UNKNOWN, name)
    tidy = tidied(text)
    return RULES.get(box.kind, written)(box, tidy) if tidy else ""


def tidied(text: str) -> str:
    """Return the text without control characters and lone surrogates, in composed Unicode.

    Line breaks and tabs stay. Nothing that a person can see is changed.
    """
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if lines.replace("\n", "").isprintable():
        return lines.strip()
    kept = (sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) not in UNSEEN)
    return "".join(kept).strip()


UNSEEN = frozenset({"Cc", "Cs", "Cn"})


def length(text: str) -> int:
    """Return how long Teams takes the text to be: UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def chosen(box: Box, text: str) -> str:
    """One value among the box's choices."""
    if text not in {choice.value for choice in box.choices}:
        raise Problem(Code.ANSWER_NOT_A_CHOICE, box.name)
    return text


def ticked(box: Box, text: str) -> str:
    """Several values among the box's choices, kept in the order of the choices."""
    wanted = set(text.replace(",", " ").split())
    if wanted - {choice.value for choice in box.choices}:
        raise Problem(Code.ANSWER_NOT_A_CHOICE, box.name)
    return " ".join(choice.value for choice in box.choices if choice.value in wanted)


def dated(box: Box, text: str) -> str:
    """Return a calendar date, as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Problem(Code.ANSWER_NOT_A_DATE, box.name) from None


def counted(box: Box, text: str) -> str:
    """Return a whole number of at most nine digits."""
    whole = text.removesuffix(".0")
    digits = whole.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal()) or int(digits) > COUNT_LIMIT:
        raise Problem(Code.ANSWER_NOT_A_COUNT, box.name)
    return str(int(whole))


def measured(box: Box, text: str) -> str:
    """Return a number with at most 12 digits before the point and 6 after it."""
    if not NUMBER.fullmatch(text):
        raise Problem(Code.ANSWER_NOT_A_NUMBER, box.name)
    head, point, tail = text.partition(".")
    whole = f"{int(head)}" if head != "-0" else "-0"
    tidy = f"{whole}{point}{tail}".rstrip("0").rstrip(".") if point else whole
    return "0" if tidy == "-0" else tidy


def timed(box: Box, text: str) -> str:
    """Return a time of day, as HH:MM."""
    if not CLOCK.fullmatch(text):
        raise Problem(Code.ANSWER_NOT_A_TIME, box.name)
    return text


def unanswerable(box: Box, _text: str) -> str:
    """Refuse: a note is read and not answered."""
    raise Problem(Code.ANSWER_UNKNOWN, box.name)


def written(box: Box, text: str) -> str:
    """Words of the person's own, up to the box's limit."""
    if length(text) > box.limit:
        raise Problem(Code.ANSWER_TOO_LONG, box.name)
    return text


RULES: dict[Kind, Callable[[Box, str], str]] = {
    **dict.fromkeys(CHOOSING, chosen),
    **dict.fromkeys(TICKING, ticked),
    Kind.DATE: dated,
    Kind.COUNT: counted,
    Kind.NUMBER: measured,
    Kind.TIME: timed,
    Kind.NOTE: unanswerable,
}
