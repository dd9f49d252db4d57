"""The business manager keeps the list of school holidays."""

from dataclasses import replace

from audits.amendments import amended
from audits.timetable import with_holiday
from cards import holidays as card
from cards import reading
from dialogs import load
from dialogs.turn import Reply, Turn
from storage.contract import Store


async def show(turn: Turn, store: Store) -> Reply:
    """Show the list."""
    audit = await load.audit_run(turn, store, reading.words_in(turn.data, "audit"))
    return Reply(card=card.draw(audit))


async def save(turn: Turn, store: Store) -> Reply:
    """Put one more on the list and take those off that were ticked, whoever else does so too."""
    filled = card.read(turn.data)
    audit = await load.audit_run(turn, store, reading.words_in(turn.data, "audit"))
    stay = tuple(span for span in audit.school_holidays if card.key(span) not in filled.gone)
    wanted = replace(audit, school_holidays=stay)
    if filled.adds:
        wanted = with_holiday(wanted, filled.first, filled.last, filled.name)
    after = amended(audit, wanted, by=turn.who.id, at=turn.at)
    if after is not audit and not await store.keep_audit(after):
        return await save(turn, store)
    return Reply(card=card.draw(after, ("**Saved.**",)))
