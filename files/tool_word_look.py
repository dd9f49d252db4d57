"""How a printed tool looks: its page, headings, tables and boxes."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from docx.document import Document as Paper
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from audits.values import tidied
from files.tool_look import DARK, FACE, LINE, PALE, SOFT

BOLD = re.compile(r"\*\*(.+?)\*\*")
SIDE, TOP = Cm(2), Cm(2.2)
WIDTH = 17.0
"""Centimetres between the margins of A4."""


def prepare(paper: Paper, running: str) -> None:
    """Set the page, the faces, and what stands at the head and foot of each page."""
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = SIDE
    section.top_margin = section.bottom_margin = TOP
    for name, size, above in (("Normal", 10, 0), ("Heading 1", 16, 18), ("Heading 2", 12, 12)):
        style: Any = paper.styles[name]
        style.font.name, style.font.size = FACE, Pt(size)
        style.element.rPr.rFonts.set(qn("w:asciiTheme"), FACE)
        style.element.rPr.rFonts.attrib.pop(qn("w:asciiTheme"))
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(above), Pt(4)
        if name != "Normal":
            style.font.color.rgb = RGBColor.from_string(DARK)
            style.paragraph_format.keep_with_next = True
    head = section.header.paragraphs[0]
    run(head, tidied(running), size=8, color=PALE)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run(foot, "Page ", size=8, color=PALE)
    number(foot, "PAGE")
    run(foot, " of ", size=8, color=PALE)
    number(foot, "NUMPAGES")


def number(paragraph: Any, what: str) -> None:  # noqa: ANN401 - python-docx's own
    """Add a number that Word works out."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), what)
    inner, look, shown = OxmlElement("w:r"), OxmlElement("w:rPr"), OxmlElement("w:t")
    for name, value in (("w:color", PALE), ("w:sz", "16")):
        one = OxmlElement(name)
        one.set(qn("w:val"), value)
        look.append(one)
    shown.text = "1"
    inner.append(look)
    inner.append(shown)
    field.append(inner)
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no other way to a field


def run(paragraph: Any, text: str, **how: Any) -> None:  # noqa: ANN401
    """Add text with a size in points, a colour, or bold."""
    added = paragraph.add_run(text)
    added.bold = how.get("bold")
    if "size" in how:
        added.font.size = Pt(how["size"])
    if "color" in how:
        added.font.color.rgb = RGBColor.from_string(how["color"])


def marked(paragraph: Any, text: str, **how: Any) -> None:  # noqa: ANN401
    """Add text in which two stars make bold."""
    for place, part in enumerate(BOLD.split(tidied(text))):
        if part:
            run(paragraph, part, **{**how, "bold": bool(place % 2) or how.get("bold")})


def plain(text: str) -> str:
    """Return text without the stars that make bold."""
    return BOLD.sub(r"\1", tidied(text))


def title(paper: Paper, name: str, below: str) -> None:
    """Write the document's title with a line below it."""
    first = paper.paragraphs[0] if paper.paragraphs else paper.add_paragraph()
    run(first, tidied(name), size=24, bold=True, color=DARK)
    first.paragraph_format.space_after = Pt(2)
    second = paper.add_paragraph()
    run(second, tidied(below), size=12, color=PALE)
    second.paragraph_format.space_after = Pt(12)


def words(paper: Paper, text: str) -> None:
    """Write a paragraph."""
    marked(paper.add_paragraph(), text)


def small(paper: Paper, text: str) -> None:
    """Write a line in the small print, nothing where there is none."""
    if text:
        line = paper.add_paragraph()
        marked(line, text, size=9, color=PALE)
        line.paragraph_format.keep_with_next = True


def table(
    paper: Paper,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    **how: Any,  # noqa: ANN401
) -> None:
    """Write a table: `widths` in centimetres; `centred`, `tall` and `shade` change how it looks."""
    made = paper.add_table(rows=0, cols=len(headings))
    made.style = "Table Grid"
    made.alignment = WD_TABLE_ALIGNMENT.LEFT
    made.autofit = False
    head = made.add_row()
    repeat(head)
    for cell, text in zip(head.cells, headings, strict=True):
        filled(cell, text, bold=True, size=9)
        shaded(cell, how.get("shade", SOFT))
    for row in rows:
        line = made.add_row()
        unbroken(line)
        if how.get("tall"):
            line.height = Cm(1.2)
        for place, (cell, text) in enumerate(zip(line.cells, row, strict=True)):
            filled(cell, text, size=9)
            if how.get("centred") and place:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    bordered(made)
    for column, width in zip(made.columns, how["widths"], strict=True):
        column.width = Cm(width)
    for row_made in made.rows:
        for cell, width in zip(row_made.cells, how["widths"], strict=True):
            cell.width = Cm(width)
    paper.add_paragraph().paragraph_format.space_after = Pt(0)


def filled(cell: Any, text: str, **how: Any) -> None:  # noqa: ANN401
    """Write text into a cell, a paragraph for each line."""
    for place, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(1)
        marked(paragraph, line, **how)


def boxed(paper: Paper, name: str, paragraphs: Sequence[str], shade: str) -> None:
    """Write paragraphs in a shaded box under a small heading."""
    made = paper.add_table(rows=1, cols=1)
    made.autofit = False
    made.columns[0].width = Cm(WIDTH)
    cell = made.rows[0].cells[0]
    cell.width = Cm(WIDTH)
    shaded(cell, shade)
    filled(cell, name, bold=True, size=9)
    cell.paragraphs[0].paragraph_format.keep_with_next = True
    for text in paragraphs:
        paragraph = cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(3)
        marked(paragraph, text, size=9)
    paper.add_paragraph().paragraph_format.space_after = Pt(0)


def bordered(made: Any) -> None:  # noqa: ANN401
    """Give a table thin grey lines."""
    lines = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("color", LINE)):
            line.set(qn(f"w:{name}"), value)
        lines.append(line)
    made._tbl.tblPr.append(lines)  # noqa: SLF001 - python-docx has no other way


def shaded(cell: Any, color: str) -> None:  # noqa: ANN401
    """Colour the ground of a cell."""
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), color)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - python-docx has no other way


def repeat(row: Any) -> None:  # noqa: ANN401
    """Let a row head the table on every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - as above


def unbroken(row: Any) -> None:  # noqa: ANN401
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - as above
