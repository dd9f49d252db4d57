"""The words in which a file tells how a return stands, what was found and what contradicts."""

from collections.abc import Mapping
from datetime import date, datetime

from audits.flags import FlagKind
from audits.involvement import NilKind, Searched
from audits.mismatches import MismatchKind
from audits.panel import FindingKind, Pattern, Verdict
from audits.states import State

STATES: Mapping[State, str] = {
    State.NOT_OPENED: "not opened",
    State.OPENED: "opened",
    State.ACKNOWLEDGED: "acknowledged",
    State.ASSIGNED: "assigned",
    State.IN_PROGRESS: "in progress",
    State.AWAITING_SIGN_OFF: "awaiting sign-off",
    State.SENT: "sent",
    State.LATE: "sent late",
    State.QUERIED: "queried",
    State.ACCEPTED: "accepted",
    State.NIL_NOT_KNOWN: "nil: not known",
    State.NIL_NO_CONTACT: "nil: no contact",
    State.NIL_OTHER: "nil: other reason",
    State.DECLINED: "declined",
    State.OVERDUE: "overdue",
    State.NO_RETURN: "no return",
    State.WAIVED: "waived",
    State.UNREACHABLE: "unreachable in Teams",
}
"""As the cards have them; a test keeps the two alike."""
NILS: Mapping[NilKind, str] = {
    NilKind.NOT_KNOWN: "not known",
    NilKind.NO_CONTACT: "known, no contact in the period",
    NilKind.OTHER: "other reason",
}
SEARCHED: Mapping[Searched, str] = {
    Searched.CHILD: "child",
    Searched.MOTHER: "mother",
    Searched.FATHER: "father",
    Searched.ADDRESS: "address",
}
MISMATCHES: Mapping[MismatchKind, str] = {
    MismatchKind.NOT_RECEIVED: "Told, and not received",
    MismatchKind.NO_REPLY: "Asked, and no reply",
    MismatchKind.NOT_INVITED: "Invited, and not invited",
    MismatchKind.MEETING: "A meeting that one lists and another denies",
    MismatchKind.MAN_DENIED: "A man whom one knows and another denies",
    MismatchKind.ADULT: "An adult known to one agency only",
    MismatchKind.GRADES_APART: "Grades two or more steps apart",
    MismatchKind.NO_DIFFERENCE: "“No difference” beside “no reply”",
}
FLAGS: Mapping[FlagKind, str] = {
    FlagKind.RISK_OPEN: "A child may be at risk now",
    FlagKind.RISK_ACTED: "A risk was reported and acted on",
    FlagKind.NO_BEYOND: "Top grade without practice beyond policy",
    FlagKind.NO_EVIDENCE: "A grade without evidence",
    FlagKind.SERVICE: "Impact that describes the service, not the child",
}
FINDINGS: Mapping[FindingKind, str] = {
    FindingKind.STRENGTH: "Strength",
    FindingKind.CONCERN: "Concern",
    FindingKind.QUESTION: "Question",
    FindingKind.ACTION: "Action",
}
PATTERNS: Mapping[Pattern, str] = {
    Pattern.UNSAID: "",
    Pattern.ONE_OFF: "one-off",
    Pattern.PATTERN: "pattern",
    Pattern.UNSURE: "to be found out",
}
VERDICTS: Mapping[Verdict, str] = {
    Verdict.DISCUSS: "to discuss on the day",
    Verdict.EXPLAINED: "explained",
}


def day(date_: date | None) -> str:
    """Return a date as in "8 December 2026"; empty for none."""
    return f"{date_.day} {date_:%B %Y}" if date_ else ""


def moment(here: datetime | None) -> str:
    """Return a moment on the partnership's clock, as in "8 December 2026 at 09:05"."""
    return f"{day(here.date())} at {here:%H:%M}" if here else ""


def many(count: int, thing: str, things: str = "") -> str:
    """Return a count with what is counted: "1 return", "2 returns"."""
    return f"{count} {thing if count == 1 else things or thing + 's'}"


def listed(things: list[str]) -> str:
    """Return things as a sentence lists them: "a, b and c"."""
    return f"{', '.join(things[:-1])} and {things[-1]}" if len(things) > 1 else "".join(things)
