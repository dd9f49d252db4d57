"""What the panel makes of one family's returns: grades, findings, rulings, summary and packs.

A panel's record of a family is kept like a return: versioned, never losing what stood before,
with a journal. audits/moderating.py has every way in which it may change.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from audits.involvement import Event, Saying, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What a grade of the panel is about."""

    agency: str
    """An agency's key; empty for the family as a whole."""
    of: str
    """The name of a grade box, or of a theme that is graded as a whole."""

    @property
    def key(self) -> str:
        """What the grade is kept under."""
        return f"{self.agency}/{self.of}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moderated:
    """A grade that the panel gave, with the agency's own as it stood then."""

    value: str
    """A value of the box's choices; empty where the panel took its grade back."""
    own: str
    """The agency's own grade; empty where it gave none."""
    why: str
    by: str
    at: datetime
    version: int
    """The version of the panel's record that it came in with."""
    past: tuple["Moderated", ...] = ()
    """What the panel gave before, oldest first: who thought otherwise stays known."""


class FindingKind(StrEnum):
    """What the panel found."""

    STRENGTH = "strength"
    CONCERN = "concern"
    QUESTION = "question"
    ACTION = "action"


class Pattern(StrEnum):
    """Whether it was seen once or is usual. A dip sample can tell (the 2021 report, theme 3)."""

    UNSAID = ""
    ONE_OFF = "one_off"
    PATTERN = "pattern"
    UNSURE = "unsure"
    """To be found out: a case for a dip sample."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An answer that a finding rests on: it is found again at this version of its return."""

    return_id: str
    box: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that the panel found about a family, in its own words."""

    id: str
    """`f1`, `f2` and so on, within the family."""
    theme: str
    kind: FindingKind
    words: str
    by: str
    at: datetime
    version: int
    """The version of the panel's record that it came in with, or was last changed with."""
    rests_on: tuple[Source, ...] = ()
    agency: str = ""
    """The key of the agency whom an action is for; empty for all or none."""
    pattern: Pattern = Pattern.UNSAID
    past: tuple[Saying, ...] = ()
    """Words that stood here before, oldest first."""
    withdrawn: Saying | None = None


class Verdict(StrEnum):
    """What becomes of a mismatch."""

    DISCUSS = "discuss"
    """To discuss on the day."""
    EXPLAINED = "explained"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What the audit team decided about one mismatch."""

    verdict: Verdict
    words: str
    """Why it is explained; may be empty for one that is to be discussed."""
    by: str
    at: datetime
    past: tuple["Settled", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The case summary, as somebody wrote it."""

    words: str
    by: str
    at: datetime
    version: int
    past: tuple[Saying, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """One edition of a family's pack: how each of its returns stood when it was frozen."""

    edition: int
    """Counted from 1."""
    by: str
    at: datetime
    standings: tuple[Standing, ...]
    """Of every return of the family, missing ones too; the version says what was read."""


def key_of(audit_id: str, family: str) -> str:
    """Return the id of what the panel keeps about a family."""
    return f"{audit_id}/{family}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """All that the panel keeps about one family."""

    audit_id: str
    family: str
    version: int = 0
    """0 while nothing was kept."""
    changed_at: datetime | None = None
    grades: Mapping[str, Moderated] = field(default_factory=dict)
    """By `Cell.key`."""
    findings: tuple[Finding, ...] = ()
    settled: Mapping[str, Settled] = field(default_factory=dict)
    """What was decided about mismatches, by their ids."""
    summary: Summary | None = None
    packs: tuple[Pack, ...] = ()
    """Every edition, oldest first."""

    @property
    def id(self) -> str:
        """What the record is kept under."""
        return key_of(self.audit_id, self.family)

    @property
    def pack(self) -> Pack | None:
        """The edition that counts: the last."""
        return self.packs[-1] if self.packs else None

    def grade(self, agency: str, of: str) -> str:
        """Return the panel's grade, empty where it gave none."""
        found = self.grades.get(Cell(agency=agency, of=of).key)
        return found.value if found else ""

    @property
    def stands(self) -> tuple[Finding, ...]:
        """The findings that were not withdrawn."""
        return tuple(finding for finding in self.findings if not finding.withdrawn)


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelChange:
    """The panel's record before and after, and what its journal shall say of it."""

    before: Panel
    after: Panel
    events: tuple[Event, ...] = ()
