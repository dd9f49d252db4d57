"""A question to the audit team about an item; everybody who works on it sees the answer."""

from audits import steering
from audits.audit import Audit
from audits.involvement import Saying
from audits.plan import Question
from cards import done, news
from cards import question as card
from cards.parts import plain_button
from dialogs import load, ways
from dialogs.turn import Reply, Turn
from storage.contract import Store


async def show(turn: Turn, store: Store) -> Reply:
    """Show a question to be asked, with the answers that others got."""
    own = await ways.chosen_return(turn, store)
    return Reply(card=card.draw(own, [q for q in own.audit.questions if q.answer]))


async def ask(turn: Turn, store: Store) -> Reply:
    """Keep the question; the audit team gets a message."""
    filled = card.read(turn.data)
    own = await load.to_answer(turn, store, filled.return_id)
    saying = Saying(by=turn.who.id, at=turn.at, words=filled.words)
    after = steering.ask(own.audit, filled.box, saying, agency=own.agency.key)
    if after is not own.audit and not await store.keep_audit(after):
        return await ask(turn, store)
    words = "**Your question is with the audit team.**"
    return Reply(card=done.draw(words, "You get a message with the answer."))


async def listed(turn: Turn, store: Store) -> Reply:
    """Show the questions that wait, or the one that was chosen to be answered."""
    filled = card.read(turn.data)
    audit = await load.audit_followed(turn, store, filled.audit_id)
    found = next((q for q in audit.questions if q.id == filled.question_id), None)
    if found is None:
        return Reply(card=card.waiting(audit, [q for q in audit.questions if not q.answer]))
    return Reply(card=news.question(audit.id, audit.tool, found, agency_of(audit, found)))


async def answer(turn: Turn, store: Store) -> Reply:
    """Keep the answer; everybody who works on the item gets a message.

    An answer that its card did not show is not replaced: both are shown, and the person decides.
    """
    filled = card.read(turn.data)
    audit = await load.audit_followed(turn, store, filled.audit_id)
    found = next((q for q in audit.questions if q.id == filled.question_id), None)
    if found and found.answer not in {"", filled.words} and filled.seen != news.seen(found):
        agency, tool = agency_of(audit, found), audit.tool
        return Reply(card=news.question(audit.id, tool, found, agency, mine=filled.words))
    by, at = turn.who.id, turn.at
    after = steering.answer(audit, filled.question_id, filled.words, by=by, at=at)
    if after is not audit and not await store.keep_audit(after):
        return await answer(turn, store)
    ways_on = [plain_button("All questions", "questions", {"audit": audit.id}, first=True)]
    return Reply(card=done.draw("**Your answer goes to all who work on this item.**", ways=ways_on))


def agency_of(audit: Audit, question: Question) -> str:
    """Return the name of the agency that asks."""
    agency = audit.agencies.get(question.agency)
    return agency.name if agency else ""
