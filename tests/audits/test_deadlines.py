"""What people can do about a deadline, each with its refusal."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from audits import access, deadlines, queries, returns, steering
from audits.involvement import Change, Involvement, Known, Saying, Sheet, Stage
from audits.plan import Push
from audits.problems import Code, Problem
from tests import cast
from tests.audits.test_states import LATER, begun, sent, signed
from tests.cast import AT, involved

Do = Callable[[Involvement], Change]
LATE_DATE = date(2026, 12, 15)
DOINGS: dict[str, Do] = {
    "return.acknowledged": lambda own: deadlines.acknowledge(own, Known.KNOWN, by="hv", at=AT),
    "return.assigned": lambda own: deadlines.assign(own, ["hv3"], by="phnc", at=AT),
    "time.asked": lambda own: deadlines.ask_time(own, LATE_DATE, "Holidays", by="hv", at=AT),
    "return.declined": lambda own: deadlines.decline(own, "No staff", by="hv", at=AT),
    "return.waived": lambda own: deadlines.waive(own, "Merged", by="bm", at=AT),
}
CLOSED = replace(cast.AUDIT, closed_at=AT)


def code_of(do: Callable[[], object]) -> Code:
    """The problem that this raises."""
    with pytest.raises(Problem) as met:
        do()
    return met.value.code


@pytest.mark.parametrize("what", DOINGS)
def test_doing_it_twice_is_doing_it_once(what: str) -> None:
    """The journal has it once, and the second time changes nothing."""
    own = involved()
    change = DOINGS[what](own)
    assert [event.what for event in change.events] == [what]
    assert change.after.version == own.ret.version + 1
    again = DOINGS[what](own.after(change))
    assert again.after is again.before


@pytest.mark.parametrize("what", DOINGS)
def test_nothing_changes_after_the_audit_closed(what: str) -> None:
    """A closed audit stays as it was."""
    assert code_of(lambda: DOINGS[what](replace(involved(), audit=CLOSED))) is Code.AUDIT_CLOSED


@pytest.mark.parametrize("what", sorted(set(DOINGS) - {"return.assigned"}))
def test_nothing_is_asked_of_a_return_that_was_sent(what: str) -> None:
    """What the audit team has needs no time, no reason and no waiver."""
    assert code_of(lambda: DOINGS[what](sent(involved()))) is Code.RETURN_SENT


@pytest.mark.parametrize(
    ("do", "code"),
    [
        (lambda own: deadlines.assign(own, [""], by="phnc", at=AT), Code.ASSIGN_NOBODY),
        (lambda own: deadlines.hand_over(own, "", by="hv", at=AT), Code.ASSIGN_NOBODY),
        (lambda own: deadlines.ask_time(own, LATE_DATE, " ", by="hv", at=AT), Code.TIME_NO_REASON),
        (lambda own: deadlines.ask_time(own, None, "x", by="hv", at=AT), Code.TIME_NOT_LATER),
        (
            lambda own: deadlines.ask_time(own, own.audit.due, "x", by="hv", at=AT),
            Code.TIME_NOT_LATER,
        ),
        (
            lambda own: deadlines.decide_time(own, "", granted=True, by="bm", at=AT),
            Code.TIME_NOT_ASKED,
        ),
        (lambda own: deadlines.decline(own, "", by="hv", at=AT), Code.DECLINE_NO_REASON),
        (lambda own: deadlines.decline(own, "x" * 1_001, by="hv", at=AT), Code.WORDS_TOO_LONG),
        (lambda own: deadlines.waive(own, "\n", by="bm", at=AT), Code.WAIVE_NO_REASON),
        (lambda own: deadlines.let_go(own, drawn=0, by="phnc", at=AT), Code.SIGN_OFF_NOT_WAITING),
        (lambda own: deadlines.send_back(own, "x", by="phnc", at=AT), Code.SIGN_OFF_NOT_WAITING),
        (lambda own: deadlines.send_back(own, "", by="phnc", at=AT), Code.SIGN_OFF_NO_REMARK),
        (lambda own: queries.query(own, "Which?", by="bm", at=AT), Code.RETURN_NOT_SENT),
        (lambda own: queries.query(own, "", by="bm", at=AT), Code.QUERY_NO_WORDS),
        (lambda own: queries.accept(own, by="bm", at=AT), Code.RETURN_NOT_SENT),
    ],
)
def test_refused_with_the_reason(do: Do, code: Code) -> None:
    """Each refusal says which one thing is wrong."""
    assert code_of(lambda: do(involved())) is code


def test_handing_over_keeps_the_words_and_ends_the_old_access() -> None:
    """The colleague finds what was answered; who handed over finds nothing any more."""
    own = begun(involved())
    given = own.after(deadlines.hand_over(own, "stranger", by="hv", at=LATER))
    assert given.ret.answers == own.ret.answers
    assert given.ret.contacts == ("stranger", "hv2")
    assert access.answers_for(cast.STRANGER, cast.AUDIT, given.ret)
    assert not access.answers_for(cast.HEALTH_VISITOR, cast.AUDIT, given.ret)


def test_coordinator_who_hands_over_gives_all_of_it() -> None:
    """Somebody who is not a contact has no place to give, so the return goes as a whole."""
    given = deadlines.hand_over(involved(), "pol", by="phnc", at=AT)
    assert given.after.contacts == ("pol",)
    assert given.events[0].to == ("pol",)


def test_more_time_is_asked_decided_and_told_to_who_asked() -> None:
    """The date moves only when it was granted; the asker is named in the journal."""
    own = involved()
    own = own.after(DOINGS["time.asked"](own))
    assert own.ret.due is None
    no = deadlines.decide_time(own, "Panel day is fixed", granted=False, by="bm", at=AT)
    assert (no.after.due, no.events[0].what, no.events[0].to) == (None, "time.refused", ("hv",))
    yes = deadlines.decide_time(own, "", granted=True, by="bm", at=AT)
    assert (yes.after.due, yes.events[0].to) == (LATE_DATE, ("hv",))
    decided = own.after(yes)
    assert deadlines.decide_time(decided, "", granted=True, by="bm", at=AT).after is yes.after
    other = lambda: deadlines.decide_time(decided, "", granted=False, by="bm", at=AT)  # noqa: E731
    assert code_of(other) is Code.TIME_NOT_ASKED


def test_declined_return_can_still_be_answered() -> None:
    """Who begins after all has not declined any more."""
    own = involved()
    own = own.after(DOINGS["return.declined"](own))
    assert not own.ret.waits
    assert begun(own).ret.waits


def test_sign_off_lets_go_or_sends_back() -> None:
    """The coordinator sends what they saw; with a remark it goes back to who wrote it."""
    own = sent(signed(involved()))
    assert own.ret.stage is Stage.SIGN_OFF
    back = deadlines.send_back(own, "Say what changed.", by="phnc", at=AT)
    assert (back.after.stage, back.events[0].to) == (Stage.IN_PROGRESS, ("hv", "hv2"))
    gone = deadlines.let_go(own, drawn=own.ret.version, by="phnc", at=AT)
    assert (gone.after.stage, gone.after.times_sent) == (Stage.SENT, 1)
    assert deadlines.let_go(own.after(gone), drawn=0, by="phnc", at=AT).after is gone.after
    seen = lambda: deadlines.let_go(own, drawn=own.ret.version - 1, by="phnc", at=AT)  # noqa: E731
    assert code_of(seen) is Code.RETURN_CHANGED


def test_coordinators_own_return_needs_nobody_elses_sign_off() -> None:
    """Who may let it go may send it."""
    own = begun(signed(involved()))
    change = returns.send(own, drawn=own.ret.version, by="phnc", at=AT)
    assert change.after.stage is Stage.SENT


def test_changing_a_return_takes_it_back_from_sign_off() -> None:
    """What a coordinator signs is what stands; a later change asks for their eyes again."""
    own = sent(signed(involved()))
    sheet = Sheet(drawn=own.ret.version, answers={"visits": "4"})
    changed = own.after(returns.save(own, sheet, by="hv", at=AT))
    assert changed.ret.stage is Stage.IN_PROGRESS


def test_query_is_answered_by_sending_again() -> None:
    """Taken back and sent again, the return is queried no more."""
    own = sent(involved())
    own = own.after(queries.query(own, "Which visit?", by="bm", at=AT))
    own = own.after(returns.recall(own, by="hv", at=AT))
    assert own.ret.queried
    assert sent(own).ret.queried is None


def test_question_is_asked_once_and_answered() -> None:
    """The same words about the same box are one question; an answer needs words."""
    saying = Saying(by="hv", at=AT, words="Which period?")
    asked = steering.ask(cast.AUDIT, "look", saying, agency="phn")
    assert steering.ask(asked, "look", saying, agency="phn") is asked
    done = steering.answer(asked, "q1", "The last 12 months.", by="bm", at=LATER)
    assert (done.questions[0].answer, done.questions[0].answered_at) == (
        "The last 12 months.",
        LATER,
    )
    assert steering.answer(done, "q1", "The last 12 months.", by="bm", at=LATER) is done


@pytest.mark.parametrize(
    ("do", "code"),
    [
        (
            lambda: steering.ask(
                cast.AUDIT, "nothing", Saying(by="hv", at=AT, words="?"), agency="phn"
            ),
            Code.QUESTION_NO_BOX,
        ),
        (
            lambda: steering.ask(cast.AUDIT, "look", Saying(by="hv", at=AT), agency="phn"),
            Code.QUESTION_NO_WORDS,
        ),
        (
            lambda: steering.answer(cast.AUDIT, "q9", "x", by="bm", at=AT),
            Code.QUESTION_NOT_FOUND,
        ),
        (lambda: steering.name_deputy(cast.AUDIT, "phn", "", by="phnc", at=AT), Code.ASSIGN_NOBODY),
        (
            lambda: steering.push(CLOSED, Push(by="bm", at=AT)),
            Code.AUDIT_CLOSED,
        ),
    ],
)
def test_change_to_the_audit_is_refused_with_the_reason(
    do: Callable[[], object], code: Code
) -> None:
    """As with returns, each refusal says what is wrong."""
    assert code_of(do) is code


def test_deputy_has_the_coordinators_rights() -> None:
    """Who stands in sees and answers the agency's returns."""
    audit = steering.name_deputy(cast.AUDIT, "phn", "stranger", by="phnc", at=AT)
    assert access.answers_for(cast.STRANGER, audit, cast.MINE)
    assert not access.answers_for(cast.STRANGER, cast.AUDIT, cast.MINE)


def test_escalation_is_decided_once() -> None:
    """The first decision stands, whoever presses after it."""
    yes = steering.rule(cast.AUDIT, "n1", granted=True, by="bm", at=AT)
    assert steering.rule(yes, "n1", granted=True, by="bm", at=LATER) is yes
    no = lambda: steering.rule(yes, "n1", granted=False, by="bm", at=LATER)  # noqa: E731
    assert code_of(no) is Code.ESCALATION_DECIDED


def test_same_nudge_by_hand_within_two_minutes_is_one_click() -> None:
    """Teams repeats what was not answered in time."""
    first = Push(by="bm", at=AT, agency="phn")
    once = steering.push(cast.AUDIT, first)
    assert steering.push(once, replace(first, at=AT + timedelta(seconds=15))) is once
    assert len(steering.push(once, replace(first, at=LATER)).pushes) == 2


def test_words_are_cleared_once_and_can_be_changed() -> None:
    """Fine as they are, or something else in their place; also when the audit is closed."""
    done = steering.clear(CLOSED, {"f1": "", "f2": " the father "}, by="bm", at=AT)
    assert {key: one.instead for key, one in done.cleared.items()} == {"f1": "", "f2": "the father"}
    assert steering.clear(done, {"f1": "", "f2": "the father"}, by="x", at=LATER) is done
    again = steering.clear(done, {"f1": "a man"}, by="x", at=LATER)
    assert (again.cleared["f1"].instead, again.cleared["f1"].by) == ("a man", "x")
    assert again.cleared["f2"] is done.cleared["f2"]
