"""Checks the rows of a tool one by one: types, names, lists, and cells that must not be there."""

import re
from collections.abc import Iterator, Mapping, Sequence

from audits.asked import GIVEN
from audits.syntax import NAME as NAMED
from audits.tool import Half
from files.tool_faults import Fault
from files.tool_lines import Line
from files.tool_ours import check_ours
from files.tool_rules import Known, given
from files.tool_sheets import NO, YES, Row, Sheets, numbered
from files.tool_types import (
    ANSWERED,
    BEGIN,
    CALCULATE,
    CHOOSING,
    HIDDEN,
    KEPT_ANYWAY,
    NO_OTHER_FILES,
    NOTE,
    REFUSED,
    known,
    unknown,
)  # fmt: skip

COLUMNS = {
    "choice_filter": "Choices cannot depend on other answers",
    "repeat_count": "Questions cannot repeat",
    "trigger": "Nothing happens when another answer changes",
    **dict.fromkeys(
        ("image", "audio", "video", "big-image", "media"), "Pictures and sound cannot be shown"
    ),
    **dict.fromkeys(("save_to", "entities"), "Nothing is kept for other forms"),
}
"""Columns that a tool has no use for. To pass them over in silence would change what is asked."""
APPEARANCES = {
    "search(": NO_OTHER_FILES,
    "ex:": ("Another program cannot be opened", "Take this out"),
}
"""What an appearance may say that changes what is asked."""
SETTINGS = {
    "public_key",
    "submission_url",
    "auto_send",
    "auto_delete",
    "instance_name",
    "sms_keyword",
}
"""Settings of other programs, which do nothing here."""
NAME = re.compile(NAMED)
APART = re.compile(r"[\s,]")
"""What stands between several choices that are ticked, and so in none of them."""
LETTERS = "Begin with a letter, then letters, digits, underscores, hyphens or full stops"


def check_lines(sheets: Sheets, lines: Sequence[Line], names: Known) -> Iterator[Fault]:
    """Find everything that is wrong with rows, lists and columns, but for expressions."""
    lists = {row.get("list_name", "") for row in sheets.choices}
    yield from check_ours(sheets.survey, sheets.settings, lines, names)
    for line in lines:
        yield from check_type(line, lists)
        yield from check_name(line)
        yield from check_cells(line)
    yield from check_doubles(lines)
    yield from check_choices(sheets.choices)
    yield from check_halves(sheets.choices)
    if not any(line.answered for line in lines) and sheets.survey:
        yield Fault(sheet="survey", wrong="This tool asks nothing", remedy="Write a question")


def check_type(line: Line, lists: set[str]) -> Iterator[Fault]:
    """Find types that a tool cannot hold, and lists that are not there."""
    name = line.type.name
    if name in REFUSED or not known(name):
        yield line.fault("type", *unknown(name))
    elif name in CHOOSING and line.type.choices not in lists:
        if not line.type.choices:
            yield line.fault("type", *unknown(name))
        else:
            yield line.fault("type", f"There is no list of choices {line.type.choices}",
                             "Write it in the sheet choices")  # fmt: skip
    elif name == HIDDEN and not given(line) and not line.row.get("default"):
        every = ", ".join(GIVEN)
        yield line.fault("name", "Nobody gives this name a value", f"Use {every}")


def check_name(line: Line) -> Iterator[Fault]:
    """Find names that are missing, malformed, or mean something already."""
    if not line.name:
        if line.type.name not in KEPT_ANYWAY and known(line.type.name):
            yield line.fault("name", "This row has no name", "Write a short one without spaces")
    elif not NAME.fullmatch(line.name):
        yield line.fault("name", f"“{line.name}” is no name", LETTERS)
    elif line.name in {*GIVEN, "context"} and line.type.name != HIDDEN:
        yield line.fault("name", f"{line.name} has a meaning already", "Use another name")


def check_cells(line: Line) -> Iterator[Fault]:
    """Find cells that must not be blank, and cells that a tool has no use for."""
    if line.type.name in {*ANSWERED, NOTE} and not any((*line.texts("label"), *line.texts("hint"))):
        yield line.fault("label", "There is nothing to read", "Write a label")
    if line.type.name == CALCULATE and not line.row.get("calculation"):
        yield line.fault("calculation", "Nothing is worked out here", "Write an expression")
    appearance = line.row.get("appearance", "").replace(" ", "").lower()
    for mark, (wrong, remedy) in APPEARANCES.items():
        if mark in appearance:
            yield line.fault("appearance", wrong, remedy)
    for column in sorted(line.row):
        base = column.partition("::")[0]
        if base in COLUMNS:
            yield line.fault(column, COLUMNS[base], "Take this out")
    readonly = line.row.get("readonly", "").strip().lower()
    if line.answered and readonly and readonly not in NO and not line.row.get("calculation"):
        wrong = "Nobody can answer a row that is only read" if readonly in YES else (
            "Whether a row can be answered does not depend on other answers")  # fmt: skip
        yield line.fault("readonly", wrong, "Use the type note, or a rule under relevant")


def check_doubles(lines: Sequence[Line]) -> Iterator[Fault]:
    """Find names that are given twice: answers are kept by them."""
    seen: dict[str, int] = {}
    for line in lines:
        if line.name in seen:
            wrong = f"The name {line.name} stands in row {seen[line.name]} already"
            yield line.fault("name", wrong, "Give each row its own name")
        elif line.name:
            seen[line.name] = line.number


def check_halves(rows: Sequence[Row]) -> Iterator[Fault]:
    """Find what is no half of a scale."""
    known = ", ".join(half for half in Half if half)
    for place, row in numbered(rows):
        written = row.get("half", "").strip()
        if written not in set(Half):
            wrong, remedy = f"There is no half “{written}”", f"Use one of {known}"
            yield Fault(sheet="choices", row=place, column="half", wrong=wrong, remedy=remedy)


def check_choices(rows: Sequence[Row]) -> Iterator[Fault]:
    """Find choices that cannot be told apart, read, or kept side by side with spaces between."""
    seen: dict[tuple[str, str], int] = {}
    for place, row in numbered(rows):
        if not row:
            continue
        if wrong := next(wrong_choice(row), None):
            yield Fault(sheet="choices", row=place, column=wrong[0], wrong=wrong[1],
                        remedy=wrong[2])  # fmt: skip
        key = row.get("list_name", ""), row.get("name", "")
        if all(key) and key in seen:
            yield Fault(sheet="choices", row=place, column="name",
                        wrong=f"{key[1]} is in the list {key[0]} already, in row {seen[key]}",
                        remedy="Give each choice of a list its own name")  # fmt: skip
        seen.setdefault(key, place)


def wrong_choice(row: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Find the column of a choice that is wrong, what is wrong there, and what to do."""
    value = row.get("name", "")
    if "list_name" not in row:
        yield "list_name", "This choice belongs to no list", "Write the name of its list"
    if not value:
        yield "name", "This choice has no name", "Write a short one without spaces"
    elif not value.isprintable() or APART.search(value):
        yield "name", f"“{value}” cannot be kept as a value", (
            "Write it without spaces and commas: they stand between several answers")  # fmt: skip
    if not any(key == "label" or key.startswith("label::") for key in row):
        yield "label", "There is nothing to read", "Write a label"
    for key, cell in row.items():
        base = key.partition("::")[0]
        if base in {"image", "audio", "video", "big-image", "media"}:
            yield key, COLUMNS["media"], "Take this out"
        elif base in {"label", "meaning"} and "${" in cell:
            yield key, "A choice cannot name an answer", "Take ${...} out of the text"


def passed_over(lines: Sequence[Line], settings: Sequence[Row]) -> Iterator[Fault]:
    """Tell of rows and cells that do nothing here, and do no harm."""
    for place, row in numbered(settings):
        for column in sorted(row.keys() & SETTINGS):
            yield Fault(sheet="settings", row=place, column=column, wrong="This does nothing here",
                        remedy="It may stay: other programs use it")  # fmt: skip
    for line in lines:
        if line.type.name in KEPT_ANYWAY:
            yield line.fault("type", f"A row of type {line.type.name} is asked of nobody here",
                             "It may stay: who answered and when is kept anyway")  # fmt: skip
        if "randomize" in line.row.get("parameters", "").lower():
            yield line.fault("parameters", "Choices stand in the order of the sheet",
                             "It may stay: other programs use it")  # fmt: skip
    groups = [line for line in lines if line.type.name == BEGIN and line.row.get("calculation")]
    for line in groups:
        yield line.fault("calculation", "A group works nothing out", "It may be taken out")
