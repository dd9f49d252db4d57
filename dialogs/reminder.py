"""Composes what the audit sends of its own accord, from what is stored at that moment."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from audits import asked, pages
from audits.audit import Audit
from audits.involvement import Stage, Standing
from audits.ledger import Outcome
from audits.nudges import Kind, Nudge, still_about
from audits.plan import CHASES
from audits.states import due_of
from audits.steps import RUNGS, answerers, on_rung, silent
from cards import escalation, gaps
from cards import nudge as card
from cards.escalation import Silent
from cards.nudge import Waiting
from dialogs import news
from dialogs.my_returns import involvement
from dialogs.turn import Reply
from storage.contract import Store


async def composed(nudge: Nudge, store: Store, at: datetime) -> Reply | None:
    """Return the card of the nudge; None when it has nothing to say any more."""
    audit = await store.audit(nudge.audit_id)
    if audit is None:
        return None
    found = list((await store.standings(nudge.return_ids)).values())
    if nudge.kind is Kind.NOTICE:
        return await news.composed(nudge, audit, found, store)
    if nudge.kind is Kind.NOBODY:
        drawn = gaps.draw(audit, await store.returns_in(audit.id))
        return Reply(card=drawn, summary=gaps.summary()) if drawn else None
    wanted = still_about(nudge, audit, found)
    if not wanted:
        return None
    if nudge.kind in {Kind.APPROVAL, Kind.ESCALATION}:
        return await of_silence(nudge, audit, wanted, store=store, at=at)
    return await reminder(nudge, audit, wanted, store=store, at=at)


async def of_silence(
    nudge: Nudge, audit: Audit, wanted: Collection[Standing], *, store: Store, at: datetime
) -> Reply:
    """Return what tells somebody that an agency is silent, or asks whether its lead is told."""
    about = await silence(audit, wanted, store)
    summary = escalation.summary(about)
    if nudge.kind is Kind.ESCALATION:
        return Reply(card=escalation.told(about, RUNGS[nudge.step], at), summary=summary)
    lead = await lead_of(about, store)
    return Reply(card=escalation.ask(about, nudge.about, lead, at), summary=summary)


async def reminder(
    nudge: Nudge, audit: Audit, wanted: Collection[Standing], *, store: Store, at: datetime
) -> Reply:
    """Return the reminder about these returns, the first due first, begun ones before others."""
    order = sorted(
        wanted, key=lambda s: (due_of(s, audit), s.stage is not Stage.IN_PROGRESS, s.family)
    )
    waiting = [await how_far(s, audit, store=store, at=at) for s in order[: card.LINES]]
    waiting += [
        Waiting(own=involvement(audit, s), due=due_of(s, audit)) for s in order[card.LINES :]
    ]
    return Reply(card=card.draw(nudge.kind, waiting, at), summary=card.summary(waiting, at))


async def how_far(standing: Standing, audit: Audit, *, store: Store, at: datetime) -> Waiting:
    """Return how far one return is, and how long the rest should take."""
    own = replace(involvement(audit, standing), at=at)
    if standing.stage not in {Stage.NOT_OPENED, Stage.OPENED}:
        own = replace(own, ret=await store.agency_return(standing.id) or own.ret)
    now = asked.of(own)
    every = pages.all_of(now)
    return Waiting(
        own=own,
        due=due_of(standing, audit),
        filled=pages.filled(now, every),
        pages=len(every),
        minutes=now.minutes_left,
    )


async def silence(audit: Audit, wanted: Collection[Standing], store: Store) -> Silent:
    """Return what is waited for from the one agency of these returns, and who was asked."""
    agency = audit.agencies[next(iter(wanted)).agency]
    people = {who for standing in wanted for who in answerers(agency, standing)}
    names = await store.people(sorted(people))
    ids = {standing.id for standing in wanted}
    sent = [entry.nudge for entry in await store.ledger(audit.id) if entry.outcome is Outcome.SENT]
    chases = [
        nudge for nudge in sent if nudge.kind in CHASES and ids.intersection(nudge.return_ids)
    ]
    return Silent(
        audit=audit,
        agency=agency,
        families=sorted(standing.family for standing in wanted),
        due=min(due_of(standing, audit) for standing in wanted),
        asked=[person.name for person in names.values()],
        times=sum(nudge.person in people for nudge in chases),
        unopened=all(silent(standing) for standing in wanted),
    )


async def lead_of(about: Silent, store: Store) -> str:
    """Return the name of who leads the agency."""
    found = await store.people(on_rung(about.agency, RUNGS[-1]))
    return next((person.name for person in found.values()), "its lead")
