"""Reading what a card carried, with distrust: anybody can send anything."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from audits.problems import Code, Problem

ID_LIMIT = 200
SHOWN_LIMIT = 200

E = TypeVar("E", bound=StrEnum)


def id_in(data: Mapping[str, Any], key: str) -> str:
    """Return an id, never empty; `card.unreadable` otherwise."""
    found = words_in(data, key)
    if not found or len(found) > ID_LIMIT:
        raise Problem(Code.CARD_UNREADABLE, key)
    return found


def words_in(data: Mapping[str, Any], key: str) -> str:
    """Return text, empty when there is none. Numbers, as some clients send them, become text."""
    found = data.get(key)
    if isinstance(found, str):
        return found
    if found is None:
        return ""
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise Problem(Code.CARD_UNREADABLE, key)
    return str(found)


def told(data: Mapping[str, Any], key: str) -> bool:
    """Say whether anything came back of a box. Null, as some clients send it, tells nothing.

    What is told empty was emptied by somebody; what is not told stays as it was.
    """
    return data.get(key) is not None


def choice_in(data: Mapping[str, Any], key: str, offered: Collection[str], kept: str) -> str:
    """Return what was chosen of what was offered, `kept` where nothing was told.

    `card.unreadable` for what was not offered.
    """
    found = words_in(data, key) if told(data, key) else kept
    if found not in offered:
        raise Problem(Code.CARD_UNREADABLE, key)
    return found


def whole_in(data: Mapping[str, Any], key: str) -> int:
    """Return a whole number from 0, 0 when there is none."""
    found = data.get(key, 0)
    if isinstance(found, bool) or not isinstance(found, int) or found < 0:
        raise Problem(Code.CARD_UNREADABLE, key)
    return found


def names_in(data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Return a list of names, empty when there is none."""
    found = data.get(key, [])
    if not isinstance(found, list) or len(found) > SHOWN_LIMIT:
        raise Problem(Code.CARD_UNREADABLE, key)
    if not all(isinstance(name, str) for name in found):
        raise Problem(Code.CARD_UNREADABLE, key)
    return tuple(found)


def one_of(kind: type[E], data: Mapping[str, Any], key: str) -> E:
    """Return one of the values of an enumeration."""
    try:
        return kind(words_in(data, key))
    except ValueError:
        raise Problem(Code.CARD_UNREADABLE, key) from None
