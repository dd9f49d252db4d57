"""How an audit reminds people: its timetable's lengths, its nudges, its ladder. All editable."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum


class Kind(StrEnum):
    """Why somebody is written to. Later ones press more: of two at one moment the later counts."""

    OPENED = "opened"
    ACKNOWLEDGE = "acknowledge"
    DUE_SOON = "due_soon"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    SNOOZED = "snoozed"
    """They asked to be reminded at this moment."""
    NOW = "now"
    """The business manager nudged by hand."""
    ESCALATION = "escalation"
    """Told to a coordinator, a deputy or a lead, of an agency that is silent."""
    APPROVAL = "approval"
    """Asks the business manager whether an escalation may go."""
    NOTICE = "notice"
    """Tells what somebody else did."""
    NOBODY = "nobody"
    """Tells the business manager that silence has passed over a rung: the agency has nobody."""


CHASES = frozenset(Kind) - {Kind.APPROVAL, Kind.NOTICE, Kind.NOBODY}
"""The kinds of message that ask an agency for its return."""


class Rung(StrEnum):
    """Who is told that an agency is silent, from the bottom up."""

    COORDINATOR = "coordinator"
    DEPUTY = "deputy"
    LEAD = "lead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The nudge plan of one audit. Lengths of time are working days of the region."""

    at: time = time(9)
    """When nudges go, on the partnership's clock."""
    acknowledge_within: int = 3
    """After opening: by then an agency says whether it knows each family."""
    acknowledge_before: int = 1
    due_before: tuple[int, ...] = (5, 2, 1)
    overdue_after: tuple[int, ...] = (1, 3)
    overdue_every: int = 3
    """After the last of `overdue_after`; 0 for never again."""
    overdue_cap: int = 5
    """Nudges after the due date at the most."""
    sign_off_before: int = 2
    grace: int = 3
    pack_before: int = 5
    """The pack goes to the panel so long before the audit day."""
    coordinator_after: int = 2
    deputy_after: int = 4
    lead_after: int = 6
    """The ladder, counted from acknowledge-by while nobody has opened the return, and from its
    due date. 0 leaves a rung out."""
    automatic: bool = False
    """Whether what goes to an agency's lead goes without the business manager's approval."""

    def climbs(self) -> tuple[tuple[Rung, int], ...]:
        """Return each rung that is used, with its number of working days."""
        all_rungs = (
            (Rung.COORDINATOR, self.coordinator_after),
            (Rung.DEPUTY, self.deputy_after),
            (Rung.LEAD, self.lead_after),
        )
        return tuple((rung, after) for rung, after in all_rungs if after > 0)

    def overdue_days(self) -> tuple[int, ...]:
        """Return how many working days after the due date the nudges go, up to the cap."""
        days = [day for day in self.overdue_after if day > 0]
        while self.overdue_every > 0 and len(days) < self.overdue_cap:
            days.append((days[-1] if days else 0) + self.overdue_every)
        return tuple(days[: max(self.overdue_cap, 0)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What the business manager decided about one escalation."""

    by: str
    at: datetime
    granted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """A nudge that the business manager sent by hand: to everybody outstanding, or to some."""

    by: str
    at: datetime
    agency: str = ""
    """Only contacts of this agency; empty for all."""
    person: str = ""
    """Only this person; empty for all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question to the audit team about one box of the tool, and its answer.

    The question is seen by the team and by the agency that asked; the answer by everybody who
    works on that box.
    """

    id: str
    box: str
    agency: str
    by: str
    at: datetime
    words: str
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
