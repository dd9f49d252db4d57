"""Reads an audit tool from an XLSForm: Excel for those who write tools, Markdown for review.

A group at the top is a theme. A row in it is a question with one box; a group in it is a question
with several. Columns that start with `audit::` are ours, and other programs pass them over.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from audits.asked import GIVEN
from audits.tool import Box, Look, Question, Theme, Tool
from files.tool_boxes import KINDS, box, one_of
from files.tool_checks import check
from files.tool_nodes import Reading, children, relevant, shown, whole, word, words
from files.tool_sheets import Fault, Node, ToolFault, sheets_of

__all__ = ["Fault", "ToolFault", "default_tool", "load_tool"]

SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "six_themes.md"

USE = "Use text, integer, date, select_one or select_multiple"
UNUSED = {
    "repeat": ("Questions cannot repeat", "Write the rows out"),
    "note": ("A note belongs to a question", "Put it into the question’s group"),
    "group": ("Groups stand in one another no deeper than this", "A theme holds questions only"),
    **dict.fromkeys(
        ("image", "photo", "audio", "video", "file"), ("Files cannot be part of a return", USE)
    ),
    **dict.fromkeys(
        ("geopoint", "geotrace", "geoshape"), ("Places on a map cannot be part of a return", USE)
    ),
}
"""Rows that a tool cannot hold, and what to do instead."""

MADE_LABEL, MADE_ROW = "generated_table_list_label_", "reserved_name_for_field_list_labels_"
"""Names of rows that pyxform makes up for a group with the appearance `table-list`."""
MOST_PER_PAGE = 10


@lru_cache(maxsize=1)
def default_tool() -> Tool:
    """Return the tool that comes with the software: six themes."""
    return load_tool(SAMPLE.read_text(encoding="utf-8"))


def load_tool(source: str | bytes) -> Tool:
    """Return the tool that a workbook holds: Markdown as text, or the bytes of an Excel file.

    Raises ToolFault, which lists everything that is wrong.
    """
    reading = Reading(sheets_of(source))
    tool = tool_of(reading)
    check(tool, reading.sheets)
    if reading.sheets.faults:
        raise ToolFault(reading.sheets.faults)
    return tool


def tool_of(reading: Reading) -> Tool:
    """Return the tool, keeping what is wrong with it among the sheets' faults."""
    form = reading.sheets.form
    version = word(form, "version")
    if not version:
        remedy = "Write a number there, and a new one whenever the tool changes"
        setting_fault(reading, "version", "The tool has no version", remedy)
    return Tool(
        id=word(form, "id_string"),
        title=shown(reading, form, "title"),
        version=version,
        themes=tuple(themes(reading, children(form))),
        per_page=per_page(reading, word(form, "audit", "per_page")),
    )


def setting_fault(reading: Reading, column: str, wrong: str, remedy: str) -> None:
    """Keep a fault in the settings."""
    fault = Fault(sheet="settings", row=2, column=column, wrong=wrong, remedy=remedy)
    reading.sheets.faults.append(fault)


def per_page(reading: Reading, written: str) -> int:
    """Return how many questions stand on a page; 3 if the tool does not say."""
    most = whole(written or "3", MOST_PER_PAGE)
    if not most:
        wrong, remedy = f"“{written}” is no number of questions", "Write a number from 1 to 10"
        setting_fault(reading, "audit::per_page", wrong, remedy)
    return most or 3


def themes(reading: Reading, nodes: Sequence[Node]) -> Iterator[Theme]:
    """Read what stands at the top: the names that expressions are given, and the themes."""
    for node in nodes:
        match word(node, "type"):
            case "hidden" if word(node, "name") in {*GIVEN, "context"}:
                continue
            case "hidden":
                given = ", ".join(GIVEN)
                reading.fault(node, "name", "Nobody gives this name a value", f"Use {given}")
            case "group" if word(node, "control", "bodyless"):
                continue
            case "group":
                yield theme(reading, node)
            case _:
                wrong = "Only themes stand at the top of a tool"
                reading.fault(node, "type", wrong, "Put this row into a theme’s group")


def theme(reading: Reading, node: Node) -> Theme:
    """Read a theme with its questions."""
    rows = children(node)
    questions = tuple(question(reading, row) for row in rows if usable(reading, row, {"group"}))
    if not questions:
        reading.fault(node, "type", "This theme asks nothing", "Write a question or take it out")
    return Theme(
        name=word(node, "name"),
        title=shown(reading, node, "label"),
        questions=questions,
        agencies=words(node, "audit", "agencies"),
        relevant=relevant(node),
    )


def usable(reading: Reading, node: Node, more: set[str]) -> bool:
    """Tell whether a tool can hold such a row; if not, keep the fault."""
    kind = word(node, "type")
    if kind in KINDS or kind in more:
        return True
    wrong, remedy = UNUSED.get(kind, (f"“{kind}” cannot be answered in a return", USE))
    reading.fault(node, "type", wrong, remedy)
    return False


def question(reading: Reading, node: Node) -> Question:
    """Read a question: a group with boxes, or one row with its own box."""
    number = next(reading.numbers)
    grouped = word(node, "type") == "group"
    look = Look(one_of(reading, node, "look", Look) or Look.PLAIN)
    rows = [row for row in children(node) if not made(row)] if grouped else [node]
    kept = [row for row in rows if usable(reading, row, {"note"} if grouped else set())]
    boxes = tuple(box(reading, row, look) for row in kept if word(row, "type") != "note")
    if not boxes:
        reading.fault(node, "type", "This question has no box to answer in", "Write a row for it")
    return Question(
        name=word(node, "name"),
        number=number,
        label=label_of_group(reading, node) if grouped else shown(reading, node, "label"),
        boxes=boxes,
        look=look,
        guidance=guidance(reading, [node, *kept] if grouped else [node], boxes),
        about=shown(reading, node, "audit", "about"),
        agencies=words(node, "audit", "agencies") if grouped else frozenset(),
        relevant=relevant(node) if grouped else "",
    )


def made(node: Node) -> bool:
    """Tell whether pyxform made this row up to show a table."""
    return word(node, "name").startswith((MADE_LABEL, MADE_ROW))


def label_of_group(reading: Reading, node: Node) -> str:
    """Return the group's label; for a table, pyxform moves it into a row of its own."""
    rows = (row for row in children(node) if word(row, "name").startswith(MADE_LABEL))
    return shown(reading, node, "label") or shown(reading, next(rows, {}), "label")


def guidance(reading: Reading, nodes: Sequence[Node], boxes: Sequence[Box]) -> str:
    """Return notes and guidance as paragraphs, and after them what the choices mean."""
    said = []
    for node in nodes:
        if word(node, "type") == "note":
            said.append(shown(reading, node, "label"))
        said.append(shown(reading, node, "guidance_hint"))
    means = dict.fromkeys(choice for one in boxes for choice in one.choices if choice.meaning)
    said += [f"**{choice.label}.** {choice.meaning}" for choice in means]
    return "\n\n".join(part for part in said if part)
