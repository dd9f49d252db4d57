"""The business manager looks at the nudge plan and changes it."""

from audits import steering
from cards import plan as card
from cards import reading
from dialogs import load
from dialogs.turn import Reply, Turn
from storage.contract import Store


async def show(turn: Turn, store: Store) -> Reply:
    """Show the plan of the audit that the person runs."""
    audit = await load.audit_run(turn, store, reading.words_in(turn.data, "audit"))
    return Reply(card=card.draw(audit))


async def save(turn: Turn, store: Store) -> Reply:
    """Keep the plan as it came back, and show it as it is now."""
    audit = await load.audit_run(turn, store, reading.words_in(turn.data, "audit"))
    changed = steering.replan(audit, card.read(turn.data, audit.plan))
    if changed is not audit and not await store.keep_audit(changed):
        return await save(turn, store)
    return Reply(
        card=card.draw(changed, ("**Saved.** Reminders follow the new plan from now on.",))
    )
