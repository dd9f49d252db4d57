"""The returns that a person answers, the ones to go on with first."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from audits import asked, pages
from audits.access import answers_for
from audits.audit import Audit
from audits.involvement import IN, AgencyReturn, Involvement, Stage, Standing
from cards import my_returns as card
from cards.my_returns import Mine
from cards.words import clock
from dialogs.turn import Reply, Turn
from storage.contract import Store

ORDER = {Stage.IN_PROGRESS: 0, Stage.OPENED: 1, Stage.NOT_OPENED: 1}


async def show(turn: Turn, store: Store, told: Sequence[str] = ()) -> Reply:
    """Show the person's returns, `card.ROWS` at a time."""
    start = card.read(turn.data)
    found = sorted(await mine(turn, store), key=soonest_first)
    if start >= len(found):
        start = 0
    for place, one in enumerate(found[start : start + card.ROWS], start):
        if one.own.ret.stage is Stage.IN_PROGRESS:
            found[place] = await with_progress(one, store, turn.at)
    return Reply(card=card.draw(found, turn.at, start=start, told=told))


async def mine(turn: Turn, store: Store) -> list[Mine]:
    """Return all the person answers: as a contact, and as the coordinator of an agency."""
    standings = {s.id: s for s in await store.returns_of(turn.who.id)}
    audits: dict[str, Audit] = {audit.id: audit for audit in await store.audits()}
    for audit in audits.values():
        if any(turn.who.id in agency.coordinating for agency in audit.agencies.values()):
            owed = await store.returns_in(audit.id)
            standings |= {s.id: s for s in owed if answers_for(turn.who, audit, s)}
    return [
        Mine(own=involvement(audits[s.audit_id], s), filled=0, pages=0)
        for s in standings.values()
        if s.audit_id in audits
    ]


def involvement(audit: Audit, standing: Standing) -> Involvement:
    """Return the involvement without its answers."""
    fields = {name: getattr(standing, name) for name in Standing.__dataclass_fields__}
    return Involvement(
        audit=audit,
        family=audit.families[standing.family],
        agency=audit.agencies[standing.agency],
        ret=AgencyReturn(**fields),
    )


async def with_progress(one: Mine, store: Store, at: datetime) -> Mine:
    """Return the same with how many of its pages are filled."""
    ret = await store.agency_return(one.own.ret.id)
    if ret is None:
        return one
    now = asked.of(replace(one.own, ret=ret, at=at))
    every = pages.all_of(now)
    return replace(one, filled=pages.filled(now, every), pages=len(every))


def soonest_first(one: Mine) -> tuple[bool, object, int, str]:
    """Order by what needs doing first."""
    ret = one.own.ret
    return ret.stage in IN or not ret.waits, one.due, ORDER.get(ret.stage, 2), ret.family


def stopped(own: Involvement) -> tuple[str, ...]:
    """Return what is said to somebody who stops."""
    when = own.ret.changed_at
    saved = f" Saved {clock(own.audit.here(when))}." if when and own.ret.answers else ""
    return (f"**Family {own.family.code} is kept.**{saved} Go on whenever you like.",)
