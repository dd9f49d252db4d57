"""Who takes part changes while an audit runs: with a reason, at once, nothing lost."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from audits import altering
from audits.audit import Agency
from audits.involvement import Saying, Stage
from audits.people import Role
from audits.problems import Code, Problem
from tests.audits.test_editions import own
from tests.cast import AT, AUDIT, RETURNS

WHY = Saying(by="bm", at=AT, words=" Named in a return ")
GP = Agency(key="gp", name="Primary care", short="GP", kind="gp", coordinators=("gpc",))


def test_added_agency_owes_a_return_for_each_family() -> None:
    """It is asked about the families that are named, and the journal says why."""
    done = altering.add_agency(AUDIT, GP, ("C", "F", "X"), WHY)
    assert {ret.id for ret in done.returns} == {"a1.C.gp", "a1.F.gp"}
    assert "gp" in done.audit.families["F"].involved
    (line,) = done.lines
    assert (line.what, line.about, line.why) == ("agency.added", ("gp", "C", "F"),
                                                 "Named in a return")  # fmt: skip


def test_agency_asked_about_one_more_family_keeps_its_people() -> None:
    """An agency that is there already stays as it is and owes only what is new."""
    police = replace(GP, key="police", name="Other")
    audit = replace(AUDIT, agencies={**AUDIT.agencies, "police": replace(
        AUDIT.agencies["police"], coordinators=("polc",))})  # fmt: skip
    done = altering.add_agency(audit, police, ("C", "F"), WHY)
    assert [ret.id for ret in done.returns] == ["a1.F.police"]
    assert done.audit.agencies["police"].name == "Police"


def test_removed_agency_owes_nothing_and_keeps_what_it_sent() -> None:
    """What is owed is waived with the reason, what was sent stays, and its people are out."""
    sent = replace(RETURNS[3], stage=Stage.SENT)
    done = altering.remove_agency(AUDIT, "phn", [*RETURNS[:3], sent], WHY)
    owed, kept = (change.after for change in done.changes)
    assert (owed.id, owed.contacts, kept.id, kept.contacts) == ("a1.C.phn", (), "a1.F.phn", ())
    assert owed.waived is not None
    assert owed.waived.words == "Named in a return"
    assert (kept.stage, kept.waived) == (Stage.SENT, None)
    assert not done.audit.agencies["phn"].coordinating
    assert done.changes[0].events[0].to == ("hv", "hv2")


def test_removed_agency_is_asked_again_with_what_it_wrote() -> None:
    """Its returns are owed once more, its new coordinator has them, and nothing was lost."""
    before = own().ret
    out = altering.remove_agency(AUDIT, "phn", [before], WHY)
    again = replace(AUDIT.agencies["phn"], coordinators=("phnc2",))
    done = altering.add_agency(out.audit, again, ("C",), WHY, returns=[out.changes[0].after])
    assert done.audit.agencies["phn"].coordinators == ("phnc2",)
    (change,) = done.changes
    assert change.after.waived is None
    assert change.after.answers == before.answers
    assert not done.returns
    assert done.lines[0].about == ("phn", "C")
    same = altering.add_agency(done.audit, again, ("C",), WHY, returns=[change.after])
    assert not same.lines


def test_helper_is_named_and_taken_out_once() -> None:
    """Naming twice is naming once; who was never named cannot be taken out."""
    named = altering.name_helper(AUDIT, "obs", WHY)
    assert (named.audit.helpers, named.lines[0].what) == (("obs",), "helper.named")
    assert not altering.name_helper(named.audit, "obs", WHY).lines
    assert altering.drop_helper(named.audit, "obs", WHY).audit.helpers == ()
    with pytest.raises(Problem) as told:
        altering.drop_helper(AUDIT, "obs", WHY)
    assert told.value.code is Code.CHANGE_NOBODY


def test_contact_of_several_returns_is_one_line_in_the_journal() -> None:
    """The journal names the person, the service and the families; what they had is no change."""
    phn = [RETURNS[0], RETURNS[3]]
    done = altering.add_contacts(AUDIT, "hv2", phn, WHY)
    assert [change.after.id for change in done.changes] == ["a1.F.phn"]
    assert [line.about for line in done.lines] == [("hv2", "phn", "F")]
    with pytest.raises(Problem):
        altering.add_contacts(AUDIT, "hv2", [], WHY)


def test_leaver_is_out_of_everything_at_once() -> None:
    """Returns, agencies and the team no longer know them; what they wrote stays."""
    audit = replace(AUDIT, team={**AUDIT.team, "phnc": Role.PANEL}, helpers=("phnc",))
    done = altering.remove_person(audit, "phnc", RETURNS, WHY)
    assert done.audit.agencies["phn"].coordinators == ()
    assert "phnc" not in done.audit.team
    assert done.audit.helpers == ()
    gone = altering.remove_person(AUDIT, "hv", RETURNS, WHY)
    assert [change.after.contacts for change in gone.changes] == [("hv2",), ()]
    assert gone.changes[0].events[0].to == ("hv",)


def test_contact_is_added_once() -> None:
    """One more person answers; the same again changes nothing."""
    done = altering.add_contact(AUDIT, "pol2", RETURNS[1], WHY)
    assert done.changes[0].after.contacts == ("pol", "pol2")
    again = altering.add_contact(AUDIT, "pol2", done.changes[0].after, WHY)
    assert (again.changes, again.lines) == ((), ())


def test_audit_is_closed_and_opened_again() -> None:
    """Closing twice is closing once; it opens again only with a reason."""
    closed = altering.close(AUDIT, WHY)
    assert closed.audit.closed_at == AT
    assert altering.close(closed.audit, WHY).audit is closed.audit
    opened = altering.reopen(closed.audit, WHY)
    assert opened.audit.closed_at is None
    assert [one.lines[0].what for one in (closed, opened)] == ["audit.closed", "audit.reopened"]


NO_WORDS = replace(WHY, words=" ")
REFUSED: dict[str, tuple[Callable[[], altering.Alteration], Code]] = {
    "no reason to add": (lambda: altering.add_agency(AUDIT, GP, ("C",), NO_WORDS),
                         Code.CHANGE_NO_REASON),
    "nobody to ask": (lambda: altering.add_agency(AUDIT, replace(GP, coordinators=()), ("C",), WHY),
                      Code.CHANGE_NOBODY),
    "no family": (lambda: altering.add_agency(AUDIT, GP, ("X",), WHY), Code.CHANGE_NOBODY),
    "no such agency": (lambda: altering.remove_agency(AUDIT, "gp", (), WHY), Code.CHANGE_NOBODY),
    "no part": (lambda: altering.remove_person(AUDIT, "x", RETURNS, WHY), Code.CHANGE_NOBODY),
    "last manager": (lambda: altering.remove_person(AUDIT, "bm", RETURNS, WHY),
                     Code.CHANGE_NOBODY),
    "not closed": (lambda: altering.reopen(AUDIT, WHY), Code.AUDIT_NOT_CLOSED),
    "closed": (lambda: altering.add_agency(replace(AUDIT, closed_at=AT), GP, ("C",), WHY),
               Code.AUDIT_CLOSED),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_change_without_ground_is_refused(case: str) -> None:
    """No reason, nobody to answer, nothing to change: nothing is changed."""
    change, code = REFUSED[case]
    with pytest.raises(Problem) as told:
        change()
    assert told.value.code is code
