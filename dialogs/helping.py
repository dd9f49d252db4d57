"""Those whom the business manager lets set an audit up, and change it, with them."""

from audits import altering, drafts
from audits.access import to_manage
from audits.audit import Audit
from audits.drafts import Draft
from audits.problems import Code, Problem
from cards import people as card
from cards import reading
from cards.parts import Card
from dialogs import load, loading
from dialogs.roll import named, saying
from dialogs.turn import Reply, Turn
from storage.contract import Store


async def drawn(store: Store, one: Audit | Draft) -> Card:
    """Return the card of those who help."""
    known = await store.people(one.helpers)
    people = [known[who] for who in one.helpers if who in known]
    if isinstance(one, Audit):
        return card.helpers(one, people, {"audit": one.id})
    return card.helpers(None, people, {"draft": one.id})


async def helped(turn: Turn, store: Store) -> Audit | Draft:
    """Return the audit that runs, or is set up, for its business manager; refused to others."""
    draft_id = reading.words_in(turn.data, "draft")
    if draft_id:
        return to_manage(turn.who, await store.draft(draft_id))
    wanted = reading.words_in(turn.data, "audit")
    audit = await load.audit_run(turn, store, wanted)
    if wanted not in {"", audit.id}:
        raise Problem(Code.VERB_MANAGERS)
    return audit


async def show(turn: Turn, store: Store) -> Reply:
    """Show who helps."""
    return Reply(card=await drawn(store, await helped(turn, store)))


async def name_helper(turn: Turn, store: Store) -> Reply:
    """Let somebody change the audit with its business manager."""
    one, wanted = await helped(turn, store), card.read(turn.data)
    who = await named(turn, store, wanted.email, wanted.name)
    if isinstance(one, Audit):
        done = altering.name_helper(one, who.person.id, saying(turn, ""))
        altered = await loading.alter(store, done, people=who.added)
        return Reply(card=await drawn(store, altered))
    helpers = (*(h for h in one.helpers if h != who.person.id), who.person.id)
    after = drafts.changed(one, "helper.named", by=turn.who.id, at=turn.at, why=who.person.id,
                           helpers=helpers)  # fmt: skip
    kept = await loading.keep(store, one, after, people=who.added)
    return Reply(card=await drawn(store, kept))


async def drop_helper(turn: Turn, store: Store) -> Reply:
    """Let somebody change the audit no more."""
    one, person = await helped(turn, store), card.read(turn.data).person
    if isinstance(one, Audit):
        if person not in one.helpers:  # the same click again
            return Reply(card=await drawn(store, one))
        done = altering.drop_helper(one, person, saying(turn, ""))
        return Reply(card=await drawn(store, await loading.alter(store, done)))
    helpers = tuple(who for who in one.helpers if who != person)
    after = drafts.changed(one, "helper.dropped", by=turn.who.id, at=turn.at, why=person,
                           helpers=helpers)  # fmt: skip
    return Reply(card=await drawn(store, await loading.keep(store, one, after)))
