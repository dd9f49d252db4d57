"""The audit team looks at one return; its business manager accepts it or does without it."""

from audits import deadlines, queries
from audits.access import Doing, may
from audits.audit import Audit
from audits.involvement import Change, Involvement, Standing
from audits.problems import Code, Problem
from cards import one_return as card
from cards.history import Past
from cards.one_return import Filled, Seen
from dialogs import load, status
from dialogs.my_returns import involvement
from dialogs.turn import Reply, Turn
from storage.contract import Store


async def look(turn: Turn, store: Store) -> Reply:
    """Show the return that was chosen in the grid: how it stands, and its past."""
    wanted = card.read(turn.data)
    audit = await load.audit_followed(turn, store, wanted.audit_id)
    if not wanted.return_id and not (wanted.family and wanted.agency):
        return await status.show(turn, store, ("Choose a family and a service below first.",))
    found = await in_grid(audit, wanted, store)
    if found is None:
        agency = audit.agencies.get(wanted.agency)
        name = agency.name if agency else "This service"
        return await status.show(turn, store, (f"{name} is not involved with this family.",))
    return await drawn(involvement(audit, found), turn, store)


async def in_grid(audit: Audit, wanted: Filled, store: Store) -> Standing | None:
    """Return the return by its id, or of this family and agency; None where there is none."""
    standings = await store.returns_in(audit.id)
    if wanted.return_id:
        return next((one for one in standings if one.id == wanted.return_id), None)
    pair = (wanted.family, wanted.agency)
    return next((one for one in standings if (one.family, one.agency) == pair), None)


async def drawn(own: Involvement, turn: Turn, store: Store, told: str = "") -> Reply:
    """Return the card of one return, with what was just done."""
    runs = may(turn.who, own.audit, Doing.RUN)
    past = await past_of(own, store)
    return Reply(card=card.draw(Seen(own=own, past=past, at=turn.at, runs=runs, told=told)))


async def past_of(own: Involvement, store: Store) -> Past:
    """Return the journal of the return, what was sent about it, and the names in both."""
    events = await store.journal(own.ret.id)
    ledger = await store.ledger(own.audit.id)
    entries = [entry for entry in ledger if own.ret.id in entry.nudge.return_ids]
    ids = {event.by for event in events} | {who for event in events for who in event.to}
    ids |= {entry.nudge.person for entry in entries} | set(own.ret.contacts)
    people = await store.people(sorted(ids))
    names = {who: person.name for who, person in people.items()}
    return Past(events=events, entries=entries, names=names)


async def show(turn: Turn, store: Store) -> Reply:
    """Show one return to who runs the audit."""
    return await drawn(await chosen(turn, store), turn, store)


async def chosen(turn: Turn, store: Store) -> Involvement:
    """Return the return that was asked for, by its id or by family and agency."""
    filled = card.read(turn.data)
    if filled.return_id:
        return await load.to_run(turn, store, filled.return_id)
    audit = await load.audit_run(turn, store, filled.audit_id)
    found = await in_grid(audit, filled, store)
    if found is None:
        raise Problem(Code.RETURN_NOT_FOUND)
    return await load.to_run(turn, store, found.id)


async def accept(turn: Turn, store: Store) -> Reply:
    """Take the return as it is, late or not."""
    own = await chosen(turn, store)
    change = queries.accept(own, by=turn.who.id, at=turn.at)
    if not await store.keep(change):
        return await accept(turn, store)
    return await done(own, change, turn, store, told="**Accepted.**")


async def waive(turn: Turn, store: Store) -> Reply:
    """Do without the return."""
    own = await chosen(turn, store)
    change = deadlines.waive(own, card.read(turn.data).words, by=turn.who.id, at=turn.at)
    if not await store.keep(change):
        return await waive(turn, store)
    return await done(own, change, turn, store, told="**No return is needed.**")


async def done(own: Involvement, change: Change, turn: Turn, store: Store, *, told: str) -> Reply:
    """Return the card of the return as it was kept."""
    return await drawn(own.after(change), turn, store, told)
