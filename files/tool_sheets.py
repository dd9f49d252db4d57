"""A tool's workbook as it was written: its rows, where things stand in it, and what is wrong.

pyxform reads the file. The nested form that it makes is internal to it, so it is taken from there
in one place, here, with pyxform's version pinned.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from pyxform.errors import PyXFormError  # type: ignore[import-untyped]
from pyxform.xls2json_backends import get_xlsform  # type: ignore[import-untyped]
from pyxform.xls2xform import convert  # type: ignore[import-untyped]

from audits.expressions import ExpressionFault, compiled

SIZE_LIMIT = 5_000_000
"""Bytes in one workbook; unpacked it may have ten times as many."""
ZIPPED = b"PK\x03\x04"
"""How an Excel workbook starts."""
FIRST_ROW = 2
"""The row below the headings, as Excel counts them."""

Node = Mapping[str, object]
"""A part of the form as pyxform gives it."""
Row = Mapping[str, str]

OURS = {
    "kind", "look", "part", "agencies", "about", "limit", "look_again", "look_again_message",
}  # fmt: skip
"""What may follow `audit::` in a heading of the survey sheet."""
RULES = ("relevant", "required", "audit::look_again")
"""Columns that hold expressions."""
REFUSED = {
    "calculation": "Nothing is worked out from answers",
    "choice_filter": "Choices cannot depend on other answers",
    "constraint": "Answers are not checked against rules of one’s own",
    "default": "Nobody’s answer is filled in beforehand",
    "repeat_count": "Questions cannot repeat",
    "trigger": "Nothing is worked out from answers",
}
"""Columns that a tool has no use for. To pass them over in silence would change what is asked."""
ALIASES = {
    "relevance": "relevant", "bind::relevant": "relevant", "bind::required": "required",
    "calculate": "calculation",
}  # fmt: skip
YES = {"yes", "true", "true()"}
NO = {"no", "false", "false()"}
PLACE = re.compile(
    r"(?:\[row : (?P<row>\d+)\]\s*)?"
    r"(?:On the '(?P<sheet>\w+)' sheet, the '(?P<column>[^']+)' value is invalid\.\s*)?"
    r"(?P<wrong>.*)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing in a workbook that has to be put right: where, what is wrong, what to do."""

    sheet: str
    row: int = 0
    """Counted as Excel does, the headings being row 1; 0 for the sheet as a whole."""
    column: str = ""
    wrong: str
    remedy: str

    def __str__(self) -> str:
        """The fault in two sentences, its place first."""
        row = f"row {self.row}" if self.row else ""
        column = f"column “{self.column}”" if self.column else ""
        place = ", ".join(part for part in (f"Sheet “{self.sheet}”", row, column) if part)
        return f"{place}: {self.wrong}. {self.remedy}."


class ToolFault(Exception):  # noqa: N818 - the house's word for it
    """A workbook that cannot be used as a tool, with everything that is wrong in it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        ordered = sorted(faults, key=lambda fault: (fault.sheet != "survey", fault.row))
        super().__init__("\n".join(map(str, ordered)))
        self.faults = tuple(ordered)


@dataclass(slots=True)
class Sheets:
    """A workbook's rows, the form that pyxform made of them, and the faults found so far."""

    survey: list[Row]
    choices: list[Row]
    form: Node = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, name: str, column: str, wrong: str, remedy: str) -> None:
        """Keep a fault in the row in which this name is given."""
        named = (place for place, row in numbered(self.survey) if row.get("name") == name)
        place = next(named, 0)
        fault = Fault(sheet="survey", row=place, column=column, wrong=wrong, remedy=remedy)
        if fault not in self.faults:
            self.faults.append(fault)


def sheets_of(source: str | bytes) -> Sheets:
    """Read the workbook, or raise a ToolFault that lists what is wrong with its rows."""
    content = source.encode() if isinstance(source, str) else source
    file_type = ".xlsx" if content.startswith(ZIPPED) else ".md"
    sheets = rows_of(content, file_type)
    sheets.faults += checked(sheets.survey)
    try:
        sheets.form = convert(content, file_type=file_type)._pyxform  # noqa: SLF001
    except PyXFormError as error:
        said = told(str(error))
        places = {(fault.row, fault.column) for fault in sheets.faults}
        more = [] if (said.row, said.column) in places else [said]
        raise ToolFault([*sheets.faults, *more]) from None
    return sheets


def rows_of(content: bytes, file_type: str) -> Sheets:
    """Return the rows of the sheets that a tool needs, or raise a ToolFault."""
    try:
        if max(len(content), unpacked(content) // 10) > SIZE_LIMIT:
            raise ToolFault([Fault(sheet="survey", wrong="The file is larger than 5 MB",
                                   remedy="Take out what is not part of the tool")])  # fmt: skip
        book = get_xlsform(content, file_type)
    except (BadZipFile, IndexError, PyXFormError, UnicodeDecodeError):
        raise ToolFault([Fault(sheet="survey", wrong="The file cannot be read as an XLSForm",
                               remedy="Save it as an Excel workbook (.xlsx) whose sheets are "
                               "survey, choices and settings")]) from None  # fmt: skip
    return Sheets(tidied(book.survey or ()), tidied(book.choices or ()))


def unpacked(content: bytes) -> int:
    """Return how many bytes an Excel workbook unpacks to; other files are what they are."""
    if not content.startswith(ZIPPED):
        return 0
    with ZipFile(BytesIO(content)) as packed:
        return sum(part.file_size for part in packed.infolist())


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


def tidied(rows: Iterable[Row]) -> list[Row]:
    """Return the rows with headings as XLSForm writes them, and without blank cells."""
    return [
        {heading(key): str(value) for key, value in row.items() if value not in {None, ""}}
        for row in rows
    ]


def heading(written: str) -> str:
    """Return a heading in the spelling that XLSForm's own documents use."""
    name = written.strip().lower().replace(" ", "_")
    return ALIASES.get(name, name)


def numbered(rows: Sequence[Row]) -> Iterator[tuple[int, Row]]:
    """Each row with its number, as Excel counts."""
    return enumerate(rows, FIRST_ROW)


def checked(survey: Sequence[Row]) -> Iterator[Fault]:
    """Find what is wrong with the rows one by one, before anything is made of them."""
    for column in sorted({key for row in survey for key in row if key.startswith("audit::")}):
        if column.removeprefix("audit::") not in OURS:
            known = ", ".join(f"audit::{one}" for one in sorted(OURS))
            yield Fault(sheet="survey", row=1, column=column, wrong="There is no such column",
                        remedy=f"Use one of {known}")  # fmt: skip
    names = frozenset(row.get("name", "") for row in survey)
    for place, row in numbered(survey):
        for column in sorted(row.keys() & REFUSED.keys()):
            yield Fault(sheet="survey", row=place, column=column, wrong=REFUSED[column],
                        remedy="Take this out")  # fmt: skip
        for column in RULES:
            for wrong, remedy in misread(rule(row.get(column, "")), names):
                yield Fault(sheet="survey", row=place, column=column, wrong=wrong, remedy=remedy)


def misread(written: str, names: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Find what keeps an expression from being read, and what to do about it."""
    try:
        asked = compiled(written).names if written else frozenset[str]()
    except ExpressionFault as fault:
        yield f"{fault.message}, at character {fault.at} of {written}", "Put the expression right"
    else:
        for name in sorted(asked - names):
            yield f"There is no row with the name {name}", "Write the name of a row in this sheet"


def rule(written: str, *, always: str = "true()", never: str = "") -> str:
    """Return an expression, or what yes and no stand for in its place; blank is no rule."""
    answer = written.strip().lower()
    return always if answer in YES else never if answer in NO else written.strip()
