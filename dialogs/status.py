"""The audit team sees who owes what, and reads what has been sent."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from audits import asked
from audits.access import to_read
from audits.audit import Audit
from audits.involvement import IN, Standing
from audits.ledger import Entry, Outcome
from audits.plan import CHASES
from audits.problems import Code, Problem
from audits.states import state_of
from cards import read
from cards import status as card
from cards.states import NAMES
from cards.status import Grid, Wanted
from cards.words import moment
from dialogs import load
from dialogs.turn import Reply, Turn
from storage.contract import Store


async def show(turn: Turn, store: Store, told: Sequence[str] = ()) -> Reply:
    """Show the grid of the audit that was asked for, or of the newest one."""
    wanted = card.read(turn.data)
    audit = await followed(turn, store, wanted)
    standings = await store.returns_in(audit.id)
    grid = Grid(
        audit=audit,
        standings=standings,
        at=turn.at,
        start=wanted.start,
        unreachable=frozenset(reach.person for reach in await store.unreachable()),
        chased=chased(standings, await store.ledger(audit.id)),
    )
    return Reply(card=card.draw(grid, told))


def chased(standings: Sequence[Standing], entries: Sequence[Entry]) -> Mapping[str, int]:
    """Return by agency how many messages about its returns went out."""
    of = {standing.id: standing.agency for standing in standings}
    sent = (entry.nudge for entry in entries if entry.outcome is Outcome.SENT)
    about = ({of[one] for one in n.return_ids if one in of} for n in sent if n.kind in CHASES)
    return Counter(agency for agencies in about for agency in agencies)


async def followed(turn: Turn, store: Store, wanted: Wanted) -> Audit:
    """Return the audit, or the newest; `verb.not_yours` to those on no audit's team."""
    audits = await load.audits_followed(turn, store)
    if not audits:
        raise Problem(Code.VERB_NOT_YOURS)
    return next((audit for audit in audits if audit.id == wanted.audit_id), audits[0])


async def look(turn: Turn, store: Store) -> Reply:
    """Show one return of the grid: its answers when it was sent, how it stands when not."""
    wanted = card.read(turn.data)
    audit = await followed(turn, store, wanted)
    if not (wanted.family and wanted.agency):
        return await show(turn, store, ("Choose a family and an agency below first.",))
    standings = await store.returns_in(audit.id)
    pair = (wanted.family, wanted.agency)
    found = next((s for s in standings if (s.family, s.agency) == pair), None)
    if found is None or found.stage not in IN:
        return await show(turn, store, (stands(audit, wanted, found, turn.at),))
    own = to_read(turn.who, audit, await store.agency_return(found.id))
    return Reply(card=read.draw(own, asked.of(own)))


def stands(audit: Audit, wanted: Wanted, found: Standing | None, at: datetime) -> str:
    """Return how one return stands, in a sentence."""
    agency = audit.agencies.get(wanted.agency)
    name = agency.name if agency else "This agency"
    if found is None:
        return f"{name} is not involved with this family."
    when = f", last changed {moment(audit.here(found.changed_at))}" if found.changed_at else ""
    return f"**{name}, Family {found.family}:** {NAMES[state_of(found, audit, at)]}{when}."
