"""The one word for how a return stands, as the audit team counts it. No two mean the same."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum

from audits.audit import Audit
from audits.calendar import plus_working_days
from audits.involvement import IN, NilKind, Stage, Standing


class State(StrEnum):
    """How a return stands. "Not known to us" and silence are never the same (the 2021 report)."""

    NOT_OPENED = "not_opened"
    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    AWAITING_SIGN_OFF = "awaiting_sign_off"
    SENT = "sent"
    LATE = "late"
    """Sent after its due date."""
    QUERIED = "queried"
    ACCEPTED = "accepted"
    NIL_NOT_KNOWN = "nil_not_known"
    NIL_NO_CONTACT = "nil_no_contact"
    NIL_OTHER = "nil_other"
    DECLINED = "declined"
    OVERDUE = "overdue"
    NO_RETURN = "no_return"
    """Not sent when the grace was over."""
    WAIVED = "waived"
    UNREACHABLE = "unreachable"
    """Nobody who answers it can be written to in Teams."""


NILS: Mapping[NilKind, State] = {
    NilKind.NOT_KNOWN: State.NIL_NOT_KNOWN,
    NilKind.NO_CONTACT: State.NIL_NO_CONTACT,
    NilKind.OTHER: State.NIL_OTHER,
}
HERE = frozenset({State.SENT, State.LATE, State.QUERIED, State.ACCEPTED, *NILS.values()})
"""The states in which the audit team has the return."""


def due_of(standing: Standing, audit: Audit) -> date:
    """Return the day until which this return is due, its extension counted.

    Who was given more time never has less than all others, also when the audit's date moves.
    """
    return max(standing.due, audit.due) if standing.due else audit.due


def state_of(
    standing: Standing,
    audit: Audit,
    at: datetime,
    *,
    unreachable: frozenset[str] = frozenset(),
) -> State:
    """Return how the return stands at this moment. `unreachable` are ids of people."""
    if standing.stage in IN:
        return state_of_sent(standing, audit)
    if standing.waived:
        return State.WAIVED
    if standing.declined:
        return State.DECLINED
    late = state_of_late(standing, audit, at)
    if late or standing.stage is Stage.SIGN_OFF:
        return late or State.AWAITING_SIGN_OFF
    if unreachable and standing.contacts and unreachable.issuperset(standing.contacts):
        return State.UNREACHABLE
    return state_of_begun(standing)


def state_of_late(standing: Standing, audit: Audit, at: datetime) -> State | None:
    """Return how a return stands that is late and has not come; None when it is in time."""
    due = due_of(standing, audit)
    if not is_over(due, audit, at):
        return None
    grace = plus_working_days(due, audit.plan.grace, audit.days_off)
    return State.NO_RETURN if is_over(grace, audit, at) else State.OVERDUE


def state_of_sent(standing: Standing, audit: Audit) -> State:
    """Return how a return stands that the audit team has."""
    if standing.queried:
        return State.QUERIED
    if standing.nil:
        return NILS[standing.nil.kind]
    if standing.accepted:
        return State.ACCEPTED
    return State.LATE if was_late(standing, audit) else State.SENT


def state_of_begun(standing: Standing) -> State:
    """Return how a return stands that is in time and not done."""
    if standing.stage is Stage.IN_PROGRESS:
        return State.IN_PROGRESS
    if standing.assigned_at:
        return State.ASSIGNED
    if standing.acknowledged:
        return State.ACKNOWLEDGED
    return State.OPENED if standing.stage is Stage.OPENED else State.NOT_OPENED


def was_late(standing: Standing, audit: Audit) -> bool:
    """Tell whether the return was sent after it was due."""
    sent = standing.sent_at
    return sent is not None and is_over(due_of(standing, audit), audit, sent)


def is_over(day: date, audit: Audit, at: datetime) -> bool:
    """Tell whether the day is over at this moment, on the partnership's clock.

    No clock is more than a day from UTC: only about the day itself does it have to be asked.
    """
    if at.tzinfo is UTC:
        today = at.date()
        if today < day:
            return False
        if (today - day).days > 1:
            return True
    return audit.here(at).date() > day


def counted(
    standings: Iterable[Standing],
    audit: Audit,
    at: datetime,
    *,
    unreachable: frozenset[str] = frozenset(),
) -> dict[State, int]:
    """Return how many returns are in each state, the empty ones too."""
    counts = dict.fromkeys(State, 0)
    for standing in standings:
        counts[state_of(standing, audit, at, unreachable=unreachable)] += 1
    return counts
