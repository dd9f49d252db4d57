"""An involvement (family and agency), the return it owes, and what a change to it looks like."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from audits.answers import Answer, Keep
from audits.audit import Agency, Audit, Family


class Stage(StrEnum):
    """How far a return has come, as its agency knows it."""

    NOT_OPENED = "not_opened"
    OPENED = "opened"
    IN_PROGRESS = "in_progress"
    SIGN_OFF = "sign_off"
    """Done, and with the agency's coordinator, who lets it go or sends it back."""
    SENT = "sent"
    NIL = "nil"


IN = frozenset({Stage.SENT, Stage.NIL})
"""The stages in which the audit team has the return."""


class NilKind(StrEnum):
    """Why an agency has nothing to tell of a family. Silence is none of these."""

    NOT_KNOWN = "not_known"
    NO_CONTACT = "no_contact"
    OTHER = "other"


class Searched(StrEnum):
    """What an agency looked for in its records before it said "not known"."""

    CHILD = "child"
    MOTHER = "mother"
    FATHER = "father"
    ADDRESS = "address"


class Risk(StrEnum):
    """What a return says of a child at risk now."""

    NONE = "none"
    REPORTED = "reported"
    ACTED = "acted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Nil:
    """A nil return: what kind, what was searched, and why in words where the kind is "other"."""

    kind: NilKind
    searched: frozenset[Searched]
    why: str = ""


class Known(StrEnum):
    """What an agency said when it acknowledged that it was asked about a family."""

    UNSAID = ""
    KNOWN = "known"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What somebody said of a return: who, when, and why in words where there are any."""

    by: str
    at: datetime
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a query's thread: the audit team asks, the agency answers, and so on."""

    by: str
    at: datetime
    words: str
    team: bool
    """Whether the audit team said it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """More time: who asked for it until when and why, and what was decided."""

    until: date
    asked: Saying
    decided: Saying | None = None
    granted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a return stands: all that is known of it without its answers."""

    id: str
    audit_id: str
    family: str
    agency: str
    contacts: tuple[str, ...]
    """Ids of the people who answer it."""
    version: int = 0
    stage: Stage = Stage.NOT_OPENED
    opened_at: datetime | None = None
    changed_at: datetime | None = None
    sent_at: datetime | None = None
    sent_by: str = ""
    times_sent: int = 0
    risk: Risk = Risk.NONE
    nil: Nil | None = None
    known: Known = Known.UNSAID
    acknowledged: Saying | None = None
    assigned_at: datetime | None = None
    """When somebody was last given the return."""
    nudged_from: datetime | None = None
    """Nothing planned before this is sent about it: it was given to somebody else, taken back or
    given more time at that moment."""
    due: date | None = None
    """Its own due date, after an extension."""
    extension: Extension | None = None
    declined: Saying | None = None
    waived: Saying | None = None
    sent_back: Saying | None = None
    """The coordinator's remark on a return that was not let go."""
    queried: Saying | None = None
    """What the audit team asks about a return that it has; none once it is answered."""
    accepted: Saying | None = None
    reopened: Saying | None = None
    """Why the audit team gave the return back after it had it; none once it is sent again."""
    edition: int = 0
    """Which version of the tool it went under, counted from 0; open returns have the newest."""

    @property
    def waits(self) -> bool:
        """Whether the agency still owes something."""
        return self.stage not in IN and self.declined is None and self.waived is None

    @property
    def reference(self) -> str:
        """What a receipt is known by: family, agency, and which sending it was."""
        return f"{self.family}-{self.agency.upper()}-{self.times_sent}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyReturn(Standing):
    """A return with its answers, by box name. Hidden boxes keep theirs."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    queries: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)
    """Threads of queries by the box that each is about, empty for the return as a whole; lines
    oldest first. They are never taken away."""

    def value(self, box: str) -> str:
        """Return what stands in the box, empty when nobody answered."""
        answer = self.answers.get(box)
        return answer.now.value if answer else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One row of the journal: who did what to a return, when. It names boxes, never answers."""

    at: datetime
    by: str
    what: str
    version: int
    boxes: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    """Ids of people whom it concerns: who was given the return, whose wish was decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A return before and after, and what the journal shall say of it."""

    before: AgencyReturn
    after: AgencyReturn
    events: tuple[Event, ...] = ()

    def says(self, what: str) -> bool:
        """Tell whether the journal will say this of the change."""
        return any(event.what == what for event in self.events)

    def new_rivals(self) -> list[str]:
        """Return the boxes in which this change met somebody else's words."""
        had = self.before.answers
        met = [(name, a.rival) for name, a in self.after.answers.items() if a.rival]
        return [name for name, rival in met if name not in had or had[name].rival != rival]


@dataclass(frozen=True, slots=True, kw_only=True)
class Involvement:
    """A family known to an agency, with the return that is owed for it."""

    audit: Audit
    family: Family
    agency: Agency
    ret: AgencyReturn
    at: datetime | None = None
    """The moment at which somebody looks, for rules that ask for today."""

    def after(self, change: Change) -> "Involvement":
        """Return the same involvement with the return as the change left it."""
        return Involvement(
            audit=self.audit, family=self.family, agency=self.agency, ret=change.after, at=self.at
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What came back on a card: answers by box, and choices between two people's words."""

    drawn: int
    """The version of the return that the card showed."""
    answers: Mapping[str, str] = field(default_factory=dict)
    keeps: Mapping[str, Keep] = field(default_factory=dict)
    edition: int = 0
    """The version of the tool by which the card was drawn."""
