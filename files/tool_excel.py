"""Reads the cells of an Excel workbook as plain text, and tells of those that are not."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO
from warnings import catch_warnings, simplefilter
from zipfile import BadZipFile

from openpyxl import load_workbook  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

from audits.values import tidied
from files.tool_faults import Fault

Cells = list[list[str]]
Found = tuple[str, Cells, list[Fault]]

MOST_SHEETS = 40
BROKEN = (KeyError, ValueError, TypeError, IndexError, AttributeError, SyntaxError, AssertionError)
"""What openpyxl raises for the many ways in which a workbook can be damaged."""


def sheets_in(content: bytes) -> list[Found]:
    """Return each sheet with its rows and what is wrong in them. Raises BadZipFile if damaged.

    Links to other files are not followed, and formulas are not worked out.
    """
    with catch_warnings():
        simplefilter("ignore")  # openpyxl tells of what it leaves out: none of it is in cells
        try:
            book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
        except BROKEN as error:
            raise BadZipFile(str(error)) from None
        try:
            return [sheet_in(sheet) for sheet in book.worksheets[:MOST_SHEETS]]
        except BROKEN as error:
            raise BadZipFile(str(error)) from None
        finally:
            book.close()


def sheet_in(sheet: object) -> Found:
    """Read one sheet. Rows keep their numbers; blank rows at the end are left out."""
    sheet.reset_dimensions()  # type: ignore[attr-defined] # the size that is written may be a lie
    name, rows, faults = sheet.title, Cells(), list[Fault]()  # type: ignore[attr-defined]
    blank = 0
    for place, row in enumerate(sheet.iter_rows(), 1):  # type: ignore[attr-defined]
        cells = [plain(cell, name, place, faults) for cell in row]
        if place > 1:
            faults += mangled(row, rows[0] if rows else [], name, place)
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            blank += 1
            continue
        if blank > GAP:
            faults.append(Fault(sheet=name, row=place, wrong="This row stands far below the others",
                                remedy="Move it up, or delete it"))  # fmt: skip
            continue
        rows.extend([] for _ in range(blank))
        blank = 0
        rows.append(cells)
        if len(faults) > FAULTS_TOLD or len(rows) > ROWS_READ:
            break
    return name, rows, faults


FAULTS_TOLD = 200
GAP = 1_000
"""Blank rows in a row that a sheet may have."""
ROWS_READ = 60_000
"""Rows after which nobody reads on: such a sheet is refused for its length."""


def plain(cell: object, sheet: str, row: int, faults: list[Fault]) -> str:
    """Return the cell as text, keeping a fault for what is no plain cell."""
    value, kind = cell.value, cell.data_type if cell.value is not None else ""  # type: ignore[attr-defined]
    if value is None:
        return ""
    wrong, remedy = "", ""
    if kind == "f":
        wrong, remedy = "A formula stands here", "Copy the cell and paste it as a value"
    elif kind == "e":
        wrong, remedy = f"Excel shows the error {value}", "Write what should stand here"
    elif isinstance(value, datetime | date | time):
        return moment(value)
    if wrong:
        column = get_column_letter(cell.column)  # type: ignore[attr-defined]
        faults.append(Fault(sheet=sheet, row=row, column=column, wrong=wrong, remedy=remedy))
        return ""
    return written(value)


def mangled(
    row: Sequence[object], headings: Sequence[str], sheet: str, place: int
) -> Iterator[Fault]:
    """Find cells in which Excel has put a date in the place of what was typed, such as 1-5."""
    for cell, heading in zip(row, headings, strict=False):
        value = cell.value  # type: ignore[attr-defined]
        if isinstance(value, datetime | date | time) and heading.lower() not in DATES_WELCOME:
            yield Fault(sheet=sheet, row=place, column=heading,
                        wrong="Excel has made a date of this cell",
                        remedy="Format the column as text, and write it again")  # fmt: skip


DATES_WELCOME = {"default", "version", ""}


def moment(value: datetime | date | time) -> str:
    """Return what Excel keeps as a day or a time, in ISO 8601."""
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    return value.isoformat()


def written(value: object) -> str:
    """Return a value as people see it: 3 and not 3.0, TRUE and not True."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return tidied(str(value).replace("\N{NO-BREAK SPACE}", " "))
