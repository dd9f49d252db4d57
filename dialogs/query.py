"""A query about a return: asked by the business manager, answered by the agency."""

from dataclasses import replace

from audits import queries
from audits.involvement import IN, Involvement
from cards import query as card
from cards.query import Threads
from dialogs import load, one_return
from dialogs.turn import Reply, Turn
from storage.contract import Store


async def show(turn: Turn, store: Store) -> Reply:
    """Show the business manager what was asked about a return, and a box for more."""
    filled = card.read(turn.data)
    own = await load.to_run(turn, store, filled.return_id)
    if own.ret.stage not in IN:  # a draft is its agency's own
        return await one_return.drawn(own, turn, store)
    return Reply(card=card.ask(replace(await threads(own, store), box=filled.box)))


async def threads(own: Involvement, store: Store, told: str = "") -> Threads:
    """Return what was asked and answered, with the names of who did."""
    by = {line.by for lines in own.ret.queries.values() for line in lines}
    people = await store.people(sorted(by))
    names = {who: person.name for who, person in people.items()}
    return Threads(own=own, names=names, told=told)


async def query(turn: Turn, store: Store) -> Reply:
    """Ask the agency about an answer, or about the whole return."""
    filled = card.read(turn.data)
    own = await load.to_run(turn, store, filled.return_id)
    change = queries.query(own, filled.words, by=turn.who.id, at=turn.at, box=filled.box)
    if not await store.keep(change):
        return await query(turn, store)
    own = own.after(change)
    return Reply(card=card.ask(await threads(own, store, "**Your query is on its way.**")))


async def reopen(turn: Turn, store: Store) -> Reply:
    """Give the return back, to be changed."""
    filled = card.read(turn.data)
    own = await load.to_run(turn, store, filled.return_id)
    change = queries.reopen(own, filled.words, by=turn.who.id, at=turn.at)
    if not await store.keep(change):
        return await reopen(turn, store)
    told = "**It is open again.** Those who answer it get a message with your words."
    return await one_return.drawn(own.after(change), turn, store, told)


async def thread(turn: Turn, store: Store) -> Reply:
    """Show the agency what it is asked."""
    own = await load.to_answer(turn, store, card.read(turn.data).return_id)
    return Reply(card=card.answer(await threads(own, store)))


async def reply(turn: Turn, store: Store) -> Reply:
    """Keep the agency's answer to a query."""
    filled = card.read(turn.data)
    own = await load.to_answer(turn, store, filled.return_id)
    change = queries.reply(own, filled.words, by=turn.who.id, at=turn.at, box=filled.box)
    if not await store.keep(change):
        return await reply(turn, store)
    told = "**Your answer is with the audit team.**"
    return Reply(card=card.answer(await threads(own.after(change), store, told)))
