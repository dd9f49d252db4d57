"""Who a family is, on demand: for those who answer about it, for this moment, and on record."""

from audits.access import sees_identity
from audits.identity import Identity, key_of, viewed
from audits.problems import Code, Problem
from cards import identity as card
from cards import reading
from dialogs import load, my_returns
from dialogs.turn import Reply, Turn
from storage.contract import Batch, Store


async def show(turn: Turn, store: Store) -> Reply:
    """Keep that the person looks, then show the names to them alone."""
    own = await load.to_answer(turn, store, reading.id_in(turn.data, "return"))
    if not turn.fleeting:
        raise Problem(Code.IDENTITY_NOT_HERE)
    standings = await store.returns_in(own.audit.id)
    found: Identity | None = None
    if sees_identity(turn.who, own.audit, standings, own.family.code):
        found = await store.identity(key_of(own.audit.id, own.family.code))
    if found is None or not found.people:
        raise Problem(Code.IDENTITY_NOT_FOUND)
    seen = viewed(found, by=turn.who.id, at=turn.at)
    if not await store.keep_batch(Batch(identities=(seen,))):  # somebody looked just now
        return await show(turn, store)
    return Reply(card=card.draw(own, seen, turn.sender))


async def fold(turn: Turn, store: Store) -> Reply:
    """Show the same card without the names."""
    own = await load.to_answer(turn, store, reading.id_in(turn.data, "return"))
    return Reply(card=card.folded(own))


async def choose(turn: Turn, store: Store) -> Reply:
    """Show the person's own families, to choose one."""
    owns = [one.own for one in await my_returns.mine(turn, store)]
    return Reply(card=card.choose([own for own in owns if not own.ret.waived]))
