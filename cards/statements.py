"""What agencies told, theme by theme: good practice, weaker practice, and what has no grade."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audits.audit import Audit
from audits.collected import Only
from audits.statements import Statement
from audits.tool import Half
from cards import reading, scoped
from cards.parts import (
    BUDGET,
    Card,
    Element,
    card,
    excerpt,
    header,
    notice,
    plain_button,
    shortened,
    size,
    small,
    text,
)  # fmt: skip

ROOM = BUDGET - 6_000
MOST = 8
"""Statements on one card: more are too long to scroll through on a phone."""
SHORTER = (4_000, 1_500, 700, 300, 120)
"""Characters of each answer, tried until one statement fits on a card."""

HALVES: Mapping[Half, str] = {
    Half.GOOD: "Good practice",
    Half.WEAK: "Weaker practice",
    Half.NONE: "Told without a grade",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which half was asked for, and from which statement on."""

    audit_id: str
    half: Half
    start: int


def read(data: Mapping[str, Any]) -> Wanted:
    """Read what was asked for; good practice comes first."""
    given = reading.words_in(data, "half")
    return Wanted(
        audit_id=reading.words_in(data, "audit"),
        half=reading.one_of(Half, data, "half") if given else Half.GOOD,
        start=reading.whole_in(data, "start"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Statements of one half, in order, of an audit or of part of it."""

    audit: Audit
    only: Only
    half: Half
    statements: Sequence[Statement]
    counts: Mapping[Half, int]
    start: int = 0
    unknown: str = ""


def draw(told: Told) -> Card:
    """Draw as many statements as fit on a card, from where one stopped."""
    start = told.start if told.start < len(told.statements) else 0
    pieces = fitting(told, start)
    end = start + len(pieces)
    place = f"{start + 1}–{end} of {len(told.statements)}" if pieces else ""
    body = [
        header(HALVES[told.half], place, scoped.called(told.audit, told.only)),
        *scoped.missed(told.unknown),
    ]
    for piece in pieces:
        body += piece
    if not pieces:
        body.append(notice("**Nothing was told here.**", style="accent"))
    return {**card(body, ways(told, start, end)), "msteams": {"width": "Full"}}


def fitting(told: Told, start: int, step: int = 1) -> list[list[Element]]:
    """Return the statements that fit on a card, from the start on or, with step -1, before it."""
    found: list[list[Element]] = []
    room, theme = ROOM, ""
    place = start if step > 0 else start - 1
    while 0 <= place < len(told.statements) and len(found) < MOST:
        one = told.statements[place]
        piece = drawn(told.audit, one, heading=one.theme.name != theme or step < 0)
        room -= size(piece)
        if found and room < 0:
            break
        theme = one.theme.name
        found.append(piece)
        place += step
    return found


def drawn(audit: Audit, one: Statement, *, heading: bool) -> list[Element]:
    """Return one statement, as long as a card can hold it."""
    for most in SHORTER:
        piece = block(audit, one, most)
        if size(piece) < ROOM:
            break
    head = text(f"**{one.theme.title}**", size="Medium", spacing="Large", separator=True)
    return [head, *piece] if heading else piece


def block(audit: Audit, one: Statement, most: int) -> list[Element]:
    """Return a statement with at most so many characters of each of its answers."""
    question = f"Question {one.question.number}: {shortened(one.question.label, 90)}"
    found = [text(" · ".join(face(audit, one)), spacing="Medium"), small(question)]
    if one.evidence or one.impact or not one.also:
        sides = (("What shows it", one.evidence), ("For the child", one.impact))
        columns = [
            {"type": "Column", "width": 1, "items": [
                small(f"**{name}**"), *quoted(words, most)]}
            for name, words in sides
        ]  # fmt: skip
        found.append({"type": "ColumnSet", "spacing": "Small", "columns": columns})
    for box, words in one.also:
        label = box.label if box.label != one.question.label else "In their words"
        found += [small(f"**{label}**", spacing="Small"), *quoted(words, most)]
    if any(len(words) > most for words in (one.evidence, one.impact, *(w for _, w in one.also))):
        found.append(small(f"Shortened here. All of it: type “read {one.family} "
                           f"{audit.agencies[one.agency].short}”."))  # fmt: skip
    return found


def face(audit: Audit, one: Statement) -> list[str]:
    """Return who told it, with which grade, and whether it is new or came late."""
    labels = scoped.grades(audit)
    marks = [f"**Family {one.family}, {audit.agencies[one.agency].name}**"]
    if one.grade:
        own = f" (own grade: {labels[one.own].lower()})" if one.own not in {"", one.grade} else ""
        marks.append(f"{labels.get(one.grade, one.grade)}{own}")
    marks += ["**new**"] if one.new else []
    marks += ["came late"] if one.late else []
    return marks


def quoted(words: str, most: int) -> list[Element]:
    """Return somebody's words, or that there are none."""
    return [excerpt(words, most)] if words else [small("Nothing written")]


def ways(told: Told, start: int, end: int) -> list[Element]:
    """Return the buttons: on and back, the other halves, and the figures."""
    here = scoped.carried(told.audit, told.only)
    found = []
    if end < len(told.statements):
        onward = {**here, "half": told.half, "start": end}
        found.append(plain_button("Show the next", "told", onward, first=True))
    if start:
        before = start - len(fitting(told, start, -1))
        back = {**here, "half": told.half, "start": before}
        found.append(plain_button("Show those before", "told", back))
    found += [
        plain_button(f"{HALVES[half]} ({told.counts.get(half, 0)})", "told",
                     {**here, "half": half})
        for half in HALVES if half is not told.half
    ]  # fmt: skip
    return [*found, plain_button("Figures", "summary", here)]
