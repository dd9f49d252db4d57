"""Getting at a return: the only way to one checks the right to it."""

from dataclasses import replace

from audits import access
from audits.audit import Audit
from audits.involvement import Involvement
from audits.problems import Code, Problem
from dialogs.turn import Turn
from storage.contract import Store


async def to_answer(turn: Turn, store: Store, return_id: str) -> Involvement:
    """Return the involvement for somebody who answers it; `return.not_found` otherwise."""
    ret = await store.agency_return(return_id)
    audit = await store.audit(ret.audit_id) if ret else None
    return replace(access.to_answer(turn.who, audit, ret), at=turn.at)


async def to_read(turn: Turn, store: Store, return_id: str) -> Involvement:
    """Return the involvement for somebody who may read it; `return.not_found` otherwise."""
    ret = await store.agency_return(return_id)
    audit = await store.audit(ret.audit_id) if ret else None
    return replace(access.to_read(turn.who, audit, ret), at=turn.at)


async def to_coordinate(turn: Turn, store: Store, return_id: str) -> Involvement:
    """Return the involvement for a coordinator of its agency; `return.not_found` otherwise."""
    ret = await store.agency_return(return_id)
    audit = await store.audit(ret.audit_id) if ret else None
    return replace(access.to_coordinate(turn.who, audit, ret), at=turn.at)


async def to_run(turn: Turn, store: Store, return_id: str) -> Involvement:
    """Return the involvement for who runs its audit; `return.not_found` otherwise."""
    ret = await store.agency_return(return_id)
    audit = await store.audit(ret.audit_id) if ret else None
    return replace(access.to_run(turn.who, audit, ret), at=turn.at)


async def audit_run(turn: Turn, store: Store, audit_id: str = "") -> Audit:
    """Return the audit, or the newest, that the person runs; `verb.not_yours` otherwise."""
    audits = [audit for audit in await store.audits() if access.runs(turn.who, audit)]
    found = [audit for audit in audits if audit.id == audit_id] or audits
    if not found:
        raise Problem(Code.VERB_NOT_YOURS)
    return found[0]


async def audits_followed(turn: Turn, store: Store) -> list[Audit]:
    """Return the audits on whose team the person is, newest first."""
    return [audit for audit in await store.audits() if access.on_team(turn.who, audit)]
