"""One return in full by family and service: `read C police`."""

from dataclasses import replace

from audits.access import Doing
from audits.involvement import IN
from cards import choose, reading
from dialogs import load, one_return, review, scope
from dialogs.my_returns import involvement
from dialogs.turn import Reply, Turn
from storage.contract import Store


async def show(turn: Turn, store: Store) -> Reply:
    """Show the return; how it stands while it is not in; or ask which is meant."""
    audit_id = reading.words_in(turn.data, "audit")
    audit = await load.audit_for(turn, store, Doing.READ, audit_id)
    meant = scope.of_turn(audit, turn.data)
    pair = (meant.only.family, meant.only.agency)
    standings = await store.returns_in(audit.id)
    found = next((one for one in standings if (one.family, one.agency) == pair), None)
    if found is None:
        return Reply(card=choose.return_to_read(audit, meant.only, meant.unknown))
    if found.stage not in IN:
        return await one_return.drawn(involvement(audit, found), turn, store)
    return await review.show_sent(replace(turn, data={"return": found.id}), store)
