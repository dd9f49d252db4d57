"""A tool's workbook as it was written: its rows, where things stand in it, and what is wrong.

pyxform makes a form of the rows. The nested form is internal to it, so it is taken from there in
one place, here, with pyxform's version pinned.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pyxform.errors import PyXFormError  # type: ignore[import-untyped]
from pyxform.xls2xform import convert  # type: ignore[import-untyped]

from audits.tool import Worksheet
from files.tool_faults import Fault, ToolFault
from files.tool_file import Grid
from files.tool_types import NOTE, spelt, type_of

FIRST_ROW = 2
"""The row below the headings, as Excel counts them."""

Node = Mapping[str, object]
"""A part of the form as pyxform gives it."""
Row = Mapping[str, str]

NEEDED = ("survey", "choices", "settings")
GUIDE = "guide"
"""The sheet that tells how to write a tool: ours, and made anew each time."""
ALIASES = {
    "value": "name", "tag": "name", "relevance": "relevant", "bind::relevant": "relevant",
    "bind::required": "required",
    "bind::constraint": "constraint", "calculate": "calculation", "bind::calculate": "calculation",
    "read_only": "readonly", "bind::readonly": "readonly", "constraining_message":
    "constraint_message", "requiredmsg": "required_message", "caption": "label", "command": "type",
    "count": "repeat_count", "jr:count": "repeat_count", "list name": "list_name",
    "set_form_id": "form_id", "id_string": "form_id", "set_form_title": "form_title",
    "title": "form_title",
}  # fmt: skip
TRANSLATED = {
    "label", "hint", "guidance_hint", "constraint_message", "required_message", "media", "image",
    "audio", "video",
}  # fmt: skip
"""Columns that old forms translate with one colon: label:English."""
ELSEWHERE = {
    "external_choices": "A tool cannot take its choices from another sheet",
    "entities": "Nothing is kept for other forms",
    "osm": "Places on a map cannot be part of a return",
}
"""Sheets of XLSForm that a tool has no use for."""
YES = {"yes", "true", "true()"}
NO = {"no", "false", "false()"}
STRAIGHT = str.maketrans(
    "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}“”", "''\"\""
)
PLACE = re.compile(
    r"(?:\[row : (?P<row>\d+)\]\s*)?"
    r"(?:On the '(?P<sheet>\w+)' sheet, the '(?P<column>[^']+)' value is invalid\.\s*)?"
    r"(?P<wrong>.*)",
    re.DOTALL,
)


@dataclass(slots=True)
class Sheets:
    """A workbook's rows, the form that pyxform made of them, and the faults found so far."""

    survey: list[Row]
    choices: list[Row]
    settings: list[Row]
    kept: tuple[Worksheet, ...] = ()
    """The sheets as they were written, to be written again."""
    form: Node = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)
    """What is passed over, and does no harm."""

    def fault(self, name: str, column: str, wrong: str, remedy: str) -> None:
        """Keep a fault in the row in which this name is given."""
        place = self.row_of(name)
        fault = Fault(sheet="survey", row=place, column=column, wrong=wrong, remedy=remedy)
        if fault not in self.faults:
            self.faults.append(fault)

    def row_of(self, name: str) -> int:
        """Return the row in which this name is given, 0 for none."""
        named = (place for place, row in numbered(self.survey) if name and row.get("name") == name)
        return next(named, 0)


def sheets_of(grids: Sequence[Grid]) -> Sheets:
    """Return the rows of a workbook's sheets, with what is wrong with the sheets as such."""
    found = {grid.name.strip().lower(): grid for grid in reversed(grids)}
    survey, choices, settings = (rows_of(found.get(name)) for name in NEEDED)
    sheets = Sheets(survey=[*with_names(survey)], choices=choices, settings=settings)
    sheets.kept = tuple(kept(grid) for grid in grids if grid.name.strip().lower() != GUIDE)
    sheets.faults += [fault for grid in grids if is_ours(grid) for fault in grid.faults]
    sheets.faults += [*doubled(found), *missing(found)]
    return sheets


def with_names(survey: Sequence[Row]) -> Iterator[Row]:
    """Yield the rows, notes with no name under one of their own: nobody ever asks for it."""
    for place, row in numbered(survey):
        nameless = "name" not in row and type_of(row.get("type", "")).name == NOTE
        yield {**row, "name": f"note_in_row_{place}"} if nameless else row


def is_ours(grid: Grid) -> bool:
    """Tell whether the sheet is one that a tool is made of."""
    return grid.name.strip().lower() in NEEDED


def rows_of(grid: Grid | None) -> list[Row]:
    """Return the rows below the headings, without blank cells, headings as XLSForm writes them."""
    if grid is None or not grid.rows:
        return []
    headings = [heading(cell) for cell in grid.rows[0]]
    return [
        {key: cell for key, cell in zip(headings, row, strict=False) if key and cell}
        for row in grid.rows[1:]
    ]


def heading(written: str) -> str:
    """Return a heading in the spelling that XLSForm's own documents use.

    What follows `::` is a language, whose spelling is the writer's own.
    """
    words = " ".join(written.split())
    if "::" not in words and words.partition(":")[0].strip().lower() in TRANSLATED:
        words = words.replace(":", "::", 1)
    base, colons, rest = words.partition("::")
    plain = base.strip().lower()
    if colons and plain in {"audit", "bind"}:
        plain, colons, rest = f"{plain}::{rest.strip().lower()}", "", ""
    plain = ALIASES.get(plain, plain).replace(" ", "_")
    return f"{ALIASES.get(plain, plain)}{colons}{rest.strip()}"


def kept(grid: Grid) -> Worksheet:
    """Return the sheet without its blank rows and columns."""
    rows = [row for row in grid.rows if any(row)]
    used = [place for place in range(max(map(len, rows), default=0))
            if any(place < len(row) and row[place] for row in rows)]  # fmt: skip
    trimmed = [trim([row[place] if place < len(row) else "" for place in used]) for row in rows]
    head, rows_below = (trimmed[0], tuple(trimmed[1:])) if trimmed else ((), ())
    return Worksheet(name=grid.name.strip(), headings=head, rows=rows_below)


def trim(cells: list[str]) -> tuple[str, ...]:
    """Return the cells without blank ones at the end."""
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def missing(found: Mapping[str, Grid]) -> Iterator[Fault]:
    """Find sheets and headings without which there is no tool."""
    for name in found.keys() & ELSEWHERE.keys():
        if len(found[name].rows) > 1:
            yield Fault(sheet=name, wrong=ELSEWHERE[name], remedy="Take the sheet out")
    for name, needed in (("survey", ("type", "name")), ("choices", ("list_name", "name"))):
        grid = found.get(name)
        if grid is None and name == "survey":
            yield Fault(sheet=name, wrong="There is no such sheet",
                        remedy="Write the questions on a sheet of this name")  # fmt: skip
        elif grid is not None and grid.rows:
            have = {heading(cell) for cell in grid.rows[0]}
            for column in needed:
                if column not in have:
                    yield Fault(sheet=name, row=1, column=column, wrong="There is no such heading",
                                remedy="Write it in the first row")  # fmt: skip


def doubled(found: Mapping[str, Grid]) -> Iterator[Fault]:
    """Find headings that stand over two columns."""
    for name in NEEDED:
        seen: set[str] = set()
        for cell in found[name].rows[0] if name in found and found[name].rows else ():
            key = heading(cell)
            if key and key in seen:
                yield Fault(sheet=name, row=1, column=cell, wrong="Two columns have this heading",
                            remedy="Give one of them another heading, or delete it")  # fmt: skip
            seen.add(key)


def with_form(sheets: Sheets, fallback: str) -> Sheets:
    """Return the sheets with the form that pyxform makes of them; keep what it finds wrong."""
    book: dict[str, Any] = {"sheet_names": [*NEEDED], "fallback_form_name": fallback}
    for name, rows in zip(NEEDED, (sheets.survey, sheets.choices, sheets.settings), strict=True):
        headings = dict.fromkeys(key for row in rows for key in row)
        book[name] = [respelt(row) for row in rows]
        book[f"{name}_header"] = [dict.fromkeys(headings)] if headings else []
    try:
        sheets.form = convert(book)._pyxform  # noqa: SLF001
    except PyXFormError as error:
        said = told(str(error))
        if not sheets.faults or (said.row and said.row not in rows_told(sheets, said.sheet)):
            sheets.faults.append(said)
    except (AttributeError, KeyError, TypeError, ValueError, IndexError):
        if not sheets.faults:
            remedy = "Compare it with the workbook of the six themes"
            raise ToolFault([Fault(sheet="survey", wrong="The form cannot be understood",
                                   remedy=remedy)]) from None  # fmt: skip
    return sheets


def respelt(row: Row) -> dict[str, str]:
    """Return the row with its type as pyxform writes it today."""
    return {**row, "type": spelt(row["type"])} if "type" in row else dict(row)


def rows_told(sheets: Sheets, name: str) -> set[int]:
    """Return the rows of a sheet in which something is known to be wrong."""
    return {fault.row for fault in sheets.faults if fault.sheet == name}


def told(message: str) -> Fault:
    """Return what pyxform says is wrong, in its own words, with the place if it names one."""
    match = PLACE.fullmatch(message)
    parts = match.groupdict() if match else {"wrong": message}
    return Fault(
        sheet=parts.get("sheet") or "survey",
        row=int(parts.get("row") or 0),
        column=parts.get("column") or "",
        wrong=" ".join((parts["wrong"] or message).split()).rstrip("."),
        remedy="Put it right and load the tool again: there may be more",
    )


def numbered(rows: Sequence[Row]) -> Iterator[tuple[int, Row]]:
    """Each row with its number, as Excel counts."""
    return enumerate(rows, FIRST_ROW)


def rule(written: str, *, always: str = "true()", never: str = "") -> str:
    """Return an expression, or what yes and no stand for in its place; blank is no rule.

    Excel likes curly quotation marks; an expression wants straight ones.
    """
    straight = written.strip().translate(STRAIGHT)
    answer = straight.lower()
    return always if answer in YES else never if answer in NO else straight
