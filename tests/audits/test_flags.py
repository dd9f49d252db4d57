"""What deserves a query, a child at risk first."""

from dataclasses import replace
from datetime import timedelta

import pytest

from audits.collected import Only
from audits.flags import FlagKind, flags, told_of_risk
from audits.involvement import Risk, Stage
from audits.ledger import Entry, Outcome
from audits.plan import Kind
from audits.sweep import Nudge
from tests.audits.laid_out import AT, collected, nil, ret, sent

TOP = {"t1_look": "exceeds", "t1_look_evidence": "Form of 3 May", "t1_look_impact": "She slept."}


def kinds(**values: str) -> list[FlagKind]:
    """Return the flags of a return with these answers in place of TOP's."""
    return [one.kind for one in flags(collected(sent("C", "csc", {**TOP, **values})))]


def test_child_at_risk_stands_first_in_drafts_too() -> None:
    """What nobody has acted on comes before what somebody has; nothing of a draft is told."""
    draft = ret("D", "phn", stage=Stage.IN_PROGRESS, risk=Risk.REPORTED)
    acted = replace(sent("C", "amh"), risk=Risk.ACTED)
    found = flags(collected(sent("C", "csc", TOP), acted, draft))
    assert [(one.kind, one.return_id) for one in found] == [
        (FlagKind.RISK_OPEN, "a.D.phn"),
        (FlagKind.RISK_ACTED, "a.C.amh"),
        (FlagKind.NO_BEYOND, "a.C.csc"),
    ]
    assert (found[0].box, found[0].text) == ("", "")


@pytest.mark.parametrize(
    "evidence",
    ["Visited beyond what policy asks", "She came again and again", "An unannounced visit",
     "Policy asks for one call; she made four", "Weekly in place of monthly",
     "An extra home visit"],
)  # fmt: skip
def test_top_grade_that_says_how_it_went_beyond_is_no_flag(evidence: str) -> None:
    """Any plain way to say it will do, in the evidence or in the impact."""
    assert kinds(t1_look_evidence=evidence) == []
    assert kinds(t1_look_impact=f"{evidence}: the child was safe.") == []


def test_top_grade_for_the_usual_is_flagged_with_its_evidence() -> None:
    """Good practice done well is the grade below (the 2021 report, section 5)."""
    one = flags(collected(sent("C", "csc", TOP)))[0]
    assert (one.kind, one.box, one.theme) == (FlagKind.NO_BEYOND, "t1_look_evidence", "t1")
    assert (one.text, one.grade) == ("Form of 3 May", "exceeds")
    assert kinds(t1_look="good") == []


@pytest.mark.parametrize("grade", ["exceeds", "good", "improve", "concern"])
def test_grade_without_evidence_is_flagged_at_the_grade(grade: str) -> None:
    """Any grade rests on a record; what is no grade needs none."""
    found = flags(collected(sent("C", "csc", {"t1_look": grade})))
    assert [(one.kind, one.box, one.grade) for one in found] == [
        (FlagKind.NO_EVIDENCE, "t1_look", grade)
    ]
    assert flags(collected(sent("C", "csc", {"t1_look": "nothing_recorded"}))) == []


def test_impact_that_describes_the_service_is_flagged() -> None:
    """Impact is what was different for the child (the 2021 report, section 5)."""
    found = flags(collected(sent("C", "csc", {"t6_change_impact": "We moved to phone calls."})))
    assert [(one.kind, one.box, one.text) for one in found] == [
        (FlagKind.SERVICE, "t6_change_impact", "We moved to phone calls.")
    ]
    assert flags(collected(sent("C", "csc", {"t6_change_impact": "She was not seen."}))) == []


def test_nil_return_has_no_flag() -> None:
    """It grades nothing."""
    assert flags(collected(nil("C", "csc"))) == []


def test_part_is_only_what_was_asked_for_but_risk_shows_in_any_theme() -> None:
    """A child at risk now is nothing that a filter of themes may hide."""
    got = collected(replace(sent("C", "csc", TOP), risk=Risk.REPORTED), sent("D", "csc", TOP))
    assert [one.kind for one in flags(got, Only(theme="t2"))] == [FlagKind.RISK_OPEN]
    assert [one.return_id for one in flags(got, Only(family="D"))] == ["a.D.csc"]


def test_who_was_told_of_a_risk_is_read_from_the_ledger() -> None:
    """Who and when, in order, and what became of the message; other notices do not count."""

    def entry(person: str, about: str, minutes: int, return_id: str = "a.C.csc") -> Entry:
        nudge = Nudge(id=f"{person}{about}", audit_id="a", person=person, kind=Kind.NOTICE, step=0,
                      at=AT, return_ids=(return_id,), about=about)  # fmt: skip
        at = AT + timedelta(minutes=minutes)
        return Entry(nudge=nudge, outcome=Outcome.SENT, claimed_at=AT, settled_at=at)

    entries = [entry("lead", "risk.reported", 3), entry("bm", "risk.reported", 1),
               entry("bm", "return.declined", 1), entry("x", "risk.reported", 1, "a.D.csc"),
               replace(entry("chair", "risk.reported", 0), settled_at=None)]  # fmt: skip
    told = told_of_risk(sent("C", "csc"), entries)
    assert [(one.person, (one.at - AT).seconds // 60) for one in told] == [
        ("chair", 0), ("bm", 1), ("lead", 3),
    ]  # fmt: skip
    assert {one.outcome for one in told} == {Outcome.SENT}
