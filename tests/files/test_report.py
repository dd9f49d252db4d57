"""The draft report: its headings, its figures, whose words are in it and whose names are not."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document

from audits.audit import Cleared
from audits.panel import FindingKind
from audits.totals import by_agency, completeness
from files import fair_copy, report
from files.material import Material
from files.printable import printable
from files.report import TemplateFault
from files.report_template import built
from files.report_words import AIMS, context_of
from tests.cast import AUDIT, ENOUGH, EVERYBODY, MINE, RETURNS
from tests.files.exports import (
    AT,
    HOSTILE,
    answered,
    material,
    nil,
    panel,
    parts_of,
    tag,
    text_of,
    word,
)

SHOWN = {**ENOUGH, "look": "exceeds", "look_impact": "The child told us about the nights."}
DOCS = Path(__file__).resolve().parents[2] / "docs" / "report-template.md"
HEADINGS = [
    "Introduction", "Background", "Methodology", "Overview of practice",
    "Reflections on process", "Recommendations", "Where the figures come from",
]  # fmt: skip


def headings(document: Document, level: int) -> list[str]:
    """The headings of one level, by Word's own styles."""
    return [p.text for p in document.paragraphs if p.style and p.style.name == f"Heading {level}"]


def test_the_headings_are_those_of_the_2021_report() -> None:
    """In its order, as Word's own headings, also when hardly anything has come."""
    for made in (material(), material(*(answered(ret, SHOWN) for ret in RETURNS))):
        document = word(report.made(made))
        assert headings(document, 1) == HEADINGS
        assert "Professional curiosity" in headings(document, 2)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_answer_is_quoted_as_text(text: str) -> None:
    """Nothing that somebody wrote is read as a template, as markup or as a field."""
    made = report.made(material(answered(MINE, {**SHOWN, "look_evidence": text})))
    shown = text_of(word(made)).replace("\n", "")
    assert printable(text).replace("\n", "") in shown
    fields = [one.text or "" for one in word(made).element.body.iter(tag("instrText"))]
    assert all(field.startswith(" PAGEREF _Toc") for field in fields)


def test_nobodys_name_is_in_the_report() -> None:
    """Neither a practitioner's nor that of anybody on the audit team, nor who made the file."""
    made = report.made(material(*(answered(ret, SHOWN) for ret in RETURNS)))
    everything = b"".join(parts_of(made).values()).decode("utf-8", "replace")
    assert not [person.name for person in EVERYBODY if person.name in everything]


def test_only_accepted_returns_are_quoted() -> None:
    """What the audit team has not accepted counts in the figures and is not quoted."""
    for accepted in (True, False):
        made = word(report.made(material(answered(MINE, SHOWN, accepted=accepted))))
        assert (SHOWN["look_impact"] in text_of(made)) is accepted


def test_the_table_of_returns_is_the_plain_count() -> None:
    """Every figure of the completeness table is what totals says, row by row and in the whole."""
    made = material(answered(MINE, SHOWN), nil(RETURNS[1]))
    rows = [[cell.text for cell in row.cells] for row in word(report.made(made)).tables[0].rows]
    whole = completeness(made.got, AT)
    assert rows[-1] == [
        "All agencies", *map(str, (whole.expected, whole.received, whole.nils, whole.declined,
                                   whole.waived, whole.waiting, whole.none, whole.late)),
    ]  # fmt: skip
    for key, row in by_agency(made.got, AT).items():
        mine = next(cells for cells in rows if cells[0] == AUDIT.agencies[key].name)
        assert mine[1:4] == [str(row.expected), str(row.received), str(row.nils)]


def test_an_agency_that_never_answered_is_named() -> None:
    """Silence is a finding: it stands beside the table and again with the recommendations."""
    told = text_of(word(report.made(material(answered(MINE, SHOWN), nil(RETURNS[1])))))
    assert "No return came from Housing." in told
    assert "agencies that did not answer: Housing." in told


def test_an_action_stands_under_its_agency() -> None:
    """The panel's action is a recommendation to the agency it is for, or to all."""
    for agency, heading in (("police", "Police"), ("", "All agencies and the partnership")):
        kept = panel("Share the release date.", kind=FindingKind.ACTION, agency=agency)
        made = word(report.made(material(answered(MINE, SHOWN), panels={"C": kept})))
        texts = [p.text for p in made.paragraphs]
        assert texts[texts.index(heading, texts.index("Recommendations", 30)) + 1] == (
            "Share the release date."
        )


def test_pictures_have_words_and_tables_repeat_their_headings() -> None:
    """Somebody who does not see a chart is told its figures; a table that goes on says what of."""
    document = word(report.made(material(answered(MINE, SHOWN))))
    alts = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]  # noqa: SLF001
    assert len(alts) == 3
    assert any(alt.startswith("Returns in over time. 1 of 4 returns") for alt in alts)
    assert any("Professional curiosity: Exceeds good practice 1." in alt for alt in alts)
    for table in document.tables:
        assert table.rows[0]._tr.find(f".//{tag('tblHeader')}") is not None  # noqa: SLF001


def test_a_picture_that_would_not_fit_is_left_to_the_workbook() -> None:
    """With 27 families the letters would run into each other; the report says where to look."""
    more = {f"F{n:02}": replace(AUDIT.families["F"], code=f"F{n:02}") for n in range(25)}
    for families, pictures in ((AUDIT.families, 3), ({**AUDIT.families, **more}, 2)):
        audit = replace(AUDIT, families=families)
        document = word(report.made(material(answered(MINE, SHOWN), audit=audit)))
        assert len(document.inline_shapes) == pictures
        assert ("too many families" in text_of(document)) is (pictures < 3)


def test_the_marking_is_on_every_page() -> None:
    """It can be set, and it can be left out."""
    for marking in ("OFFICIAL-SENSITIVE", "OFFICIAL", ""):
        document = word(report.made(material(answered(MINE, SHOWN), marking=marking)))
        assert document.sections[0].header.paragraphs[0].text == marking
        assert "Page " in document.sections[0].footer.paragraphs[0].text


def test_a_name_is_a_draft_until_somebody_decides() -> None:
    """Confirmed, it stays; changed, other words stand there; and page 1 says what is open."""
    text = "bethan rang the school at once."
    made = material(answered(MINE, {**SHOWN, "look_evidence": text}))
    (found,) = fair_copy.of_report(made)
    told = text_of(word(report.made(made)))
    assert "Draft. 1 detail that may tell who somebody is has not been checked." in told
    for instead, shows in (("the health visitor", "the health visitor rang"), ("", text)):
        ruled = cleared(made, found.id, instead)
        told = text_of(word(report.made(ruled)))
        assert shows in told
        assert "Draft. 1" not in told


def cleared(made: Material, finding: str, instead: str) -> Material:
    """The same with a decision about one finding."""
    audit = replace(made.audit, cleared={finding: Cleared(by="bm", at=AT, instead=instead)})
    return replace(made, got=replace(made.got, audit=audit))


def template(*lines: str) -> bytes:
    """A partnership's own template."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_template_of_ones_own_is_filled_in() -> None:
    """With what docs/report-template.md lists, in the partnership's own order."""
    own = template("Our own {{ title }}", "{%p for each in aims %}", "{{ each }}", "{%p endfor %}")
    told = [p.text for p in word(report.made(material(), own)).paragraphs]
    assert told == [f"Our own {AUDIT.title}", *AIMS]


WRONG: dict[str, Callable[[], bytes]] = {
    "no such name": partial(template, "{{ titel }}"),
    "not closed": partial(template, "{%p for each in aims %}"),
    "reaches out": partial(template, "{{ title.__class__.__mro__[1].__subclasses__() }}"),
    "changes things": partial(template, "{{ aims.append(1) }}"),
    "no Word file": lambda: b"PK\x03\x04 nothing",
    "too large": lambda: built() + b"\0" * 5_000_001,
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_template_that_cannot_be_filled_in_is_refused_with_words(
    wrong: Callable[[], bytes],
) -> None:
    """Whatever is wrong, the answer is a sentence, and nothing in a template is ever run."""
    with pytest.raises(TemplateFault, match=r"^The template .+"):
        report.made(material(), wrong())


def test_every_name_of_the_template_is_explained() -> None:
    """docs/report-template.md tells of everything that a template can show."""
    told = DOCS.read_text(encoding="utf-8")
    assert not {name for name in context_of(material()) if f"`{name}`" not in told}
