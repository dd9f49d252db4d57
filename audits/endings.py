"""What is left of each record when a class of an audit's data is destroyed.

Emptied records keep their journals: that something was answered, by whom and when, stays until
the journal itself goes; what was said does not.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar, cast

from audits.audit import Audit, Family
from audits.drafts import Draft
from audits.involvement import AgencyReturn, Change, Event, Extension, Nil, Saying, Standing
from audits.journal import Happening
from audits.panel import Pack, Panel, PanelChange
from audits.people import Role
from audits.returns import changed

RETURN_DESTROYED, PANEL_DESTROYED = "return.destroyed", "panel.destroyed"
S = TypeVar("S", bound=Standing)
SAYINGS = ("acknowledged", "declined", "waived", "sent_back", "queried", "accepted", "reopened")
"""What somebody said of a return: that it was said stays, the words go."""


def emptied_return(ret: AgencyReturn, *, at: datetime) -> Change:
    """Return the change that takes all words out of a return; how it stood stays."""
    after = replace(wordless(ret), answers={}, queries={})
    if after == ret:
        return Change(before=ret, after=ret)
    change = changed(ret, after, RETURN_DESTROYED, by="", at=at)
    told = replace(change.events[0], boxes=())
    return replace(change, after=replace(change.after, changed_at=ret.changed_at), events=(told,))


def wordless(standing: S) -> S:
    """Return how a return stands, without a word that anybody wrote."""
    said = {name: silenced(getattr(standing, name)) for name in SAYINGS}
    nil, more = standing.nil, standing.extension
    after: Any = replace(standing, nil=without_why(nil), extension=without_words(more))
    return cast("S", replace(after, **said))


def silenced(saying: Saying | None) -> Saying | None:
    """Return who said something and when."""
    return replace(saying, words="") if saying else None


def without_why(nil: Nil | None) -> Nil | None:
    """Return what kind of nil return it was."""
    return replace(nil, why="") if nil else None


def without_words(more: Extension | None) -> Extension | None:
    """Return that more time was asked for, and whether it was given."""
    if more is None:
        return None
    return replace(more, asked=replace(more.asked, words=""), decided=silenced(more.decided))


def without_returns(panel: Panel, *, at: datetime) -> PanelChange:
    """Return the change that takes the returns' words out of what the panel keeps: of its packs."""
    packs = tuple(wordless_pack(pack) for pack in panel.packs)
    return panel_changed(panel, replace(panel, packs=packs), at=at)


def wordless_pack(pack: Pack) -> Pack:
    """Return how returns stood when the pack was frozen."""
    return replace(pack, standings=tuple(wordless(one) for one in pack.standings))


def emptied_panel(panel: Panel, *, at: datetime) -> PanelChange:
    """Return the change that empties what the panel keeps about a family."""
    after = Panel(audit_id=panel.audit_id, family=panel.family, version=panel.version,
                  changed_at=panel.changed_at)  # fmt: skip
    return panel_changed(panel, after, at=at)


def panel_changed(before: Panel, after: Panel, *, at: datetime) -> PanelChange:
    """Return the change to the next version, or none where nothing changes."""
    if after == before:
        return PanelChange(before=before, after=before)
    version = before.version + 1
    event = Event(at=at, by="", what=PANEL_DESTROYED, version=version)
    return PanelChange(before=before, after=replace(after, version=version), events=(event,))


def without_questions(audit: Audit) -> Audit:
    """Return the audit without what practitioners asked about the tool."""
    return replace(audit, questions=())


def without_report(audit: Audit) -> Audit:
    """Return the audit without anything that was written about its families, or its documents."""
    families = {code: bare(family) for code, family in audit.families.items()}
    return replace(audit, families=families, papers=(), cleared={})


def bare(family: Family) -> Family:
    """Return a family's code, and which agencies knew it."""
    return Family(code=family.code, index_child=family.index_child, involved=family.involved)


def emptied_draft(draft: Draft, *, at: datetime) -> Draft:
    """Return the draft that the audit came from, with its journal and nothing about families."""
    families = {code: bare(family) for code, family in draft.families.items()}
    after = replace(draft, families=families, listed={}, papers=(), picked=None)
    if after == draft:
        return draft
    line = Happening(at=at, by="", what="draft.destroyed", version=draft.version + 1)
    return replace(after, journal=(*draft.journal, line))


def managers(audit: Audit) -> Iterator[str]:
    """Yield who is told of what will be destroyed."""
    return (who for who, role in audit.team.items() if role is Role.BUSINESS_MANAGER)
