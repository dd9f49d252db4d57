"""One digest for each person and morning: what joins it, what it stands for, what overtakes it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from audits.audit import Agency
from audits.habits import Habits
from audits.involvement import AgencyReturn, Saying, Stage
from audits.journal import Happening
from audits.ledger import Entry, Outcome
from audits.ledger import told as told_by
from audits.nudges import Nudge, between, due, still_about, still_wanted
from audits.plan import Kind, Push
from audits.states import due_of
from tests import cast

START = datetime(2026, 11, 1, tzinfo=UTC)
END = datetime(2027, 1, 15, tzinfo=UTC)
NONE: dict[str, Habits] = {}
LATER = date(2026, 12, 15)
FULL = Agency(key="housing", name="Housing", short="Hou", kind="housing",
              coordinators=("houc",), deputies=("houd",), lead="houl")  # fmt: skip
AUDIT = replace(cast.AUDIT, agencies={**cast.AUDIT.agencies, "housing": FULL})
OF_HV = (cast.RETURNS[0], cast.RETURNS[3])
"""Families C and F, both the health visitor's."""


def day(month: int, number: int, hour: int = 9) -> datetime:
    """A moment of the winter in which the audit runs."""
    return datetime(2027 if month == 1 else 2026, month, number, hour, tzinfo=UTC)


def told(person: str, nudges: Sequence[Nudge]) -> list[tuple[str, str]]:
    """What this person gets and when, readable."""
    return [(f"{n.kind} {n.step}", f"{n.at:%a %d %b %H:%M}") for n in nudges if n.person == person]


def sent(nudge: Nudge) -> Entry:
    """The nudge in the ledger."""
    return Entry(nudge=nudge, outcome=Outcome.SENT, claimed_at=nudge.at)


def extended(ret: AgencyReturn) -> AgencyReturn:
    """The same return, due a week later."""
    return replace(ret, due=LATER)


def test_what_came_while_away_joins_the_first_morning_back() -> None:
    """On leave for two planned days: back on the third they get one message, at the plan's hour."""
    away = Habits(away=frozenset(date(2026, 12, n) for n in (1, 2, 3)))
    found = between(AUDIT, OF_HV, {"hv": away}, since=day(11, 30), until=day(12, 7, 8))
    assert told("hv", found) == [("due_soon 2", "Fri 04 Dec 09:00")]


def test_held_back_alone_comes_at_the_plans_hour_too() -> None:
    """Nothing else is planned for the day: it still does not come at eight."""
    part_time = Habits(working_days=frozenset({2}))
    found = between(AUDIT, OF_HV, {"hv": part_time}, since=day(11, 30), until=day(12, 2, 12))
    assert told("hv", found) == [("due_soon 4", "Wed 02 Dec 09:00")]


def test_nudge_says_how_far_the_date_is_when_it_comes() -> None:
    """The words for the day itself, moved to the day before, do not say that it is today."""
    no_tuesdays = Habits(working_days=frozenset({0, 2, 3, 4}))
    found = between(AUDIT, OF_HV, {"hv": no_tuesdays}, since=day(12, 6), until=day(12, 9, 12))
    assert told("hv", found) == [
        ("due_soon 1", "Mon 07 Dec 09:00"), ("overdue 1", "Wed 09 Dec 09:00")]  # fmt: skip


def test_nothing_is_moved_to_before_the_audit_opened() -> None:
    """Away from before the opening until after acknowledge-by: it waits for them instead."""
    away = Habits(away=frozenset(date(2026, 11, n) for n in range(12, 26)))
    found = between(AUDIT, OF_HV, {"hv": away}, since=START, until=day(11, 30))
    assert told("hv", found) == [("acknowledge 1", "Thu 26 Nov 09:00")]


def test_coordinator_of_two_services_is_told_of_each_by_itself() -> None:
    """What one service left unanswered is not laid at the other's door."""
    both = replace(AUDIT, agencies={
        **AUDIT.agencies, "police": replace(FULL, key="police", name="Police")})  # fmt: skip
    found = between(both, cast.RETURNS, NONE, since=day(11, 23, 8), until=day(11, 23, 10))
    mine = [nudge.return_ids for nudge in found if nudge.person == "houc"]
    assert sorted(mine) == [("a1.C.housing",), ("a1.C.police",)]


def test_coordinator_who_answers_is_reminded_and_not_told_of_their_own_silence() -> None:
    """Nobody was given the return: it is the coordinator's, who gets the reminders alone."""
    unassigned = [replace(cast.RETURNS[2], contacts=())]
    found = between(AUDIT, unassigned, NONE, since=START, until=day(12, 11, 12))
    assert {nudge.kind for nudge in found if nudge.person == "houc"} == {
        Kind.OPENED, Kind.ACKNOWLEDGE, Kind.DUE_SOON, Kind.DUE_TODAY, Kind.OVERDUE}  # fmt: skip


def test_digest_stands_for_all_its_steps() -> None:
    """When what pressed most is sent, the other family of the same message is not told again."""
    back = Habits(away=frozenset(date(2026, 12, n) for n in (8, 9)))
    owed = [cast.RETURNS[0], extended(cast.RETURNS[3])]
    window = {"since": day(12, 10, 8), "until": day(12, 10, 10)}
    (digest,) = [n for n in due(AUDIT, owed, {"hv": back}, **window) if n.person == "hv"]
    assert digest.return_ids == ("a1.C.phn", "a1.F.phn")
    done = [replace(owed[0], stage=Stage.SENT), owed[1]]
    (left,) = [n for n in due(AUDIT, done, {"hv": back}, **window) if n.person == "hv"]
    assert left.return_ids == ("a1.F.phn",)
    assert left.id != digest.id
    assert left.id in told_by([sent(digest)])
    assert still_about(digest, AUDIT, done) == [owed[1]]


def test_same_morning_of_two_due_dates_is_two_steps() -> None:
    """One family's last day is the other's first day late: told of the one, not of the other."""
    audit = replace(AUDIT, due=date(2026, 12, 7))
    owed = [cast.RETURNS[0], replace(cast.RETURNS[3], due=date(2026, 12, 8))]
    terms = {"hv": Habits(working_days=frozenset({0, 2, 3, 4}))}
    week = due(audit, owed, terms, since=day(12, 7, 8), until=day(12, 7, 10))
    (monday,) = [nudge for nudge in week if nudge.person == "hv"]
    left = [owed[0], replace(owed[1], stage=Stage.SENT)]
    late = due(audit, left, terms, since=day(12, 9, 8), until=day(12, 9, 10))
    (wednesday,) = [nudge for nudge in late if nudge.person == "hv"]
    assert wednesday.id not in told_by([sent(monday)])


def test_after_a_stop_one_message_names_what_all_of_them_would_have() -> None:
    """The newest reminder speaks for the older ones, also about families it is not about."""
    owed = [cast.RETURNS[0], extended(cast.RETURNS[3])]
    found = due(AUDIT, owed, NONE, since=day(12, 7, 12), until=day(12, 9, 12))
    mine = [nudge for nudge in found if nudge.person == "hv"]
    assert [(n.kind, n.at, n.return_ids) for n in mine] == [
        (Kind.OVERDUE, day(12, 9), ("a1.C.phn", "a1.F.phn"))]  # fmt: skip
    assert still_about(mine[0], AUDIT, owed) == owed


def test_nobody_on_the_ladder_is_told_to_the_manager_once() -> None:
    """When the first rung is passed over, about every service with a gap; never again after."""
    found = between(AUDIT, cast.RETURNS, NONE, since=START, until=END)
    (gap,) = [nudge for nudge in found if nudge.kind is Kind.NOBODY]
    assert (gap.person, gap.at) == ("bm", day(11, 23))
    assert gap.return_ids == ("a1.C.phn", "a1.C.police", "a1.F.phn")
    later = due(AUDIT, cast.RETURNS, NONE, since=day(11, 24), until=day(11, 25, 10))
    assert {nudge.id for nudge in later if nudge.person == "bm"} <= told_by([sent(gap)])
    assert still_wanted(gap, AUDIT, cast.RETURNS)
    assert not still_wanted(gap, AUDIT, [replace(r, stage=Stage.NIL) for r in cast.RETURNS])


def test_nobody_is_told_of_a_ladder_that_is_whole_or_not_used() -> None:
    """A rung that the plan leaves out cannot be missing."""
    housing = [cast.RETURNS[2]]
    found = between(AUDIT, housing, NONE, since=START, until=END)
    assert Kind.NOBODY not in {nudge.kind for nudge in found}
    plan = replace(AUDIT.plan, coordinator_after=0, deputy_after=0, lead_after=0)
    found = between(replace(AUDIT, plan=plan), cast.RETURNS, NONE, since=START, until=END)
    assert Kind.NOBODY not in {nudge.kind for nudge in found}


def test_whoever_is_named_late_is_told_then() -> None:
    """The police had no coordinator when silence came to that rung; the new one hears at once."""
    named = Happening(at=day(11, 25, 14), by="bm", what="setting.changed",
                      about=("agency.police.coordinators",))  # fmt: skip
    police = replace(AUDIT.agencies["police"], coordinators=("polc",))
    audit = replace(AUDIT, agencies={**AUDIT.agencies, "police": police}, journal=(named,))
    found = between(audit, cast.RETURNS, NONE, since=day(11, 25, 13), until=day(12, 1))
    assert told("polc", found) == [("escalation 0", "Wed 25 Nov 14:00")]


def test_reminder_of_a_date_that_moved_is_overtaken() -> None:
    """Planned for the old date, tried again after the change: it is not sent any more."""
    found = between(AUDIT, cast.RETURNS, NONE, since=day(12, 9, 8), until=day(12, 9, 10))
    (late,) = [nudge for nudge in found if nudge.person == "pol"]
    assert still_wanted(late, AUDIT, cast.RETURNS)
    assert not still_wanted(late, replace(AUDIT, due=LATER), cast.RETURNS)
    assert not still_wanted(late, AUDIT, [extended(r) for r in cast.RETURNS])


def test_question_whether_families_are_known_is_overtaken_by_the_answer() -> None:
    """Acknowledged between the plan and the sending: the family is not asked about again."""
    found = between(AUDIT, OF_HV, NONE, since=day(11, 18, 8), until=day(11, 18, 10))
    (asks,) = [nudge for nudge in found if nudge.person == "hv"]
    said = Saying(by="hv", at=day(11, 18))
    owed = [replace(OF_HV[0], acknowledged=said), OF_HV[1]]
    assert still_about(asks, AUDIT, owed) == [OF_HV[1]]


def test_nudge_by_hand_is_never_overtaken_by_a_plan() -> None:
    """The business manager asked for it, whatever the timetable says."""
    pushed = replace(AUDIT, pushes=(Push(by="bm", at=day(12, 2)),))
    found = due(pushed, OF_HV, NONE, since=day(12, 2, 8), until=day(12, 2, 10))
    (now,) = [nudge for nudge in found if nudge.person == "hv"]
    assert still_wanted(now, replace(pushed, due=LATER), OF_HV)


def test_more_time_is_never_less_than_everybodys() -> None:
    """The audit's date moves past what one return was given: it has the later of both."""
    given = replace(cast.MINE, due=date(2026, 12, 10))
    assert due_of(given, AUDIT) == date(2026, 12, 10)
    assert due_of(given, replace(AUDIT, due=LATER)) == LATER
    assert due_of(given, replace(AUDIT, due=AUDIT.due - timedelta(days=5))) == date(2026, 12, 10)
