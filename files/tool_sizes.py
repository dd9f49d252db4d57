"""How long the texts of a tool may be: a card in Teams holds 24,000 bytes and no more.

Two people's words, the guidance and the choices must fit onto one card together. The limits leave
room for that; `tests/cards/test_tool_worst.py` draws tools that use them up.
"""

from collections.abc import Iterator, Mapping, Sequence

from audits.tool import Question, Tool
from files.tool_faults import Fault
from files.tool_lines import Line
from files.tool_sheets import Row, Sheets, numbered
from files.tool_types import BEGIN, NOTE

NAME = 64
TEXTS: Mapping[str, int] = {
    "label": 300, "hint": 200, "required_message": 300, "constraint_message": 300,
    "audit::look_again_message": 300, "audit::about": 120, "default": 500,
}  # fmt: skip
"""Characters that may stand under these headings."""
NOTES, TITLES = 1_500, 120
CHOICES: Mapping[str, int] = {"name": NAME, "label": 150, "meaning": 500}
MOST_CHOICES = 120
LIST_BYTES, GUIDANCE_BYTES = 9_000, 2_500
ROOM = 40
"""Bytes that a choice takes on a card beside its own words."""


def check_sizes(lines: Sequence[Line], choices: Sequence[Row]) -> Iterator[Fault]:
    """Find texts that are too long for a card."""
    for line in lines:
        if len(line.name) > NAME:
            yield line.fault("name", f"A name may have {NAME} characters", "Shorten it")
        for column, most in TEXTS.items():
            for key, text in line.texts(column):
                if len(text) > (allowed := limit(line, column, most)):
                    yield line.fault(key, too_long(text, allowed), "Shorten it")
    yield from check_lists(choices)


def limit(line: Line, column: str, most: int) -> int:
    """Return how long a text of this row may be: a title is shorter, a note longer."""
    if column == "label" and line.type.name == BEGIN and not line.above:
        return TITLES
    return NOTES if column == "label" and line.type.name == NOTE else most


def too_long(text: str, most: int) -> str:
    """Say how much too long a text is."""
    return f"This text has {len(text):,} characters, and may have {most:,}"


def check_lists(choices: Sequence[Row]) -> Iterator[Fault]:
    """Find choices that are too long, and lists that are."""
    sizes: dict[str, list[int]] = {}
    for place, row in numbered(choices):
        for key, cell in row.items():
            most = CHOICES.get(key.partition("::")[0], 0)
            if most and len(cell) > most:
                yield Fault(sheet="choices", row=place, column=key, wrong=too_long(cell, most),
                            remedy="Shorten it")  # fmt: skip
        words = max((len(cell.encode()) for key, cell in row.items() if key.startswith("label")),
                    default=0)  # fmt: skip
        listed = sizes.setdefault(row.get("list_name", ""), [])
        listed.append(words + len(row.get("name", "").encode()) + ROOM)
        if len(listed) == MOST_CHOICES + 1 or sum(listed) > LIST_BYTES >= sum(listed[:-1]):
            yield Fault(sheet="choices", row=place, column="list_name",
                        wrong=f"The list {row.get('list_name', '')} is too long for a card here",
                        remedy="Shorten the labels, or make two lists")  # fmt: skip


def check_guidance(tool: Tool, sheets: Sheets) -> None:
    """Keep questions whose guidance, with what the choices mean, is too long for a card."""
    for question in every_question(tool):
        size = len(question.guidance.encode())
        if size > GUIDANCE_BYTES:
            wrong = f"The guidance, with what the choices mean, takes {size:,} bytes"
            sheets.fault(question.name, "guidance_hint", wrong,
                         f"Shorten it to {GUIDANCE_BYTES:,}")  # fmt: skip


def every_question(tool: Tool) -> Iterator[Question]:
    """Every question of the tool."""
    for theme in tool.themes:
        yield from theme.questions
