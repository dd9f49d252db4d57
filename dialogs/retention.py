"""What is kept of an audit and until when: to be seen by the team, decided by who runs it."""

from collections.abc import Callable
from dataclasses import replace

from audits import access, keeping
from audits.access import Doing
from audits.altering import Alteration
from audits.audit import Audit
from audits.involvement import Saying
from audits.keeping import ANNOUNCED
from audits.nudges import Nudge
from audits.people import Partnership, Person
from audits.retention import Periods
from cards import inputs, reading
from cards import retention as card
from dialogs import load, loading
from dialogs.turn import Reply, Turn
from storage.contract import Store


async def show(turn: Turn, store: Store) -> Reply:
    """Show how everything stands, of the audit that was chosen or the newest."""
    wanted = reading.words_in(turn.data, "other") or reading.words_in(turn.data, "audit")
    return await shown(turn, store, await load.audit_followed(turn, store, wanted))


async def shown(turn: Turn, store: Store, audit: Audit, told: str = "") -> Reply:
    """Return the card of one audit."""
    hold = audit.retention.hold
    ids = [hold.by, hold.release_by] if hold else []
    names = {one.id: one.name for one in (await store.people(ids)).values()}
    others = [(one.id, one.title) for one in await store.audits()
              if one.id != audit.id and access.may(turn.who, one, Doing.FOLLOW)]  # fmt: skip
    return Reply(
        card=card.draw(card.Shown(
            audit=audit, at=turn.at, names=names, others=others[:20], told=told,
            standings=keeping.standings(audit, turn.partnership.periods, turn.at),
            runs=access.runs(turn.who, audit), may_agree=may_agree(turn.who, audit),
        )),
        summary=card.summary(),
    )  # fmt: skip


def may_agree(who: Person, audit: Audit) -> bool:
    """Tell whether somebody can agree to what another one asked."""
    hold = audit.retention.hold
    return bool(hold and hold.release_by) and hold is not None and hold.release_by != who.id


async def hold(turn: Turn, store: Store) -> Reply:
    """Hold all that is left of the audit."""
    return await changed(turn, store, keeping.hold, told="")


async def release(turn: Turn, store: Store) -> Reply:
    """Ask for the hold to be lifted."""
    told = "**Asked.** The hold stands until somebody else of the audit team agrees."
    return await changed(turn, store, keeping.release, told=told)


async def keep_hold(turn: Turn, store: Store) -> Reply:
    """Take the wish back that the hold be lifted."""
    return await changed(turn, store, keeping.keep, told="**The hold stays.**")


async def changed(
    turn: Turn, store: Store, change: Callable[[Audit, Saying], Alteration], *, told: str
) -> Reply:
    """Keep what the business manager decides, and show how it stands then."""
    audit = await load.audit_run(turn, store, reading.words_in(turn.data, "audit"))
    return await kept(turn, store, change(audit, saying(turn)), told=told)


async def kept(turn: Turn, store: Store, done: Alteration, *, told: str) -> Reply:
    """Keep a decision; of two at once the second is told to look again."""
    audit = await loading.alter(store, done)
    return await shown(turn, store, audit, told)


def saying(turn: Turn) -> Saying:
    """Return who says it now, and why."""
    return Saying(by=turn.who.id, at=turn.at, words=inputs.written_in(turn.data))


async def agree(turn: Turn, store: Store) -> Reply:
    """Lift the hold that somebody else asked to lift."""
    audit = await load.audit_followed(turn, store, reading.words_in(turn.data, "audit"))
    told = "**Lifted.** You are told two weeks before anything is destroyed."
    return await kept(turn, store, keeping.agree(audit, saying(turn)), told=told)


async def periods(turn: Turn, store: Store) -> Reply:
    """Show the periods, to be changed."""
    audit = await load.audit_run(turn, store, reading.words_in(turn.data, "audit"))
    return Reply(card=card.periods(audit, current(audit, turn.partnership)))


async def save_periods(turn: Turn, store: Store) -> Reply:
    """Keep periods of the audit's own; what is gone keeps the period that it went by."""
    audit = await load.audit_run(turn, store, reading.words_in(turn.data, "audit"))
    now = current(audit, turn.partnership)
    wanted = card.read_periods(turn.data, now)
    gone = {one.data.value: now.of(one.data) for one in audit.retention.certificates}
    done = keeping.set_periods(audit, replace(wanted, **gone), saying(turn))
    return await kept(turn, store, done, told="**Saved.**")


def current(audit: Audit, partnership: Partnership) -> Periods:
    """Return the periods that count for the audit."""
    return keeping.periods_of(audit, partnership.periods)


async def told(nudge: Nudge, store: Store) -> Reply | None:
    """Return what a manager is told of what will be destroyed, or was; None when it is no news."""
    audit = await store.audit(nudge.audit_id)
    if audit is None:
        return None
    data, ends = keeping.about(nudge.id)
    gone = audit.retention.gone(data)
    if nudge.about == ANNOUNCED:
        drawn = None if gone or audit.retention.hold else card.announce(audit, data, ends)
    else:
        drawn = card.destroyed(audit, gone) if gone else None
    return Reply(card=drawn, summary=card.summary()) if drawn else None
