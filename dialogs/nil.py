"""A nil return in two taps: nothing to tell, and what was searched."""

from audits import returns
from audits.involvement import IN
from cards import nil, page, reading, receipt
from cards.words import PROBLEMS
from dialogs import load
from dialogs.turn import Reply, Turn
from storage.contract import Store


async def ask(turn: Turn, store: Store) -> Reply:
    """Keep what stands on the page, then show the nil return to be ticked and sent."""
    return_id = reading.id_in(turn.data, "return")
    own = await load.to_answer(turn, store, return_id)
    if own.ret.stage in IN:
        return Reply(card=receipt.draw(own, fresh=False))
    sheet = page.read({**turn.data, "go": page.Go.STOP.value}).sheet
    change = returns.save(own, sheet, by=turn.who.id, at=turn.at)
    if not await store.keep(change):
        return await ask(turn, store)
    return Reply(card=nil.draw(own.after(change)))


async def send(turn: Turn, store: Store) -> Reply:
    """Send the nil return and give the receipt, or say what it still needs."""
    filled = nil.read(turn.data)
    own = await load.to_answer(turn, store, filled.return_id)
    refused = returns.nil_refused(filled.nil)
    if refused and own.ret.stage not in IN:
        told = PROBLEMS[refused]
        return Reply(card=nil.draw(own, filled.nil, f"{told.happened} {told.now}"))
    change = returns.send_nil(own, filled.nil, by=turn.who.id, at=turn.at)
    if not await store.keep(change):
        return await send(turn, store)
    return Reply(card=receipt.draw(own.after(change)))
