"""The business manager looks at the nudge plan and changes it."""

from dataclasses import replace

from cards import plan as card
from cards import reading
from dialogs import amending, load
from dialogs.turn import Reply, Turn
from storage.contract import Store


async def show(turn: Turn, store: Store) -> Reply:
    """Show the plan of the audit that the person runs."""
    audit = await load.audit_run(turn, store, reading.words_in(turn.data, "audit"))
    return Reply(card=card.draw(audit))


async def save(turn: Turn, store: Store) -> Reply:
    """Keep the plan as it came back, and show it as it is now.

    Where somebody else changed the same numbers meanwhile, say so and ask.
    """
    audit = await load.audit_run(turn, store, reading.words_in(turn.data, "audit"))
    wanted = replace(audit, plan=card.read(turn.data, audit.plan))
    drawn = reading.whole_in(turn.data, "drawn")
    done = await amending.tried(turn, store, audit, wanted=wanted, drawn=drawn)
    if done is None:
        return await save(turn, store)
    if done.clashes:
        shown = replace(done.audit, version=audit.version)
        return Reply(card=card.draw(shown, done.clashes, style="warning"))
    told = ("**Saved.** Reminders follow the new plan from now on.",)
    return Reply(card=card.draw(await load.audit_run(turn, store, audit.id), told))
