"""How long what an audit keeps may stay: periods, legal holds, and certificates of destruction.

No law sets a period for these audits; the partnership decides, counts from the audit's close, and
shows that it kept to it. What is held stays until two people let it go. The types; the rules are
in audits/keeping.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

MOST_MONTHS = 600


class DataClass(StrEnum):
    """What is kept of an audit, in the four classes that go one after the other."""

    IDENTITY = "identity"
    """Who the families are: identity sheets, and rosters that were never taken."""
    RETURNS = "returns"
    """What services said: answers, queries, reasons, questions to the audit team."""
    REPORT = "report"
    """What the partnership made of it: the panel's records, case summaries, documents."""
    JOURNAL = "journal"
    """That it happened: who did what when, how returns stood, what was sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Periods:
    """How many months after its close each class of an audit's data is destroyed."""

    identity: int = 3
    returns: int = 12
    report: int = 72
    journal: int = 120

    def of(self, data: DataClass) -> int:
        """Return the months of one class."""
        return int(getattr(self, data.value))

    @property
    def in_order(self) -> bool:
        """Whether each class stays at least as long as the one before it, and none for ever."""
        months = [self.of(data) for data in DataClass]
        return months == sorted(months) and months[0] >= 0 and months[-1] <= MOST_MONTHS


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A legal hold: nothing of the audit is destroyed while it stands."""

    by: str
    at: datetime
    why: str
    release_by: str = ""
    """Who asked for it to be lifted; somebody else has to agree."""
    release_why: str = ""
    released_by: str = ""
    released_at: datetime | None = None

    @property
    def stands(self) -> bool:
        """Whether it still holds."""
        return self.released_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What was destroyed, when, and by which rule. It names counts and codes, never contents."""

    number: int
    audit_id: str
    title: str
    data: DataClass
    closed_on: date
    months: int
    """The rule: so many months after the close."""
    announced_at: datetime
    destroyed_at: datetime
    counts: Mapping[str, int]
    """How many records of each kind were emptied or removed."""
    digest: str
    """SHA-256 over what was destroyed, as it last stood: it can prove a copy, and tells nothing."""
    key_destroyed: bool = False
    """Whether a key went with it, so that no backup can be read either."""
    stays: str = ""
    """What of the audit is still there, in words."""

    @property
    def reference(self) -> str:
        """What it is called."""
        return f"{self.audit_id}-D{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """What an audit knows of its own end."""

    periods: Periods | None = None
    """Its own; None: the partnership's."""
    holds: tuple[Hold, ...] = ()
    announced: Mapping[str, datetime] = field(default_factory=dict)
    """By class, when its destruction was announced."""
    begun: Mapping[str, datetime] = field(default_factory=dict)
    """By class, when somebody last took its destruction on: one replica at a time."""
    certificates: tuple[Certificate, ...] = ()

    @property
    def hold(self) -> Hold | None:
        """The hold that stands."""
        return next((one for one in self.holds if one.stands), None)

    def gone(self, data: DataClass) -> Certificate | None:
        """Return the certificate of a class that is destroyed."""
        return next((one for one in self.certificates if one.data is data), None)
