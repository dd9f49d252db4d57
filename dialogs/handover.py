"""Hand a return over: a colleague goes on where one stopped."""

from audits import deadlines
from audits.access import answers_for
from audits.audit import Audit
from audits.involvement import Involvement
from audits.people import Person
from audits.problems import Code, Problem
from cards import handover as card
from dialogs import load, my_returns, ways
from dialogs.turn import Reply, Turn
from storage.contract import Store


async def show(turn: Turn, store: Store) -> Reply:
    """Show who can take the return."""
    own = await ways.chosen_return(turn, store)
    found = await colleagues(own, store)
    return Reply(card=card.draw(own, [one for one in found if one.id != turn.who.id]))


async def give(turn: Turn, store: Store) -> Reply:
    """Hand it over, and show what is left to do. One's own access ends with it."""
    return_id, to = card.read(turn.data)
    if await given_already(turn, store, return_id, to):
        return await said(turn, store, to)
    own = await load.to_answer(turn, store, return_id)
    if to not in {one.id for one in await colleagues(own, store)}:
        raise Problem(Code.ASSIGN_NOBODY)
    change = deadlines.hand_over(own, to, by=turn.who.id, at=turn.at)
    if not await store.keep(change):
        return await give(turn, store)
    return await said(turn, store, to)


async def given_already(turn: Turn, store: Store, return_id: str, to: str) -> bool:
    """Tell whether this is the same click again, by somebody who has no access any more."""
    ret = await store.agency_return(return_id)
    audit = await store.audit(ret.audit_id) if ret else None
    if ret is None or audit is None or answers_for(turn.who, audit, ret):
        return False
    events = [e for e in await store.journal(return_id) if e.what == "return.assigned"]
    return bool(events) and events[-1].by == turn.who.id and events[-1].to == (to,)


async def said(turn: Turn, store: Store, to: str) -> Reply:
    """Return the person's list with what happened on top."""
    names = await store.people((to,))
    name = names[to].name if to in names else "your colleague"
    words = f"**{name} has it now**, with all that was answered, and gets a message."
    return await my_returns.show(turn, store, told=(words,))


async def colleagues(own: Involvement, store: Store) -> list[Person]:
    """Return everybody who answers for the agency in this audit, by name."""
    return await people_of(own.audit, own.agency.key, store)


async def people_of(audit: Audit, agency: str, store: Store) -> list[Person]:
    """Return the agency's contacts, coordinators and deputies, by name."""
    found = dict.fromkeys(audit.agencies[agency].coordinating)
    for standing in await store.returns_in(audit.id):
        if standing.agency == agency:
            found |= dict.fromkeys(standing.contacts)
    people = await store.people(tuple(found))
    return sorted(people.values(), key=lambda person: (person.name, person.id))
