"""The Excel workbook of an audit: every figure that a report shows can be looked up in it.

Every answer is written as text and by no other way, so that none can become a formula or a link.
The workbook is made in memory: XlsxWriter's thriftier way leaves answers in files on the disk.
"""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from math import ceil
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from files.collation import tables_of
from files.material import Material, file_name_of
from files.printable import one_line, printable
from files.tables import Column, Table, Value

LONGEST = 32_767
"""Characters that Excel takes in one cell."""
LINE, HIGHEST = 15.0, 405.0
"""How high a line is, and a row can be, in points."""
FULL = 0.95
"""How much of a column's width words fill, since they break between words."""
ONE_PAGE = 330
"""Characters beside each other that can still be read when they are printed on one page."""
MOST_ROWS = 1_048_575
"""Rows below the headings."""
HEADING = {
    "bold": True, "font_color": "#FFFFFF", "bg_color": "#1D4F7C", "text_wrap": True,
    "valign": "vcenter", "border": 1, "border_color": "#FFFFFF",
}  # fmt: skip
BODY = {"valign": "top", "text_wrap": True}
FRONT = (Column("Sheet", 26), Column("What a row is", 96))
DAY, MOMENT = "d mmm yyyy", "d mmm yyyy hh:mm"


def made(material: Material) -> bytes:
    """Return the workbook."""
    return written(tables_of(material), material)


def file_name(material: Material) -> str:
    """Return what the file is called."""
    return file_name_of(material, "workbook", "xlsx")


def written(tables: Sequence[Table], material: Material) -> bytes:
    """Return a workbook with a page that says what it holds, and a sheet for each table."""
    file = BytesIO()
    book = Workbook(file, {"in_memory": True, "remove_timezone": True})
    about = {"title": one_line(material.audit.title), "category": material.marking}
    book.set_properties({**about, "created": material.at.replace(tzinfo=None)})
    book.set_custom_property("Marking", material.marking or "none")
    formats = Formats(book)
    contents(book, formats, tables, material)
    for table in tables:
        sheet(book, formats, table, material)
    book.close()
    return file.getvalue()


class Formats:
    """How cells look. A workbook wants each format made once."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 - XlsxWriter has no types
        self.heading = book.add_format(HEADING)
        self.body = book.add_format(BODY)
        self.number = book.add_format({**BODY, "align": "center"})
        self.day = book.add_format({**BODY, "num_format": DAY, "align": "left"})
        self.moment = book.add_format({**BODY, "num_format": MOMENT, "align": "left"})
        self.title = book.add_format({"bold": True, "font_size": 18, "font_color": "#1D4F7C"})
        self.strong = book.add_format({"bold": True, "valign": "top"})
        self.link = book.add_format({**BODY, "font_color": "#1D4F7C", "underline": 1})


def contents(book: Any, formats: Formats, tables: Sequence[Table], material: Material) -> None:  # noqa: ANN401
    """Write the first page: which audit, when made, and what each sheet holds."""
    page = framed(book.add_worksheet("Read me"), material)
    for number, column in enumerate(FRONT):
        page.set_column(number, number, column.width)
    page.write_string(0, 0, cell_text(material.audit.title), formats.title)
    row = 2
    for name, told in material.facts():
        page.write_string(row, 0, name, formats.strong)
        page.write_string(row, 1, cell_text(told), formats.body)
        row += 1
    row += 1
    for number, column in enumerate(FRONT):
        page.write_string(row, number, column.heading, formats.heading)
    for table in tables:
        row += 1
        page.set_row(row, height((table.name, table.about), FRONT))
        page.write_url(row, 0, f"internal:'{table.name}'!A1", formats.link, table.name)
        page.write_string(row, 1, cell_text(table.about), formats.body)


def sheet(book: Any, formats: Formats, table: Table, material: Material) -> None:  # noqa: ANN401
    """Write one table: headings that stay in sight, a filter, a row for each row."""
    page = framed(book.add_worksheet(table.name), material)
    page.freeze_panes(1, table.held)
    page.repeat_rows(0)
    if sum(column.width for column in table.columns) > ONE_PAGE:
        page.fit_to_pages(0, 0)
        page.repeat_columns(0, table.held - 1)
    page.set_row(0, height([column.heading for column in table.columns], table.columns))
    for number, column in enumerate(table.columns):
        page.set_column(number, number, column.width)
        page.write_string(0, number, cell_text(column.heading), formats.heading)
    for number, row in enumerate(table.rows[:MOST_ROWS], start=1):
        page.set_row(number, height(row, table.columns))
        for place, value in enumerate(row):
            cell(page, formats, (number, place), value)
    page.autofilter(0, 0, len(table.rows), max(len(table.columns) - 1, 0))


def height(row: Sequence[Value], columns: Sequence[Column]) -> float:
    """Return how high a row must be to show its texts whole, as far as Excel lets a row grow."""
    lines = 1
    for value, column in zip(row, columns, strict=True):
        if isinstance(value, str) and (len(value) > column.width * FULL or "\n" in value):
            each = value.split("\n")
            lines = max(lines, sum(max(1, ceil(len(one) / (column.width * FULL))) for one in each))
    return min(lines * LINE, HIGHEST)


def framed(page: Any, material: Material) -> Any:  # noqa: ANN401
    """Set up a page for printing: across, one page wide, with the marking and page numbers."""
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.8)
    marking = material.marking.replace("&", "&&")
    page.set_header(f"&C&B{marking}")
    page.set_footer("&L&A&CPage &P of &N")
    return page


def cell(page: Any, formats: Formats, place: tuple[int, int], value: Value) -> None:  # noqa: ANN401
    """Write one cell as what it is. Nothing is left for Excel, or the library, to guess."""
    match value:
        case None | "":
            return
        case str():
            page.write_string(*place, cell_text(value), formats.body)
        case datetime():
            page.write_datetime(*place, value.replace(tzinfo=None), formats.moment)
        case date():
            page.write_datetime(*place, value, formats.day)
        case _:
            page.write_number(*place, value, formats.number)


def cell_text(text: str) -> str:
    """Return the text as Excel can hold it."""
    fit = printable(text)
    return fit if len(fit) <= LONGEST else f"{fit[: LONGEST - 1]}…"
