"""Who hears of what somebody else did, and when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from audits import deadlines, notices, steering
from audits.involvement import Change, Event, Saying, Standing
from audits.nudges import still_wanted
from audits.plan import Kind
from tests import cast
from tests.cast import AT, involved

ALWAYS = {"since": AT - timedelta(days=30), "until": AT + timedelta(days=30)}


def row(change: Change) -> tuple[Standing, tuple[Event, ...]]:
    """A return with its journal."""
    return change.after, change.events


def test_two_returns_given_at_once_are_one_notice() -> None:
    """The coordinator gives two families to a colleague, who gets one message."""
    rows = [
        row(deadlines.assign(involved(ret), ["hv3"], by="phnc", at=AT))
        for ret in (cast.RETURNS[0], cast.RETURNS[3])
    ]
    found = notices.of_journal(cast.AUDIT, rows, {}, **ALWAYS)
    assert [(n.person, n.kind, n.about, n.return_ids) for n in found] == [
        ("hv3", Kind.NOTICE, "return.assigned", ("a1.C.phn", "a1.F.phn"))
    ]
    standings = [standing for standing, _ in rows]
    assert still_wanted(found[0], cast.AUDIT, standings)
    assert not still_wanted(found[0], cast.AUDIT, cast.RETURNS)


@pytest.mark.parametrize(
    ("change", "person"),
    [
        (
            deadlines.ask_time(involved(), cast.AUDIT.due + timedelta(days=3), "x", by="hv", at=AT),
            "bm",
        ),
        (deadlines.decline(involved(), "No staff", by="hv", at=AT), "bm"),
        (deadlines.waive(involved(cast.RETURNS[1]), "Merged", by="bm", at=AT), "pol"),
    ],
)
def test_notice_goes_to_whom_it_concerns(change: Change, person: str) -> None:
    """The business manager hears of wishes, contacts of what was decided; never who did it."""
    found = notices.of_journal(cast.AUDIT, [row(change)], {}, **ALWAYS)
    assert [n.person for n in found] == [person]
    assert still_wanted(found[0], cast.AUDIT, [change.after])


def test_notice_keeps_to_quiet_hours_but_a_risk_does_not() -> None:
    """Said on a Saturday night, it is read on Monday; a child at risk now is not put off."""
    night = datetime(2026, 12, 5, 22, tzinfo=UTC)
    change = deadlines.decline(involved(), "No staff", by="hv", at=night)
    found = notices.of_journal(cast.AUDIT, [row(change)], {}, **ALWAYS)
    assert [n.at for n in found] == [datetime(2026, 12, 7, 8, tzinfo=UTC)]
    risk = (replace(change.events[0], what="risk.reported"),)
    found = notices.of_journal(cast.AUDIT, [(change.after, risk)], {}, **ALWAYS)
    assert [n.at for n in found] == [night]


def test_answer_is_told_to_all_who_work_on_the_box() -> None:
    """Not only who asked; but nobody whose return is in, and nobody before it is answered."""
    saying = Saying(by="hv", at=AT, words="Which period?")
    asked = steering.ask(cast.AUDIT, "look", saying, agency="phn")
    found = notices.of_questions(asked, cast.RETURNS, {}, **ALWAYS)
    assert [(n.person, n.about) for n in found] == [("bm", "question.asked")]
    done = steering.answer(asked, "q1", "The last 12 months.", by="bm", at=AT)
    waived = [*cast.RETURNS[:2], replace(cast.RETURNS[2], waived=saying)]
    found = notices.of_questions(done, waived, {}, **ALWAYS)
    assert [(n.person, n.about) for n in found] == [
        ("hv", "question.answered"), ("hv2", "question.answered"), ("pol", "question.answered")
    ]  # fmt: skip


def test_nothing_is_told_after_the_audit_closed() -> None:
    """A closed audit is silent."""
    closed = replace(cast.AUDIT, closed_at=AT)
    change = deadlines.decline(involved(), "No staff", by="hv", at=AT)
    assert notices.of_journal(closed, [row(change)], {}, **ALWAYS) == []
