"""Tables in a Word document: headings repeated on each page, no row torn, words as they are.

They are written as XML in one piece. python-docx takes some milliseconds for each cell, and a pack
has thousands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from files.printable import printable
from files.right_to_left import from_right

TWIPS = 567
"""To the centimetre."""
HEAD_FILL, BAND = "1D4F7C", "F3F6F9"
EDGES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="B9C0C6"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


BESIDE = 85
"""Twips that a cell leaves beside its words; above and below they have less."""
MARGINS = "".join(
    f'<w:{side} w:w="{wide}" w:type="dxa"/>'
    for side, wide in (("top", 35), ("left", BESIDE), ("bottom", 20), ("right", BESIDE))
)


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, and how: bold, or on a coloured ground."""

    text: str
    bold: bool = False
    fill: str = ""
    pale: bool = False
    """Whether the words are white, on a dark ground."""


Given = str | int | Cell


def table(
    document: Document,
    headings: Sequence[str],
    rows: Sequence[Sequence[Given]],
    *,
    widths: Sequence[float],
    told: str,
) -> None:
    """Add a table; `widths` are centimetres, `told` says what it shows to who does not see it."""
    grid = "".join(f'<w:gridCol w:w="{int(wide * TWIPS)}"/>' for wide in widths)
    head = row_xml([Cell(one, bold=True, fill=HEAD_FILL, pale=True) for one in headings], widths,
                   head=True)  # fmt: skip
    body = "".join(row_xml([cell_of(one) for one in row], widths, head=False) for row in rows)
    look = (
        f'<w:tblPr><w:tblW w:w="{int(sum(widths) * TWIPS)}" w:type="dxa"/>'
        f'<w:tblInd w:w="{BESIDE}" w:type="dxa"/>'
        f'<w:tblBorders>{EDGES}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{MARGINS}</w:tblCellMar>"
        '<w:tblLook w:val="0020" w:firstRow="1" w:noVBand="1" w:noHBand="1"/>'
        f"<w:tblDescription w:val={quoteattr(printable(told))}/></w:tblPr>"
    )
    xml = f"<w:tbl {nsdecls('w')}>{look}<w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>"
    document.element.body.insert_element_before(parse_xml(xml), "w:sectPr")
    after = document.add_paragraph()
    after.paragraph_format.space_after = 0


def cell_of(given: Given) -> Cell:
    """Return what was given as a cell."""
    return given if isinstance(given, Cell) else Cell(str(given))


def row_xml(cells: Sequence[Cell], widths: Sequence[float], *, head: bool) -> str:
    """Return one row. The heading row is repeated on every page; a short row is not torn."""
    short = sum(len(cell.text) for cell in cells) < TORN
    torn = "<w:cantSplit/>" if short else ""
    look = f"<w:trPr>{torn}{'<w:tblHeader/>' if head else ''}</w:trPr>"
    inner = "".join(
        cell_xml(cell, wide, head=head) for cell, wide in zip(cells, widths, strict=True)
    )
    return f"<w:tr>{look}{inner}</w:tr>"


TORN = 1_500
"""A row with so many characters may run over two pages."""


def cell_xml(cell: Cell, wide: float, *, head: bool) -> str:
    """Return one cell, a paragraph for each line."""
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.fill}"/>' if cell.fill else ""
    lines = printable(cell.text).split("\n")
    paragraphs = "".join(line_xml(line, cell, head=head) for line in lines)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{int(wide * TWIPS)}" w:type="dxa"/>{fill}</w:tcPr>'
        f"{paragraphs}</w:tc>"
    )


def line_xml(line: str, cell: Cell, *, head: bool) -> str:
    """Return one line of a cell as a paragraph; headings stay with the first row."""
    right = from_right(line)
    look = ("<w:b/>" if cell.bold else "") + (
        '<w:color w:val="FFFFFF"/>' if cell.pale else ""
    ) + ("<w:rtl/>" if right else "")  # fmt: skip
    set_so = ("<w:keepNext/>" if head else "") + ("<w:bidi/>" if right else "")
    return (
        f'<w:p><w:pPr><w:pStyle w:val="TableText"/>{set_so}</w:pPr>'
        f"<w:r><w:rPr>{look}</w:rPr>{tabbed(line)}</w:r></w:p>"
    )


def tabbed(line: str) -> str:
    """Return the words of a line, with tabs as Word has them."""
    parts = (f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in line.split("\t"))
    return "<w:tab/>".join(parts)
