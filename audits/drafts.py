"""An audit that is being set up: what is known of it so far, and what is still missing.

Nothing here reads a clock or a store. Each function gives the draft as it should now be, with a
line in its journal; the very same draft when nothing changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from audits.audit import Agency, Family
from audits.calendar import Lengths, Span, Timetable, proposed
from audits.choosing import Draw, How, Picked, at_random, by_hand, sorted_codes
from audits.journal import Happening
from audits.papers import Paper
from audits.people import Role
from audits.plan import Plan
from audits.problems import Code, Problem
from audits.roster import Listed
from audits.tool import Tool

TITLE_LIMIT, WORDS_LIMIT = 120, 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An audit that nobody is asked about yet."""

    id: str
    """The id that the audit will have."""
    made_by: str
    made_at: datetime
    title: str = ""
    reason: str = ""
    period: str = ""
    context: str = ""
    themes: tuple[str, ...] = ()
    """Names of the tool's themes that are asked; empty for all."""
    tool: Tool | None = None
    audit_day: date | None = None
    lengths: Lengths = field(default_factory=Lengths)
    agencies: Mapping[str, Agency] = field(default_factory=dict)
    families: Mapping[str, Family] = field(default_factory=dict)
    """All that were nominated, by code."""
    listed: Mapping[str, Listed] = field(default_factory=dict)
    """What the roster says of each, by code."""
    answering: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """By family and agency: ids of those who answer."""
    picked: Picked | None = None
    team: Mapping[str, Role] = field(default_factory=dict)
    helpers: tuple[str, ...] = ()
    """Ids of those whom the business manager lets set up this audit with them."""
    plan: Plan = field(default_factory=Plan)
    papers: tuple[Paper, ...] = ()
    zone: str = "Europe/London"
    days_off: frozenset[date] = frozenset()
    school_holidays: tuple[Span, ...] = ()
    copied_from: str = ""
    opened_at: datetime | None = None
    dropped_at: datetime | None = None
    version: int = 0
    journal: tuple[Happening, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether it can still be changed: it is neither opened nor dropped."""
        return self.opened_at is None and self.dropped_at is None

    @property
    def chosen(self) -> tuple[str, ...]:
        """The codes of the families that will be in the audit."""
        if self.picked is not None:
            return tuple(code for code in self.picked.codes if code in self.families)
        marked = (c for c in self.families if self.listed.get(c, Listed.CHOSEN) is Listed.CHOSEN)
        return tuple(sorted_codes(tuple(marked)))

    @property
    def timetable(self) -> Timetable | None:
        """The dates, worked back from the audit day; None while there is none."""
        return proposed(self.audit_day, self.days_off, self.lengths) if self.audit_day else None

    def here(self, at: datetime) -> datetime:
        """Return the same moment on the partnership's own clock."""
        return at.astimezone(ZoneInfo(self.zone))

    def asked_tool(self) -> Tool | None:
        """Return the tool with the themes that were chosen."""
        if self.tool is None or not self.themes:
            return self.tool
        kept = tuple(theme for theme in self.tool.themes if theme.name in self.themes)
        return replace(self.tool, themes=kept)


class Missing(StrEnum):
    """What a draft needs before it can open."""

    TITLE = "title"
    TOOL = "tool"
    AUDIT_DAY = "audit_day"
    LATE = "late"
    """Its returns would be due today or earlier."""
    AGENCIES = "agencies"
    FAMILIES = "families"
    INDEX_CHILD = "index_child"
    INVOLVEMENT = "involvement"
    """A family that no agency knows."""
    CONTACT = "contact"
    """An agency that has nobody to answer."""
    MANAGER = "manager"


def missing(draft: Draft, today: date) -> list[tuple[Missing, str]]:
    """Return what is missing, each with the code or key that it is about, in the order to do it."""
    found: list[tuple[Missing, str]] = []
    times = draft.timetable
    for what, lacks in (
        (Missing.TITLE, not draft.title),
        (Missing.AUDIT_DAY, times is None),
        (Missing.LATE, times is not None and times.due <= today),
        (Missing.TOOL, draft.asked_tool() is None),
        (Missing.AGENCIES, not draft.agencies),
        (Missing.FAMILIES, not draft.chosen),
        (Missing.MANAGER, Role.BUSINESS_MANAGER not in draft.team.values()),
    ):
        found += [(what, "")] if lacks else []
    for code in draft.chosen:
        family = draft.families[code]
        if family.household.members and family.household.index is None:
            found.append((Missing.INDEX_CHILD, code))
        if not family.involved:
            found.append((Missing.INVOLVEMENT, code))
    silent = {key for code in draft.chosen for key in draft.families[code].involved
              if not answerers(draft, code, key)}  # fmt: skip
    return [*found, *((Missing.CONTACT, key) for key in sorted(silent))]


def answerers(draft: Draft, family: str, agency: str) -> tuple[str, ...]:
    """Return who answers for an agency about a family: its contacts, or else its coordinators."""
    named = draft.answering.get(family, {}).get(agency, ())
    known = draft.agencies.get(agency)
    return named or (known.coordinating if known else ())


def begun(draft_id: str, *, by: str, at: datetime) -> Draft:
    """Return a new draft. Whoever makes it is its business manager."""
    line = Happening(at=at, by=by, what="audit.begun")
    team = {by: Role.BUSINESS_MANAGER}
    return Draft(id=draft_id, made_by=by, made_at=at, team=team, journal=(line,))


def changed(
    draft: Draft,
    what: str,
    *,
    by: str,
    at: datetime,
    why: str = "",
    **fields: Any,  # noqa: ANN401
) -> Draft:
    """Return the draft with these fields changed and a line in its journal. `draft.closed`."""
    still_waits(draft)
    after = replace(draft, **fields)
    if after == draft:
        return draft
    line = Happening(at=at, by=by, what=what, version=draft.version + 1, why=why)
    return replace(after, journal=(*draft.journal, line))


def still_waits(draft: Draft) -> None:
    """Raise `draft.closed` when it has been opened or dropped."""
    if not draft.waits:
        raise Problem(Code.DRAFT_CLOSED)


def described(draft: Draft, words: Mapping[str, str], *, by: str, at: datetime) -> Draft:
    """Keep title, reason, period and context. Problems: `words.too_long`, `draft.no_title`."""
    kept = {name: " ".join(words.get(name, "").split())
            for name in ("title", "reason", "period", "context")}  # fmt: skip
    if not kept["title"]:
        raise Problem(Code.DRAFT_NO_TITLE)
    for name, text in kept.items():
        if len(text) > (WORDS_LIMIT if name == "reason" else TITLE_LIMIT):
            raise Problem(Code.WORDS_TOO_LONG, name)
    return changed(draft, "audit.described", by=by, at=at, **kept)


def picked_by_hand(
    draft: Draft, codes: tuple[str, ...], reason: str, *, by: str, at: datetime
) -> Draft:
    """Take these families. Problems: `choose.none`, `choose.no_reason`."""
    wanted = tuple(code for code in codes if code in draft.families)
    if not wanted:
        raise Problem(Code.CHOOSE_NONE)
    picked = by_hand(tuple(draft.families), wanted)
    return picked_because(draft, picked, reason, by=by, at=at)


def picked_at_random(draft: Draft, draw: Draw, *, by: str, at: datetime) -> Draft:
    """Draw so many of all families. Problems: `choose.none`, `choose.no_reason`."""
    if not 1 <= draw.count <= len(draft.families):
        raise Problem(Code.CHOOSE_NONE)
    picked = at_random(tuple(draft.families), draw.count, draw.seed)
    return picked_because(draft, picked, draw.reason, by=by, at=at)


def picked_because(draft: Draft, picked: Picked, reason: str, *, by: str, at: datetime) -> Draft:
    """Keep what was picked, with the reason and who did it."""
    why = reason.strip()
    if not why:
        raise Problem(Code.CHOOSE_NO_REASON)
    if len(why) > WORDS_LIMIT:
        raise Problem(Code.WORDS_TOO_LONG, "reason")
    before = draft.picked
    same = before and (before.how, before.codes, before.reason) == (picked.how, picked.codes, why)
    if same:
        return draft
    kept = replace(picked, reason=why, by=by, at=at)
    what = "families.drawn" if picked.how is How.RANDOM else "families.chosen"
    told = f"{why} (seed {picked.seed})" if picked.seed else why
    return changed(draft, what, by=by, at=at, why=told, picked=kept)
