"""An agency says that no return will come."""

from audits import deadlines
from cards import decline as card
from dialogs import load, my_returns, ways
from dialogs.turn import Reply, Turn
from storage.contract import Store


async def show(turn: Turn, store: Store) -> Reply:
    """Show what to say; a nil return may be what is meant."""
    return Reply(card=card.draw(await ways.chosen_return(turn, store)))


async def send(turn: Turn, store: Store) -> Reply:
    """Keep that no return will come, and why."""
    return_id, why = card.read(turn.data)
    own = await load.to_answer(turn, store, return_id)
    change = deadlines.decline(own, why, by=turn.who.id, at=turn.at)
    if not await store.keep(change):
        return await send(turn, store)
    words = f"**No return will come for Family {own.family.code}.** No more reminders come."
    return await my_returns.show(turn, store, told=(words,))
