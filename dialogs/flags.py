"""Returns that need a query, a child at risk now first, with who was told when."""

import asyncio
from collections.abc import Mapping, Sequence

from audits import flags
from audits.access import Doing, may
from audits.collected import Collected
from audits.flags import Flag, Told
from cards import flags as card
from cards.flags import RISKS, Flagged
from dialogs import load, scope
from dialogs.turn import Reply, Turn
from storage.contract import Store


async def show(turn: Turn, store: Store) -> Reply:
    """Show the flags of the audit, or of part of it."""
    wanted = card.read(turn.data)
    audit = await load.audit_for(turn, store, Doing.READ, wanted.audit_id)
    meant = scope.of_turn(audit, turn.data)
    got = await load.collected(audit, store)
    found = await asyncio.to_thread(flags.flags, got, meant.only)
    told = await who_was_told(got, found, store)
    people = await store.people(sorted({one.person for some in told.values() for one in some}))
    return Reply(card=card.draw(Flagged(
        audit=audit, only=meant.only, flags=found, told=told, start=wanted.start,
        names={who: person.name for who, person in people.items()},
        runs=may(turn.who, audit, Doing.RUN), unknown=meant.unknown,
    )))  # fmt: skip


async def who_was_told(
    got: Collected, found: Sequence[Flag], store: Store
) -> Mapping[str, Sequence[Told]]:
    """Return by return with a risk now who was told of it."""
    risky = {flag.return_id for flag in found if flag.kind in RISKS}
    if not risky:
        return {}
    entries = await store.ledger(got.audit.id)
    standings = [one for one in got.standings if one.id in risky]
    return {one.id: flags.told_of_risk(one, entries) for one in standings}
