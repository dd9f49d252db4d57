"""The business manager settles one return: query, accept, or do without it."""

from audits import deadlines
from audits.involvement import Involvement
from audits.problems import Code, Problem
from cards import settle as card
from dialogs import load
from dialogs.turn import Reply, Turn
from storage.contract import Store


async def show(turn: Turn, store: Store) -> Reply:
    """Show one return of the grid and what can be done about it."""
    own = await chosen(turn, store)
    return Reply(card=card.draw(own, turn.at))


async def chosen(turn: Turn, store: Store) -> Involvement:
    """Return the return that was asked for, by its id or by family and agency."""
    filled = card.read(turn.data)
    if filled.return_id:
        return await load.to_run(turn, store, filled.return_id)
    audit = await load.audit_run(turn, store, filled.audit_id)
    pair = (filled.family, filled.agency)
    found = [s.id for s in await store.returns_in(audit.id) if (s.family, s.agency) == pair]
    if not found:
        raise Problem(Code.RETURN_NOT_FOUND)
    return await load.to_run(turn, store, found[0])


async def query(turn: Turn, store: Store) -> Reply:
    """Ask the agency about what it sent."""
    own = await chosen(turn, store)
    change = deadlines.query(own, card.read(turn.data).words, by=turn.who.id, at=turn.at)
    if not await store.keep(change):
        return await query(turn, store)
    return Reply(card=card.draw(own.after(change), turn.at, "**Your query is on its way.**"))


async def accept(turn: Turn, store: Store) -> Reply:
    """Take the return as it is."""
    own = await chosen(turn, store)
    change = deadlines.accept(own, by=turn.who.id, at=turn.at)
    if not await store.keep(change):
        return await accept(turn, store)
    return Reply(card=card.draw(own.after(change), turn.at, "**Accepted.**"))


async def waive(turn: Turn, store: Store) -> Reply:
    """Do without the return."""
    own = await chosen(turn, store)
    change = deadlines.waive(own, card.read(turn.data).words, by=turn.who.id, at=turn.at)
    if not await store.keep(change):
        return await waive(turn, store)
    return Reply(card=card.draw(own.after(change), turn.at, "**No return is needed.**"))
