"""Changes to an audit's settings, and two people's at once."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.amendments import amended, met, settings
from audits.audit import Audit
from audits.calendar import Span
from audits.plan import Plan
from audits.problems import Code, Problem
from tests import cast
from tests.cast import AT

LATER = date(2026, 12, 15)
EASTER = Span(first=date(2027, 3, 29), last=date(2027, 4, 9), name="Easter")


def with_lead(audit: Audit, person: str) -> Audit:
    """The audit with a lead for the police."""
    police = replace(audit.agencies["police"], lead=person)
    return replace(audit, agencies={**audit.agencies, "police": police})


def kept(audit: Audit, wanted: Audit, by: str = "bm") -> Audit:
    """The audit after somebody's change, at the version at which the store keeps it."""
    after = amended(audit, wanted, by=by, at=AT)
    return replace(after, version=audit.version + 1)


def test_journal_says_what_was_changed_and_by_whom() -> None:
    """A row for each setting, with what it was; nothing when nothing changed."""
    wanted = replace(with_lead(cast.AUDIT, "pol"), due=LATER, school_holidays=(EASTER,))
    after = amended(cast.AUDIT, wanted, by="bm", at=AT)
    assert {(row.by, row.at, row.version) for row in after.journal} == {("bm", AT, 1)}
    assert {row.about: (row.was, row.now) for row in after.journal} == {
        ("due",): ("2026-12-08", "2026-12-15"),
        ("school_holidays",): ("", "2027-03-29 to 2027-04-09 Easter"),
        ("agency.police.lead",): ("", "pol"),
    }
    assert amended(after, wanted, by="bm", at=AT) is after
    assert amended(cast.AUDIT, cast.AUDIT, by="bm", at=AT) is cast.AUDIT


def test_closed_audit_is_not_changed() -> None:
    """It is refused, as everything else is."""
    closed = replace(cast.AUDIT, closed_at=AT)
    with pytest.raises(Problem) as refused:
        amended(closed, replace(closed, due=LATER), by="bm", at=AT)
    assert refused.value.code is Code.AUDIT_CLOSED


def test_every_field_of_the_plan_is_a_setting() -> None:
    """One that is left out would be changed without a trace."""
    assert {f"plan.{name}" for name in Plan.__dataclass_fields__} <= set(settings(cast.AUDIT))


PLANS = st.builds(
    Plan, at=st.sampled_from([time(8), time(9)]), lead_after=st.integers(5, 7),
    due_before=st.sampled_from([(5, 2, 1), (3,)]), automatic=st.booleans(),
)  # fmt: skip
AUDITS = st.builds(
    lambda plan, days, lead: with_lead(
        replace(cast.AUDIT, plan=plan, due=cast.AUDIT.due + timedelta(days=days)), lead),
    PLANS, st.integers(0, 2), st.sampled_from(["", "pol", "hou"]),
)  # fmt: skip


@given(AUDITS, AUDITS, AUDITS)
def test_two_peoples_changes_are_both_kept_or_asked_about(
    drawn: Audit, theirs: Audit, mine: Audit
) -> None:
    """Of each setting: mine if only I changed it, theirs if only they did, else a clash."""
    now = kept(drawn, theirs, by="other")
    put = replace(mine, version=now.version, journal=now.journal)
    found = met(now, put, drawn=drawn.version)
    clashing = {row.about[0] for row in found.clashes}
    base, they, i = settings(drawn), settings(now), settings(mine)
    for name, value in settings(found.after).items():
        if name in clashing:
            assert len({base[name], they[name], i[name]}) == 3
            assert value == i[name]
        else:
            assert value == (they[name] if i[name] == base[name] else i[name])
            assert base[name] in {they[name], i[name]} or they[name] == i[name]


def test_setting_put_back_meanwhile_is_still_compared_with_what_was_drawn() -> None:
    """Changed twice since the card: what one left alone is what the card showed."""
    once = kept(cast.AUDIT, replace(cast.AUDIT, due=LATER))
    twice = kept(once, replace(once, due=date(2026, 12, 22)))
    found = met(twice, replace(twice, due=cast.AUDIT.due), drawn=0)
    assert (found.after.due, found.clashes) == (date(2026, 12, 22), ())
    clash = met(twice, replace(twice, due=date(2026, 12, 18)), drawn=0)
    assert [row.now for row in clash.clashes] == ["2026-12-22"]
