"""What a pack tells of the family before the returns, and what the panel found after them."""

from docx.document import Document

from audits.panel import FindingKind
from audits.tool import Part
from files import word
from files.fair_copy import FairCopy
from files.material import Material
from files.quoting import themes_of
from files.word_tables import table
from files.wording import FINDINGS, PATTERNS

NOTED = ("Strength", "Concern", "Question or action")


def summary(document: Document, material: Material, family: str, copy: FairCopy) -> None:
    """Write the case summary."""
    word.heading(document, "Case summary", 1)
    panel = material.panel(family)
    if panel.summary and panel.summary.words:
        word.said(document, copy(panel.id, "summary", panel.summary.words))
    else:
        word.said(document, "Nobody has written a case summary yet.")


def household(document: Document, material: Material, copy: FairCopy) -> None:
    """Write which adults each agency names, by role, and whom it misses on the identity sheet."""
    tool = material.audit.tool
    boxes = [box for part in (Part.ADULTS, Part.ADULTS_MISSING) if (box := tool.box_of(part))]
    if not boxes:
        return
    word.heading(document, "The household and the adults around it", 1)
    rows = [
        (
            material.agency(reading.agency),
            *(copy(reading.standing.id, b.name, reading.values.get(b.name, "")) for b in boxes),
        )
        for reading in material.got.readings
        if any(box.name in reading.values for box in boxes)
    ]  # fmt: skip
    if not rows:
        word.said(document, "No return that is in names the adults around the child.")
        return
    wide = 20.1 / len(boxes)
    table(document, ("Agency", *(box.label for box in boxes)), sorted(rows),
          widths=(6, *(wide for _ in boxes)),
          told="The adults that each agency’s records name, by role")  # fmt: skip


def findings(document: Document, material: Material, family: str, copy: FairCopy) -> None:
    """Write what the panel has found so far."""
    word.heading(document, "What the panel has found", 1).paragraph_format.page_break_before = True
    panel = material.panel(family)
    if not panel.stands:
        word.said(document, "Nothing is recorded yet.")
        return
    titles = {theme.name: theme.title for theme in material.audit.tool.themes}
    order = list(FindingKind)
    rows = [
        (
            titles.get(one.theme, one.theme), FINDINGS[one.kind], copy(panel.id, one.id, one.words),
            PATTERNS[one.pattern], material.agency(one.agency) if one.agency else "",
            ", ".join(material.reference(source.return_id, source.box) for source in one.rests_on),
        )
        for one in sorted(panel.stands, key=lambda one: (one.theme, order.index(one.kind)))
    ]  # fmt: skip
    table(document, ("Theme", "Kind", "Finding", "One-off or pattern", "For", "Rests on"), rows,
          widths=(5, 2.2, 9.6, 2.6, 3.4, 3.3), told="The panel’s findings")  # fmt: skip


def notes(document: Document, material: Material) -> None:
    """Write a table with room for the panel's notes on the day."""
    word.heading(document, "Notes on the day", 1)
    rows = [(theme.title, "\n\n\n", "", "") for theme in themes_of(material)]
    table(document, ("Theme", *NOTED), rows, widths=(5.1, 7, 7, 7),
          told="Room for notes by theme")  # fmt: skip
