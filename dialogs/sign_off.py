"""A coordinator looks a return through: it goes to the audit team, or back with a remark."""

from audits import asked, deadlines
from cards import done, receipt
from cards import sign_off as card
from cards.parts import plain_button
from dialogs import load
from dialogs.turn import Reply, Turn
from storage.contract import Store


async def show(turn: Turn, store: Store) -> Reply:
    """Show the return that waits for sign-off, or the part of it that was asked for."""
    filled = card.read(turn.data)
    own = await load.to_coordinate(turn, store, filled.return_id)
    deadlines.waits_for_sign_off(own)
    return Reply(card=card.draw(own, asked.of(own), filled.part))


async def let_go(turn: Turn, store: Store) -> Reply:
    """Send the return to the audit team."""
    filled = card.read(turn.data)
    own = await load.to_coordinate(turn, store, filled.return_id)
    change = deadlines.let_go(own, drawn=filled.drawn, by=turn.who.id, at=turn.at)
    if not await store.keep(change):
        return await let_go(turn, store)
    return Reply(card=receipt.draw(own.after(change)))


async def send_back(turn: Turn, store: Store) -> Reply:
    """Give the return back to who wrote it, with a remark."""
    filled = card.read(turn.data)
    own = await load.to_coordinate(turn, store, filled.return_id)
    change = deadlines.send_back(own, filled.remark, by=turn.who.id, at=turn.at)
    if not await store.keep(change):
        return await send_back(turn, store)
    words = f"**Family {own.family.code} is back with who wrote it.** They get your remark."
    ways_on = [plain_button("My service", "agency", {"audit": own.audit.id}, first=True)]
    return Reply(card=done.draw(words, ways=ways_on))
