"""An audit: the exercise, its families, its agencies and its team."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from audits.calendar import Span, Timetable, plus_working_days
from audits.claim import Claim
from audits.edition import Edition
from audits.household import Household
from audits.journal import Happening
from audits.papers import Paper
from audits.people import Role
from audits.plan import Plan, Push, Question, Ruling
from audits.retention import Retention
from audits.tool import Tool


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """A service that takes part. `kind` routes questions: two housing providers share one."""

    key: str
    name: str
    short: str
    kind: str
    coordinators: tuple[str, ...] = ()
    """Person ids: the agency's single point of contact."""
    deputies: tuple[str, ...] = ()
    """Person ids: who stands in for the coordinators, with the same rights."""
    lead: str = ""
    """Person id of who answers for the agency as a whole: the top of the ladder."""
    sign_off: bool = False
    """Whether a coordinator looks at each return before it goes to the audit team."""

    @property
    def coordinating(self) -> tuple[str, ...]:
        """Coordinators and deputies."""
        return (*self.coordinators, *self.deputies)


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A family by its code. Names are on the identity sheet, which is kept apart."""

    code: str
    index_child: str
    facts: frozenset[str] = frozenset()
    """What routes questions: `unborn`, `father_in_prison`, `step_down`, `sibling` and so on."""
    involved: tuple[str, ...] = ()
    """Keys of the agencies that know the family."""
    household: Household = field(default_factory=Household)
    """Who belongs to it, by codes and roles."""
    summary: str = ""
    """The case summary for the panel, by codes and roles."""
    also: tuple[str, ...] = ()
    """Names of other services that know the family, as whoever nominated it said."""
    checked_by: str = ""
    """Who of the team found the genogram right; empty until somebody did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """What was decided about words that may tell who somebody is, before they are published."""

    by: str
    at: datetime
    instead: str = ""
    """What stands in their place in packs and reports; empty where they are fine as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """One multi-agency case audit."""

    id: str
    title: str
    period: str
    """The time that the audit asks about, in words."""
    context: str
    """What the context theme is about: Covid-19 in 2021, temporary housing, or another."""
    opened: date
    due: date
    tool: Tool
    """What returns are read by: the tool, and once it was changed all its versions as one."""
    agencies: Mapping[str, Agency]
    families: Mapping[str, Family]
    team: Mapping[str, Role] = field(default_factory=dict)
    """Roles of the audit team by person id."""
    zone: str = "Europe/London"
    days_off: frozenset[date] = frozenset()
    """Bank holidays of the partnership's region, for counting working days."""
    closed_at: datetime | None = None
    version: int = 0
    audit_day: date | None = None
    school_holidays: tuple[Span, ...] = ()
    plan: Plan = field(default_factory=Plan)
    rulings: Mapping[str, Ruling] = field(default_factory=dict)
    """What was decided about escalations, by the id of the nudge."""
    pushes: tuple[Push, ...] = ()
    questions: tuple[Question, ...] = ()
    cleared: Mapping[str, Cleared] = field(default_factory=dict)
    """Decisions about words that may tell who somebody is, by the id of what was found."""
    journal: tuple[Happening, ...] = ()
    """What was changed about the audit itself, oldest first."""
    reason: str = ""
    """Why the audit is made, in words."""
    papers: tuple[Paper, ...] = ()
    """Documents that belong to it: terms of reference, case summaries."""
    names_end_by: str = ""
    """Who asked for the names of all families to be destroyed; somebody else has to agree."""
    claims: tuple[Claim, ...] = ()
    """Accounts that may be those of people on the roster, and what was decided of each."""
    retention: Retention = field(default_factory=Retention)
    """How long what it holds may stay, what holds it, and what is gone."""
    helpers: tuple[str, ...] = ()
    """Ids of those whom the business manager lets set it up and change it with them."""
    editions: tuple[Edition, ...] = ()
    """Every version of the tool, the first one first; none while there is only that."""

    @property
    def timetable(self) -> Timetable:
        """The audit's dates, worked out from its opening, due date and plan."""
        plan, off = self.plan, self.days_off
        day = self.audit_day
        return Timetable(
            opened=self.opened,
            acknowledge_by=plus_working_days(self.opened, plan.acknowledge_within, off),
            sign_off_by=plus_working_days(self.due, -plan.sign_off_before, off),
            due=self.due,
            grace_until=plus_working_days(self.due, plan.grace, off),
            pack=plus_working_days(day, -plan.pack_before, off) if day else None,
            audit_day=day,
        )

    def here(self, at: datetime) -> datetime:
        """Return the same moment on the partnership's own clock."""
        return at.astimezone(ZoneInfo(self.zone))
