"""Each statement is what one agency wrote, on the side where its grade stands."""

from datetime import timedelta

from hypothesis import given

from audits.collected import Only
from audits.statements import NEW, statements
from audits.tool import WRITING, Half, Kind
from tests.audits.laid_out import (
    AT,
    LATE,
    SEEDS,
    SENT,
    TOOL,
    any_audit,
    any_panels,
    collected,
    moderated,
    nil,
    sent,
)  # fmt: skip

WELL = {"t1_look": "good", "t1_look_evidence": "Record of 3 May", "t1_look_impact": "She slept."}
HALVES = {"exceeds": Half.GOOD, "good": Half.GOOD, "improve": Half.WEAK, "concern": Half.WEAK}


@given(SEEDS)
def test_no_word_is_lost_or_told_twice(seed: int) -> None:
    """Every written answer of every return that is in stands in exactly one statement."""
    got = any_audit(seed)
    found = [
        (one.family, one.agency, name, one.reading.values[name])
        for one in statements(got, any_panels(seed), AT)
        for name in one.sources
    ]
    wanted = [
        (reading.family, reading.agency, name, value)
        for reading in got.readings
        for name, value in reading.values.items()
        if TOOL.box[name].kind in WRITING or TOOL.box[name].kind is Kind.GRADE
    ]
    assert sorted(found) == sorted(wanted)


@given(SEEDS)
def test_statement_stands_where_its_grade_stands(seed: int) -> None:
    """Good, weak or neither, by the panel's grade or else the agency's own."""
    got, panels = any_audit(seed), any_panels(seed)
    given_to = {(p.family, key): one.value for p in panels for key, one in p.grades.items()}
    for one in statements(got, panels, AT):
        graded = [box for box in one.question.boxes if box.kind is Kind.GRADE]
        name = graded[0].name if graded else ""
        key = (one.family, f"{one.agency}/{name}")
        theirs = given_to.get(key, "") if name in one.reading.asked else ""
        assert one.grade == (theirs or one.reading.values.get(name, ""))
        assert one.half is HALVES.get(one.grade, Half.NONE)


def test_evidence_stands_beside_impact() -> None:
    """Both are told in full, by family and agency."""
    one = statements(collected(sent("C", "csc", WELL)), [], AT, Only(theme="t1"))[0]
    assert (one.family, one.agency, one.theme.name) == ("C", "csc", "t1")
    assert (one.evidence, one.impact, one.half) == ("Record of 3 May", "She slept.", Half.GOOD)
    assert one.sources == ("t1_look", "t1_look_evidence", "t1_look_impact")
    assert (one.return_id, one.version, one.sent_at) == ("a.C.csc", 2, SENT)


def test_words_without_a_grade_are_told_beside() -> None:
    """The best thing and what to do in another way have no grade, and are not left out."""
    got = collected(sent("C", "csc", {"learned_best": "Came back.", "learned_change": "Ask her."}))
    one = next(s for s in statements(got, [], AT) if s.question.name == "learned_q")
    assert [(box.name, words) for box, words in one.also] == [
        ("learned_best", "Came back."), ("learned_change", "Ask her."),
    ]  # fmt: skip
    assert (one.half, one.grade, one.own) == (Half.NONE, "", "")


def test_grade_chosen_is_the_grade_that_stands() -> None:
    """Who asks for concerns gets what the panel took for one, too, and its own grade beside."""
    got = collected(sent("C", "csc", WELL), sent("C", "phn", WELL))
    panels = [moderated("C", {"csc/t1_look": "concern"})]
    found = statements(got, panels, AT, Only(grade="concern"))
    assert [(one.agency, one.own, one.half) for one in found] == [("csc", "good", Half.WEAK)]


def test_part_is_only_what_was_asked_for() -> None:
    """Family, agency and theme narrow it down together."""
    got = collected(sent("C", "csc", WELL), sent("D", "csc", WELL), sent("C", "phn", WELL))
    wanted = Only(theme="t1", family="C", agency="phn")
    assert [one.return_id for one in statements(got, [], AT, wanted)] == ["a.C.phn"]
    assert statements(got, [], AT, Only(theme="t2")) == []


def test_newest_are_marked_and_late_ones_too() -> None:
    """What came in the last two days is new; what came after its day is late for good."""
    fresh, old = AT - NEW + timedelta(minutes=1), AT - NEW
    got = collected(
        sent("C", "csc", WELL, at=fresh), sent("C", "phn", WELL, at=old),
        sent("D", "csc", WELL, at=LATE), sent("D", "phn", WELL, at=SENT),
    )  # fmt: skip
    found = {one.return_id: one for one in statements(got, [], AT, Only(theme="t1"))}
    assert [key for key, one in found.items() if one.new] == ["a.C.csc"]
    assert found["a.D.csc"].late
    assert not found["a.D.phn"].late


def test_nil_return_tells_nothing() -> None:
    """Neither what it was before nor anything else."""
    assert statements(collected(nil("C", "csc")), [], AT) == []
