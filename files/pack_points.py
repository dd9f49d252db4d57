"""What a panel should test on the day: contradictions between returns, rulings on them, flags."""

from docx.document import Document

from audits import flags, mismatches
from audits.collected import Only
from audits.flags import FlagKind
from audits.laid import Said
from files import word
from files.collation_panel import sides_of
from files.fair_copy import FairCopy
from files.material import Material
from files.word_tables import Cell, Given, table
from files.wording import FLAGS, MISMATCHES, VERDICTS

URGENT = frozenset({FlagKind.RISK_OPEN, FlagKind.RISK_ACTED})
AMBER = "FAE5D2"
BOTH = "Contradictions between returns, with both texts"


def points(document: Document, material: Material, family: str, copy: FairCopy) -> None:
    """Write the chapter."""
    word.heading(document, "Points to test", 1).paragraph_format.page_break_before = True
    mismatched(document, material, family, copy)
    flagged(document, material, family, copy)


def mismatched(document: Document, material: Material, family: str, copy: FairCopy) -> None:
    """Write where two returns contradict each other, with both texts."""
    word.heading(document, "Where returns contradict each other", 2)
    panel = material.panel(family)
    rows: list[tuple[Given, ...]] = []
    for one in mismatches.mismatches(material.got, Only(family=family)):
        ruling = panel.settled.get(one.id)
        a, b = sides_of(material, one)
        decided = VERDICTS[ruling.verdict] if ruling else ""
        words = copy(panel.id, one.id, ruling.words) if ruling else ""
        rows.append((
            f"{MISMATCHES[one.kind]}: {one.about}", told(a, one.a, copy),
            told(b, one.b, copy), "\n".join(filter(None, (decided, words))),
        ))  # fmt: skip
    if not rows:
        word.said(document, "No two returns contradict each other where they can be compared.")
        return
    headings = ("About", "One agency says", "Another says", "Decided")
    table(document, headings, rows, widths=(5.6, 8.2, 8.2, 4.1), told=BOTH)


def told(who: str, side: Said, copy: FairCopy) -> str:
    """Return what one side says, after the names of those who say it."""
    words = copy(side.return_id, side.box, side.words).replace("\n\n", "\n")
    return f"{who}: {'; '.join(filter(None, (*side.ticked, words))) or 'nothing ticked'}"


def urgent(text: str) -> Cell:
    """Return a cell that stands out."""
    return Cell(text, bold=True, fill=AMBER)


def flagged(document: Document, material: Material, family: str, copy: FairCopy) -> None:
    """Write which answers deserve a second look, risks now first."""
    word.heading(document, "Answers to look at again", 2)
    tool = material.audit.tool
    rows: list[tuple[Given, ...]] = []
    for one in flags.flags(material.got, Only(family=family)):
        box = tool.box.get(one.box)
        asked = f"{tool.above[one.box][1].number}. {box.label}" if box else ""
        rows.append((
            urgent(FLAGS[one.kind]) if one.kind in URGENT else FLAGS[one.kind],
            material.agency(one.agency), asked, copy(one.return_id, one.box, one.text),
        ))  # fmt: skip
    if not rows:
        word.said(document, "No answer stands out.")
        return
    table(document, ("Why", "Agency", "Question", "Answer"), rows,
          widths=(6.2, 4.6, 5.4, 9.9), told="Answers to look at again")  # fmt: skip
