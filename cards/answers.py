"""Answers as they are read: question by question, in pieces that a card can hold."""

from collections.abc import Iterable, Sequence

from audits.asked import Asked
from audits.involvement import AgencyReturn
from audits.tool import Box, Question, Theme
from cards.boxes import value_in_words
from cards.parts import Element, said, size, small, text


def of_theme(ret: AgencyReturn, theme: Theme) -> list[list[Element]]:
    """Return the theme's answers, a piece for each box, headings with the first of their boxes."""
    heads = [text(f"**{theme.title}**", size="Medium", spacing="Large", separator=True)]
    pieces: list[list[Element]] = []
    for question in theme.questions:
        if not question.number:  # only read, never answered
            continue
        heads.append(text(f"**{question.number}. {question.label}**", spacing="Medium"))
        answers = [answered(question, box, ret.value(box.name)) for box in question.boxes]
        for answer in list(filter(None, answers)) or [[small("Not answered")]]:
            pieces.append([*heads, *answer])
            heads = []
    return pieces


def answered(question: Question, box: Box, value: str) -> list[Element]:
    """Return one answer with its label; nothing where nothing was answered."""
    if not value:
        return []
    label = [] if box.label in {"", question.label} else [small(box.label, spacing="Small")]
    return [*label, said(value_in_words(box, value), spacing="None")]


def in_parts(asked: Asked, ret: AgencyReturn, room: int) -> list[list[Element]]:
    """Return all answers, cut into parts that each fit into `room` bytes."""
    pieces = [piece for theme in asked.themes for piece in of_theme(ret, theme)]
    return packed(pieces, room)


def packed(pieces: Iterable[Sequence[Element]], room: int) -> list[list[Element]]:
    """Return the pieces in as few parts as fit, in order, none of them cut."""
    parts: list[list[Element]] = [[]]
    left = room
    for piece in pieces:
        needed = size(piece)
        if parts[-1] and needed > left:
            parts.append([])
            left = room
        parts[-1] += piece
        left -= needed
    return parts
