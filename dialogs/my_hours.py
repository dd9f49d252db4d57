"""My hours: somebody sees and changes when they may be written to."""

from collections.abc import Sequence
from dataclasses import replace

from audits import hours
from audits.habits import local
from audits.reach import Reach
from cards import my_hours as card
from cards.my_hours import Shown
from dialogs.my_returns import mine
from dialogs.turn import Reply, Turn
from storage.contract import Store

HOME = "Europe/London"
"""The clock of somebody of whom nothing is known."""


async def show(turn: Turn, store: Store, told: Sequence[str] = ()) -> Reply:
    """Show the person's terms as they are kept."""
    reach = await own_reach(turn, store)
    owed = [one for one in await mine(turn, store) if one.own.ret.waits]
    zone = reach.zone or (owed[0].own.audit.zone if owed else HOME)
    today = local(turn.at, reach.terms, zone).date()
    away = [one for one in owed if one.due in reach.habits.away and one.due >= today]
    shown = Shown(
        habits=reach.habits,
        from_teams=zone,
        leaves=hours.leaves(reach.habits, today),
        due_away=sorted({one.own.family.code for one in away}),
    )
    return Reply(card=card.draw(shown, told))


async def own_reach(turn: Turn, store: Store) -> Reach:
    """Return how the person is reached, and on which terms."""
    return await store.reach(turn.who.id) or Reach(person=turn.who.id)


async def save(turn: Turn, store: Store) -> Reply:
    """Keep the terms. Problems: `hours.*`, `away.no_dates`."""
    reach = await own_reach(turn, store)
    filled = card.read(turn.data, reach.habits)
    habits = hours.without_leave(hours.checked(filled.habits), filled.gone)
    if filled.adds:
        today = local(turn.at, reach.terms, HOME).date()
        habits = hours.with_leave(habits, filled.first, filled.last, today)
    changed = habits != reach.habits
    if changed and not await store.keep_reach(replace(reach, habits=habits)):
        return await save(turn, store)
    return await show(turn, store, ("**Saved.** Messages follow your hours from now on.",))
