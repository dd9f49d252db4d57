"""The answers of the returns that are in, as tables: one row for each answer, or each return."""

from datetime import date

from audits.collected import Reading
from audits.tool import CHOOSING, TICKING, WRITING, Box, Kind, Tool
from files.material import Material
from files.tables import Column, Row, Table, columns
from files.wording import day


def answers_long(material: Material) -> Table:
    """One row for each answer."""
    rows = [row for reading in material.got.readings for row in rows_of(material, reading)]
    return Table(
        name="Answers (long)",
        about="One answer of one return that is in. Good for filters and pivot tables.",
        columns=columns(
            ("Family", 8), ("Agency", 26), ("Theme", 30), ("Question", 9),
            ("Question in words", 40), ("Box", 30), ("Answer", 70), ("Kind", 10),
            ("Value", 16), ("Box name", 18), ("Return accepted", 9), ("Late", 7),
            *([("Tool version", 12)] if material.audit.editions else []),
        ),
        rows=tuple(rows),
        held=2,
    )  # fmt: skip


def rows_of(material: Material, reading: Reading) -> list[Row]:
    """Return the rows of one return, in the order in which its answers were asked for."""
    tool = material.audit.tool
    found: list[Row] = []
    for name, value in reading.values.items():
        box = tool.box[name]
        theme, question = tool.above[name]
        coded = box.kind not in WRITING
        found.append((
            reading.family, material.agency(reading.agency), theme.title, question.number,
            question.label, box.label, shown(box, value), box.kind.value,
            value if coded else "", name, "yes" if reading.standing.accepted else "no",
            "yes" if reading.late else "no",
            *([material.version_of(reading.standing)] if material.audit.editions else []),
        ))  # fmt: skip
    return found


def answers_wide(material: Material) -> Table:
    """One row for each return, a column for each box that anybody answered or could answer."""
    tool = material.audit.tool
    boxes = list(tool.boxes())
    rows = [
        (
            reading.family, material.agency(reading.agency),
            *(shown(box, reading.values.get(box.name, "")) for box in boxes),
        )
        for reading in material.got.readings
    ]  # fmt: skip
    return Table(
        name="Answers (wide)",
        about="One return that is in, with a column for each box of the tool.",
        columns=(Column("Family", 8), Column("Agency", 26), *(heading(tool, box) for box in boxes)),
        rows=tuple(rows),
        held=2,
    )


def heading(tool: Tool, box: Box) -> Column:
    """Return the box's column: its name, its question's number and label, its own label."""
    _, question = tool.above[box.name]
    label = box.label if box.label == question.label else f"{question.label} – {box.label}"
    wide = 50 if box.kind in WRITING else 22
    return Column(f"{question.number}. {label} [{box.name}]", wide)


def shown(box: Box, value: str) -> str:
    """Return an answer as a person reads it: labels of what was chosen, words as they are."""
    labels = {choice.value: choice.label for choice in box.choices}
    if box.kind in CHOOSING:
        return labels.get(value, value)
    if box.kind in TICKING:
        return "; ".join(labels.get(one, one) for one in value.split())
    return day(date.fromisoformat(value)) if box.kind is Kind.DATE and value else value


def beside_label(label: str, answer: str) -> str:
    """Return an answer after its box's label; a colon follows a label without an end."""
    return (
        f"{label} {answer}" if label.endswith(("?", "!", ".", "…", ":")) else f"{label}: {answer}"
    )
