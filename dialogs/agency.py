"""A coordinator sees all returns of the agency, gives them to people, names a deputy."""

from collections.abc import Sequence
from dataclasses import replace

from audits import deadlines, steering
from audits.access import coordinates
from audits.audit import Audit
from audits.problems import Code, Problem
from cards import agency as card
from cards.agency import Filled, Service
from dialogs import load
from dialogs.handover import people_of
from dialogs.turn import Reply, Turn
from storage.contract import Store


async def show(turn: Turn, store: Store, told: Sequence[str] = ()) -> Reply:
    """Show the list of the agency that was asked for, or of the first that is one's own."""
    filled = card.read(turn.data)
    audit, agency = await own_agency(turn, store, filled)
    return Reply(card=card.draw(await service(audit, agency, filled, store), turn.at, told))


async def own_agency(turn: Turn, store: Store, filled: Filled) -> tuple[Audit, str]:
    """Return an audit and an agency that the person coordinates; else `agency.not_yours`."""
    found = [
        (audit, key)
        for audit in await store.audits()
        for key in audit.agencies
        if coordinates(turn.who, audit, key)
    ]
    if not found:
        raise Problem(Code.AGENCY_NOT_YOURS)
    asked = (filled.audit_id, filled.agency)
    exact = [(audit, key) for audit, key in found if (audit.id, key) == asked]
    within = [(audit, key) for audit, key in found if audit.id == filled.audit_id]
    return (exact or within or found)[0]


async def service(audit: Audit, agency: str, filled: Filled, store: Store) -> Service:
    """Return the agency with its returns and its people."""
    standings = [s for s in await store.returns_in(audit.id) if s.agency == agency]
    people = await people_of(audit, agency, store)
    return Service(
        audit=audit,
        agency=audit.agencies[agency],
        standings=standings,
        people={person.id: person for person in people},
        start=filled.start,
    )


async def assign(turn: Turn, store: Store) -> Reply:
    """Give all of the ticked returns to a person, or none."""
    filled = card.read(turn.data)
    ids = dict.fromkeys(filled.returns)  # a card may name one twice; the store must not get it so
    owns = [await load.to_coordinate(turn, store, return_id) for return_id in ids]
    if not owns:
        return await show(turn, store, ("**Tick the returns first,** and choose a person.",))
    for own in owns:
        await known_or_refused(own.audit, own.agency.key, filled.to, store)
    by, at = turn.who.id, turn.at
    if not await store.keep_all([deadlines.assign(o, [filled.to], by=by, at=at) for o in owns]):
        return await assign(turn, store)
    codes = ", ".join(own.family.code for own in owns)
    return await show(turn, store, (f"**Given: {codes}.** They get a message.",))


async def known_or_refused(audit: Audit, agency: str, person: str, store: Store) -> None:
    """Raise `assign.nobody` unless the person is one of the agency's."""
    if person not in {one.id for one in await people_of(audit, agency, store)}:
        raise Problem(Code.ASSIGN_NOBODY)


async def deputy(turn: Turn, store: Store) -> Reply:
    """Make the person the agency's deputy."""
    filled = card.read(turn.data)
    audit, agency = await own_agency(turn, store, filled)
    await known_or_refused(audit, agency, filled.to, store)
    by, at = turn.who.id, turn.at
    after = steering.name_deputy(audit, agency, filled.to, by=by, at=at)
    if after is not audit and not await store.keep_audit(after):
        return await deputy(turn, store)
    shown = await service(after, agency, replace(filled, start=0), store)
    words = f"**{shown.people[filled.to].name} stands in for the coordinator** from now on."
    return Reply(card=card.draw(shown, turn.at, (words,)))
