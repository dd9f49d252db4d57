"""Opens the file of a tool: Excel, Markdown or CSV, from people who may send anything.

Nothing is opened before its size is known, unpacked sizes are counted and not believed, and no
formula, macro or link is ever followed. What comes out are sheets of plain text cells.
"""

import csv
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from zipfile import BadZipFile, ZipFile

from audits.values import tidied
from files.tool_faults import Fault, ToolFault

SIZE_LIMIT = 5_000_000
"""Bytes in one file."""
UNPACKED_LIMIT = 30_000_000
"""Bytes that an Excel workbook may unpack to."""
PARTS_LIMIT = 500
"""Files that an Excel workbook may be packed of."""
ROWS_LIMIT = 3_000
"""Rows with something in them on one sheet."""
COLUMNS_LIMIT = 120
CELL_LIMIT = 20_000
"""Characters in one cell."""
CHUNK = 1 << 16
ZIPPED = b"PK\x03\x04"
"""How an Excel workbook starts."""
OLD = b"\xd0\xcf\x11\xe0"
"""How a workbook of Excel 2003, and one locked with a password, starts."""
MACROS = ("vbaproject.bin", "macrosheets/", "activex/")
TOOL_SHEETS = frozenset({"survey", "choices", "settings"})


@dataclass(slots=True)
class Grid:
    """A sheet as it was written: its name and its rows of cells, the headings first."""

    name: str
    rows: list[list[str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def opened(content: bytes) -> list[Grid]:
    """Return the sheets of the file, or raise a ToolFault that says why it cannot be read."""
    if len(content) > SIZE_LIMIT:
        refuse("The file is larger than 5 MB", "Take out what is not part of the tool")
    if content.startswith(OLD):
        refuse("This is an old or a locked workbook", "Save it as an Excel workbook (.xlsx) "
               "without a password")  # fmt: skip
    grids = excel(content) if content.startswith(ZIPPED) else text(content)
    for grid in grids:
        measure(grid)
    return grids


def refuse(wrong: str, remedy: str) -> None:
    """Raise a fault of the file as a whole."""
    raise ToolFault([Fault(sheet="", wrong=wrong, remedy=remedy)])


def unreadable() -> ToolFault:
    """Return the fault of a file that is no tool at all."""
    remedy = "Save it as an Excel workbook (.xlsx) whose sheets are survey, choices and settings"
    return ToolFault([Fault(sheet="", wrong="The file cannot be read as an XLSForm",
                            remedy=remedy)])  # fmt: skip


def excel(content: bytes) -> list[Grid]:
    """Return the sheets of an Excel workbook."""
    from files.tool_excel import sheets_in  # noqa: PLC0415 - 17 MB, for those who read Excel

    try:
        with ZipFile(BytesIO(content)) as packed:
            check_parts(packed)
        return [Grid(name, rows, faults) for name, rows, faults in sheets_in(content)]
    except ToolFault:
        raise
    except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError):
        raise unreadable() from None


def check_parts(packed: ZipFile) -> None:
    """Raise a ToolFault where there is too much in the file, or what could do harm."""
    parts = packed.infolist()
    if any(mark in part.filename.lower() for part in parts for mark in MACROS):
        refuse("The workbook has macros in it", "Save it as an Excel workbook (.xlsx), which has "
               "none")  # fmt: skip
    too_much = ("The file unpacks to far more than a tool needs",
                "Copy the sheets into a new workbook")  # fmt: skip
    if len(parts) > PARTS_LIMIT or sum(part.file_size for part in parts) > UNPACKED_LIMIT:
        refuse(*too_much)
    left = UNPACKED_LIMIT
    for part in parts:  # what is declared may be a lie
        with packed.open(part) as stream:
            while chunk := stream.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    refuse(*too_much)


def text(content: bytes) -> list[Grid]:
    """Return the sheets of a file in Markdown or CSV."""
    try:
        words = tidied(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise unreadable() from None
    grids = markdown(words) if words.startswith(("|", "#")) else tables(words)
    if not {grid.name.strip().lower() for grid in grids} & TOOL_SHEETS:
        raise unreadable()
    return grids


def markdown(words: str) -> list[Grid]:
    """Return the tables of a Markdown text: the first cell names the sheet, or is blank."""
    lines = (line.strip() for line in words.splitlines())
    rows = [cells(line) for line in lines if line.startswith("|")]
    return named(row for row in rows if not ruled(row))


def cells(line: str) -> list[str]:
    """Return the cells of a line of a Markdown table; a stroke in a cell has a backslash."""
    inside = line[1 : line.rfind("|")] if line.count("|") > 1 else line[1:]
    hidden = inside.replace(r"\|", "\0")
    return [cell.replace("\0", "|").strip() for cell in hidden.split("|")]


def ruled(row: Sequence[str]) -> bool:
    """Tell whether the row is the line below a table's headings."""
    return bool(row) and all(cell and not cell.strip(":-") for cell in row)


def tables(words: str) -> list[Grid]:
    """Return the tables of a CSV text in XLSForm's own way: sheets are named in column one."""
    try:
        return named(csv.reader(StringIO(words, newline=""), strict=True))
    except csv.Error:
        raise unreadable() from None


def named(rows: Iterator[list[str]]) -> list[Grid]:
    """Return sheets from rows of which the first cell starts a sheet by its name."""
    grids: list[Grid] = []
    for row in rows:
        if row and row[0].strip():
            grids.append(Grid(row[0].strip()))
        rest = [cell.strip() for cell in row[1:]]
        if grids and any(rest):
            grids[-1].rows.append(rest)
    return grids


def measure(grid: Grid) -> None:
    """Raise a ToolFault where a sheet holds more than a tool ever has."""
    full = [place for place, row in enumerate(grid.rows, 1) if any(row)]
    if len(full) > ROWS_LIMIT:
        raise ToolFault([Fault(sheet=grid.name, row=full[ROWS_LIMIT],
                               wrong=f"There are {len(full):,} rows",
                               remedy=f"Keep it to {ROWS_LIMIT:,}")])  # fmt: skip
    for place, row in enumerate(grid.rows, 1):
        if len(row) > COLUMNS_LIMIT:
            raise ToolFault([Fault(sheet=grid.name, row=place, wrong=f"There are {len(row):,} "
                                   "columns", remedy=f"Keep it to {COLUMNS_LIMIT}")])  # fmt: skip
        if any(len(cell) > CELL_LIMIT for cell in row):
            raise ToolFault([Fault(sheet=grid.name, row=place, wrong="A cell holds more than "
                                   f"{CELL_LIMIT:,} characters", remedy="Shorten it")])  # fmt: skip
