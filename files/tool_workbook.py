"""Writes a tool as the workbook that it came from, laid out to be read and changed in Excel."""

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Font, PatternFill  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]
from openpyxl.worksheet.datavalidation import DataValidation  # type: ignore[import-untyped]
from openpyxl.worksheet.properties import PageSetupProperties  # type: ignore[import-untyped]
from openpyxl.worksheet.worksheet import Worksheet as Page  # type: ignore[import-untyped]

from audits.tool import Look, Part, Tool, Worksheet
from files.tool_guide_sheet import TYPES_AT, guide
from files.tool_look import DARK, FACE, INK, MIDDLE, PALE, SOFT, WHITE
from files.tool_repack import repacked
from files.tool_sheets import heading
from files.tool_types import type_of

WIDTHS = {
    "type": 26, "name": 22, "label": 44, "hint": 34, "guidance_hint": 90, "relevant": 38,
    "required": 20, "required_message": 34, "constraint": 30, "constraint_message": 34,
    "calculation": 34, "default": 16, "appearance": 16, "list_name": 18, "meaning": 80, "half": 10,
    "form_title": 40, "form_id": 20, "version": 10, "default_language": 20,
    "audit::about": 30, "audit::agencies": 30, "audit::look_again": 38,
    "audit::look_again_message": 34,
}  # fmt: skip
WIDTH = 15
FIXED = {"survey": "D2", "choices": "D2"}
"""The first cell that moves: what is above and to its left stays in sight."""
LINE, MOST_LINES = 14, 9
"""Height of a line of text, and of how many lines a row shows at the most."""
SPARE = 300
"""Rows below the last that have drop-downs too."""
LISTS = {
    "required": "yes,no",
    "audit::kind": "grade,evidence,impact,action,row",
    "audit::look": ",".join(look for look in Look if look),
    "audit::part": ",".join(part for part in Part if part),
}
Band = tuple[str, str, bool]
"""How a row looks: its colour, that of its words, and whether they are bold."""
PLAIN: Band = ("", INK, False)
BANDS: dict[tuple[str, bool], Band] = {
    ("begin_group", False): (MIDDLE, WHITE, True),
    ("begin_group", True): (SOFT, INK, True),
    ("end_group", True): ("", PALE, False),
}
"""Rows that stand out: themes, groups in a theme, and where groups end."""


def workbook(tool: Tool) -> bytes:
    """Return the tool as an Excel workbook; loaded again it is the same tool.

    The same tool gives the same bytes. Raises ValueError for a tool that was kept without its
    sheets, which no tool is that was loaded from a file.
    """
    if not tool.sheets:
        raise ValueError(tool.id)
    book = Workbook()
    book.properties.title, book.properties.creator = tool.title, "maca"
    guide(book.active, tool)
    on_paper(book.active, landscape=False)
    for sheet in tool.sheets:
        page = book.create_sheet(sheet.name)
        fill(page, sheet)
    book.active = 0
    saved = BytesIO()
    book.save(saved)
    return repacked(saved.getvalue())


def fill(page: Page, sheet: Worksheet) -> None:
    """Write the rows of a sheet, every cell as the text it is."""
    keys = [heading(cell) for cell in sheet.headings]
    for column, cell in enumerate(sheet.headings, 1):
        head(page.cell(1, column), cell)
        letter = get_column_letter(column)
        page.column_dimensions[letter].width = WIDTHS.get(keys[column - 1].split("::")[0], WIDTH)
        if wide := WIDTHS.get(keys[column - 1]):
            page.column_dimensions[letter].width = wide
    page.row_dimensions[1].height = 30
    depth = 0
    for place, row in enumerate(sheet.rows, 2):
        kind = type_of(row[keys.index("type")]).name if "type" in keys and any(row) else ""
        write_row(page, place, row, width=len(keys), band=BANDS.get((kind, depth > 0), PLAIN))
        depth += (kind == "begin_group") - (kind == "end_group")
    page.freeze_panes = FIXED.get(sheet.name.lower(), "A2")
    page.sheet_view.zoomScale = 90
    on_paper(page, landscape=True)
    page.print_title_rows = "1:1"
    if sheet.name.lower() == "survey":
        page.sheet_view.showGridLines = True
        add_lists(page, keys, len(sheet.rows) + SPARE)


def on_paper(page: Page, *, landscape: bool) -> None:
    """Let the sheet print as wide as the paper is, on as many pages as it takes."""
    page.page_setup.orientation = "landscape" if landscape else "portrait"
    page.page_setup.paperSize = page.PAPERSIZE_A3 if landscape else page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def head(cell: object, words: str) -> None:
    """Write a heading."""
    cell.value, cell.data_type = words, "s"  # type: ignore[attr-defined]
    cell.font = Font(name=FACE, size=10, bold=True, color=WHITE)  # type: ignore[attr-defined]
    cell.fill = PatternFill("solid", fgColor=DARK)  # type: ignore[attr-defined]
    cell.alignment = Alignment(vertical="center", wrap_text=True)  # type: ignore[attr-defined]


def write_row(page: Page, place: int, row: Sequence[str], *, width: int, band: Band) -> None:
    """Write a row. Themes and groups stand out, so that the tool can be seen at a glance."""
    fill_with, color, bold = band
    for column in range(1, (width if fill_with else len(row)) + 1):
        cell = page.cell(place, column)
        words = row[column - 1] if column <= len(row) else ""
        if words:
            cell.value, cell.data_type = words, "s"
        cell.font = Font(name=FACE, size=10, bold=bold, color=color)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        if fill_with:
            cell.fill = PatternFill("solid", fgColor=fill_with)
    page.row_dimensions[place].height = LINE * min(MOST_LINES, tallest(page, row))


def tallest(page: Page, row: Sequence[str]) -> int:
    """Return how many lines the fullest cell of a row takes."""
    widths = (page.column_dimensions[get_column_letter(n)].width for n in range(1, len(row) + 1))
    lines = (
        sum(max(1, -(-len(line) // max(1, int(width)))) for line in words.split("\n"))
        for words, width in zip(row, widths, strict=True)
    )
    return max(lines, default=1)


def add_lists(page: Page, keys: Sequence[str], last: int) -> None:
    """Offer what can be chosen in a column. Other things may be written too."""
    for column, key in enumerate(keys, 1):
        source = TYPES_AT if key == "type" else f'"{LISTS[key]}"' if key in LISTS else ""
        if source:
            offer = DataValidation(type="list", formula1=source, allow_blank=True)
            offer.showErrorMessage = False
            letter = get_column_letter(column)
            offer.add(f"{letter}2:{letter}{last}")
            page.add_data_validation(offer)
