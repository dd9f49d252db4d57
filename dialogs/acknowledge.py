"""An agency says for all its families at once whether it knows them."""

from audits import deadlines
from audits.access import coordinates
from audits.involvement import IN, Involvement, Known
from cards import acknowledge as card
from cards import reading, ways
from dialogs import load
from dialogs.my_returns import mine
from dialogs.turn import Reply, Turn
from storage.contract import Store


async def show(turn: Turn, store: Store) -> Reply:
    """Show the person's families that wait, those that nothing was said about first."""
    owns = await of_one_audit(turn, store)
    return Reply(card=card.draw(owns, turn.at) if owns else ways.draw([]))


async def of_one_audit(turn: Turn, store: Store) -> list[Involvement]:
    """Return what the person owes in the audit asked for, or in the one due first."""
    wanted = reading.words_in(turn.data, "audit")
    owed = [one.own for one in await mine(turn, store) if one.own.ret.waits]
    found = [own for own in owed if own.audit.id == wanted]
    if not found and owed:
        first = min(owed, key=lambda own: (own.audit.due, own.audit.id)).audit.id
        found = [own for own in owed if own.audit.id == first]
    return sorted(
        found, key=lambda o: (o.ret.known is not Known.UNSAID, o.agency.key, o.ret.family)
    )


async def send(turn: Turn, store: Store) -> Reply:
    """Keep what was said of all these families, or of none.

    A return that was sent since the card was drawn says more than this, and is passed over.
    """
    said = card.read(turn.data)
    owns = [await load.to_answer(turn, store, return_id) for return_id in said]
    changes = [
        deadlines.acknowledge(own, said[own.ret.id], by=turn.who.id, at=turn.at)
        for own in owns
        if own.ret.stage not in IN
    ]
    if not await store.keep_all(changes):
        return await send(turn, store)
    after = await of_one_audit(turn, store)
    if not after or (said and any(own.ret.known is Known.UNSAID for own in after)):
        return Reply(card=card.draw(after, turn.at) if after else ways.draw([]))
    able = any(coordinates(turn.who, own.audit, own.agency.key) for own in after)
    return Reply(card=card.done(after, coordinates=able))
