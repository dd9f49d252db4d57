"""A small audit as the files are made of it: answers by agency, and texts that mean trouble."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import docx
from docx.document import Document

from audits.answers import Answer, Words
from audits.audit import Audit
from audits.collected import Collected, reading
from audits.involvement import (
    IN,
    AgencyReturn,
    Event,
    Involvement,
    Nil,
    NilKind,
    Saying,
    Searched,
    Stage,
)
from audits.panel import Finding, FindingKind, Panel, Source
from files.material import Material
from tests.cast import AUDIT, EVERYBODY, PARTNERSHIP, RETURNS

AT = datetime(2026, 12, 9, 10, 5, tzinfo=UTC)
"""The day after the returns were due."""
SENT_AT = datetime(2026, 12, 1, 15, 30, tzinfo=UTC)
HOSTILE = {
    "formula": '=HYPERLINK("http://evil.example","Open")',
    "plus": "+441632960001",
    "minus": "-2+3",
    "at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "mention": "<at>everyone</at>",
    "link": "[Open](javascript:alert(1))",
    "markup": "<w:br/>&amp; </w:t> <script>alert('x')</script> ]]>",
    "template": "{{ 7 * 7 }} {% for a in b %} {# gone #}",
    "escaped": "_x0041_ _x000D_",
    "quotes": "\"She said\", 'he' said; a,b;c",
    "apostrophe": "'tis so",
    "welsh": "Ŵy'r plentyn yn ddiogel? Tŷ, môr, ŷd. " * 103,
    "arabic": "الأم تخاف من الشرطة",
    "emoji": "Felt safe 👨‍👩‍👧‍👦 🏴󠁧󠁢󠁷󠁬󠁳󠁿",
    "lines": "One\nTwo\n\nThree\tFour",
}
"""Answers that some program could take for something else than words."""


def answered(
    ret: AgencyReturn, values: Mapping[str, str], *, accepted: bool = True, at: datetime = SENT_AT
) -> AgencyReturn:
    """The return, sent with these answers."""
    by = ret.contacts[0]
    answers = {
        name: Answer(now=Words(value=value, by=by, at=at, version=1))
        for name, value in values.items()
    }
    return replace(
        ret, answers=answers, version=2, stage=Stage.SENT, sent_at=at, sent_by=by, times_sent=1,
        opened_at=at, accepted=Saying(by="bm", at=AT) if accepted else None,
    )  # fmt: skip


def nil(ret: AgencyReturn, why: str = "") -> AgencyReturn:
    """The return, sent as nil."""
    kind = NilKind.OTHER if why else NilKind.NOT_KNOWN
    told = Nil(kind=kind, searched=frozenset({Searched.CHILD, Searched.MOTHER}), why=why)
    return replace(
        ret, version=1, stage=Stage.NIL, nil=told, sent_at=SENT_AT, sent_by=ret.contacts[0],
        times_sent=1,
    )  # fmt: skip


def collected(rets: tuple[AgencyReturn, ...], audit: Audit = AUDIT) -> Collected:
    """What the audit team has of these returns."""
    read = [
        reading(Involvement(audit=audit, family=audit.families[ret.family],
                            agency=audit.agencies[ret.agency], ret=ret))
        for ret in rets if ret.stage in IN
    ]  # fmt: skip
    return Collected(audit=audit, standings=rets, readings=read)


def material(*rets: AgencyReturn, audit: Audit = AUDIT, **fields: object) -> Material:
    """All that files are made of: these returns, and the others as nobody has opened them."""
    given = {ret.id: ret for ret in (*RETURNS, *rets)}
    journal = {
        ret.id: (Event(at=SENT_AT, by=ret.sent_by, what="return.sent", version=ret.version),)
        for ret in given.values() if ret.stage in IN
    }  # fmt: skip
    made = Material(
        partnership=PARTNERSHIP, at=AT, got=collected(tuple(given.values()), audit),
        returns=tuple(given.values()), journal=journal,
        people={person.id: person for person in EVERYBODY},
    )  # fmt: skip
    return replace(made, **fields)  # type: ignore[arg-type]


def panel(words: str, *, kind: FindingKind = FindingKind.STRENGTH, agency: str = "") -> Panel:
    """What the panel keeps of Family C: one finding that rests on the health visitor's answer."""
    source = Source(return_id=RETURNS[0].id, box="look_evidence", version=1)
    found = Finding(
        id="f1", theme="curiosity", kind=kind, words=words, by="bm", at=AT, version=1,
        rests_on=(source,), agency=agency,
    )  # fmt: skip
    return Panel(audit_id="a1", family="C", version=1, findings=(found,))


def word(content: bytes) -> Document:
    """The Word file, read back."""
    return docx.Document(BytesIO(content))


def text_of(document: Document) -> str:
    """All words of a document, those in tables, headers and footers too, in order."""
    edges = [edge for section in document.sections for edge in (section.header, section.footer)]
    parts = [document.element.body, *(edge._element for edge in edges)]  # noqa: SLF001
    return "\n".join(line_of(p) for part in parts for p in part.iter(tag("p")))


def line_of(paragraph: object) -> str:
    """The words of one paragraph, with its line breaks and tabs."""
    marks = {tag("br"): "\n", tag("tab"): "\t"}
    found = []
    for one in paragraph.iter():  # type: ignore[attr-defined]
        if one.tag == tag("t"):
            found.append(one.text or "")
        elif one.tag in marks and one.getparent().tag == tag("r"):
            found.append(marks[one.tag])
    return "".join(found)


def tag(name: str) -> str:
    """The full name of an element of Word's."""
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"


def parts_of(content: bytes) -> dict[str, bytes]:
    """Every file in a zip, by its name."""
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
