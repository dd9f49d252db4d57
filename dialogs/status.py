"""The audit team sees who owes what: the grid of all returns."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from audits.access import Doing, may
from audits.audit import Audit
from audits.involvement import Standing
from audits.ledger import Entry, Outcome
from audits.plan import CHASES
from cards import status as card
from cards.status import Grid
from dialogs import load
from dialogs.turn import Place, Reply, Turn
from storage.contract import Store


async def show(turn: Turn, store: Store, told: Sequence[str] = ()) -> Reply:
    """Show the grid of the audit that was asked for, or of the newest one."""
    wanted = card.read(turn.data)
    audit = await load.audit_followed(turn, store, wanted.audit_id)
    grid = await grid_of(audit, turn, store, start=wanted.start)
    return Reply(card=card.draw(replace(grid, wide=wanted.wide), told))


async def grid_of(audit: Audit, turn: Turn, store: Store, *, start: int) -> Grid:
    """Return the audit with how all its returns stand."""
    standings = await store.returns_in(audit.id)
    return Grid(
        audit=audit,
        standings=standings,
        at=turn.at,
        start=start,
        unreachable=frozenset(reach.person for reach in await store.unreachable()),
        chased=chased(standings, await store.ledger(audit.id)),
        runs=may(turn.who, audit, Doing.RUN),
        shared=turn.place is Place.CHANNEL,
    )


def chased(standings: Sequence[Standing], entries: Sequence[Entry]) -> Mapping[str, int]:
    """Return by agency how many messages about its returns went out."""
    if not entries:
        return {}
    of = {standing.id: standing.agency for standing in standings}
    sent = (entry.nudge for entry in entries if entry.outcome is Outcome.SENT)
    about = ({of[one] for one in n.return_ids if one in of} for n in sent if n.kind in CHASES)
    return Counter(agency for agencies in about for agency in agencies)
