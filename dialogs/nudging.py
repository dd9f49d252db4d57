"""The business manager looks at the nudges to come, sends one by hand, decides an escalation."""

from collections.abc import Mapping
from datetime import datetime

from audits import steering
from audits.audit import Audit
from audits.calendar import next_working_days
from audits.habits import Habits
from audits.ledger import told
from audits.nudges import between, still_about, waiting
from audits.plan import Push
from audits.problems import Code, Problem
from audits.steps import answerers, end_of, taking_part
from cards import escalation
from cards import nudging as card
from cards.nudging import Asked, Outstanding, Planned
from dialogs import load, reminder
from dialogs.turn import Reply, Turn
from storage.contract import Store

DAYS = 10


async def habits_in(audit: Audit, store: Store) -> Mapping[str, Habits]:
    """Return the terms of all whom the audit may write to, where we know them."""
    people = taking_part(audit, await store.returns_in(audit.id))
    found = [await store.reach(person) for person in sorted(people)]
    return {reach.person: reach.terms for reach in found if reach}


async def to_come(audit: Audit, store: Store, at: datetime, days: int = DAYS) -> list[Planned]:
    """Return who would be nudged in the next working days, in order of time."""
    standings = await store.returns_in(audit.id)
    habits = await habits_in(audit, store)
    last = next_working_days(audit.here(at).date(), max(1, days), audit.days_off)[-1]
    ahead = between(audit, standings, habits, since=at, until=end_of(audit, last))
    done = told(await store.ledger(audit.id))
    found = [nudge for nudge in ahead if nudge.id not in done]
    names = await store.people(sorted({nudge.person for nudge in found}))
    codes = {standing.id: standing.family for standing in standings}
    planned = [
        Planned(
            nudge=nudge,
            name=names[nudge.person].name if nudge.person in names else nudge.person,
            families=sorted({codes[one] for one in nudge.return_ids}),
        )
        for nudge in found
    ]
    return sorted(planned, key=lambda one: (one.nudge.at, one.name, one.nudge.id))


async def preview(turn: Turn, store: Store) -> Reply:
    """Show the nudges of the next ten working days."""
    asked = card.read(turn.data)
    audit = await load.audit_run(turn, store, asked.audit_id)
    return Reply(card=card.preview(audit, await to_come(audit, store, turn.at), asked.start))


async def choose(turn: Turn, store: Store) -> Reply:
    """Show whom one can nudge now; once that is chosen, how many get it."""
    asked = card.read(turn.data)
    audit = await load.audit_run(turn, store, asked.audit_id)
    found = await outstanding(audit, store)
    if not turn.data.get("chosen"):
        return Reply(card=card.choose(found))
    return Reply(card=card.confirm(found, asked, meant(found, asked)))


async def send(turn: Turn, store: Store) -> Reply:
    """Nudge them now. The same again within two minutes is the same click."""
    asked = card.read(turn.data)
    audit = await load.audit_run(turn, store, asked.audit_id)
    people = meant(await outstanding(audit, store), asked)
    push = Push(by=turn.who.id, at=turn.at, agency=asked.agency, person=asked.person)
    after = steering.push(audit, push) if people else audit
    if after is not audit and not await store.keep_audit(after):
        return await send(turn, store)
    return Reply(card=card.sent(audit, turn.at, len(people)))


async def outstanding(audit: Audit, store: Store) -> Outstanding:
    """Return who owes what."""
    standings = [s for s in await store.returns_in(audit.id) if s.waits]
    doing = {s.id: answerers(audit.agencies[s.agency], s) for s in standings}
    everybody = dict.fromkeys(who for people in doing.values() for who in people)
    owed = {who: [s for s in standings if who in doing[s.id]] for who in everybody}
    people = await store.people(sorted(owed))
    return Outstanding(
        audit=audit, people={who: person.name for who, person in people.items()}, owed=owed
    )


def meant(found: Outstanding, asked: Asked) -> list[str]:
    """Return the ids of those who get it, by name."""
    people = [
        who
        for who, owed in found.owed.items()
        if asked.person in {"", who} and any(asked.agency in {"", s.agency} for s in owed)
    ]
    return sorted(people, key=lambda who: (found.people.get(who, who), who))


async def rule(turn: Turn, store: Store) -> Reply:
    """Decide whether an escalation goes to an agency's lead.

    Problems: `escalation.none` when it waits no more, `escalation.decided` the other way.
    """
    ruled = escalation.read(turn.data)
    audit = await load.audit_run(turn, store, ruled.audit_id)
    standings = await store.returns_in(audit.id)
    habits = await habits_in(audit, store)
    open_ones = waiting(audit, standings, habits, at=turn.at, decided=True)
    nudge = next((one for one in open_ones if one.id == ruled.nudge_id), None)
    if nudge is None:
        raise Problem(Code.ESCALATION_NONE)
    by, at = turn.who.id, turn.at
    after = steering.rule(audit, nudge.id, granted=ruled.granted, by=by, at=at)
    if after is not audit and not await store.keep_audit(after):
        return await rule(turn, store)
    silent = await reminder.silence(audit, still_about(nudge, audit, standings), store)
    lead = await reminder.lead_of(silent, store)
    return Reply(card=escalation.decided(silent, lead, turn.at, granted=ruled.granted))
