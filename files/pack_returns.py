"""The returns about a family side by side, theme by theme and question by question."""

from collections.abc import Sequence

from docx.document import Document

from audits.collected import Reading
from audits.tool import Box, Kind, Look, Question
from files import word
from files.collation_answers import beside_label, shown
from files.fair_copy import FairCopy
from files.material import Material
from files.scale import DARK, Scale, scale_of
from files.word_tables import Cell, Given, table
from files.wording import listed

PAGE = 26.1
"""Centimetres between the margins."""
NAMED, GRADED = 4.2, 3.4
ABREAST = 7
"""Agencies beside each other in one table of ticks."""


def side_by_side(document: Document, material: Material, family: str, copy: FairCopy) -> None:
    """Write every theme in which any return about the family says something."""
    word.heading(document, "Returns side by side", 1).paragraph_format.page_break_before = True
    readings = sorted(
        material.got.of_family.get(family, ()), key=lambda r: material.agency(r.agency)
    )
    answered = [reading for reading in readings if reading.values]
    if not answered:
        word.said(document, "No return with answers is in.")
        return
    for theme in material.audit.tool.themes:
        told = [q for q in theme.questions if any(answers(r, q) for r in answered)]
        if told:
            word.heading(document, theme.title, 2)
        for question in told:
            asked(document, material, (question, answered), copy)


def answers(reading: Reading, question: Question) -> list[Box]:
    """Return the boxes of the question in which the return has something."""
    return [box for box in question.boxes if box.name in reading.values]


def asked(
    document: Document, material: Material, laid: tuple[Question, Sequence[Reading]], copy: FairCopy
) -> None:
    """Write one question with what each agency answered."""
    question, readings = laid
    word.heading(document, f"{question.number}. {question.label}", 3)
    said = [reading for reading in readings if answers(reading, question)]
    if question.look is Look.PLAIN:
        in_rows(document, material, (question, said), copy)
    else:
        for start in range(0, len(said), ABREAST):
            in_columns(document, material, question, said[start : start + ABREAST])
    names = {box.name for box in question.boxes}
    empty = [material.agency(r.agency) for r in readings if r not in said and names & set(r.asked)]
    if empty:
        word.said(document, f"Asked, and nothing answered: {listed(empty)}.", "Small")


def in_columns(
    document: Document, material: Material, question: Question, said: Sequence[Reading]
) -> None:
    """Write a table of ticks: what is asked about down, agencies across."""
    boxes = [box for box in question.boxes if any(box.name in reading.values for reading in said)]
    rows: list[tuple[Given, ...]] = []
    for box in boxes:
        ticked = (shown(box, reading.values.get(box.name, "")) for reading in said)
        rows.append((Cell(box.label, bold=True), *(one.replace("; ", "\n") for one in ticked)))
    wide = min((PAGE - NAMED) / len(said), 6.0)
    headings = ("", *(named(material, reading) for reading in said))
    widths = (NAMED, *(wide for _ in said))
    table(document, headings, rows, widths=widths, told=f"{question.label} Agencies across")


def in_rows(
    document: Document, material: Material, laid: tuple[Question, Sequence[Reading]], copy: FairCopy
) -> None:
    """Write a row for each agency: its grade, what it answered, evidence and impact."""
    question, said = laid
    columns = [
        one for one in parts(question) if any(b.name in r.values for b in one[1] for r in said)
    ]
    scale, rows = scale_of(material.audit.tool), []
    for reading in said:
        cells = [in_cell(material, reading, boxes, copy, scale) for _, boxes in columns]
        rows.append((Cell(named(material, reading), bold=True), *cells))
    graded = sum(GRADED for label, _ in columns if label == "Grade")
    others = sum(1 for label, _ in columns if label != "Grade") or 1
    wide = (PAGE - NAMED - graded) / others
    widths = (NAMED, *(GRADED if label == "Grade" else wide for label, _ in columns))
    table(document, ("Agency", *(label for label, _ in columns)), rows, widths=widths,
          told=f"{question.label} Each agency’s answer")  # fmt: skip


def parts(question: Question) -> list[tuple[str, list[Box]]]:
    """Return the boxes of a question as columns: grade, answer, evidence, impact."""
    kinds = {"Grade": {Kind.GRADE}, "Evidence": {Kind.EVIDENCE}, "Impact": {Kind.IMPACT}}
    taken = set().union(*kinds.values())
    named = {label: [b for b in question.boxes if b.kind in some] for label, some in kinds.items()}
    rest = [box for box in question.boxes if box.kind not in taken]
    return [("Grade", named["Grade"]), ("Answer", rest),
            ("Evidence", named["Evidence"]), ("Impact", named["Impact"])]  # fmt: skip


def in_cell(
    material: Material, reading: Reading, boxes: Sequence[Box], copy: FairCopy, scale: Scale
) -> Cell:
    """Return what one agency put into some boxes."""
    grades = [box for box in boxes if box.kind is Kind.GRADE and box.name in reading.values]
    if grades:
        return grade_cell(material, reading, grades[0], scale)
    told = [
        (box.label, copy(reading.standing.id, box.name, shown(box, reading.values[box.name])))
        for box in boxes if box.name in reading.values
    ]  # fmt: skip
    several = len(boxes) > 1 and any(box.kind not in {Kind.EVIDENCE, Kind.IMPACT} for box in boxes)
    return Cell("\n".join(beside_label(label, text) if several else text for label, text in told))


def grade_cell(material: Material, reading: Reading, box: Box, scale: Scale) -> Cell:
    """Return an agency's grade on its colour, and below it the panel's where it gave one."""
    value = reading.values[box.name]
    given = material.panel(reading.family).grade(reading.agency, box.name)
    told = shown(box, value) + (f"\nPanel: {shown(box, given)}" if given else "")
    fill = scale.fills().get(value, "")
    return Cell(told, fill=fill.removeprefix("#"), pale=fill in DARK)


def named(material: Material, reading: Reading) -> str:
    """Return an agency's name, marked where its return came late, or under an earlier tool."""
    late = " (late)" if reading.late else ""
    return f"{material.agency(reading.agency)}{late}{material.marked(reading.standing)}"
