"""Files of an audit: export, packs and report; each is made by bot/ once the card was shown."""

import asyncio
from collections.abc import Sequence

from audits import moderating, steering, totals
from audits.audit import Audit
from audits.collected import Only, only
from audits.involvement import Standing
from audits.mismatches import mismatches
from audits.panel import Panel
from audits.problems import Code, Problem
from audits.totals import Completeness
from cards import files as card
from cards.files import ALL, Ready
from dialogs import check, load, scope
from dialogs.commands import rest_of
from dialogs.grade import waiting
from dialogs.turn import FileWanted, Making, Reply, Turn
from storage.contract import Store


async def export(turn: Turn, store: Store) -> Reply:
    """Show what the audit can be exported as; make it at once when that was typed."""
    wanted = card.read(turn.data)
    audit = await load.audit_run(turn, store, wanted.audit_id)
    typed = rest_of(str(turn.data.get("text", "")))
    named = {"excel": Making.WORKBOOK, "workbook": Making.WORKBOOK, "csv": Making.CSV,
             "json": Making.JSON}  # fmt: skip
    if typed in named:
        return made(audit, named[typed])
    return Reply(card=card.export(audit, await row_of(audit, Only(), turn, store)))


async def row_of(audit: Audit, part: Only, turn: Turn, store: Store) -> Completeness:
    """Return how many returns came of those expected."""
    return totals.completeness(only(await load.collected(audit, store), part), turn.at)


def made(audit: Audit, making: Making, family: str = "") -> Reply:
    """Return that the file is being made, and have it made."""
    wanted = FileWanted(making=making, audit_id=audit.id, family=family)
    return Reply(card=card.making(audit, making, family), file=wanted)


async def make(turn: Turn, store: Store) -> Reply:
    """Have the file made that was asked for."""
    wanted = card.read(turn.data)
    audit = await load.audit_run(turn, store, wanted.audit_id)
    if wanted.making not in set(Making) - {Making.PAPER}:
        raise Problem(Code.CARD_UNREADABLE, "making")
    if wanted.family and wanted.family not in audit.families:
        raise Problem(Code.RETURN_NOT_FOUND)
    return made(audit, Making(wanted.making), wanted.family)


async def pack(turn: Turn, store: Store) -> Reply:
    """Show how far a family's pack is, or those of all; or ask whose is meant."""
    wanted = card.read(turn.data)
    audit = await load.audit_run(turn, store, wanted.audit_id)
    if wanted.making == ALL or rest_of(str(turn.data.get("text", ""))) == ALL:
        panels = {panel.family: panel for panel in await store.panels(audit.id)}
        unfrozen = [f for f in sorted(audit.families) if not (f in panels and panels[f].pack)]
        return Reply(card=card.packs(audit, await row_of(audit, Only(), turn, store), unfrozen))
    meant = scope.of_turn(audit, turn.data)
    if meant.only.family not in audit.families:
        return Reply(card=card.choose_pack(audit, meant.unknown))
    return await one_pack(audit, meant.only.family, turn, store)


async def one_pack(audit: Audit, family: str, turn: Turn, store: Store, *, told: str = "") -> Reply:
    """Return the card of one family's pack."""
    got = await load.collected(audit, store)
    panel = await load.panel_of(audit, family, store)
    part = only(got, Only(family=family))
    found = await asyncio.to_thread(mismatches, got, Only(family=family))
    open_details, _ = await check.details_of(audit, family, turn, store)
    return Reply(card=card.pack(Ready(
        audit=audit, family=family, row=totals.completeness(part, turn.at),
        missing=waiting(got, family), unchecked=len(open_details),
        open_mismatches=sum(one.id not in panel.settled for one in found),
        findings=len(panel.stands), frozen=panel.pack,
        accepted=sum(one.accepted is not None for one in part.standings),
        frozen_by=await name_of(panel, store), changed=changed_since(panel, part.standings),
        told=told,
    )))  # fmt: skip


async def name_of(panel: Panel, store: Store) -> str:
    """Return the name of who froze the pack."""
    people = await store.people([panel.pack.by] if panel.pack else [])
    return next((person.name for person in people.values()), "")


def changed_since(panel: Panel, standings: Sequence[Standing]) -> int:
    """Return how many returns are not as they were when the pack was frozen."""
    if panel.pack is None:
        return 0
    before = {one.id: one.version for one in panel.pack.standings}
    return sum(before.get(one.id) != one.version for one in standings)


async def freeze(turn: Turn, store: Store) -> Reply:
    """Freeze a family's pack as its returns stand now."""
    wanted = card.read(turn.data)
    audit = await load.audit_run(turn, store, wanted.audit_id)
    steering.still_running(audit)
    if wanted.family not in audit.families:
        raise Problem(Code.RETURN_NOT_FOUND)
    panel = await load.panel_of(audit, wanted.family, store)
    standings = tuple(await store.returns_in(audit.id))
    change = moderating.freeze(panel, standings, by=turn.who.id, at=turn.at)
    if not await store.keep_panel(change):
        return await freeze(turn, store)
    told = "**Frozen.** What comes later does not change this pack."
    return await one_pack(audit, wanted.family, turn, store, told=told)


async def report(turn: Turn, store: Store) -> Reply:
    """Show how far the report is."""
    wanted = card.read(turn.data)
    audit = await load.audit_run(turn, store, wanted.audit_id)
    got = await load.collected(audit, store)
    panels = await store.panels(audit.id)
    settled = {one for panel in panels for one in panel.settled}
    differing = await asyncio.to_thread(mismatches, got)
    open_details, _ = await check.details_of(audit, "", turn, store)
    return Reply(card=card.report(Ready(
        audit=audit, row=totals.completeness(got, turn.at), missing=(),
        unchecked=len(open_details),
        open_mismatches=sum(one.id not in settled for one in differing),
        findings=sum(len(panel.stands) for panel in panels),
        accepted=sum(one.accepted is not None for one in got.standings),
    )))  # fmt: skip
