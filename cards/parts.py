"""The bricks that cards are built of: every card has the same face and the same buttons."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

Element = dict[str, Any]
Card = dict[str, Any]

BUDGET = 24_000
"""Bytes of a card as sent (UTF-8 JSON). Under 25 KB is safe by every limit that Teams tells of."""

ENCODE = msgspec.json.Encoder().encode

LINES = 40
"""Lines of one answer shown each by itself; of more than these, several share one."""
EXCERPT_LINES = 8
"""The same where several answers stand on one card."""


def size(part: Any) -> int:  # noqa: ANN401 - any JSON
    """Return how many bytes the part takes as sent."""
    return len(ENCODE(part))


def card(body: Iterable[Element], actions: Sequence[Element] = ()) -> Card:
    """Return a card. Phones need `version`; 1.5 is the newest that Teams shows everywhere."""
    drawn: Card = {"type": "AdaptiveCard", "version": "1.5", "lang": "en-GB", "body": list(body)}
    if actions:
        drawn["actions"] = list(actions)
    return drawn


class Measured(dict[str, Any]):
    """A card with the bytes that are sent of it, so that it is encoded once; never changed."""

    __slots__ = ("sent",)
    sent: bytes


def measured(drawn: Card) -> Measured:
    """Return the card, measured."""
    found = Measured(drawn)
    found.sent = ENCODE(drawn)
    return found


def text(words: str, **look: Any) -> Element:  # noqa: ANN401 - any property of a TextBlock
    """Return words of our own, in which `**bold**` works. Never pass somebody's answer."""
    return {"type": "TextBlock", "text": words, "wrap": True, **look}


def small(words: str, **look: Any) -> Element:  # noqa: ANN401
    """Return words of our own in the small print."""
    small_print = {"size": "Small", "isSubtle": True, "spacing": "None"}
    return {"type": "TextBlock", "text": words, "wrap": True, **small_print, **look}


def title(words: str) -> Element:
    """Return the card's or the theme's heading."""
    return text(words, size="Large", weight="Bolder", style="heading", spacing="Medium")


def said(words: str, *, most_lines: int = LINES, **look: Any) -> Element:  # noqa: ANN401
    """Return somebody's own words, shown exactly as written: no Markdown, no mention, no link."""
    lines = [line for line in words.split("\n") if line.strip()]
    if len(lines) > most_lines:
        step = -(-len(lines) // most_lines)
        lines = [" ⏎ ".join(lines[at : at + step]) for at in range(0, len(lines), step)]
    items = [
        {
            "type": "RichTextBlock",
            "spacing": "None",
            "inlines": [{"type": "TextRun", "text": line}],
        }
        for line in lines
    ]
    return {"type": "Container", "spacing": "Small", "items": items or [small(" ")], **look}


def excerpt(words: str, most: int) -> Element:
    """Return the beginning of somebody's words, in few lines: one of several on a card."""
    return said(shortened(words, most), most_lines=EXCERPT_LINES, spacing="None")


def shortened(words: str, most: int) -> str:
    """Return the beginning of the words, with an ellipsis where something was left out."""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def quiet_link(
    words: str, verb: str, carried: Mapping[str, Any], *, saves: bool = False
) -> Element:
    """Return words that can be pressed, which are no button and need no place among the buttons.

    `saves` sends what is filled in along, so that nothing is lost.
    """
    made = button(words, verb, carried) if saves else plain_button(words, verb, carried)
    shown = text(words, size="Small", color="Accent", spacing="None")
    return {"type": "Container", "spacing": "Small", "items": [shown], "selectAction": made}


def header(left: str, right: str, below: str, link: Element | None = None) -> Element:
    """Return the face that every card has: what on the left, until when on the right."""
    columns = [
        {"type": "Column", "width": "stretch", "items": [
            text(left, weight="Bolder", size="Medium", spacing="None")]},
        {"type": "Column", "width": "auto", "items": [
            text(right, weight="Bolder", horizontalAlignment="Right", spacing="None")]},
    ]  # fmt: skip
    return {
        "type": "Container",
        "style": "emphasis",
        "bleed": True,
        "items": [
            {"type": "ColumnSet", "columns": columns},
            small(below),
            *([link] if link else []),
        ],
    }


def notice(*words: str, style: str = "accent") -> Element:
    """Return a box that stands out: `accent` tells, `warning` asks, `attention` refuses."""
    items = [text(line, spacing="Small") for line in words]
    return {"type": "Container", "style": style, "spacing": "Medium", "items": items}


def button(
    words: str, verb: str, carried: Mapping[str, Any] | None = None, *, first: bool = False
) -> Element:
    """Return a button that works in new clients and, by its fallback, in old ones.

    `first` makes it the one that stands out. What is filled in on the card goes with it.
    """
    carried = {**(carried or {}), "verb": verb}
    look = {"style": "positive"} if first else {}
    return {
        "type": "Action.Execute",
        "title": words,
        "verb": verb,
        "data": carried,
        **look,
        "fallback": {"type": "Action.Submit", "title": words, "data": carried, **look},
    }


def plain_button(
    words: str, verb: str, carried: Mapping[str, Any] | None = None, *, first: bool = False
) -> Element:
    """Return a button that sends nothing of what is filled in and so refuses nothing."""
    drawn = button(words, verb, carried, first=first)
    drawn["associatedInputs"] = drawn["fallback"]["associatedInputs"] = "none"
    return drawn


def row(columns: Sequence[tuple[str, Sequence[Element]]]) -> Element:
    """Return columns side by side, at most three, each as (width, elements)."""
    cells = [
        {"type": "Column", "width": width, "verticalContentAlignment": "Center", "items": [*items]}
        for width, items in columns
    ]
    return {"type": "ColumnSet", "spacing": "Medium", "separator": True, "columns": cells}


def fitting(parts: Iterable[Element], room: int = BUDGET - 6_000) -> list[Element]:
    """Return as many of the parts, from the first on, as find room on a card."""
    kept: list[Element] = []
    for part in parts:
        room -= size(part)
        if room < 0:
            break
        kept.append(part)
    return kept


def folded(words: str, mark: str, content: Sequence[Element]) -> list[Element]:
    """Return a button that shows and hides the content, which starts hidden."""
    toggle = {"type": "Action.ToggleVisibility", "title": words, "targetElements": [mark]}
    hidden = {
        "type": "Container", "id": mark, "isVisible": False, "style": "accent",
        "items": [*content],
    }  # fmt: skip
    return [{"type": "ActionSet", "spacing": "Small", "actions": [toggle]}, hidden]


def choices(pairs: Iterable[tuple[str, str]]) -> list[Element]:
    """Return what can be chosen, from (value, label) pairs."""
    return [{"title": label, "value": value} for value, label in pairs]
