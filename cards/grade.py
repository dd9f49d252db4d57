"""The panel grades: each service's own grade with what shows it, and the panel's beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audits.audit import Audit
from audits.grades import GradeCell
from audits.panel import Cell, Panel
from audits.tool import Theme
from cards import inputs, reading, scoped
from cards.parts import (
    BUDGET,
    Card,
    Element,
    button,
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

ROOM = BUDGET - 10_000
SHORTER = (700, 400, 200, 80)
BACK = "back"
"""Stands on cards for taking the panel's grade back, which is no grade."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A grade of the panel, as it came back."""

    audit_id: str
    family: str
    theme: str
    start: int
    cell: Cell
    value: str
    why: str
    drawn: int


def read(data: Mapping[str, Any]) -> Filled:
    """Read what came back."""
    agency, _, box = reading.words_in(data, "cell").partition("/")
    value = reading.words_in(data, "value")
    return Filled(
        audit_id=reading.words_in(data, "audit"),
        family=reading.words_in(data, "family"),
        theme=reading.words_in(data, "theme"),
        start=reading.whole_in(data, "start"),
        cell=Cell(agency=agency, of=box),
        value="" if value == BACK else value,
        why=inputs.written_in(data),
        drawn=reading.whole_in(data, "drawn"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """A theme of a family as the panel looks at it."""

    audit: Audit
    panel: Panel
    theme: Theme
    cells: Sequence[GradeCell]
    names: Mapping[str, str]
    waiting: Sequence[str] = ()
    """Names of the services whose return about the family is not in."""
    start: int = 0
    told: str = ""
    style: str = "good"


def draw(graded: Graded) -> Card:
    """Draw the grades side by side, and the boxes for the panel's."""
    audit, family = graded.audit, graded.panel.family
    start = graded.start if graded.start < len(graded.cells) else 0
    pieces = fitting(graded, start)
    body = [
        header(f"Family {family}: grades", "", f"{audit.title} · {graded.theme.title}"),
        *([notice(graded.told, style=graded.style)] if graded.told else []),
    ]
    for piece in pieces:
        body += piece
    if not graded.cells:
        body.append(notice("**No return about this family answers this theme yet.**",
                           style="warning"))  # fmt: skip
    if graded.waiting:
        named = shortened(", ".join(graded.waiting), 200)
        body.append(small(f"Not in: {named}.", spacing="Medium"))
    if pieces:
        body += form(graded, graded.cells[start : start + len(pieces)])
    return {**card(body, ways(graded, start, len(pieces))), "msteams": {"width": "Full"}}


def fitting(graded: Graded, start: int) -> list[list[Element]]:
    """Return the grades that fit on a card, at least one."""
    pieces: list[list[Element]] = []
    room = ROOM
    for one in graded.cells[start:]:
        piece = drawn(graded, one)
        room -= size(piece)
        if pieces and room < 0:
            break
        pieces.append(piece)
    return pieces


def drawn(graded: Graded, one: GradeCell) -> list[Element]:
    """Return one service's grade, as long as a card can hold it."""
    for most in SHORTER:
        piece = block(graded, one, most)
        if size(piece) < ROOM:
            break
    return piece


def block(graded: Graded, one: GradeCell, most: int) -> list[Element]:
    """Return one service's grade, what shows it, and what the panel made of it."""
    sides = (("What shows it", one.evidence), ("For the child", one.impact))
    columns = [
        {"type": "Column", "width": 1, "items": [
            small(f"**{name}**"),
            excerpt(words, most) if words else small("Nothing written")]}
        for name, words in sides
    ]  # fmt: skip
    return [
        text(f"**{called(graded, one)}** · {label(graded.audit, one.own)}", spacing="Large",
             separator=True),
        *panels(graded, one),
        {"type": "ColumnSet", "spacing": "Small", "columns": columns},
    ]  # fmt: skip


def called(graded: Graded, one: GradeCell) -> str:
    """Return the service, and the question where the theme asks for several grades."""
    name = graded.audit.agencies[one.agency].name
    if len({cell.box.name for cell in graded.cells}) == 1:
        return name
    return f"{name}, question {graded.audit.tool.above[one.box.name][1].number}"


def label(audit: Audit, value: str) -> str:
    """Return a grade as people know it."""
    return scoped.grades(audit).get(value, value) or "no grade of its own"


def panels(graded: Graded, one: GradeCell) -> list[Element]:
    """Return the panel's grade with its reason, and what it gave before."""
    found = one.moderated
    if found is None or not found.value:
        return []
    who = graded.names.get(found.by, "the panel")
    drawn = [text(f"**Panel: {label(graded.audit, found.value)}** ({who})", spacing="Small",
                  color="Accent")]  # fmt: skip
    drawn += [excerpt(found.why, 400)] if found.why else []
    before = [label(graded.audit, past.value).lower() for past in found.past if past.value]
    drawn += [small(f"Before: {', '.join(before)}")] if before else []
    if found.own != one.own:
        drawn.append(small("The service has changed its own grade since."))
    return drawn


def form(graded: Graded, shown: Sequence[GradeCell]) -> list[Element]:
    """Return the boxes for a grade of the panel."""
    pairs = [(one.cell.key, shortened(called(graded, one), 80)) for one in shown]
    choices = {c.value: c.label for one in graded.cells for c in one.box.choices}
    grades = [*choices.items(), (BACK, "Take the panel's grade back")]
    return [
        {**inputs.one_of("cell", "Whose grade?", pairs), "separator": True},
        inputs.one_of("value", "The panel's grade", grades),
        inputs.words("Reason", "Needed when it differs from the service's own grade."),
    ]


def ways(graded: Graded, start: int, count: int) -> list[Element]:
    """Return the buttons."""
    here = {"audit": graded.audit.id, "family": graded.panel.family, "theme": graded.theme.name}
    found = []
    if count:
        carried = {**here, "drawn": graded.panel.version, "start": start}
        found.append(button("Keep the grade", "give_grade", carried, first=True))
    if start + count < len(graded.cells):
        onward = {**here, "start": start + count}
        found.append(plain_button("Show the next", "grade", onward))
    elif start:
        found.append(plain_button("Show the first", "grade", here))
    if following := after(graded):
        onward = {**here, "theme": following.name}
        found.append(plain_button("Next theme", "grade", onward))
    found += [plain_button("Write a finding", "finding", here),
              plain_button("Findings", "findings", {**here, "theme": ""})]  # fmt: skip
    return found


def after(graded: Graded) -> Theme | None:
    """Return the next theme that asks for a grade."""
    themes = scoped.graded(graded.audit)
    places = [place for place, theme in enumerate(themes) if theme.name == graded.theme.name]
    return themes[places[0] + 1] if places and places[0] + 1 < len(themes) else None
