"""The audit team asks about what came in; the agency answers; both sides' words are kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from audits import deadlines, queries, returns
from audits.involvement import Change, Involvement, Nil, NilKind, Searched, Sheet, Stage
from audits.problems import Code, Problem
from tests.cast import AT, ENOUGH, involved

LATER = AT + timedelta(hours=1)
Do = Callable[[Involvement], Change]


def sent(own: Involvement) -> Involvement:
    """The involvement with its return sent."""
    sheet = Sheet(drawn=own.ret.version, answers=ENOUGH)
    own = own.after(returns.save(own, sheet, by="hv", at=AT))
    return own.after(returns.send(own, drawn=own.ret.version, by="hv", at=AT))


def asked(box: str = "look", words: str = "Which visit?") -> Involvement:
    """The involvement with its return sent and queried."""
    own = sent(involved())
    return own.after(queries.query(own, words, by="bm", at=AT, box=box))


def code_of(do: Callable[[], object]) -> Code:
    """Return the code of the Problem that this raises."""
    with pytest.raises(Problem) as met:
        do()
    return met.value.code


def test_query_names_the_answer_that_it_is_about() -> None:
    """In the thread of its box, and in the journal, which says no words."""
    own = sent(involved())
    change = queries.query(own, " Which visit? ", by="bm", at=LATER, box="look")
    line = change.after.queries["look"][0]
    assert (line.words, line.by, line.at, line.team) == ("Which visit?", "bm", LATER, True)
    assert [(e.what, e.boxes, e.by) for e in change.events] == [("return.queried", ("look",), "bm")]
    assert change.after.queried is not None
    assert queries.waiting(change.after) == ("look",)


def test_thread_keeps_every_line_in_order() -> None:
    """Asked, answered, asked again, answered again."""
    own = asked()
    own = own.after(queries.reply(own, "The first.", by="hv", at=AT, box="look"))
    assert own.ret.queried is None
    own = own.after(queries.query(own, "And the date?", by="bm", at=LATER, box="look"))
    assert own.ret.queried
    assert own.ret.queried.words == "And the date?"
    own = own.after(queries.reply(own, "3 May", by="hv2", at=LATER, box="look"))
    assert [(line.words, line.team) for line in own.ret.queries["look"]] == [
        ("Which visit?", True), ("The first.", False), ("And the date?", True), ("3 May", False),
    ]  # fmt: skip
    assert queries.waiting(own.ret) == ()


def test_reply_leaves_the_return_as_it_was_sent() -> None:
    """Nothing has to be taken back to answer a question."""
    own = asked()
    change = queries.reply(own, "The first.", by="hv", at=LATER, box="look")
    assert (change.after.stage, change.after.answers) == (Stage.SENT, own.ret.answers)
    assert (change.after.sent_at, change.after.times_sent) == (own.ret.sent_at, 1)
    assert change.says("query.answered")


def test_one_answer_leaves_the_other_query_waiting() -> None:
    """The return is queried until each thread is answered; the newest stands for all."""
    own = asked("look", "Which visit?")
    own = own.after(queries.query(own, "All of it?", by="bm", at=LATER))
    assert queries.waiting(own.ret) == ("look", queries.WHOLE)
    own = own.after(queries.reply(own, "Yes.", by="hv", at=LATER))
    assert own.ret.queried
    assert (own.ret.queried.words, own.ret.queried.at) == ("Which visit?", AT)
    assert queries.waiting(own.ret) == ("look",)


def test_newest_of_those_that_wait_stands_for_all() -> None:
    """Of several open queries the one asked last is what the agency is reminded of."""
    own = asked("look", "First?")
    for minutes, box, words in ((5, "since", "Third?"), (3, "known", "Second?"), (9, "", "Last?")):
        at = AT + timedelta(minutes=minutes)
        own = own.after(queries.query(own, words, by="bm", at=at, box=box))
    own = own.after(queries.reply(own, "Yes.", by="hv", at=LATER))
    assert own.ret.queried
    assert own.ret.queried.words == "Third?"


def test_sending_again_answers_every_query_and_keeps_the_threads() -> None:
    """The other way to answer is to change the return."""
    own = asked()
    own = sent(own.after(returns.recall(own, by="hv", at=LATER)))
    assert queries.waiting(own.ret) == ()
    assert len(own.ret.queries["look"]) == 1


def test_query_after_it_was_accepted_takes_the_acceptance_back() -> None:
    """What is asked about is not settled."""
    own = sent(involved())
    own = own.after(queries.accept(own, by="bm", at=AT))
    assert queries.query(own, "One more?", by="bm", at=LATER).after.accepted is None


REPEATS: dict[str, tuple[Callable[[], Involvement], Do]] = {
    "query": (lambda: sent(involved()),
              lambda own: queries.query(own, "Which?", by="bm", at=LATER, box="look")),
    "reply": (asked, lambda own: queries.reply(own, "That.", by="hv", at=LATER, box="look")),
    "accept": (lambda: sent(involved()), lambda own: queries.accept(own, by="bm", at=LATER)),
    "reopen": (lambda: sent(involved()),
               lambda own: queries.reopen(own, "The dates", by="bm", at=LATER)),
}  # fmt: skip


@pytest.mark.parametrize("what", REPEATS)
def test_same_again_changes_nothing(what: str) -> None:
    """Teams repeats what was not answered in time."""
    start, do = REPEATS[what]
    own = start()
    own = own.after(do(own))
    again = do(own)
    assert again.after is own.ret
    assert not again.events


REFUSED: dict[str, tuple[Do, Code]] = {
    "query without words": (
        lambda own: queries.query(own, " ", by="bm", at=AT), Code.QUERY_NO_WORDS),
    "query of no box": (
        lambda own: queries.query(own, "?", by="bm", at=AT, box="nothing"), Code.QUERY_NO_BOX),
    "reply without words": (
        lambda own: queries.reply(own, "", by="hv", at=AT, box="look"), Code.QUERY_NO_WORDS),
    "reply to nothing": (
        lambda own: queries.reply(own, "x", by="hv", at=AT, box="since"), Code.QUERY_NOT_ASKED),
    "reopen without a reason": (
        lambda own: queries.reopen(own, "\t", by="bm", at=AT), Code.REOPEN_NO_REASON),
    "reply that is too long": (
        lambda own: queries.reply(own, "x" * 1_001, by="hv", at=AT, box="look"),
        Code.WORDS_TOO_LONG),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_refused_with_the_reason(what: str) -> None:
    """Each refusal says which one thing is wrong."""
    do, code = REFUSED[what]
    assert code_of(lambda: do(asked())) is code


MOVES: tuple[Do, ...] = (
    lambda own: queries.query(own, "Which?", by="bm", at=AT, box="look"),
    lambda own: queries.reply(own, "That.", by="hv", at=AT, box="look"),
    lambda own: queries.accept(own, by="bm", at=AT),
    lambda own: queries.reopen(own, "Dates", by="bm", at=AT),
)


@pytest.mark.parametrize("do", MOVES)
def test_draft_and_closed_audit_are_left_alone(do: Do) -> None:
    """A draft belongs to its agency; in a closed audit nothing changes."""
    assert code_of(lambda: do(involved())) is Code.RETURN_NOT_SENT
    own = asked(words="Another?")
    closed = replace(own, audit=replace(own.audit, closed_at=AT))
    assert code_of(lambda: do(closed)) is Code.AUDIT_CLOSED


def test_late_return_that_is_accepted_is_marked_in_the_journal() -> None:
    """That it came late stays known for good."""
    own = sent(involved())
    assert queries.accept(own, by="bm", at=AT).says("return.accepted")
    late = replace(own, ret=replace(own.ret, sent_at=AT + timedelta(days=20)))
    change = queries.accept(late, by="bm", at=AT + timedelta(days=21))
    assert [event.what for event in change.events] == ["return.accepted_late"]
    assert change.after.accepted


def test_reopened_return_can_be_changed_and_keeps_its_history() -> None:
    """The agency goes on where it was; reason, answers, threads and sending stay known."""
    own = asked()
    change = queries.reopen(own, "The dates differ", by="bm", at=LATER)
    ret = change.after
    assert (ret.stage, ret.accepted, ret.queried) == (Stage.IN_PROGRESS, None, None)
    assert (ret.answers, ret.queries, ret.sent_at) == (own.ret.answers, own.ret.queries, AT)
    assert ret.reopened
    assert (ret.reopened.words, ret.nudged_from) == ("The dates differ", LATER)
    assert change.events[0].to == ("hv", "hv2")
    again = sent(own.after(change)).ret
    assert (again.stage, again.times_sent, again.reopened) == (Stage.SENT, 2, None)


def test_reopened_nil_return_is_open_again() -> None:
    """A family that was found after all can be answered about."""
    own = involved()
    nil = Nil(kind=NilKind.NOT_KNOWN, searched=frozenset({Searched.CHILD}))
    own = own.after(returns.send_nil(own, nil, by="hv", at=AT))
    ret = queries.reopen(own, "We know her", by="bm", at=LATER).after
    assert (ret.stage, ret.nil) == (Stage.OPENED, None)


def test_waived_return_that_is_sent_is_waived_no_more() -> None:
    """It came after all, and is read like any other."""
    own = involved()
    own = own.after(deadlines.waive(own, "Not needed", by="bm", at=AT))
    assert sent(own).ret.waived is None
