"""Where two returns contradict each other, and what the audit team makes of it."""

import asyncio
from dataclasses import replace

from audits import mismatches, moderating, steering
from audits.access import Doing
from audits.audit import Audit
from audits.involvement import Saying
from audits.mismatches import Mismatch
from audits.problems import Code, Problem
from cards import mismatches as card
from cards.mismatches import Filled, Found, Ruled
from dialogs import load, scope
from dialogs.turn import Reply, Turn
from storage.contract import Store


async def show(turn: Turn, store: Store) -> Reply:
    """Show the mismatches of the audit, or of part of it."""
    filled = card.read(turn.data)
    audit = await load.audit_for(turn, store, Doing.READ, filled.audit_id)
    return Reply(card=card.draw(await found_in(audit, filled, turn, store)))


async def found_in(audit: Audit, filled: Filled, turn: Turn, store: Store) -> Found:
    """Return the mismatches, with what was decided about them."""
    meant = scope.of_turn(audit, turn.data)
    got = await load.collected(audit, store)
    panels = await store.panels(audit.id)
    return Found(
        audit=audit,
        only=meant.only,
        mismatches=await asyncio.to_thread(mismatches.mismatches, got, meant.only),
        settled={one: settled for panel in panels for one, settled in panel.settled.items()},
        start=filled.start,
        unknown=meant.unknown,
    )


async def rule(turn: Turn, store: Store) -> Reply:
    """Keep what was decided. A repeat after a crash keeps what was left out."""
    filled = card.read(turn.data)
    audit = await load.audit_for(turn, store, Doing.JUDGE, filled.audit_id)
    steering.still_running(audit)
    found = await found_in(audit, filled, turn, store)
    by_id = {one.id: one for one in found.mismatches}
    pairs = [(by_id.get(ruled.mismatch_id), ruled) for ruled in filled.ruled]
    for one, ruled in pairs:
        await keep(audit, one, ruled, turn=turn, store=store)
    after = await found_in(audit, filled, turn, store)
    told = "**Kept.**" if pairs else "**Nothing was chosen yet.**"
    return Reply(card=card.draw(replace(after, told=told)))


async def keep(
    audit: Audit, one: Mismatch | None, ruled: Ruled, *, turn: Turn, store: Store
) -> None:
    """Keep one ruling, whoever else changes the family's record meanwhile."""
    if one is None:
        raise Problem(Code.MISMATCH_NOT_FOUND)
    saying = Saying(by=turn.who.id, at=turn.at, words=ruled.words)
    while True:
        panel = await load.panel_of(audit, one.family, store)
        change = moderating.settle(panel, one.id, ruled.verdict, saying)
        if await store.keep_panel(change):
            return
