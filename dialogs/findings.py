"""What the panel found about a family: listed, written, changed, taken out."""

from collections.abc import Sequence
from dataclasses import replace

from audits import moderating, statements, steering
from audits.access import Doing, may
from audits.audit import Audit
from audits.collected import Only
from audits.moderating import Found
from audits.panel import Finding, FindingKind, Panel, PanelChange, Pattern, Source
from audits.problems import Code, Problem
from audits.statements import Statement
from audits.tool import Theme
from cards import choose
from cards import findings as card
from cards.findings import Filled, Listed, Writing
from dialogs import load, scope
from dialogs.turn import Reply, Turn
from storage.contract import Store


async def show(turn: Turn, store: Store) -> Reply:
    """Show the findings of the audit, of a family or of a theme."""
    filled = card.read(turn.data)
    audit = await load.audit_for(turn, store, Doing.READ, filled.audit_id)
    meant = scope.of_turn(audit, turn.data)
    return await listed(audit, meant, turn, store)


async def listed(
    audit: Audit, meant: scope.Scope, turn: Turn, store: Store, *, told: str = ""
) -> Reply:
    """Return the list as it is kept."""
    found = [
        (panel, one)
        for panel in await store.panels(audit.id)
        for one in panel.stands
        if meant.only.family in {"", panel.family} and meant.only.theme in {"", one.theme}
    ]
    people = await store.people(sorted({one.by for _, one in found}))
    return Reply(card=card.draw(Listed(
        audit=audit, family=meant.only.family, theme=meant.only.theme, findings=found,
        names={who: person.name for who, person in people.items()},
        judges=may(turn.who, audit, Doing.JUDGE), told=told, unknown=meant.unknown,
        start=card.read(turn.data).start,
    )))  # fmt: skip


async def write(turn: Turn, store: Store) -> Reply:
    """Show the boxes of a new finding, or of one that is to be changed."""
    filled = card.read(turn.data)
    audit = await load.audit_for(turn, store, Doing.JUDGE, filled.audit_id)
    change = bool(turn.data.get("change"))
    family = filled.finding_id.partition("|")[0] if change else filled.family
    if family not in audit.families:
        return Reply(card=choose.theme_to_find(audit, Only(theme=filled.theme)))
    panel = await load.panel_of(audit, family, store)
    finding = finding_of(panel, filled) if change else None
    theme = theme_of(audit, finding.theme if finding else filled.theme)
    if theme is None:
        return Reply(card=choose.theme_to_find(audit, Only(family=family)))
    told = await told_of(audit, panel, theme, turn=turn, store=store)
    return Reply(card=card.form(Writing(
        audit=audit, panel=panel, theme=theme, statements=told, finding=finding,
    )))  # fmt: skip


def finding_of(panel: Panel, filled: Filled) -> Finding:
    """Return the finding that was chosen; `finding.not_found` when it stands no more."""
    return moderating.finding_of(panel, filled.finding_id.partition("|")[2])


def theme_of(audit: Audit, name: str) -> Theme | None:
    """Return the theme of this name."""
    return next((theme for theme in audit.tool.themes if theme.name == name), None)


async def told_of(
    audit: Audit, panel: Panel, theme: Theme, *, turn: Turn, store: Store
) -> list[Statement]:
    """Return what was told of the family under the theme."""
    got = await load.collected(audit, store)
    part = Only(theme=theme.name, family=panel.family)
    return statements.statements(got, [panel], turn.at, part)


async def keep(turn: Turn, store: Store) -> Reply:
    """Keep a finding, new or changed."""
    filled = card.read(turn.data)
    audit, panel = await judged(turn, store, filled)
    theme = theme_of(audit, filled.theme)
    told = await told_of(audit, panel, theme, turn=turn, store=store) if theme else []
    found = found_in(audit, filled, told, before_of(panel, filled))
    by, at = turn.who.id, turn.at
    change: PanelChange
    if filled.finding_id:
        finding_id = filled.finding_id.partition("|")[2]
        change = moderating.change(panel, finding_id, found, by=by, at=at)
    else:
        change = moderating.find(panel, found, by=by, at=at)
    if not await store.keep_panel(change):
        return await keep(turn, store)
    return await after(audit, panel.family, turn, store, told="**The finding is kept.**")


async def after(audit: Audit, family: str, turn: Turn, store: Store, *, told: str) -> Reply:
    """Return the family's findings, with what was just done."""
    return await listed(audit, scope.Scope(only=Only(family=family)), turn, store, told=told)


async def judged(turn: Turn, store: Store, filled: Filled) -> tuple[Audit, Panel]:
    """Return the audit and the family's record, for somebody who may judge."""
    audit = await load.audit_for(turn, store, Doing.JUDGE, filled.audit_id)
    steering.still_running(audit)
    if filled.family not in audit.families:
        raise Problem(Code.RETURN_NOT_FOUND)
    return audit, await load.panel_of(audit, filled.family, store)


def before_of(panel: Panel, filled: Filled) -> Finding | None:
    """Return the finding that is changed, as it stands; None for a new one."""
    wanted = filled.finding_id.partition("|")[2]
    return next((one for one in panel.findings if one.id == wanted), None)


def found_in(
    audit: Audit, filled: Filled, told: Sequence[Statement], before: Finding | None
) -> Found:
    """Return the finding as it came back, tied to the answers that were chosen.

    Where nothing was told, what stands stays; `card.unreadable` for what was not offered.
    """
    chosen = set(filled.tied)
    rests_on = tuple(
        Source(return_id=one.return_id, box=box, version=one.version)
        for one in told
        if card.key(one) in chosen
        for box in one.sources
    )
    theme = theme_of(audit, filled.theme)
    agency = filled.agency if filled.agency in audit.agencies else ""
    kind = filled.kind or (before.kind if before else "")
    if kind not in {*FindingKind} or filled.pattern not in {*Pattern}:
        raise Problem(Code.CARD_UNREADABLE, "kind")
    now = Found(
        theme=theme.name if theme else "", kind=FindingKind(kind), words=filled.words,
        rests_on=rests_on, agency=agency, pattern=Pattern(filled.pattern), drawn=filled.drawn,
    )  # fmt: skip
    return now if before is None else staying(now, before, filled.untold)


def staying(now: Found, before: Finding, untold: frozenset[str]) -> Found:
    """Return the finding with what stands in those boxes of which nothing was told."""
    return replace(
        now,
        rests_on=before.rests_on if "tied" in untold else now.rests_on,
        agency=before.agency if "for_agency" in untold else now.agency,
        pattern=before.pattern if "pattern" in untold else now.pattern,
    )


async def withdraw(turn: Turn, store: Store) -> Reply:
    """Take a finding out; it stays known, with the reason."""
    filled = card.read(turn.data)
    audit, panel = await judged(turn, store, filled)
    finding_id = filled.finding_id.partition("|")[2]
    change = moderating.withdraw(panel, finding_id, filled.words, by=turn.who.id, at=turn.at)
    if not await store.keep_panel(change):
        return await withdraw(turn, store)
    return await after(audit, panel.family, turn, store, told="**The finding is taken out.**")
