"""An audit: the exercise, its families, its agencies and its team."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from audits.calendar import working_days
from audits.people import Role
from audits.tool import Tool


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """A service that takes part. `kind` routes questions: two housing providers share one."""

    key: str
    name: str
    short: str
    kind: str
    coordinators: tuple[str, ...] = ()
    """Person ids: the agency's single point of contact and deputies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A family by its code. Names are on the identity sheet, which is kept apart."""

    code: str
    index_child: str
    facts: frozenset[str] = frozenset()
    """What routes questions: `unborn`, `father_in_prison`, `step_down`, `sibling` and so on."""
    involved: tuple[str, ...] = ()
    """Keys of the agencies that know the family."""


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
    agencies: Mapping[str, Agency]
    families: Mapping[str, Family]
    team: Mapping[str, Role] = field(default_factory=dict)
    """Roles of the audit team by person id."""
    zone: str = "Europe/London"
    days_off: frozenset[date] = frozenset()
    """Bank holidays of the partnership's region, for counting working days."""
    closed_at: datetime | None = None
    version: int = 0

    def here(self, at: datetime) -> datetime:
        """Return the same moment on the partnership's own clock."""
        return at.astimezone(ZoneInfo(self.zone))

    def working_days_left(self, at: datetime) -> int:
        """Return the working days from this moment's date to the due date; negative when late."""
        today = self.here(at).date()
        if today > self.due:
            return -working_days(self.due, today, self.days_off)
        return working_days(today, self.due, self.days_off)
