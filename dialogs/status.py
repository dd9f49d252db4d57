"""The audit team sees who owes what, and reads what has been sent."""

from collections.abc import Sequence

from audits import asked
from audits.access import to_read
from audits.audit import Audit
from audits.involvement import IN, Standing
from audits.problems import Code, Problem
from cards import read
from cards import status as card
from cards.status import Grid, Wanted
from cards.words import STAGES, moment
from dialogs import load
from dialogs.turn import Reply, Turn
from storage.contract import Store


async def show(turn: Turn, store: Store, told: Sequence[str] = ()) -> Reply:
    """Show the grid of the audit that was asked for, or of the newest one."""
    wanted = card.read(turn.data)
    audit = await followed(turn, store, wanted)
    grid = Grid(audit=audit, standings=await store.returns_in(audit.id), start=wanted.start)
    return Reply(card=card.draw(grid, turn.at, told))


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
        return await show(turn, store, (stands(audit, wanted, found),))
    own = to_read(turn.who, audit, await store.agency_return(found.id))
    return Reply(card=read.draw(own, asked.of(own)))


def stands(audit: Audit, wanted: Wanted, found: Standing | None) -> str:
    """Return how one return stands, in a sentence."""
    agency = audit.agencies.get(wanted.agency)
    name = agency.name if agency else "This agency"
    if found is None:
        return f"{name} is not involved with this family."
    when = f", last changed {moment(audit.here(found.changed_at))}" if found.changed_at else ""
    return f"**{name}, Family {found.family}:** {STAGES[found.stage].lower()}{when}."
