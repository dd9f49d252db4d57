"""What the panel works with, as tables: contradictions, flags, findings and its grades."""

from audits import flags, mismatches
from audits.laid import Said
from audits.mismatches import Mismatch, MismatchKind
from audits.panel import Finding, Moderated
from files.collation_answers import shown
from files.material import Material
from files.tables import Row, Table, columns
from files.wording import FINDINGS, FLAGS, MISMATCHES, PATTERNS, VERDICTS, listed


def mismatched(material: Material) -> Table:
    """Where two returns about a family contradict each other, with both texts."""
    rows: list[Row] = []
    for one in mismatches.mismatches(material.got):
        ruling = material.panel(one.family).settled.get(one.id)
        a, b = sides_of(material, one)
        rows.append((
            one.family, MISMATCHES[one.kind], one.about, a, said(one.a), b, said(one.b),
            VERDICTS[ruling.verdict] if ruling else "", ruling.words if ruling else "",
        ))  # fmt: skip
    return Table(
        name="Mismatches",
        about="Two returns about one family that do not fit together, and what was decided.",
        columns=columns(
            ("Family", 8), ("What", 30), ("About", 30), ("Agency", 24), ("It says", 44),
            ("Other agency", 24), ("It says", 44), ("Decided", 18), ("In words", 40),
        ),
        rows=tuple(rows),
    )  # fmt: skip


def sides_of(material: Material, one: Mismatch) -> tuple[str, str]:
    """Return who stands on each side of a mismatch: an agency, and those that say the same."""
    others = [material.agency(key) for key in one.others]
    a, b = [material.agency(one.a.agency)], [material.agency(one.b.agency)]
    (b if one.kind is MismatchKind.ADULT else a).extend(others)
    return listed(a), listed(b)


def said(side: Said) -> str:
    """Return what one side of a mismatch says: what it ticked, then its own words."""
    return "\n".join(filter(None, ("; ".join(side.ticked), side.words)))


def flagged(material: Material) -> Table:
    """Answers that need a question back, risks now first."""
    box = material.audit.tool.box
    rows = [
        (
            one.family, material.agency(one.agency), FLAGS[one.kind],
            box[one.box].label if one.box in box else "", one.text,
        )
        for one in flags.flags(material.got)
    ]  # fmt: skip
    return Table(
        name="Flags",
        about="One answer to look at again. Children who may be at risk now come first.",
        columns=columns(("Family", 8), ("Agency", 26), ("Why", 44), ("Box", 34), ("Answer", 70)),
        rows=tuple(rows),
        held=2,
    )


def findings(material: Material) -> Table:
    """What the panel found, with the answers that it rests on."""
    rows = [
        finding_row(material, family, one)
        for family in sorted(material.audit.families)
        for one in material.panel(family).stands
    ]
    return Table(
        name="Findings",
        about="One thing that the panel found about a family. What was withdrawn is left out.",
        columns=columns(
            ("Family", 8), ("Finding", 9), ("Theme", 34), ("Kind", 12), ("In words", 70),
            ("One-off or pattern", 16), ("For agency", 26), ("Rests on", 40), ("When", 18),
            ("By (roster id)", 16),
        ),
        rows=tuple(rows),
        held=2,
    )  # fmt: skip


def finding_row(material: Material, family: str, one: Finding) -> Row:
    """Return one row of the sheet of findings."""
    titles = {theme.name: theme.title for theme in material.audit.tool.themes}
    return (
        family, one.id, titles.get(one.theme, one.theme), FINDINGS[one.kind], one.words,
        PATTERNS[one.pattern], material.agency(one.agency) if one.agency else "",
        "; ".join(material.reference(source.return_id, source.box) for source in one.rests_on),
        material.audit.here(one.at), one.by,
    )  # fmt: skip


def moderated(material: Material) -> Table:
    """Each grade that the panel gave, beside the agency's own."""
    rows: list[Row] = []
    for family in sorted(material.audit.families):
        for key, grade in sorted(material.panel(family).grades.items()):
            agency, _, of = key.partition("/")
            rows.append((family, *moderated_row(material, (agency, of), grade)))
    return Table(
        name="Panel grades",
        about="One grade that the panel gave, beside the agency’s own, with the reason.",
        columns=columns(
            ("Family", 8), ("Agency", 26), ("Theme", 34), ("Question", 40), ("Own grade", 20),
            ("Panel’s grade", 20), ("Because", 60), ("When", 18), ("By (roster id)", 16),
        ),
        rows=tuple(rows),
        held=2,
    )  # fmt: skip


def moderated_row(material: Material, cell: tuple[str, str], grade: Moderated) -> Row:
    """Return one row of the sheet of the panel's grades, without the family."""
    (agency, of), tool = cell, material.audit.tool
    box = tool.box.get(of)
    titles = {theme.name: theme.title for theme in tool.themes}
    named = (tool.above[of][0].title, tool.above[of][1].label) if box else (titles.get(of, of), "")
    own, given = (shown(box, grade.own), shown(box, grade.value)) if box else (
        grade.own, grade.value)  # fmt: skip
    return (
        material.agency(agency) if agency else "the family as a whole", *named, own,
        given or "taken back", grade.why, material.audit.here(grade.at), grade.by,
    )  # fmt: skip
