"""An account that may be somebody's on the roster: a coordinator says whose it is, or nobody's."""

from audits import claiming
from audits.audit import Audit
from audits.claim import Claim
from audits.claiming import Decided
from audits.nudges import Nudge
from audits.people import Person
from cards import newcomers as card
from dialogs.turn import Reply, Turn
from storage.contract import Batch, Store


async def show(turn: Turn, store: Store) -> Reply:
    """Show the first account that waits for the person's word."""
    found = await waiting_for(turn.who, store)
    if not found:
        return Reply(card=card.nobody())
    audit, claim = found[0]
    return await drawn(audit, claim, store, waiting=len(found))


async def confirm(turn: Turn, store: Store) -> Reply:
    """Give the chosen person the account, which opens to it what is theirs."""
    filled = card.read(turn.data)
    found = await store.audit(filled.audit_id)
    audit, claim = claiming.to_decide(turn.who, found, filled.claim_id)
    person = (await store.people((filled.person,))).get(filled.person)
    decided = claiming.confirmed(audit, claim, person, by=turn.who, at=turn.at)
    if not await kept(decided, store):
        return await confirm(turn, store)
    name = person.name if person else ""
    more = bool(await waiting_for(turn.who, store))
    return Reply(card=card.confirmed(name, more=more))


async def refuse(turn: Turn, store: Store) -> Reply:
    """Keep the account outside."""
    filled = card.read(turn.data)
    found = await store.audit(filled.audit_id)
    audit, claim = claiming.to_decide(turn.who, found, filled.claim_id)
    if not await kept(claiming.refused(audit, claim, by=turn.who, at=turn.at), store):
        return await refuse(turn, store)
    return Reply(card=card.refused(more=bool(await waiting_for(turn.who, store))))


async def asked(nudge: Nudge, audit: Audit, store: Store) -> Reply | None:
    """Return the notice that asks for a decision; None once it is decided."""
    wanted = nudge.id.rsplit("/", 1)[1]
    people = await store.people((nudge.person,))
    for claim in claiming.waiting_for(people[nudge.person], audit) if people else ():
        if claim.id == wanted:
            return await drawn(audit, claim, store, waiting=1)
    return None


async def waiting_for(who: Person, store: Store) -> list[tuple[Audit, Claim]]:
    """Return every account that waits for this person's word, in audits that run."""
    running = [audit for audit in await store.audits() if audit.closed_at is None]
    return [(audit, claim) for audit in running for claim in claiming.waiting_for(who, audit)]


async def kept(decided: Decided, store: Store) -> bool:
    """Keep a decision whole; False where the audit was changed meanwhile."""
    return await store.keep_batch(
        Batch(audits=(decided.audit,), lines=(decided.line,), people=decided.people)
    )


async def drawn(audit: Audit, claim: Claim, store: Store, *, waiting: int) -> Reply:
    """Draw an account with those whom it may be."""
    people = await store.people(claim.like)
    standings = await store.returns_in(audit.id)
    likely = [
        card.Likely(
            person=who,
            name=people[who].name,
            email=people[who].email,
            agency=claiming.services_of(audit, standings, who),
        )
        for who in claim.like
        if who in people
    ]
    return Reply(card=card.draw(audit, claim, likely, waiting=waiting), summary=card.summary())
