"""Everything on one card before it goes: what is missing first, then what to look at again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audits.asked import Asked
from audits.editions import current, earlier, no_longer_asked, tool_for
from audits.involvement import Involvement
from audits.remarks import Remark
from audits.tool import Box
from cards import answers, reading
from cards.boxes import NOT_ALLOWED, advice_on, value_in_words
from cards.page import face, who
from cards.parts import (
    BUDGET,
    Card,
    Element,
    button,
    card,
    choices,
    folded,
    notice,
    plain_button,
    said,
    shortened,
    small,
    title,
)  # fmt: skip
from cards.words import many

ROOM = BUDGET - 10_000
"""Bytes for answers on one card, after what is said above and below them."""
CHOOSABLE = 40
"""Questions that can be chosen on one card; those of a longer tool are on its further parts."""
LISTED = 8
"""Missing and doubtful answers named on the card; the rest is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A review as it came back."""

    return_id: str
    drawn: int
    part: int
    box: str
    edition: int
    """Which version of the tool the card was drawn by."""


def read(data: Mapping[str, Any]) -> Reviewed:
    """Read a review that came back."""
    return Reviewed(
        return_id=reading.id_in(data, "return"),
        drawn=reading.whole_in(data, "drawn"),
        part=reading.whole_in(data, "part"),
        box=reading.words_in(data, "box"),
        edition=reading.whole_in(data, "edition"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the review has to say: what must be answered, and what to look at again."""

    asked: Asked
    missing: Sequence[Box]
    remarks: Sequence[Remark]


def draw(own: Involvement, found: Findings, part: int = 0) -> Card:
    """Draw the review, or the part of it that was asked for."""
    parts, choosers = answers.in_parts(found.asked, own.ret, ROOM), choosable(found.asked)
    parts += [[] for _ in range(len(choosers) - len(parts))]
    part = min(part, len(parts) - 1)
    body = [face(own, who(own)), title("Look it through before you send it")]
    if part == 0:
        body += [*waiting(own, found), *doubtful(own, found), *changed_since(own, found)]
    if len(parts) > 1:
        body.append(small(f"Part {part + 1} of {len(parts)} of your answers", spacing="Medium"))
    choose = chooser(choosers[min(part, len(choosers) - 1)])
    return card([*body, *parts[part], choose], foot(own, found, part, len(parts)))


def waiting(own: Involvement, found: Findings) -> list[Element]:
    """Return what must still be answered."""
    if not found.missing:
        return [notice("**Nothing is missing.** You can send this return.", style="good")]
    lines = [f"• {named(own, box)}{to_put_right(found, box)}" for box in found.missing[:LISTED]]
    if len(found.missing) > LISTED:
        lines.append(f"• and {len(found.missing) - LISTED} more")
    count = many(len(found.missing), "answer is", "answers are")
    return [notice(f"**{count} missing**", *lines, style="attention")]


def to_put_right(found: Findings, box: Box) -> str:
    """Return what is wrong with the answer, blank when there is none yet."""
    if not found.asked.refuses(box):
        return ""
    return f" – to put right: {box.constraint_why or NOT_ALLOWED}"


def doubtful(own: Involvement, found: Findings) -> list[Element]:
    """Return what to look at again: advice, which stops nobody."""
    lines = [
        f"• {named(own, remark.box)} – {advice_on(remark.box, remark.advice)}"
        for remark in found.remarks[:LISTED]
    ]
    return [notice("**Look at these again**", *lines, style="warning")] if lines else []


def changed_since(own: Involvement, found: Findings) -> list[Element]:
    """Return what was answered before the tool was changed, and what it no longer asks."""
    before = [box for box in found.asked.boxes.values() if earlier(own, box.name)]
    lines = [f"• {named(own, box)}" for box in before[:LISTED]]
    lines += [f"• and {len(before) - LISTED} more"] if len(before) > LISTED else []
    drawn = [notice("**Answered before the question was changed.** Look whether the answer still "
                    "stands:", *lines, style="warning")] if lines else []  # fmt: skip
    gone = no_longer_asked(own)
    if gone:
        kept = [part for one in gone[:LISTED] for part in (
            small(shortened(one.box.label, 120)),
            said(shortened(value_in_words(one.box, one.value), 300), spacing="None"))]  # fmt: skip
        words = f"No longer asked: {many(len(gone), 'answer')}, kept but not sent"
        drawn += folded(words, "gone", kept)
    return drawn


def named(own: Involvement, box: Box) -> str:
    """Return the question by number and words, and the box in it unless it is the first."""
    question = tool_for(own.audit, own.ret).above[box.name][1]
    words = f"{question.number}. {shortened(question.label, 80)}"
    if box.name == question.boxes[0].name:
        return words
    return f"{words} ({shortened(box.label, 60).rstrip(' ?…')})"


def choosable(asked: Asked) -> list[list[tuple[str, str]]]:
    """Return the questions that can be chosen, in lists that each fit on a card with answers."""
    every = [q for theme in asked.themes for q in theme.questions if q.number]
    pairs = [(q.boxes[0].name, f"{q.number}. {shortened(q.label, 60)}") for q in every]
    return [pairs[start : start + CHOOSABLE] for start in range(0, len(pairs), CHOOSABLE)] or [[]]


def chooser(pairs: Sequence[tuple[str, str]]) -> Element:
    """Return the list from which an answer is chosen to be changed."""
    return {
        "type": "Input.ChoiceSet", "id": "box", "style": "compact", "separator": True,
        "spacing": "Large", "label": "Change an answer", "placeholder": "Choose the question",
        "choices": choices(pairs),
    }  # fmt: skip


def foot(own: Involvement, found: Findings, part: int, parts: int) -> list[Element]:
    """Return the review's buttons; sending is offered once all of it was there to see."""
    here = {"return": own.ret.id, "drawn": own.ret.version, "part": part,
            "edition": current(own.audit)}  # fmt: skip
    ways = []
    if found.missing:
        gap = {"return": own.ret.id, "box": found.missing[0].name}
        ways.append(plain_button("Answer what is missing", "open", gap, first=True))
    if part + 1 < parts:
        ways.append(plain_button("Show the next part", "review", {**here, "part": part + 1}))
    elif not found.missing:
        ways.append(button("Send to the audit team", "send", here, first=True))
    if part:
        ways.append(plain_button("Show the part before", "review", {**here, "part": part - 1}))
    ways.append(button("Change the chosen answer", "change", here))
    return [*ways, plain_button("Stop here", "my_returns")]
