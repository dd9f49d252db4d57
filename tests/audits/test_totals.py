"""Every count is what a plain recount of the returns says."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given

from audits.collected import Only
from audits.involvement import NilKind, Saying, Stage
from audits.states import State, state_of
from audits.totals import arrivals, by_agency, by_family, completeness, unanswered
from tests.audits.laid_out import (
    AT,
    AUDIT,
    LATE,
    SEEDS,
    any_audit,
    collected,
    nil,
    ret,
    sent,
)  # fmt: skip


@given(SEEDS)
def test_completeness_is_a_recount_of_states(seed: int) -> None:
    """Each column counts the returns whose state says so, and the columns add up."""
    got = any_audit(seed)
    states = Counter(state_of(s, got.audit, AT) for s in got.standings)
    found = completeness(got, AT)
    assert found.expected == len(got.standings)
    here = (State.SENT, State.LATE, State.QUERIED, State.ACCEPTED)
    assert found.received == sum(states[state] for state in here)
    assert found.nil[NilKind.NOT_KNOWN] == states[State.NIL_NOT_KNOWN]
    assert found.nil[NilKind.NO_CONTACT] == states[State.NIL_NO_CONTACT]
    assert found.nil[NilKind.OTHER] == states[State.NIL_OTHER]
    assert found.declined == states[State.DECLINED]
    assert found.waived == states[State.WAIVED]
    assert found.none == states[State.NO_RETURN]
    assert found.came == len(got.readings)
    parts = (found.received, found.nils, found.declined, found.waived, found.waiting, found.none)
    assert found.expected == sum(parts)


@given(SEEDS)
def test_late_is_what_came_after_its_day(seed: int) -> None:
    """Late returns are counted among those that came, each against its own due date."""
    got = any_audit(seed)
    came = [s for s in got.standings if s.stage in {Stage.SENT, Stage.NIL} and s.sent_at]
    late = [s for s in came if s.sent_at and s.sent_at.date() > (s.due or AUDIT.due)]
    assert completeness(got, AT).late == len(late)


@given(SEEDS)
def test_rows_add_up_to_the_whole(seed: int) -> None:
    """By agency and by family the same returns are counted, none twice."""
    got = any_audit(seed)
    whole = completeness(got, AT)
    for rows in (by_agency(got, AT), by_family(got, AT)):
        for column in ("expected", "received", "nils", "late", "declined", "waived", "waiting",
                       "none", "came"):  # fmt: skip
            assert sum(getattr(row, column) for row in rows.values()) == getattr(whole, column)
    agencies = [s.agency for s in got.standings]
    assert {key: row.expected for key, row in by_agency(got, AT).items()} == Counter(agencies)


def test_agencies_stand_in_the_order_of_the_audit() -> None:
    """No agency comes first for what it sent or did not send."""
    got = collected(ret("C", "south"), sent("C", "police"), nil("C", "csc"), ret("D", "amh"))
    assert list(by_agency(got, AT)) == ["csc", "police", "amh", "south"]


def test_silence_not_known_and_waiting_are_three_things() -> None:
    """The 2021 report could not tell them apart; here no two share a column."""
    extended = ret("C", "amh", due=date(2026, 12, 18))
    got = collected(nil("C", "csc", NilKind.NOT_KNOWN), ret("C", "police"), extended)
    found = completeness(got, AT)
    assert (found.nil[NilKind.NOT_KNOWN], found.none, found.waiting) == (1, 1, 1)


def test_return_that_came_after_it_was_waived_has_come() -> None:
    """What is here counts as here, and its state says so too."""
    waived = replace(sent("C", "csc"), waived=Saying(by="bm", at=AT, words="Not needed"))
    assert completeness(collected(waived), AT).received == 1
    assert state_of(waived, AUDIT, AT) is State.SENT


def test_late_return_that_was_taken_back_is_not_late_but_missing() -> None:
    """Only what is here can have come late."""
    back = replace(sent("C", "csc", at=LATE), stage=Stage.IN_PROGRESS)
    found = completeness(collected(back), AT)
    assert (found.late, found.none) == (0, 1)


@given(SEEDS)
def test_arrivals_add_up_day_by_day(seed: int) -> None:
    """Every day from the opening to today is there once; the last total is all that came."""
    got = any_audit(seed)
    days = arrivals(got, AT)
    assert [one.day for one in days] == [days[0].day + timedelta(days=n) for n in range(len(days))]
    assert days[0].day <= AUDIT.opened
    assert days[-1].day >= AT.date()
    came = Counter(r.standing.sent_at.date() for r in got.readings if r.standing.sent_at)
    assert {one.day: one.came for one in days if one.came} == came
    for one in days:
        assert one.total == sum(n for day, n in came.items() if day <= one.day)


def test_late_return_arrives_on_its_own_day() -> None:
    """The day is the partnership's, not the server's."""
    midnight = LATE.replace(hour=23, minute=30, month=6)
    summer = replace(AUDIT, opened=date(2026, 6, 1))
    got = collected(sent("C", "csc", at=midnight), audit=summer)
    assert [one.day for one in arrivals(got, AT) if one.came] == [date(2026, 6, 11)]


@given(SEEDS)
def test_unanswered_is_asked_of_some_and_answered_by_none(seed: int) -> None:
    """A recount, box by box."""
    got = any_audit(seed)
    found = {box.name for box in unanswered(got)}
    for name in got.audit.tool.box:
        asked = any(name in reading.asked for reading in got.readings)
        answered = any(reading.values.get(name) for reading in got.readings)
        assert (name in found) == (asked and not answered)


def test_unanswered_can_be_of_a_part() -> None:
    """Only the family, the agency and the theme that are asked for count."""
    got = collected(sent("C", "csc", {"t1_look": "good"}), sent("D", "police"))
    of_csc = {box.name for box in unanswered(got, Only(theme="t1", agency="csc"))}
    assert "t1_look" not in of_csc
    assert "t1_look_evidence" in of_csc
    assert "t2_work" not in of_csc
    assert "t1_look" in {box.name for box in unanswered(got, Only(family="D"))}
