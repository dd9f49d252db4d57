"""Inputs that cards about deadlines share: words, one of a list, a day."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from audits.problems import Code, Problem
from cards import reading
from cards.boxes import INPUT
from cards.parts import Element, choices

DAYS_LIMIT = 60
"""Working days at the most; a quarter of a year is no reminder."""
MOST_NUMBERS = 10
WORDS_LIMIT = 1_000
WORDS = f"{INPUT}words"


def words(label: str, hint: str = "") -> Element:
    """Return an input for a few sentences. What was typed comes back when it is refused."""
    return {
        "type": "Input.Text", "id": WORDS, "label": label, "isMultiline": True,
        "maxLength": WORDS_LIMIT, "placeholder": hint or "One sentence. Use roles, not names.",
        "spacing": "Medium",
    }  # fmt: skip


def one_of(key: str, label: str, pairs: Iterable[tuple[str, str]], value: str = "") -> Element:
    """Return a list to choose one of, from (value, label) pairs."""
    drawn = {
        "type": "Input.ChoiceSet", "id": key, "label": label, "style": "compact", "wrap": True,
        "placeholder": "Choose", "choices": choices(pairs), "spacing": "Medium",
    }  # fmt: skip
    return {**drawn, "value": value} if value else drawn


def shown_at_once(
    key: str, label: str, pairs: Iterable[tuple[str, str]], value: str = ""
) -> Element:
    """Return the same with every choice in sight."""
    drawn = {**one_of(key, label, pairs, value), "style": "expanded"}
    drawn.pop("placeholder")
    return drawn


def many_of(key: str, label: str, pairs: Iterable[tuple[str, str]], value: str = "") -> Element:
    """Return a list to tick any number of. `value` is those ticked already, a comma between."""
    return {**shown_at_once(key, label, pairs, value), "isMultiSelect": True}


def day(key: str, label: str, value: date | None = None) -> Element:
    """Return an input for a day."""
    drawn = {"type": "Input.Date", "id": key, "label": label, "spacing": "Medium",
             "placeholder": "Day, month and year"}  # fmt: skip
    return {**drawn, "value": value.isoformat()} if value else drawn


def numbers(key: str, label: str, value: str) -> Element:
    """Return an input for whole numbers, one or several."""
    return {"type": "Input.Text", "id": key, "label": label, "maxLength": 60, "value": value,
            "placeholder": "Whole numbers", "spacing": "Medium"}  # fmt: skip


def clock(key: str, label: str, at: time) -> Element:
    """Return an input for a time of day."""
    return {"type": "Input.Time", "id": key, "label": label, "spacing": "Medium",
            "value": f"{at:%H:%M}"}  # fmt: skip


def written_in(data: Mapping[str, Any]) -> str:
    """Read the few sentences."""
    return reading.words_in(data, WORDS)


def day_in(data: Mapping[str, Any], key: str) -> date | None:
    """Read a day, None when there is none; `card.unreadable` otherwise."""
    found = reading.words_in(data, key)
    try:
        return date.fromisoformat(found) if found else None
    except ValueError:
        raise Problem(Code.CARD_UNREADABLE, key) from None


def numbers_in(
    data: Mapping[str, Any], key: str, kept: tuple[int, ...] | None = None
) -> tuple[int, ...]:
    """Read numbers of working days with commas or spaces between; `plan.not_days` otherwise.

    `kept` is what stays where nothing was told.
    """
    if kept is not None and not reading.told(data, key):
        return kept
    written = re.split(r"[,;\s]+", reading.words_in(data, key).strip(" ,;"))
    days = [one for one in written if one]
    if len(days) > MOST_NUMBERS or not all(one.isascii() and one.isdecimal() for one in days):
        raise Problem(Code.PLAN_NOT_DAYS, key)
    found = tuple(int(one[:4]) for one in days)
    if any(day > DAYS_LIMIT for day in found):
        raise Problem(Code.PLAN_NOT_DAYS, key)
    return found


def number_in(data: Mapping[str, Any], key: str) -> int:
    """Read one number of working days; `plan.not_days` otherwise."""
    found = numbers_in(data, key)
    if len(found) != 1:
        raise Problem(Code.PLAN_NOT_DAYS, key)
    return found[0]


def clock_in(data: Mapping[str, Any], key: str, otherwise: time) -> time:
    """Read a time of day, `otherwise` when there is none; `card.unreadable` for what is none."""
    found = reading.words_in(data, key).strip()
    try:
        return time.fromisoformat(found).replace(second=0, tzinfo=None) if found else otherwise
    except ValueError:
        raise Problem(Code.CARD_UNREADABLE, key) from None


def ticked_in(data: Mapping[str, Any], key: str, kept: Iterable[str] = ()) -> tuple[str, ...]:
    """Read what was ticked in a list, in the order of the card; `kept` where nothing was told."""
    if not reading.told(data, key):
        return tuple(kept)
    found = reading.words_in(data, key).split(",")
    return tuple(filter(None, (one.strip() for one in found)))[: reading.SHOWN_LIMIT]
