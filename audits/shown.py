"""How an answer reads inside a text of the tool, such as “What did ${who} say?”."""

import re
from datetime import date

from audits.rules import IN_TEXT
from audits.tool import CHOOSING, TICKING, Box, Kind

LONGEST = 80
"""Characters of an answer that stand in a text."""
UNSAFE = re.compile(r"[^\w\s.,;'’%+–-]|_")
"""What could be taken for a link, a mention or markings; a text shows plain words."""
NOTHING = "…"
"""Stands where nobody has answered yet."""


def shown(box: Box | None, value: str) -> str:
    """Return the answer as plain words: a choice by its label, a date in full."""
    if box and box.kind in CHOOSING | TICKING:
        labels = {choice.value: choice.label for choice in box.choices}
        return plain(", ".join(labels.get(one, one) for one in value.split()))
    if box and box.kind is Kind.DATE and value:
        day = date.fromisoformat(value)
        return f"{day.day} {day:%B %Y}"
    return plain(value)


def plain(words: str) -> str:
    """Return the beginning of the words without anything that a card would not show as text."""
    kept = " ".join(UNSAFE.sub(" ", words).split())
    return (kept if len(kept) <= LONGEST else kept[:LONGEST].rstrip() + "…") or NOTHING


def names_told(text: str) -> list[str]:
    """Return the names whose answers stand in the text."""
    return IN_TEXT.findall(text)
