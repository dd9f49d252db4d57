"""What became of each nudge: claimed before it is sent, settled after, and never forgotten."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from audits.nudges import Nudge

HELD = timedelta(minutes=5)
"""How long a claim is its claimer's alone. A sender that has not settled by then has crashed."""
BETWEEN_TRIES = timedelta(minutes=2)
"""How long to wait after a sending that may work later; twice as long after each further one."""
MOST_TRIES = 6


class Outcome(StrEnum):
    """How a nudge stands."""

    CLAIMED = "claimed"
    SENT = "sent"
    LATER = "later"
    """Teams would not take it now; it is tried again."""
    UNSURE = "unsure"
    """No answer came: most likely it did not arrive. It is tried again like `LATER`; should Teams
    have taken it all the same, the person gets it twice, which is better than not at all."""
    FAILED = "failed"
    OVERTAKEN = "overtaken"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One nudge in the ledger."""

    nudge: Nudge
    outcome: Outcome
    claimed_at: datetime
    settled_at: datetime | None = None
    tries: int = 1
    again: bool = False
    """It was left behind by a crash and taken up again, which happens once."""


def told(entries: Iterable[Entry]) -> set[str]:
    """Return the ids of all nudges that these entries stand for."""
    return {nudge_id for entry in entries for nudge_id in entry.nudge.ids}


def claimed(found: Entry | None, nudge: Nudge, at: datetime) -> Entry | None:
    """Return the nudge's entry as claimed now; None when it is not to be had."""
    if found is None:
        return Entry(nudge=nudge, outcome=Outcome.CLAIMED, claimed_at=at)
    if not open_at(found, at):
        return None
    again = found.again or found.outcome is Outcome.CLAIMED
    return replace(
        found, outcome=Outcome.CLAIMED, claimed_at=at, settled_at=None, tries=found.tries + 1,
        again=again,
    )  # fmt: skip


def open_at(found: Entry, at: datetime) -> bool:
    """Say whether a nudge that was claimed before may be claimed again."""
    since = found.settled_at or found.claimed_at
    match found.outcome:
        case Outcome.CLAIMED:
            return not found.again and passed(HELD, since, at)
        case Outcome.LATER | Outcome.UNSURE:
            return found.tries < MOST_TRIES and passed(pause_after(found.tries), since, at)
    return False


def passed(span: timedelta, since: datetime, at: datetime) -> bool:
    """Say whether so much time has passed; a moment that far ahead is one of a wrong clock."""
    return abs(at - since) >= span


def pause_after(tries: int) -> timedelta:
    """Return how long to wait after so many tries: 2, 4, 8 ... minutes."""
    return BETWEEN_TRIES * (1 << (tries - 1))


def lost(found: Entry, at: datetime) -> bool:
    """Say whether a claim was left behind by a second crash: nobody knows whether it arrived."""
    return found.outcome is Outcome.CLAIMED and found.again and passed(HELD, found.claimed_at, at)


def settled(found: Entry, outcome: Outcome, at: datetime) -> Entry:
    """Return the entry with what became of it. What failed too often has failed for good."""
    if outcome is Outcome.LATER and found.tries >= MOST_TRIES:
        outcome = Outcome.FAILED
    return replace(found, outcome=outcome, settled_at=at)
