"""What is sent to a person of the bot's own accord: loaded at the last moment, then drawn."""

from datetime import datetime

from audits.keeping import TOLD
from audits.nudges import Nudge
from cards import unreachable
from dialogs import reminder, retention
from dialogs.turn import Reply
from storage.contract import Store

UNREACHABLE = "unreachable"
"""What a notice is about that tells who cannot be reached in Teams."""


async def drawn(nudge: Nudge, store: Store, at: datetime) -> Reply | None:
    """Draw what the person is sent, from what is kept now; None when nothing is left to say."""
    if nudge.about == UNREACHABLE:
        return await out_of_reach(nudge, store)
    if nudge.about in TOLD:
        return await retention.told(nudge, store)
    return await reminder.composed(nudge, store, at)


async def out_of_reach(nudge: Nudge, store: Store) -> Reply:
    """Draw who cannot be reached in Teams, and what to do about each."""
    audit = await store.audit(nudge.audit_id)
    people = await store.people(tuple(r.person for r in await store.unreachable()))
    found = [
        unreachable.Lost(name=people[reach.person].name, why=reach.why)
        for reach in await store.unreachable()
        if reach.person in people
    ]
    title = audit.title if audit else ""
    return Reply(card=unreachable.draw(title, found), summary=unreachable.summary(len(found)))
