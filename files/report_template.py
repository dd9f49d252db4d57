"""The report's own Word template, which a partnership can take, change in Word and give back.

What stands in double braces is filled in; docs/report-template.md lists what there is. The
headings are those of the 2021 report. What only a person can write is asked for in square brackets.
"""

from functools import lru_cache

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from files import word
from files.word_tables import Cell, Given, table

HEADINGS = (
    "Agency", "Expected", "Sent", "Nil", "Declined", "Waived", "Still open", "No return",
    "Came late",
)  # fmt: skip
FIELDS = ("agency", "expected", "sent", "nil", "declined", "waived", "open", "none", "late")
WIDTHS = (3.9, 1.9, 1.2, 1.0, 1.9, 1.7, 1.5, 1.6, 1.5)


@lru_cache(maxsize=1)
def built() -> bytes:
    """Return the template as a Word file."""
    document = word.blank()
    word.edges(document, "{{ partnership }}", "{{ marking }}")
    front(document)
    introduction(document)
    method(document)
    overview(document)
    reflections(document)
    recommendations(document)
    tracing(document)
    document.core_properties.title = "Report template"
    document.core_properties.author = document.core_properties.comments = ""
    return word.saved(document)


def line(document: Document, text: str, style: str | None = None) -> None:
    """Add a line of the template: words with placeholders, or an instruction alone."""
    document.add_paragraph(text, style=style)


def listed(document: Document, name: str, style: str = "List Bullet") -> None:
    """Add a list of texts, an entry for each."""
    line(document, f"{{%p for each in {name} %}}")
    line(document, "{{ each }}", style)
    line(document, "{%p endfor %}")


def front(document: Document) -> None:
    """The first page, and the table of contents on a page of its own."""
    gap = document.add_paragraph()
    gap.paragraph_format.space_after = Pt(90)
    word.strong(document.add_paragraph("{{ partnership }}"), 14)
    line(document, "{{ title }}", "Title")
    line(document, "Multi-agency case audit: draft report")
    line(document, "{{ made_on }}")
    line(document, "{%p if draft_note %}")
    word.strong(document.add_paragraph("{{ draft_note }}"), 11)
    line(document, "{%p endif %}")
    head = document.add_paragraph("Contents")
    head.paragraph_format.page_break_before = True
    word.strong(head, 18)
    line(document, "{{ contents }}")


def new_page(document: Document, text: str) -> None:
    """Begin a chapter on a new page."""
    document.add_heading(text, 1).paragraph_format.page_break_before = True


def introduction(document: Document) -> None:
    """Why such audits are done, and why this one."""
    new_page(document, "Introduction")
    line(document, "{{ about_audits }}")
    line(document, "This audit asked:")
    listed(document, "aims")
    document.add_heading("Background", 1)
    line(document, "{{ background }}")
    line(document, "[Say here what led to this audit: a review, an inspection, or figures.]")


def method(document: Document) -> None:
    """How it was done, with the completeness table and how returns came in."""
    document.add_heading("Methodology", 1)
    listed(document, "method", "Normal")
    line(document, "The audit team:")
    listed(document, "team")
    document.add_heading("Returns", 2)
    listed(document, "returns_told", "Normal")
    rows: list[list[Given]] = [
        [Cell("{%tr for row in completeness %}"), *[""] * (len(FIELDS) - 1)],
        [f"{{{{ row.{name} }}}}" for name in FIELDS],
        [Cell("{%tr endfor %}"), *[""] * (len(FIELDS) - 1)],
        [Cell(f"{{{{ total.{name} }}}}", bold=True, fill="E8EEF4") for name in FIELDS],
    ]
    table(document, HEADINGS, rows, widths=WIDTHS,
          told="What was expected of each agency, and what became of it")  # fmt: skip
    line(document, "{{ completeness_told }}", "Caption")
    figure(document, "arrivals")


def figure(document: Document, name: str) -> None:
    """Add a place for a picture with its caption."""
    line(document, f"{{%p if {name} %}}")
    paragraph = document.add_paragraph(f"{{{{ {name} }}}}")
    paragraph.paragraph_format.keep_with_next = True
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    line(document, f"{{{{ {name}_told }}}}", "Caption")
    line(document, "{%p endif %}")


def overview(document: Document) -> None:
    """What was found, theme by theme."""
    new_page(document, "Overview of practice")
    listed(document, "overview", "Normal")
    figure(document, "spread")
    figure(document, "heat")
    line(document, "{%p for theme in themes %}")
    document.add_heading("{{ theme.title }}", 2)
    line(document, "{{ theme.figures }}")
    found(document, "What the panel found", "theme.findings")
    examples(document, "Good practice", "theme.good")
    examples(document, "Weaker practice", "theme.weak")
    examples(document, "What else agencies told", "theme.told")
    line(document, "{%p endfor %}")


def found(document: Document, heading: str, name: str) -> None:
    """Add a heading with a list below it; without entries neither."""
    line(document, f"{{%p if {name} %}}")
    document.add_heading(heading, 3)
    listed(document, name)
    line(document, "{%p endif %}")


def examples(document: Document, heading: str, name: str) -> None:
    """Add examples: what shows it, what it meant for the child, and where it was told."""
    line(document, f"{{%p if {name}.asked %}}")
    document.add_heading(heading, 3)
    line(document, f"{{%p if {name}.examples %}}")
    rows = [
        [f"{{%tr for each in {name}.examples %}}", "", ""],
        ["{{ each.evidence }}", "{{ each.impact }}", "{{ each.reference }}"],
        ["{%tr endfor %}", "", ""],
    ]
    table(document, ("What shows it", "What it changed for the child", "Where"), rows,
          widths=(6.9, 6.9, 2.4), told=f"{heading}: evidence and impact side by side")  # fmt: skip
    line(document, "{%p endif %}")
    line(document, f"{{%p if {name}.more %}}")
    line(document, f"{{{{ {name}.more }}}}", "Small")
    line(document, "{%p endif %}")
    line(document, "{%p endif %}")


def reflections(document: Document) -> None:
    """How the audit itself went."""
    new_page(document, "Reflections on process")
    document.add_heading("What went well", 2)
    listed(document, "went_well")
    line(document, "[Add what the panel said about the day.]")
    document.add_heading("For future audits", 2)
    listed(document, "for_next_time")
    line(document, "[Add what the audit team would change.]")


def recommendations(document: Document) -> None:
    """What agencies and the partnership are asked to do."""
    new_page(document, "Recommendations")
    line(document, "{{ recommendations_told }}")
    line(document, "{%p for each in recommendations %}")
    document.add_heading("{{ each.agency }}", 2)
    listed(document, "each.panel")
    line(document, "{%p if each.own %}")
    line(document, "{{ each.own_told }}")
    line(document, "{%p for said in each.own %}")
    line(document, "{{ said }}", "List Bullet")
    line(document, "{%p endfor %}")
    line(document, "{%p endif %}")
    line(document, "{%p endfor %}")


def tracing(document: Document) -> None:
    """Where each figure can be looked up."""
    document.add_heading("Where the figures come from", 1)
    line(document, "{{ sources_told }}")
    rows = [
        ["{%tr for row in sources %}", ""], ["{{ row.figure }}", "{{ row.sheet }}"],
        ["{%tr endfor %}", ""],
    ]  # fmt: skip
    table(document, ("Figure", "Sheet of the workbook"), rows, widths=(10.2, 6),
          told="In which sheet of the workbook each figure is found")  # fmt: skip
