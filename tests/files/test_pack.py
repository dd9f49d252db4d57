"""A panel pack: what is in it, what is missing and that it was chased, and what came too late."""

from dataclasses import replace
from datetime import timedelta

import pytest

from audits.involvement import Sheet, Stage
from audits.ledger import Entry, Outcome
from audits.mismatches import mismatches
from audits.nudges import Kind, Nudge
from audits.panel import Moderated, Pack, Panel, Settled, Summary, Verdict
from audits.returns import save
from files import pack
from files.printable import printable
from tests.cast import ENOUGH, EVERYBODY, MINE, RETURNS, involved
from tests.files.exports import (
    AT,
    HOSTILE,
    SENT_AT,
    answered,
    material,
    nil,
    panel,
    parts_of,
    tag,
    text_of,
    word,
)

POLICE, HOUSING = RETURNS[1], RETURNS[2]
SHOWN = {
    **ENOUGH,
    "look": "exceeds",
    "look_evidence": "Two visits",
    "look_impact": "The child spoke.",
}


def told(*rets: object, family: str = "C", **fields: object) -> str:
    """All words of the pack."""
    return text_of(word(pack.made(material(*rets, **fields), family)))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_stays_text(text: str) -> None:
    """An answer, a reason and the summary: each comes out as it was written."""
    kept = Panel(audit_id="a1", family="C", version=1,
                 summary=Summary(words=text, by="bm", at=AT, version=1))  # fmt: skip
    shown = told(answered(MINE, {**SHOWN, "look_evidence": text}), nil(POLICE, why=text),
                 panels={"C": kept})  # fmt: skip
    flat = printable(text).replace("\n", "")
    assert shown.replace("\n", "").count(flat) >= 3


def test_returns_stand_side_by_side() -> None:
    """One table has each agency's grade with its evidence and its impact."""
    theirs = {**SHOWN, "look": "concern", "look_evidence": "No record", "look_impact": "Unsafe"}
    document = word(pack.made(material(answered(MINE, SHOWN), answered(POLICE, theirs)), "C"))
    rows = [[c.text for c in row.cells] for table in document.tables for row in table.rows]
    assert ["Police", "Cause for concern", "No record", "Unsafe"] in rows
    assert [
        "Public health nursing",
        "Exceeds good practice",
        "Two visits",
        "The child spoke.",
    ] in rows


def test_the_panels_grade_stands_below_the_agencys_own() -> None:
    """Neither takes the place of the other."""
    grade = Moderated(value="good", own="exceeds", why="As policy asks", by="bm", at=AT, version=1)
    kept = Panel(audit_id="a1", family="C", version=1, grades={"phn/look": grade})
    assert "Exceeds good practice\nPanel: Good practice" in told(
        answered(MINE, SHOWN), panels={"C": kept}
    )


def test_what_is_missing_was_chased() -> None:
    """An agency that did not answer stands with how often, and when last, it was asked again."""
    nudge = Nudge(id="n1", audit_id="a1", person="hou", kind=Kind.OVERDUE, step=1, at=AT,
                  return_ids=(HOUSING.id,))  # fmt: skip
    sent = Entry(nudge=nudge, outcome=Outcome.SENT, claimed_at=AT, settled_at=AT)
    never = replace(sent, outcome=Outcome.FAILED)
    assert "1 message, the last on 9 December 2026" in told(answered(MINE, SHOWN), nudges=(sent,))
    assert "1 message" not in told(answered(MINE, SHOWN), nudges=(never,))


def test_a_mismatch_shows_both_texts_and_the_ruling() -> None:
    """So that the panel can ask both on the day, or read why it is explained."""
    theirs = {**SHOWN, "look": "concern", "look_evidence": "No record", "look_impact": "Unsafe"}
    rets = (answered(MINE, SHOWN), answered(POLICE, theirs))
    (found,) = mismatches(material(*rets).got)
    ruling = Settled(verdict=Verdict.EXPLAINED, words="Different months", by="bm", at=AT)
    kept = Panel(audit_id="a1", family="C", version=1, settled={found.id: ruling})
    shown = told(*rets, panels={"C": kept})
    assert "Grades two or more steps apart" in shown
    assert "explained\nDifferent months" in shown


def test_a_frozen_pack_does_not_change() -> None:
    """What was sent again, or came late, after the pack was frozen is not in it."""
    before = answered(MINE, SHOWN)
    edition = Pack(edition=1, by="bm", at=SENT_AT + timedelta(hours=1),
                   standings=(before, POLICE))  # fmt: skip
    kept = Panel(audit_id="a1", family="C", version=1, packs=(edition,))
    again = save(
        involved(replace(before, stage=Stage.IN_PROGRESS)),
        Sheet(drawn=2, answers={"look_evidence": "Three visits"}), by="hv", at=AT,
    ).after  # fmt: skip
    late = answered(POLICE, {**SHOWN, "look_evidence": "Came late"}, at=AT)
    for changed in (replace(again, stage=Stage.SENT), again):
        shown = told(changed, late, panels={"C": kept})
        assert "Two visits" in shown
        assert "Three visits" not in shown
        assert "Came late" not in shown
        assert "Edition 1, frozen on 1 December 2026 at 16:30." in shown


def test_an_empty_pack_explains_itself() -> None:
    """No chapter is left without a word."""
    shown = told()
    for sentence in (
        "Nobody has written a case summary yet.", "No return with answers is in.",
        "No answer stands out.", "Nothing is recorded yet.",
        "No two returns contradict each other where they can be compared.",
    ):  # fmt: skip
        assert sentence in shown


def test_nobodys_name_is_in_a_pack() -> None:
    """Agencies by name, people by nothing, the family by its code."""
    made = pack.made(material(answered(MINE, SHOWN), panels={"C": panel("Seen.")}), "C")
    everything = b"".join(parts_of(made).values()).decode("utf-8", "replace")
    assert not [person.name for person in EVERYBODY if person.name in everything]


def test_all_packs_come_in_one_zip() -> None:
    """One for each family that anybody was asked about, named by its code."""
    parts = parts_of(pack.all_made(material(answered(MINE, SHOWN))))
    assert sorted(parts) == ["a1-pack-C-2026-12-09.docx", "a1-pack-F-2026-12-09.docx"]
    assert "Panel pack: family F" in text_of(word(parts["a1-pack-F-2026-12-09.docx"]))


def test_a_text_from_the_right_is_set_so() -> None:
    """An answer in Arabic starts at the right margin; one in English does not."""
    for text, right in ((HOSTILE["arabic"], True), ("Seen at home", False)):
        made = material(answered(MINE, {**SHOWN, "look_evidence": text}))
        body = word(pack.made(made, "C")).element.body
        lines = [p for p in body.iter(tag("p")) if text in "".join(p.itertext())]
        assert lines
        assert all((p.find(f".//{tag('bidi')}") is not None) is right for p in lines)
