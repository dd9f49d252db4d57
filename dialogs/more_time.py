"""More time: somebody asks with a reason, the business manager decides, the asker is told."""

from audits import deadlines
from audits.problems import Code, Problem
from audits.states import due_of
from cards import done
from cards import more_time as card
from cards.parts import plain_button
from cards.words import day
from dialogs import load, ways
from dialogs.turn import Reply, Turn
from storage.contract import Store


async def show(turn: Turn, store: Store) -> Reply:
    """Show the wish to be filled in."""
    return Reply(card=card.draw(await ways.chosen_return(turn, store)))


async def ask(turn: Turn, store: Store) -> Reply:
    """Keep the wish; the business manager gets a message."""
    filled = card.read(turn.data)
    own = await load.to_answer(turn, store, filled.return_id)
    by, at = turn.who.id, turn.at
    change = deadlines.ask_time(own, filled.until, filled.words, by=by, at=at)
    if not await store.keep(change):
        return await ask(turn, store)
    words = f"**You asked for more time for Family {own.family.code}.**"
    return Reply(card=done.draw(words, "The business manager decides. You get a message."))


async def decide(turn: Turn, store: Store) -> Reply:
    """Give the time, or keep the date; the asker gets a message.

    Problem `time.not_asked` when another wish has taken the place of the one on the card.
    """
    filled = card.read(turn.data)
    own = await load.to_run(turn, store, filled.return_id)
    wish = own.ret.extension
    if wish is None or filled.until not in {None, wish.until}:
        raise Problem(Code.TIME_NOT_ASKED)
    by, at = turn.who.id, turn.at
    change = deadlines.decide_time(own, filled.words, granted=filled.granted, by=by, at=at)
    if not await store.keep(change):
        return await decide(turn, store)
    due = day(due_of(change.after, own.audit))
    which = f"Family {own.family.code}, {own.agency.name}"
    words = f"**{which}: due {due} now.**" if filled.granted else f"**{which}: still due {due}.**"
    ways_on = [plain_button("Status", "status", {"audit": own.audit.id}, first=True)]
    return Reply(card=done.draw(words, "Who asked gets a message.", ways=ways_on))
