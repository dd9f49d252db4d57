"""Every way in which a return may change."""

from dataclasses import replace
from datetime import timedelta

import pytest

from audits import returns
from audits.answers import Keep
from audits.involvement import (
    Involvement,
    Nil,
    NilKind,
    Risk,
    Searched,
    Sheet,
    Stage,
)
from audits.problems import Code, Problem
from tests.cast import AT, ENOUGH, involved

NIL = Nil(kind=NilKind.NOT_KNOWN, searched=frozenset({Searched.CHILD, Searched.MOTHER}))


def saved(own: Involvement, answers: dict[str, str], drawn: int | None = None) -> Involvement:
    """The involvement after these answers were saved by the health visitor."""
    sheet = Sheet(drawn=own.ret.version if drawn is None else drawn, answers=answers)
    return own.after(returns.save(own, sheet, by="hv", at=AT))


def sent(own: Involvement | None = None) -> Involvement:
    """The involvement after the least that must be answered was answered and sent."""
    ready = saved(own or involved(), ENOUGH)
    return ready.after(returns.send(ready, drawn=ready.ret.version, by="hv", at=AT))


def refusal(own: Involvement, answers: dict[str, str]) -> tuple[Code, str]:
    """The problem that saving these answers meets."""
    with pytest.raises(Problem) as met:
        saved(own, answers)
    return met.value.code, met.value.where


def test_opening_is_marked_once() -> None:
    """The first look opens a return; later looks change nothing."""
    first = returns.opened(involved(), by="hv", at=AT)
    again = returns.opened(involved().after(first), by="hv2", at=AT)
    assert (first.after.stage, first.events[0].what) == (Stage.OPENED, "return.opened")
    assert again.after is again.before


def test_saving_keeps_answers_and_says_which() -> None:
    """A save raises the version by one, and the journal names the boxes, never the words."""
    own = involved()
    change = returns.save(own, Sheet(drawn=0, answers={"look": "good"}), by="hv", at=AT)
    assert (change.after.version, change.after.stage) == (1, Stage.IN_PROGRESS)
    assert change.after.value("look") == "good"
    assert change.events[0].boxes == ("look",)
    assert "good" not in repr(change.events)


def test_saving_the_same_twice_changes_nothing() -> None:
    """A double click is one click."""
    own = saved(involved(), {"look": "good"})
    again = returns.save(own, Sheet(drawn=0, answers={"look": "good"}), by="hv", at=AT)
    assert again.after is own.ret
    assert not again.events


def test_two_colleagues_on_different_boxes_never_conflict() -> None:
    """Answers to different boxes from equally old cards both stand."""
    own = saved(involved(), {"look": "good"}, drawn=0)
    own = saved(own, {"look_evidence": "Visit record", "look": ""}, drawn=0)
    assert (own.ret.value("look"), own.ret.value("look_evidence")) == ("good", "Visit record")


def test_choosing_between_two_answers_settles_them() -> None:
    """Two people's words wait until somebody chooses; meanwhile the return cannot go."""
    own = saved(saved(involved(), ENOUGH), {"look_impact": "one"})
    own = saved(own, {"look_impact": "two"}, drawn=1)
    with pytest.raises(Problem) as met:
        returns.send(own, drawn=own.ret.version, by="hv", at=AT)
    assert (met.value.code, met.value.where) == (Code.RETURN_INCOMPLETE, "look_impact")
    sheet = Sheet(
        drawn=own.ret.version, answers={"look_impact": "one"}, keeps={"look_impact": Keep.OTHER}
    )
    own = own.after(returns.save(own, sheet, by="hv", at=AT))
    assert own.ret.value("look_impact") == "two"
    assert returns.send(own, drawn=own.ret.version, by="hv", at=AT).after.stage is Stage.SENT


def test_card_from_the_future_is_refused() -> None:
    """Nobody holds a card of a version that there has never been."""
    with pytest.raises(Problem) as met:
        saved(involved(), {"look": "good"}, drawn=7)
    assert met.value.code is Code.CARD_UNREADABLE


@pytest.mark.parametrize(
    ("answers", "code", "where"),
    [
        ({"nonsense": "x"}, Code.ANSWER_UNKNOWN, "nonsense"),
        ({"look": "splendid"}, Code.ANSWER_NOT_A_CHOICE, "look"),
        ({"shared": "we_told shouted"}, Code.ANSWER_NOT_A_CHOICE, "shared"),
        ({"since": "31/12/2025"}, Code.ANSWER_NOT_A_DATE, "since"),
        ({"since": "2025-02-30"}, Code.ANSWER_NOT_A_DATE, "since"),
        ({"visits": "1.5"}, Code.ANSWER_NOT_A_COUNT, "visits"),
        ({"visits": "many"}, Code.ANSWER_NOT_A_COUNT, "visits"),
        ({"visits": "1234567890"}, Code.ANSWER_NOT_A_COUNT, "visits"),
        ({"look_evidence": "x" * 4001}, Code.ANSWER_TOO_LONG, "look_evidence"),
        ({"look_evidence": "😀" * 2001}, Code.ANSWER_TOO_LONG, "look_evidence"),
    ],
)
def test_unfit_answers_are_refused_by_name(answers: dict[str, str], code: Code, where: str) -> None:
    """Each kind of box refuses what is not its own, names the box, and repeats no words."""
    assert refusal(involved(), answers) == (code, where)


def test_longest_answers_are_kept_whole() -> None:
    """4,000 characters, Welsh letters, right-to-left text and emoji are kept as they came."""
    texts = ("ŵ" * 4000, "مرحبا " * 600, "😀" * 2000, "a\nb\tc", "=HYPERLINK('x')", "<at>all</at>")
    for text in texts:
        kept = saved(involved(), {"look_evidence": text}).ret.value("look_evidence")
        assert kept == text.strip()


def test_hiding_a_box_keeps_its_answer() -> None:
    """An answer whose question no longer applies is kept, and comes back with it."""
    own = saved(involved(), {"differ": "yes", "outcome": "They met and agreed."})
    own = saved(own, {"differ": "no"})
    assert own.ret.value("outcome") == "They met and agreed."


def test_incomplete_return_is_not_sent() -> None:
    """A return with a compulsory answer missing stays where it is, and says which."""
    own = saved(involved(), {**ENOUGH, "look": ""})
    with pytest.raises(Problem) as met:
        returns.send(own, drawn=own.ret.version, by="hv", at=AT)
    assert (met.value.code, met.value.where) == (Code.RETURN_INCOMPLETE, "look")


@pytest.mark.parametrize("grade", ["exceeds", "concern"])
def test_top_and_lowest_grade_need_evidence_and_impact(grade: str) -> None:
    """The 2021 report, section 5: exceeding good practice needs practice beyond policy."""
    own = saved(involved(), {**ENOUGH, "look": grade, "look_evidence": "Visit record"})
    with pytest.raises(Problem) as met:
        returns.send(own, drawn=own.ret.version, by="hv", at=AT)
    assert met.value.where == "look_impact"
    own = saved(own, {"look_impact": "The child was seen alone."})
    assert returns.send(own, drawn=own.ret.version, by="hv", at=AT).after.stage is Stage.SENT


def test_sending_gives_a_reference_and_twice_is_once() -> None:
    """A sent return knows when, by whom, and its reference; sending again changes nothing."""
    own = sent()
    assert (own.ret.sent_at, own.ret.sent_by, own.ret.reference) == (AT, "hv", "C-PHN-1")
    again = returns.send(own, drawn=0, by="hv", at=AT + timedelta(hours=1))
    assert again.after is own.ret


def test_return_changed_since_the_review_is_not_sent() -> None:
    """What a colleague changed after the review was drawn has to be seen first."""
    own = saved(involved(), ENOUGH)
    seen = own.ret.version
    own = saved(own, {"look_evidence": "New record"})
    with pytest.raises(Problem) as met:
        returns.send(own, drawn=seen, by="hv", at=AT)
    assert met.value.code is Code.RETURN_CHANGED


def test_sent_return_takes_no_more_answers() -> None:
    """A stale card changes nothing once the return is sent; a repeat is harmless."""
    own = sent()
    assert refusal(own, {"look": "improve"})[0] is Code.RETURN_SENT
    assert saved(own, {"look": "good"}).ret is own.ret


def test_recalled_return_can_be_changed_and_sent_again() -> None:
    """A return can be taken back; the second sending has its own reference."""
    own = sent()
    own = own.after(returns.recall(own, by="hv2", at=AT))
    assert own.ret.stage is Stage.IN_PROGRESS
    own = saved(own, {"look": "improve"})
    again = returns.send(own, drawn=own.ret.version, by="hv", at=AT)
    assert again.after.reference == "C-PHN-2"


def test_unsent_return_cannot_be_recalled() -> None:
    """There is nothing to take back before it was sent."""
    with pytest.raises(Problem) as met:
        returns.recall(involved(), by="hv", at=AT)
    assert met.value.code is Code.RETURN_NOT_SENT


def test_nil_return_says_what_was_searched() -> None:
    """A nil return goes at once; the same again changes nothing; it can be taken back."""
    own = involved()
    own = own.after(returns.send_nil(own, NIL, by="hv", at=AT))
    assert (own.ret.stage, own.ret.nil, own.ret.reference) == (Stage.NIL, NIL, "C-PHN-1")
    assert returns.send_nil(own, NIL, by="hv", at=AT).after is own.ret
    back = returns.recall(own, by="hv", at=AT)
    assert (back.after.stage, back.after.nil) == (Stage.OPENED, None)


@pytest.mark.parametrize(
    ("nil", "code"),
    [
        (replace(NIL, searched=frozenset()), Code.NIL_NOTHING_SEARCHED),
        (replace(NIL, kind=NilKind.OTHER), Code.NIL_NO_REASON),
    ],
)
def test_nil_return_without_grounds_is_refused(nil: Nil, code: Code) -> None:
    """Silence is not "not known": something was searched, another reason is given."""
    with pytest.raises(Problem) as met:
        returns.send_nil(involved(), nil, by="hv", at=AT)
    assert met.value.code is code


def test_closed_audit_changes_nothing() -> None:
    """After closing no return is saved, sent or taken back."""
    own = saved(involved(), ENOUGH)
    closed = replace(own, audit=replace(own.audit, closed_at=AT))
    assert refusal(closed, {"look": "improve"})[0] is Code.AUDIT_CLOSED
    with pytest.raises(Problem) as met:
        returns.send(closed, drawn=own.ret.version, by="hv", at=AT)
    assert met.value.code is Code.AUDIT_CLOSED
    with pytest.raises(Problem):
        returns.recall(closed, by="hv", at=AT)


def test_risk_now_is_journalled_when_told_and_when_acted_on() -> None:
    """A child at risk now is a journal event of its own, and so is what was done."""
    own = involved()
    told = returns.save(own, Sheet(drawn=0, answers={"risk": "yes"}), by="hv", at=AT)
    assert (told.after.risk, told.says("risk.reported")) == (Risk.REPORTED, True)
    own = own.after(told)
    done = returns.save(own, Sheet(drawn=1, answers={"risk_done": "rang"}), by="hv", at=AT)
    assert (done.after.risk, done.says("risk.acted")) == (Risk.ACTED, True)
