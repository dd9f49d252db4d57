"""Reads any workbook or .csv with distrust: rows of text with their places, or what is wrong.

What could do harm is refused before it is unpacked: programs, links, formulas, bombs.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from files.tool_faults import Fault
from files.tool_file import ZIPPED

SIZE_LIMIT = 8_000_000
"""Bytes in one file."""
UNPACKED_LIMIT = 60_000_000
"""Bytes in all its parts: a roster of 5,000 people has some 3 MB."""
ROW_LIMIT = 20_000
COLUMN_LIMIT = 60
CELL_LIMIT = 2_000
"""Characters in one cell."""
SPREAD_LIMIT = 2_000
"""Cells that one merged cell may stand for."""
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*ref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"')
REASON = {
    "vbaproject.bin": ("It holds a program (macros)", "Save it as an ordinary workbook (.xlsx)"),
    "externallinks/": ("It takes cells from another workbook",
                       "Copy the sheets, paste them as values, and save"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One row as text, with its number as Excel counts."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: its name, its rows that hold anything."""

    name: str
    rows: tuple[Row, ...]


class UnreadableFileError(Exception):
    """A file that cannot be read at all, with the reasons."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


def pages_of(content: bytes, called: str) -> tuple[list[Page], list[Fault]]:
    """Return the sheets, and what is wrong with single cells. Raises UnreadableFileError.

    `called` is the file's name, for a .csv has no name of its own inside.
    """
    if len(content) > SIZE_LIMIT:
        raise unreadable("The file is larger than 8 MB", "Take out what is not part of the roster")
    if content.startswith(ZIPPED):
        return from_excel(content)
    if content.startswith(OLD_EXCEL):
        raise unreadable("This is an Excel file of the old kind, or one with a password",
                         "Save it without a password as an Excel workbook (.xlsx)")  # fmt: skip
    return [from_csv(content, called)], []


def unreadable(wrong: str, remedy: str) -> UnreadableFileError:
    """Return the error for a file as a whole."""
    return UnreadableFileError([Fault(sheet="(the file)", wrong=wrong, remedy=remedy)])


def from_excel(content: bytes) -> tuple[list[Page], list[Fault]]:
    """Read a workbook, one row at a time. Raises UnreadableFileError."""
    from openpyxl import load_workbook  # type: ignore[import-untyped]  # noqa: PLC0415 - 17 MB

    safe_or_refuse(content)
    faults: list[Fault] = []
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
        pages = [page_of(sheet, content, faults) for sheet in book.worksheets]
    except UnreadableFileError:
        raise
    except Exception as error:  # openpyxl meets damaged files with errors of every kind
        raise unreadable("The workbook is damaged", "Open it in Excel, save it anew") from error
    return pages, faults


def safe_or_refuse(content: bytes) -> None:
    """Raise UnreadableFileError for a package that is too large or holds more than cells."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
    except (BadZipFile, ValueError, NotImplementedError):
        raise unreadable("The workbook is damaged", "Open it in Excel, save it anew") from None
    if sum(part.file_size for part in parts) > UNPACKED_LIMIT or len(parts) > ROW_LIMIT:
        raise unreadable("The workbook unpacks to more than 60 MB",
                         "Copy its filled rows into a new template")  # fmt: skip
    names = [part.filename.casefold() for part in parts]
    for mark, (wrong, remedy) in REASON.items():
        if any(mark in name for name in names):
            raise unreadable(wrong, remedy)
    if "xl/workbook.xml" not in names:
        raise unreadable("This is no Excel workbook", "Save it as an Excel workbook (.xlsx)")


def page_of(sheet: Any, content: bytes, faults: list[Fault]) -> Page:  # noqa: ANN401 - openpyxl
    """Read one sheet; each formula is kept as a fault."""
    rows: list[Row] = []
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(max_col=COLUMN_LIMIT), 1):
        if number > ROW_LIMIT:
            faults.append(Fault(sheet=sheet.title, row=number, wrong="The sheet has more rows than "
                                f"we read ({ROW_LIMIT:,})",
                                remedy="Delete the empty rows below the last one"))  # fmt: skip
            break
        formulas = [cell.coordinate for cell in cells if cell.data_type == "f"]
        faults += [formula_fault(sheet.title, number, place) for place in formulas[:1]]
        texts = tuple(text_of(cell.value) for cell in cells)
        if any(texts):
            rows.append(Row(number, texts))
    return Page(sheet.title.strip(), tuple(spread(rows, merged_in(sheet, content))))


def formula_fault(sheet: str, row: int, place: str) -> Fault:
    """Return the fault of a cell that works something out."""
    column = re.sub(r"\d", "", place)
    wrong, remedy = "There is a formula", "Copy the cell and paste it as a value"
    return Fault(sheet=sheet, row=row, column=column, wrong=wrong, remedy=remedy)


def text_of(value: object) -> str:
    """Return a cell as somebody reads it: dates as 2026-12-08, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return tidy(str(value))


def tidy(words: str) -> str:
    """Return the words without stray spaces, control signs and more than a cell may hold."""
    kept = "".join(c if c.isprintable() or c == "\n" else " " for c in words[: CELL_LIMIT * 2])
    lines = (" ".join(line.split()) for line in kept.split("\n"))
    return "\n".join(line for line in lines if line)[:CELL_LIMIT]


def merged_in(sheet: Any, content: bytes) -> Iterator[tuple[int, int, int, int]]:  # noqa: ANN401
    """Yield merged cells as first column, first row, last column, last row, counted from 0 and 1.

    openpyxl tells of them only when it reads the whole sheet into memory.
    """
    path = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
    with ZipFile(BytesIO(content)) as packed:
        if path not in packed.namelist():
            return
        with packed.open(path) as part:
            for _, left, top, right, bottom in chunks_with(part):
                yield left, top, right, bottom


def chunks_with(part: Any) -> Iterator[tuple[int, int, int, int, int]]:  # noqa: ANN401
    """Search a long part piece by piece; what stands across two pieces is found too."""
    rest, seen = b"", 0
    while piece := part.read(1_000_000):
        text = rest + piece
        for match in MERGED.finditer(text):
            left, top, right, bottom = match.groups()
            yield seen, place(left), int(top), place(right), int(bottom)
            seen += 1
            if seen > ROW_LIMIT:
                return
        cut = max((m.end() for m in MERGED.finditer(text)), default=0)
        rest = text[max(cut, len(text) - 300) :]


def place(letters: bytes) -> int:
    """Return the number of a column, from 0: A is 0."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def spread(rows: Sequence[Row], merged: Iterable[tuple[int, int, int, int]]) -> Iterator[Row]:
    """Give each row that a tall merged cell covers what stands in that cell."""
    by_number = {row.number: list(row.cells) for row in rows}
    for left, top, right, bottom in merged:
        if left != right or left >= COLUMN_LIMIT or bottom - top > SPREAD_LIMIT:
            continue
        first = by_number.get(top)
        words = first[left] if first and left < len(first) else ""
        for number in range(top + 1, bottom + 1):
            cells = by_number.get(number)
            if cells and left < len(cells) and not cells[left]:
                cells[left] = words
    return (Row(number, tuple(cells)) for number, cells in by_number.items())


def from_csv(content: bytes, called: str) -> Page:
    """Read a .csv, whatever parts its cells. Raises UnreadableFileError."""
    if b"\0" in content[:4096]:
        raise unreadable("This is no workbook and no .csv", "Save it as a workbook (.xlsx)")
    words = decoded(content)
    sample = words[:4096]
    parted = max(",;\t", key=sample.count)
    try:
        read = list(zip(range(1, ROW_LIMIT + 2), csv.reader(StringIO(words), delimiter=parted),
                        strict=False))  # fmt: skip
    except csv.Error:
        raise unreadable("The .csv cannot be read", "Save it as a workbook (.xlsx)") from None
    if len(read) > ROW_LIMIT:
        raise unreadable(f"The .csv has more than {ROW_LIMIT:,} rows", "Load it in parts")
    rows = (Row(n, tuple(map(tidy, cells[:COLUMN_LIMIT]))) for n, cells in read)
    name = re.split(r"[\\/]", called)[-1].rpartition(".")[0] or "csv"
    return Page(name, tuple(row for row in rows if any(row.cells)))


def decoded(content: bytes) -> str:
    """Return the text, in the encoding of today or in the one that older Excels write."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
