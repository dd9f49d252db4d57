"""Getting at a return: the only way to one checks the right to it."""

from collections.abc import Sequence

from audits import access
from audits.access import Doing
from audits.audit import Audit
from audits.collected import Collected
from audits.involvement import Involvement
from audits.panel import Panel
from audits.problems import Code, Problem
from dialogs.turn import Turn
from storage.contract import Store


async def to_answer(turn: Turn, store: Store, return_id: str) -> Involvement:
    """Return the involvement for somebody who answers it; `return.not_found` otherwise."""
    ret = await store.agency_return(return_id)
    audit = await store.audit(ret.audit_id) if ret else None
    return access.to_answer(turn.who, audit, ret, at=turn.at)


async def to_read(turn: Turn, store: Store, return_id: str) -> Involvement:
    """Return the involvement for somebody who may read it; `return.not_found` otherwise."""
    ret = await store.agency_return(return_id)
    audit = await store.audit(ret.audit_id) if ret else None
    return access.to_read(turn.who, audit, ret, at=turn.at)


async def to_coordinate(turn: Turn, store: Store, return_id: str) -> Involvement:
    """Return the involvement for a coordinator of its agency; `return.not_found` otherwise."""
    ret = await store.agency_return(return_id)
    audit = await store.audit(ret.audit_id) if ret else None
    return access.to_coordinate(turn.who, audit, ret, at=turn.at)


async def to_run(turn: Turn, store: Store, return_id: str) -> Involvement:
    """Return the involvement for who runs its audit; `return.not_found` otherwise."""
    ret = await store.agency_return(return_id)
    audit = await store.audit(ret.audit_id) if ret else None
    return access.to_run(turn.who, audit, ret, at=turn.at)


async def audit_for(turn: Turn, store: Store, doing: Doing, audit_id: str = "") -> Audit:
    """Return the audit, or the newest, in which the person may do this; a Problem otherwise."""
    every = await store.audits()
    audits = [audit for audit in every if access.may(turn.who, audit, doing)]
    if not audits:
        raise Problem(refusal(turn, every))
    return next((audit for audit in audits if audit.id == audit_id), audits[0])


def refusal(turn: Turn, audits: Sequence[Audit]) -> Code:
    """Return why the person may not: what they are told to do instead hangs on it."""
    if any(access.may(turn.who, audit, Doing.FOLLOW) for audit in audits):
        return Code.VERB_MANAGERS
    if any(access.may(turn.who, audit, Doing.SEE_RESULTS) for audit in audits):
        return Code.VERB_RESULTS_ONLY
    return Code.VERB_NOT_YOURS


async def audit_run(turn: Turn, store: Store, audit_id: str = "") -> Audit:
    """Return the audit, or the newest, that the person runs; a Problem otherwise."""
    return await audit_for(turn, store, Doing.RUN, audit_id)


async def audit_followed(turn: Turn, store: Store, audit_id: str = "") -> Audit:
    """Return the audit, or the newest, that the person follows; a Problem otherwise."""
    return await audit_for(turn, store, Doing.FOLLOW, audit_id)


async def collected(audit: Audit, store: Store) -> Collected:
    """Return what the audit team has. The audit was got with the right to it."""
    got = await store.collected(audit.id)
    if got is None:
        raise Problem(Code.AUDIT_NONE)
    return got


async def panel_of(audit: Audit, family: str, store: Store) -> Panel:
    """Return what the panel keeps about the family; an empty record where it keeps nothing."""
    return await store.panel(audit.id, family) or Panel(audit_id=audit.id, family=family)
