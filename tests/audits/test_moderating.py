"""What the panel decides is kept beside what agencies said, and nothing of it is dropped."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits import moderating
from audits.involvement import Saying
from audits.moderating import Found, Given
from audits.panel import (
    Cell,
    FindingKind,
    Panel,
    PanelChange,
    Pattern,
    Source,
    Verdict,
)  # fmt: skip
from audits.problems import Code, Problem
from tests.audits.laid_out import AT, TOOL, ret, sent

LATER = AT + timedelta(minutes=5)
EMPTY = Panel(audit_id="a", family="C")
CELL = Cell(agency="csc", of="t1_look")
GIVEN = Given(value="improve", why="No visit", own="good", box=TOOL.box["t1_look"], drawn=0)
SOURCE = Source(return_id="a.C.csc", box="t1_look_evidence", version=2)
FOUND = Found(theme="t1", kind=FindingKind.CONCERN, words="Nobody asked.", rests_on=(SOURCE,))
Do = Callable[[Panel], PanelChange]


def graded(panel: Panel = EMPTY, by: str = "chair", **fields: object) -> PanelChange:
    """Return the change by which a grade is given, with these fields changed."""
    wanted = replace(GIVEN, drawn=panel.version, **fields)  # type: ignore[arg-type]
    return moderating.grade(panel, CELL, wanted, by=by, at=AT)


def found(panel: Panel = EMPTY) -> Panel:
    """Return the record with one finding."""
    return moderating.find(panel, FOUND, by="chair", at=AT).after


def said(words: str, by: str = "chair") -> Saying:
    """Return what somebody says."""
    return Saying(by=by, at=AT, words=words)


def code_of(do: Callable[[], object]) -> Code:
    """Return the code of the Problem that this raises."""
    with pytest.raises(Problem) as met:
        do()
    return met.value.code


def test_grade_stands_beside_the_agencys_own() -> None:
    """Who gave it, when, why, and what the agency had given; the journal says no words."""
    change = graded()
    one = change.after.grades["csc/t1_look"]
    assert (one.value, one.own, one.why, one.by, one.at) == (
        "improve", "good", "No visit", "chair", AT,
    )  # fmt: skip
    assert change.after.grade("csc", "t1_look") == "improve"
    assert change.after.version == one.version == 1
    assert [(e.what, e.by, e.boxes) for e in change.events] == [
        ("grade.given", "chair", ("csc/t1_look",))
    ]


def test_grade_that_agrees_needs_no_reason_and_one_that_differs_does() -> None:
    """Why the panel sees it differently is what the agency learns from."""
    assert graded(value="good", why="").after.grade("csc", "t1_look") == "good"
    assert code_of(lambda: graded(value="concern", why=" ")) is Code.GRADE_NO_REASON
    assert code_of(lambda: graded(value="splendid")) is Code.GRADE_NOT_A_GRADE


def test_earlier_grades_stay_known() -> None:
    """Also when the panel takes its grade back: then the agency's own stands."""
    one = graded().after
    two = graded(one, by="lead", value="concern", why="Two visits missed").after
    three = graded(two, value="", why="").after
    assert three.grade("csc", "t1_look") == ""
    past = three.grades["csc/t1_look"].past
    assert [(p.value, p.by, p.past) for p in past] == [
        ("improve", "chair", ()),
        ("concern", "lead", ()),
    ]


def test_grade_of_a_colleague_that_the_card_did_not_show_is_not_replaced() -> None:
    """The later of two who sit over the same card is told; their own they may change."""
    one = graded(by="chair").after
    late = replace(GIVEN, value="concern", why="Worse")
    by_lead = lambda: moderating.grade(one, CELL, late, by="lead", at=LATER)  # noqa: E731
    assert code_of(by_lead) is Code.GRADE_CHANGED
    own = moderating.grade(one, CELL, late, by="chair", at=LATER)
    assert own.after.grade("csc", "t1_look") == "concern"


def test_family_can_be_graded_as_a_whole_in_a_theme() -> None:
    """A grade of no one agency has a place of its own."""
    cell = Cell(agency="", of="t1")
    panel = moderating.grade(graded().after, cell, GIVEN, by="chair", at=AT).after
    assert (panel.grade("", "t1"), panel.grade("csc", "t1_look")) == ("improve", "improve")


def test_finding_rests_on_answers() -> None:
    """Kind, theme, words, and the very answers at the version that was read."""
    change = moderating.find(EMPTY, replace(FOUND, pattern=Pattern.UNSURE), by="chair", at=AT)
    one = change.after.findings[0]
    assert (one.id, one.theme, one.kind, one.words) == ("f1", "t1", FindingKind.CONCERN,
                                                         "Nobody asked.")  # fmt: skip
    assert (one.rests_on, one.pattern) == ((SOURCE,), Pattern.UNSURE)
    assert [event.what for event in change.events] == ["finding.kept"]


def test_changed_finding_keeps_the_words_that_stood() -> None:
    """Whose they were and when; a colleague's newer words are not replaced."""
    panel = found()
    wanted = replace(FOUND, words="Nobody asked her.", drawn=1)
    change = moderating.change(panel, "f1", wanted, by="lead", at=LATER)
    one = change.after.findings[0]
    assert (one.words, one.by, one.version) == ("Nobody asked her.", "lead", 2)
    assert [(p.words, p.by, p.at) for p in one.past] == [("Nobody asked.", "chair", AT)]
    stale = replace(FOUND, words="Other", drawn=1)
    do = lambda: moderating.change(change.after, "f1", stale, by="chair", at=LATER)  # noqa: E731
    assert code_of(do) is Code.FINDING_CHANGED
    pattern = replace(wanted, pattern=Pattern.PATTERN, drawn=2)
    kept = moderating.change(change.after, "f1", pattern, by="lead", at=LATER).after.findings[0]
    assert (kept.pattern, len(kept.past)) == (Pattern.PATTERN, 1)


def test_withdrawn_finding_stays_known_and_its_number_is_not_given_again() -> None:
    """It stands no more; why, who and when are kept."""
    panel = moderating.withdraw(found(), "f1", "Not so", by="lead", at=LATER).after
    assert panel.stands == ()
    gone = panel.findings[0].withdrawn
    assert gone
    assert (gone.words, gone.by) == ("Not so", "lead")
    assert code_of(lambda: moderating.change(panel, "f1", FOUND, by="x", at=AT)) is (
        Code.FINDING_NOT_FOUND
    )
    assert [one.id for one in found(panel).findings] == ["f1", "f2"]


def test_mismatch_is_to_be_discussed_or_explained() -> None:
    """An explanation needs words; what was decided before stays known."""
    panel = moderating.settle(EMPTY, "m", Verdict.DISCUSS, said("")).after
    panel = moderating.settle(panel, "m", Verdict.EXPLAINED, said("Two meetings", "lead")).after
    one = panel.settled["m"]
    assert (one.verdict, one.words, one.by) == (Verdict.EXPLAINED, "Two meetings", "lead")
    assert [(p.verdict, p.by) for p in one.past] == [(Verdict.DISCUSS, "chair")]
    do = lambda: moderating.settle(EMPTY, "m", Verdict.EXPLAINED, said(" "))  # noqa: E731
    assert code_of(do) is Code.MISMATCH_NO_WORDS


def test_summary_keeps_what_stood_and_meets_no_colleagues_words() -> None:
    """Each version stays; one that the card did not show is not replaced."""
    panel = moderating.summarise(EMPTY, said("A baby."), drawn=0).after
    panel = moderating.summarise(panel, said("A baby and two adults.", "lead"), drawn=1).after
    assert panel.summary
    assert (panel.summary.words, panel.summary.by) == ("A baby and two adults.", "lead")
    assert [p.words for p in panel.summary.past] == ["A baby."]
    stale = lambda: moderating.summarise(panel, said("Other"), drawn=1)  # noqa: E731
    assert code_of(stale) is Code.SUMMARY_CHANGED
    long = lambda: moderating.summarise(EMPTY, said("x" * 4_001), drawn=0)  # noqa: E731
    assert code_of(long) is Code.WORDS_TOO_LONG
    assert moderating.summarise(panel, said("x" * 4_000, "lead"), drawn=2).after.version == 3


def test_pack_is_frozen_with_every_return_of_the_family() -> None:
    """Those that are in, those that are not, each as it stands; of other families none."""
    rets = (sent("C", "csc"), ret("C", "phn"), sent("D", "csc"))
    panel = moderating.freeze(EMPTY, rets, by="bm", at=AT).after
    assert panel.pack
    assert (panel.pack.edition, panel.pack.by, panel.pack.at) == (1, "bm", AT)
    assert [s.id for s in panel.pack.standings] == ["a.C.csc", "a.C.phn"]
    assert code_of(lambda: moderating.freeze(EMPTY, rets[2:], by="bm", at=AT)) is Code.PACK_NOTHING


def test_frozen_again_is_another_edition() -> None:
    """The first edition stays; where nothing has changed there is no second."""
    before = (ret("C", "phn"),)
    panel = moderating.freeze(EMPTY, before, by="bm", at=AT).after
    assert moderating.freeze(panel, before, by="bm", at=LATER).after is panel
    panel = moderating.freeze(panel, (sent("C", "phn"),), by="bm", at=LATER).after
    assert [pack.edition for pack in panel.packs] == [1, 2]
    assert panel.packs[0].standings == before


REPEATS: dict[str, Do] = {
    "grade": lambda panel: moderating.grade(panel, CELL, GIVEN, by="chair", at=LATER),
    "find": lambda panel: moderating.find(panel, FOUND, by="chair", at=LATER),
    "change": lambda panel: moderating.change(
        panel, "f1", replace(FOUND, words="Other."), by="chair", at=LATER),
    "withdraw": lambda panel: moderating.withdraw(panel, "f1", "No", by="chair", at=LATER),
    "settle": lambda panel: moderating.settle(panel, "m", Verdict.EXPLAINED, said("Two")),
    "summarise": lambda panel: moderating.summarise(panel, said("A baby."), drawn=0),
    "freeze": lambda panel: moderating.freeze(panel, (ret("C", "phn"),), by="bm", at=LATER),
}  # fmt: skip


@pytest.mark.parametrize("what", REPEATS)
def test_same_again_changes_nothing(what: str) -> None:
    """Teams repeats what was not answered in time."""
    do = REPEATS[what]
    once = do(found() if what in {"change", "withdraw"} else EMPTY).after
    again = do(once)
    assert again.after is once
    assert again.events == ()


REFUSED: dict[str, tuple[Do, Code]] = {
    "finding without words": (
        lambda panel: moderating.find(panel, replace(FOUND, words=" "), by="x", at=AT),
        Code.FINDING_NO_WORDS),
    "finding without a theme": (
        lambda panel: moderating.find(panel, replace(FOUND, theme=""), by="x", at=AT),
        Code.FINDING_NO_THEME),
    "change of no finding": (
        lambda panel: moderating.change(panel, "f9", FOUND, by="x", at=AT),
        Code.FINDING_NOT_FOUND),
    "withdrawal without a reason": (
        lambda panel: moderating.withdraw(panel, "f1", "", by="x", at=AT),
        Code.FINDING_NO_REASON),
    "withdrawal of no finding": (
        lambda panel: moderating.withdraw(panel, "f9", "No", by="x", at=AT),
        Code.FINDING_NOT_FOUND),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_refused_with_the_reason(what: str) -> None:
    """Each refusal says which one thing is wrong."""
    do, code = REFUSED[what]
    assert code_of(lambda: do(found())) is code


@given(st.lists(st.sampled_from([*REPEATS]), max_size=12))
def test_versions_and_journal_have_no_gap(moves: list[str]) -> None:
    """Whatever is done in whatever order: one event for each version, and nothing is lost."""
    panel, events = EMPTY, 0
    for move in moves:
        try:
            change = REPEATS[move](panel)
        except Problem:
            continue
        grown = change.after.version - panel.version
        assert grown == len(change.events) <= 1
        assert [event.version for event in change.events] == [change.after.version] * grown
        assert len(change.after.findings) >= len(panel.findings)
        assert len(change.after.packs) >= len(panel.packs)
        assert change.after.grades.keys() >= panel.grades.keys()
        panel, events = change.after, events + grown
    assert panel.version == events
