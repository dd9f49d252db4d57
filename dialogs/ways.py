"""What can be done about a return beside answering it."""

from audits.involvement import Involvement
from cards import reading
from cards import ways as card
from dialogs import load
from dialogs.my_returns import mine, soonest_first
from dialogs.turn import Reply, Turn
from storage.contract import Store


async def show(turn: Turn, store: Store) -> Reply:
    """Show the ways for the return that was asked for, or for any that waits."""
    chosen = reading.words_in(turn.data, "return")
    found = sorted(await mine(turn, store), key=soonest_first)
    owns = [one.own for one in found if one.own.ret.waits]
    return Reply(card=card.draw(owns, chosen))


async def chosen_return(turn: Turn, store: Store) -> Involvement:
    """Return the involvement that was chosen from the list; `return.not_found` otherwise."""
    return await load.to_answer(turn, store, reading.id_in(turn.data, "return"))
