"""Who takes part and has never opened the bot, so that they can be invited by e-mail."""

from audits.audit import Audit
from audits.people import Person
from audits.steps import taking_part
from cards import invite as card
from cards import reading
from dialogs import load
from dialogs.turn import Reply, Turn
from storage.contract import Store


async def show(turn: Turn, store: Store) -> Reply:
    """Show who has never opened the bot, with the words to send them."""
    audit = await load.audit_run(turn, store, reading.words_in(turn.data, "audit"))
    names = [person.name for person in await not_opened(audit, store)]
    return Reply(card=card.draw(audit, turn.partnership, names))


async def not_opened(audit: Audit, store: Store) -> list[Person]:
    """Return those who take part and can be written to in no way yet, by name."""
    ids = sorted(taking_part(audit, await store.returns_in(audit.id)))
    people = await store.people(ids)
    found = [(people[who], await store.reach(who)) for who in ids if who in people]
    waiting = [who for who, reach in found if reach is None or not reach.can_be_written_to]
    return sorted(waiting, key=lambda one: (one.name.casefold(), one.id))
