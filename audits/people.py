"""Who takes part in an audit, and in which role."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from audits.calendar import Span
from audits.retention import Periods


class Role(StrEnum):
    """What a member of the audit team does. Roles are given per audit, never for good."""

    BUSINESS_MANAGER = "business_manager"
    CHAIR = "chair"
    LEAD_AUDITOR = "lead_auditor"
    PANEL = "panel"
    OBSERVER = "observer"


AUDIT_TEAM = frozenset({Role.BUSINESS_MANAGER, Role.CHAIR, Role.LEAD_AUDITOR, Role.PANEL})
"""The roles that follow and grade an audit. Observers see results only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody on the roster. Teams knows them by tenant and object id; logs only by `id`."""

    id: str
    tenant: str
    object_id: str
    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Partnership:
    """What the partnership says of itself on cards: its own words, taken from settings."""

    name: str
    act_now: tuple[str, ...]
    """Whom to ring when a child is at risk now, a line each."""
    read_by: str
    """Who will read a return, as the end of the sentence "Your return is read by ..."."""
    kept_for: str
    """How long returns are kept, as the end of the sentence "It is kept ..."."""
    marking: str = "OFFICIAL-SENSITIVE"
    """The protective marking on every page and file; empty for none."""
    tenant: str = ""
    """Its own tenant, where most people on its rosters sign in; empty in the demo."""
    app_link: str = ""
    """Where people add the bot to Teams; empty in the demo."""
    contact: str = "write to the audit’s business manager in Teams"
    """Whom people ask when something does not work, as the end of a sentence."""
    tenants: frozenset[str] = frozenset()
    """Tenants of other organisations whose people may come in as well."""
    set_up_by: frozenset[str] = frozenset()
    """Who may set up the first audit: work e-mails or Teams object ids, in small letters."""
    days_off: frozenset[date] = frozenset()
    """Bank holidays of its region."""
    periods: Periods = field(default_factory=Periods)
    """How long what audits hold may stay, where an audit has no periods of its own."""
    school_holidays: tuple[Span, ...] = ()

    def lets_in(self, tenant: str) -> bool:
        """Tell whether people of this tenant may come in at all."""
        return not self.tenant or tenant == self.tenant or tenant in self.tenants

    def is_home(self, tenant: str) -> bool:
        """Tell whether this is the partnership's own tenant, whose directory can be believed."""
        return not self.tenant or tenant == self.tenant
