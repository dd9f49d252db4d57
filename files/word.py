"""A Word document of ours: real heading styles, a marking and page numbers on every page.

Headings are Word's own, so that a screen reader, the navigation pane and a table of contents find
them. Pictures have an alternative text. Languages that are written from the right are set so.
"""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Length, Pt, RGBColor
from docx.text.paragraph import Paragraph

from files.charts import Picture
from files.material import LONG_AGO, Material, zipped
from files.printable import one_line, printable
from files.right_to_left import from_right
from files.wording import many, moment

FONT = "Arial"
BLUE = RGBColor(0x1D, 0x4F, 0x7C)
GREY = RGBColor(0x50, 0x57, 0x5D)
SIZES = {"Title": 28, "Heading 1": 18, "Heading 2": 14, "Heading 3": 12}
LONG, SHORT = Cm(29.7), Cm(21)
AFTER_BIDI = (
    "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing",
    "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment",
    "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr",
    "w:pPrChange",
)  # fmt: skip
MODERN = "15"
"""What Word calls its present way of laying out; an older one shows as “compatibility mode”."""
RIGHT = WD_TAB_ALIGNMENT.RIGHT
CONTENTS = "Contents 1", "Contents 2"


def blank(*, across: bool = False) -> Document:
    """Return an empty A4 document with our styles; `across` turns the page on its side."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = (LONG, SHORT) if across else (SHORT, LONG)
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    side = Cm(1.8) if across else Cm(2.3)
    section.left_margin = section.right_margin = side
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2)
    styled(document)
    return document


def styled(document: Document) -> None:
    """Give the document our fonts, sizes and colours, and say that it is in British English."""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(11)
    normal.paragraph_format.space_after = Pt(7)
    normal.paragraph_format.line_spacing = 1.12
    for name, size in SIZES.items():
        style: Any = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), BLUE
        style.font.bold = True
        fonts = style.element.rPr.rFonts
        for theme in [key for key in fonts.attrib if "Theme" in key]:
            del fonts.attrib[theme]
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.space_before = Pt(0 if name == "Title" else size)
        style.paragraph_format.space_after = Pt(6)
    caption: Any = document.styles["Caption"]
    caption.font.size, caption.font.color.rgb, caption.font.bold = Pt(9), GREY, False
    caption.paragraph_format.space_after = Pt(12)
    table_text(document)
    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), "en-GB")
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), MODERN)


def table_text(document: Document) -> None:
    """Add the styles that the document's own do not have: text in tables, entries of contents."""
    for name, size, after in (
        ("Table Text", 9, 2),
        ("Small", 9, 4),
        *((c, 11, 3) for c in CONTENTS),
    ):
        style: Any = document.styles.add_style(name, 1)
        style.base_style = document.styles["Normal"]
        style.font.size = Pt(size)
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.line_spacing = 1.0
    document.styles[CONTENTS[1]].paragraph_format.left_indent = Cm(0.7)
    document.styles["Small"].font.color.rgb = GREY


def told_about(document: Document, material: Material, title: str) -> None:
    """Fill in what a document says of itself. Nobody's name is in it."""
    known = document.core_properties
    known.title, known.subject = one_line(title), one_line(material.audit.title)
    known.author, known.last_modified_by = one_line(material.partnership.name), ""
    known.language, known.keywords, known.comments = "en-GB", material.marking, ""
    known.created = known.modified = material.at.replace(tzinfo=None)


def edges(document: Document, left: str, marking: str) -> None:
    """Put the marking above and below every page, and a name and page numbers below."""
    for section in document.sections:
        top = section.header.paragraphs[0]
        written(top, marking).alignment = WD_ALIGN_PARAGRAPH.CENTER
        top.style = document.styles["Small"]
        for run in top.runs:
            run.bold = True
        below = section.footer.paragraphs[0]
        below.style = document.styles["Small"]
        below.paragraph_format.tab_stops.add_tab_stop(text_width(document), RIGHT)
        written(below, f"{left}\tPage ")
        field(below, "PAGE", "1")
        below.add_run(" of ")
        field(below, "NUMPAGES", "1")


def title_page(
    document: Document, material: Material, title: str, *, lines: list[str], unchecked: int
) -> None:
    """Write the first page: the partnership, the title, what the document is, and its standing."""
    gap = document.add_paragraph()
    gap.paragraph_format.space_after = Pt(90)
    strong(said(document, material.partnership.name), 14)
    document.add_paragraph(one_line(title), style="Title")
    for line in lines:
        said(document, line)
    said(document, f"Made on {moment(material.audit.here(material.at))}.", "Small")
    if unchecked:
        strong(said(document, draft_note(unchecked)), 11)


def draft_note(unchecked: int) -> str:
    """Say how much is still to be checked before a document may go out."""
    return (
        f"Draft. {many(unchecked, 'detail')} that may tell who somebody is"
        f" {'has' if unchecked == 1 else 'have'} not been checked. Do not pass this on yet."
    )


def strong(paragraph: Paragraph, size: int) -> Paragraph:
    """Make a paragraph bold and this large."""
    for run in paragraph.runs:
        run.bold, run.font.size = True, Pt(size)
    return paragraph


def said(document: Any, text: str, style: str | None = None) -> Paragraph:  # noqa: ANN401 - a document or a cell
    """Add a paragraph with somebody's words as they are."""
    paragraph: Paragraph = document.add_paragraph()
    if style:
        paragraph._p.style = style.replace(" ", "")  # noqa: SLF001 - by name it takes much longer
    return written(paragraph, text)


def written(paragraph: Paragraph, text: str) -> Paragraph:
    """Add words to a paragraph: a line feed stays one, and what is read from the right is."""
    run = paragraph.add_run(printable(text))
    if from_right(text):
        set_from_right(paragraph)
        run.font.rtl = True
    return paragraph


def set_from_right(paragraph: Paragraph) -> None:
    """Set a paragraph from the right margin, in the place where Word expects to find that."""
    look = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no name for it
    look.insert_element_before(OxmlElement("w:bidi"), *AFTER_BIDI)


def heading(document: Document, text: str, level: int) -> Paragraph:
    """Add a heading."""
    return said(document, one_line(text), f"Heading {level}")


def picture(document: Document, shown: Picture, wide: float, told: str) -> None:
    """Add a picture this many centimetres wide, with its alternative text, and a caption."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    paragraph.add_run().add_picture(BytesIO(shown.png), width=Cm(wide))
    described(document, {shown.png: shown.alt})
    said(document, told, "Caption")


def described(document: Document, alts: dict[bytes, str]) -> None:
    """Give every picture that has none its alternative text, by what the picture is."""
    for shape in document.inline_shapes:
        inline = shape._inline  # noqa: SLF001 - no other way to its description
        key = inline.graphic.graphicData.pic.blipFill.blip.embed
        inline.docPr.set("descr", alts.get(document.part.related_parts[key].blob, "") or
                         inline.docPr.get("descr", ""))  # fmt: skip


def field(paragraph: Paragraph, code: str, shown: str = "") -> None:
    """Add a field of Word's: a page number, or a table of contents."""
    for kind in ("begin", "separate", "end"):
        if kind == "separate":
            run = paragraph.add_run()
            run._r.append(parse_xml(  # noqa: SLF001 - no other way to a field
                f'<w:instrText {nsdecls("w")} xml:space="preserve"> {code} </w:instrText>'
            ))  # fmt: skip
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        paragraph.add_run()._r.append(mark)  # noqa: SLF001
        if kind == "separate" and shown:
            paragraph.add_run(shown)


def headings(document: Document) -> Iterator[tuple[int, Paragraph]]:
    """Yield the headings that a table of contents lists, with their levels."""
    for paragraph in document.paragraphs:
        name = paragraph._p.style or ""  # noqa: SLF001 - by name it takes much longer
        if name in {"Heading1", "Heading2"}:
            yield int(name[-1]), paragraph


def contents(document: Document, place: Paragraph) -> None:
    """Write the table of contents before this paragraph, which then goes.

    Each entry leads to its heading. Page numbers are fields: Word and LibreOffice work them out.
    """
    right = text_width(document)
    for number, (level, found) in enumerate(list(headings(document)), start=1):
        name = f"_Toc{90_000_000 + number}"
        bookmarked(found, name, number)
        entry = place.insert_paragraph_before()
        entry._p.style = CONTENTS[level - 1].replace(" ", "")  # noqa: SLF001
        entry.paragraph_format.tab_stops.add_tab_stop(right, RIGHT, WD_TAB_LEADER.DOTS)
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), name)
        written(entry, f"{found.text}\t")
        field(entry, rf"PAGEREF {name} \h", "")
        for run in entry.runs:
            link.append(run._r)  # noqa: SLF001
        entry._p.append(link)  # noqa: SLF001
    place._p.getparent().remove(place._p)  # noqa: SLF001


def bookmarked(paragraph: Paragraph, name: str, number: int) -> None:
    """Put a bookmark around a paragraph's words."""
    for tag, at in (("w:bookmarkStart", None), ("w:bookmarkEnd", -1)):
        mark = OxmlElement(tag)
        mark.set(qn("w:id"), str(90_000 + number))
        if at is None:
            mark.set(qn("w:name"), name)
            first = paragraph.runs[0]._r if paragraph.runs else None  # noqa: SLF001
            (first.addprevious if first is not None else paragraph._p.append)(mark)  # noqa: SLF001
        else:
            paragraph._p.append(mark)  # noqa: SLF001


def text_width(document: Document) -> Length:
    """Return how wide a line of text is."""
    section: Any = document.sections[0]
    return Length(section.page_width - section.left_margin - section.right_margin)


def saved(document: Document, at: datetime = LONG_AGO) -> bytes:
    """Return the document as a file: the same document at the same moment is the same file."""
    out = BytesIO()
    document.save(out)
    with ZipFile(out) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()}, at)
