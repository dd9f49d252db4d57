"""Writes the guide sheet of a tool's workbook: how to write a tool, and scales to copy."""

from collections.abc import Iterable, Sequence

from openpyxl.styles import Alignment, Font, PatternFill  # type: ignore[import-untyped]
from openpyxl.worksheet.worksheet import Worksheet as Page  # type: ignore[import-untyped]

from audits.tool import Tool
from files import tool_guide as words
from files.tool_look import DARK, FACE, GREY, INK, PALE, SOFT, WHITE
from files.tool_sheets import GUIDE

TYPES = (
    "text", "integer", "decimal", "date", "time", "acknowledge", "note", "calculate",
    "begin_group", "end_group", "hidden",
)  # fmt: skip
TYPES_COLUMN = 8
MOST_TYPES = 120
TYPES_AT = f"{GUIDE}!$H$2:$H${MOST_TYPES}"
"""Where the drop-down of the column type finds what it offers."""
WIDTHS = {"A": 3, "B": 40, "C": 24, "D": 26, "E": 62, "F": 3, "G": 3, "H": 28}
LAST = 5


def guide(page: Page, tool: Tool) -> None:
    """Write the guide onto an empty page."""
    page.title = GUIDE
    page.sheet_view.showGridLines = False
    page.sheet_properties.tabColor = DARK
    for letter, width in WIDTHS.items():
        page.column_dimensions[letter].width = width
    place = banner(page, tool)
    place = section(page, place, "In six steps", [(f"{n}. {a}", b) for n, a, b in words.STEPS])
    place = section(page, place, "Types", words.TYPES)
    place = section(page, place, "Columns", words.COLUMNS)
    place = section(page, place, "Rules, by example", words.RULES, plain_first=False)
    place = paragraph(page, place, f"Functions: {words.functions()}", height=75)
    end = scales(page, place + 1)
    page.print_area = f"A1:E{end}"
    types(page, tool)
    page.column_dimensions["H"].hidden = True


def banner(page: Page, tool: Tool) -> int:
    """Write the title and the first words; return the next free row."""
    page.merge_cells("B1:E1")
    cell = page["B1"]
    put(cell, f"How to write an audit tool – {tool.title}", size=16, bold=True, color=WHITE)
    for column in "ABCDE":
        page[f"{column}1"].fill = PatternFill("solid", fgColor=DARK)
    page.row_dimensions[1].height = 36
    cell.alignment = Alignment(vertical="center")
    place = 3
    for line in words.START:
        place = paragraph(page, place, line)
    return place + 1


def put(cell: object, text: str, **look: object) -> None:
    """Write text into a cell, never as a formula."""
    cell.value, cell.data_type = text, "s"  # type: ignore[attr-defined]
    cell.font = Font(**{"name": FACE, "size": 10, "color": INK, **look})  # type: ignore[attr-defined]
    cell.alignment = Alignment(vertical="top", wrap_text=True)  # type: ignore[attr-defined]


def paragraph(page: Page, place: int, text: str, *, height: int = 0) -> int:
    """Write a paragraph across the page; return the next row."""
    page.merge_cells(start_row=place, end_row=place, start_column=2, end_column=LAST)
    put(page.cell(place, 2), text)
    page.row_dimensions[place].height = height or 15 * (1 + len(text) // 165)
    return place + 1


def title(page: Page, place: int, text: str) -> int:
    """Write a heading across the page; return the next row."""
    for column in range(2, LAST + 1):
        page.cell(place, column).fill = PatternFill("solid", fgColor=SOFT)
    put(page.cell(place, 2), text, size=12, bold=True, color=DARK)
    page.row_dimensions[place].height = 20
    return place + 1


def section(
    page: Page, place: int, name: str, lines: Iterable[Sequence[str]], *, plain_first: bool = True
) -> int:
    """Write a heading and its lines in two columns; return the next free row."""
    place = title(page, place, name)
    for first, second in lines:
        page.merge_cells(start_row=place, end_row=place, start_column=3, end_column=LAST)
        face = {} if plain_first else {"name": "Consolas"}
        put(page.cell(place, 2), first, bold=plain_first, **face)
        put(page.cell(place, 3), second)
        rows = max(1 + len(second) // 125, 1 + len(first) // (38 if plain_first else 34))
        page.row_dimensions[place].height = 15 * rows
        place += 1
    return place + 1


def scales(page: Page, place: int) -> int:
    """Write lists of grades that can be copied to the sheet choices; return the next row."""
    place = title(page, place, "Scales to copy to the sheet choices")
    for column, name in enumerate(("list_name", "name", "label", "meaning"), 2):
        put(page.cell(place, column), name, bold=True)
        page.cell(place, column).fill = PatternFill("solid", fgColor=GREY)
    for line in words.SCALES:
        place += 1
        for column, cell in enumerate(line, 2):
            put(page.cell(place, column), cell)
    return paragraph(page, place + 2, words.NO_SCALE)


def types(page: Page, tool: Tool) -> None:
    """Write what the drop-down of the column type offers, out of the way on the right."""
    put(page.cell(1, TYPES_COLUMN), "Types in the drop-down", color=PALE)
    lists = dict.fromkeys(
        row[place]
        for sheet in tool.sheets
        if sheet.name.lower() == "choices" and "list_name" in sheet.headings
        for place in [sheet.headings.index("list_name")]
        for row in sheet.rows
        if place < len(row) and row[place]
    )
    offered = [*TYPES, *(f"select_one {name}" for name in lists),
               *(f"select_multiple {name}" for name in lists)]  # fmt: skip
    for place, name in enumerate(offered[: MOST_TYPES - 1], 2):
        put(page.cell(place, TYPES_COLUMN), name, color=PALE)
