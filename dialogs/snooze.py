"""Remind me later: tomorrow morning, after my clinic on Thursday, or on a date."""

from dataclasses import replace

from audits import snooze
from audits.reach import Reach
from audits.snooze import Terms
from audits.states import due_of
from cards import snooze as card
from dialogs.my_returns import mine
from dialogs.turn import Reply, Turn
from storage.contract import Store


async def show(turn: Turn, store: Store) -> Reply:
    """Show the times that can be chosen."""
    terms = await terms_of(turn, store)
    return Reply(card=card.draw(terms, snooze.times(terms)))


async def save(turn: Turn, store: Store) -> Reply:
    """Keep until when nothing is sent."""
    filled = card.read(turn.data)
    terms = await terms_of(turn, store)
    until = snooze.on_day(terms, filled.day) if filled.day else filled.when
    if until is None:
        return Reply(card=card.draw(terms, snooze.times(terms)))
    habits = snooze.snoozed(terms, until)
    reach = await store.reach(turn.who.id) or Reach(person=turn.who.id)
    own = replace(
        reach.habits, snoozed_at=habits.snoozed_at, snoozed_until=habits.snoozed_until
    )  # fmt: skip
    if not await store.keep_reach(replace(reach, habits=own)):
        return await save(turn, store)
    return Reply(card=card.done(terms, until))


async def terms_of(turn: Turn, store: Store) -> Terms:
    """Return what decides the times: the person's terms and what they owe."""
    owed = [one.own for one in await mine(turn, store) if one.own.ret.waits]
    reach = await store.reach(turn.who.id) or Reach(person=turn.who.id)
    audits = [own.audit for own in owed]
    return Terms(
        habits=reach.terms,
        zone=audits[0].zone if audits else "Europe/London",
        days_off=frozenset().union(*(audit.days_off for audit in audits)),
        dues=tuple(due_of(own.ret, own.audit) for own in owed),
        at=turn.at,
    )
