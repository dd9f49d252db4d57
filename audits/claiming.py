"""Who decides whose an account is, what the decision changes, and who is asked for it."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from audits.access import runs, runs_it
from audits.audit import Audit
from audits.claim import Account, Claim
from audits.habits import Habits, first_free
from audits.involvement import Standing
from audits.journal import Happening
from audits.people import Person
from audits.plan import Kind
from audits.problems import Code, Problem
from audits.steps import taking_part
from audits.sweep import USUAL, Nudge

MOST_OPEN = 50
"""Accounts that wait in one audit; whoever sends more than that is up to no good."""
CLAIMED = "person.claimed"
"""What the notice is about that asks for a decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What is kept together: the audit, its journal's line, and whoever has an account now."""

    audit: Audit
    line: Happening
    people: tuple[Person, ...] = ()


def opened(
    audit: Audit,
    account: Account,
    like: Sequence[Person],
    *,
    standings: Collection[Standing],
    at: datetime,
) -> Decided | None:
    """Return the audit with the account waiting; None where it was asked about before."""
    here = [one.id for one in like if one.id in taking_part(audit, standings)]
    waiting = [claim for claim in audit.claims if claim.settled_at is None]
    claim_id = hashlib.sha256(f"{account.tenant}/{account.object_id}".encode()).hexdigest()[:12]
    known = {claim.id for claim in audit.claims}
    if not here or claim_id in known or len(waiting) >= MOST_OPEN or audit.closed_at:
        return None
    asked = [one for who in here for one in asked_about(audit, standings, who)]
    claim = Claim(
        id=claim_id, account=account, at=at, like=tuple(here),
        asked=tuple(dict.fromkeys(asked)),
    )  # fmt: skip
    after = replace(audit, claims=(*audit.claims, claim))
    return Decided(audit=after, line=_line(audit, CLAIMED, claim, *here))


def asked_about(audit: Audit, standings: Iterable[Standing], person: str) -> list[str]:
    """Return who knows the person: coordinators of their agencies; else the business managers.

    Nobody is asked about themselves.
    """
    keys = agencies_of(audit, standings, person)
    found = [who for key in keys for who in audit.agencies[key].coordinating if who != person]
    return found or [who for who in audit.team if runs_it(who, audit) and who != person]


def agencies_of(audit: Audit, standings: Iterable[Standing], person: str) -> list[str]:
    """Return the keys of the agencies for which the person answers, coordinates or stands."""
    keys = {one.agency for one in standings if person in one.contacts}
    keys |= {key for key, one in audit.agencies.items() if person in (*one.coordinating, one.lead)}
    return sorted(key for key in keys if key in audit.agencies)


def services_of(audit: Audit, standings: Iterable[Standing], person: str) -> str:
    """Return the names of these agencies."""
    return ", ".join(audit.agencies[key].name for key in agencies_of(audit, standings, person))


def may_decide(who: Person, audit: Audit, claim: Claim) -> bool:
    """Those who were asked, and the business managers; nobody about themselves alone."""
    return (who.id in claim.asked or runs(who, audit)) and claim.like != (who.id,)


def waiting_for(who: Person, audit: Audit) -> list[Claim]:
    """Return the accounts that wait for this person's word, the first one first."""
    return [
        claim
        for claim in audit.claims
        if claim.settled_at is None and may_decide(who, audit, claim)
    ]


def to_decide(who: Person, audit: Audit | None, claim_id: str) -> tuple[Audit, Claim]:
    """Return the claim to somebody who may decide it. Problems: `claim.none`, `claim.settled`."""
    claim = next((one for one in audit.claims if one.id == claim_id), None) if audit else None
    if audit is None or claim is None or not may_decide(who, audit, claim):
        raise Problem(Code.CLAIM_NONE)
    if claim.settled_at is not None:
        raise Problem(Code.CLAIM_SETTLED)
    return audit, claim


def confirmed(
    audit: Audit, claim: Claim, person: Person | None, *, by: Person, at: datetime
) -> Decided:
    """Give the person the account. Problems: `claim.whose`, where nobody was chosen, or oneself."""
    if person is None or person.id not in claim.like or person.id == by.id:
        raise Problem(Code.CLAIM_WHOSE)
    account = claim.account
    tied = replace(person, tenant=account.tenant, object_id=account.object_id)
    done = replace(claim, settled_at=at, settled_by=by.id, person=person.id)
    line = _line(audit, "person.confirmed", done, person.id)
    return Decided(audit=_with(audit, done), line=line, people=(tied,))


def refused(audit: Audit, claim: Claim, *, by: Person, at: datetime) -> Decided:
    """Keep that the account is nobody's. It is not asked about again."""
    done = replace(claim, settled_at=at, settled_by=by.id)
    return Decided(audit=_with(audit, done), line=_line(audit, "person.refused", done))


def _with(audit: Audit, done: Claim) -> Audit:
    claims = tuple(done if one.id == done.id else one for one in audit.claims)
    return replace(audit, claims=claims)


def _line(audit: Audit, what: str, claim: Claim, *about: str) -> Happening:
    """Return what the audit's journal says of it, with the account's ids and no name."""
    ids = (claim.id, claim.account.tenant, claim.account.object_id)
    return Happening(
        at=claim.settled_at or claim.at,
        by=claim.settled_by or "",
        what=what,
        version=audit.version + 1,
        about=(*about, *ids),
    )


def notices(
    audit: Audit, habits: Mapping[str, Habits], *, since: datetime, until: datetime
) -> list[Nudge]:
    """Return who is asked to decide, in their own hours; nothing for what is decided."""
    found = []
    for claim in () if audit.closed_at else audit.claims:
        for person in claim.asked if claim.settled_at is None else ():
            own = habits.get(person, USUAL)
            nudge = Nudge(
                id=f"{audit.id}/{person}/{CLAIMED}/{claim.id}",
                audit_id=audit.id,
                person=person,
                kind=Kind.NOTICE,
                step=0,
                at=first_free(claim.at, own, zone=audit.zone, days_off=audit.days_off),
                return_ids=(),
                about=CLAIMED,
            )
            found.append(nudge)
    return [nudge for nudge in found if since < nudge.at <= until]
