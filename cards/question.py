"""A question to the audit team about an item, and the answers that were given so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audits.audit import Audit
from audits.editions import asks
from audits.involvement import Involvement
from audits.plan import Question
from audits.tool import Tool
from cards import inputs, reading
from cards.news import item
from cards.page import face
from cards.parts import (
    BUDGET,
    Card,
    Element,
    button,
    card,
    header,
    plain_button,
    said,
    shortened,
    size,
    small,
    text,
    title,
)  # fmt: skip

ROOM = BUDGET - 12_000
LISTED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A question or an answer as it came back."""

    return_id: str
    audit_id: str
    question_id: str
    box: str
    words: str
    seen: str
    """Which answer the card showed."""


def read(data: Mapping[str, Any]) -> Filled:
    """Read what came back."""
    return Filled(
        return_id=reading.words_in(data, "return"),
        audit_id=reading.words_in(data, "audit"),
        question_id=reading.words_in(data, "question"),
        box=reading.words_in(data, "box"),
        words=inputs.written_in(data),
        seen=reading.words_in(data, "seen"),
    )


def draw(own: Involvement, answered: Sequence[Question]) -> Card:
    """Draw a question to be asked, with what was answered to others before."""
    carried = {"return": own.ret.id}
    body = [
        face(own), title("Ask the audit team"),
        inputs.one_of("box", "About which item?", items(asks(own.audit))),
        inputs.words("Your question", "What is unclear? Write nothing about the family."),
        small("The answer goes to everybody who answers this item; your question does not."),
        *answers(own.audit.tool, answered),
    ]  # fmt: skip
    return card(body, [
        button("Send the question", "ask_question", carried, first=True),
        plain_button("Something else", "more", carried),
    ])  # fmt: skip


def items(tool: Tool) -> list[tuple[str, str]]:
    """Return the tool's questions, each by the first of its boxes."""
    every = (question for theme in tool.themes for question in theme.questions)
    return [(q.boxes[0].name, f"{q.number}. {shortened(q.label, 60)}") for q in every]


def answers(tool: Tool, answered: Sequence[Question]) -> list[Element]:
    """Return the answers, newest first, as many as there is room for."""
    drawn: list[Element] = []
    for question in reversed(answered):
        piece = [small(item(tool, question.box), spacing="Medium"), said(question.answer)]
        if size([*drawn, *piece]) > ROOM:
            break
        drawn += piece
    return [text("**Answered so far**", spacing="Large", separator=True), *drawn] if drawn else []


def waiting(audit: Audit, open_ones: Sequence[Question]) -> Card:
    """Draw the questions that wait for the audit team."""
    if not open_ones:
        words = text("**No question waits for an answer.**")
        return card([words], [plain_button("Status", "status", {"audit": audit.id})])
    body = [header("Questions", f"{len(open_ones)} wait", audit.title)]
    for place, question in enumerate(open_ones[:LISTED], start=1):
        agency = audit.agencies.get(question.agency)
        name = agency.name if agency else ""
        body += [
            small(f"{place}. {name}: {item(audit.tool, question.box)}", spacing="Medium"),
            said(shortened(question.words, 400)),
        ]
    ways = [
        plain_button(f"Answer {place}", "questions", {"audit": audit.id, "question": one.id})
        for place, one in enumerate(open_ones[:LISTED], start=1)
    ]
    return card(body, [*ways, plain_button("Status", "status", {"audit": audit.id})])
