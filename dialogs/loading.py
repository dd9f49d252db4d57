"""Setting an audit up, whoever asks for it: by chat or on the command line."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from audits import altering
from audits.altering import Alteration
from audits.audit import Audit
from audits.drafts import Draft, begun, changed
from audits.enrolment import Enrolment, Known, enrol
from audits.identity import key_of
from audits.involvement import AgencyReturn, Saying
from audits.opening import opening
from audits.people import Partnership, Person
from audits.problems import Code, Problem
from audits.roster import Roster
from files.tool import default_tool
from storage.contract import Batch, Store


async def begin(store: Store, partnership: Partnership, who: Person, at: datetime) -> Draft:
    """Keep a new draft with the default tool, and return it. Its id is the year and a number."""
    taken = {draft.id for draft in await store.drafts()}
    taken |= {audit.id for audit in await store.audits()}
    number = next(n for n in range(1, 10_000) if f"{at:%Y}-{n}" not in taken)
    draft = replace(
        begun(f"{at:%Y}-{number}", by=who.id, at=at),
        tool=default_tool(),
        days_off=partnership.days_off,
        school_holidays=partnership.school_holidays,
    )
    if not await store.keep_batch(Batch(drafts=(draft,))):  # somebody begins another just now
        return await begin(store, partnership, who, at)
    return replace(draft, version=1)


async def keep(
    store: Store, before: Draft, after: Draft, *, people: tuple[Person, ...] = ()
) -> Draft:
    """Keep the draft and return it as it stands. Problems: `draft.changed_since`."""
    if after is before:
        return before
    if not await store.keep_batch(Batch(drafts=(after,), people=people)):
        raise Problem(Code.DRAFT_CHANGED)
    return replace(after, version=after.version + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asks for a roster to be taken, when, and where the people on it sign in."""

    tenant: str
    by: str
    at: datetime


async def worked_out(store: Store, draft: Draft, roster: Roster, asked: Asked) -> Enrolment:
    """Work out what comes of a roster. Nothing is kept."""
    emails = [contact.email for contact in roster.contacts]
    for agency in roster.agencies:
        emails += [*agency.coordinators, *agency.deputies, agency.lead]
    for family in roster.families:
        emails += [one for people in family.involved.values() for one in people]
    sheets = {}
    for code in roster.identities:
        found = await store.identity(key_of(draft.id, code))
        if found is not None:
            sheets[code] = found
    known = Known(tenant=asked.tenant, people=await store.people_by_email(emails), sheets=sheets)
    return enrol(draft, roster, known, by=asked.by, at=asked.at)


async def take(store: Store, before: Draft, done: Enrolment) -> Draft:
    """Keep all that comes of a roster, or nothing. Problems: `draft.changed_since`."""
    if done.refused:
        raise Problem(Code.DRAFT_INCOMPLETE, "roster")
    drafts = () if done.draft is before else (done.draft,)
    batch = Batch(drafts=drafts, people=done.people, identities=done.sheets)
    if not await store.keep_batch(batch):
        raise Problem(Code.DRAFT_CHANGED)
    return replace(done.draft, version=done.draft.version + 1) if drafts else before


async def open_audit(store: Store, draft: Draft, *, by: str, at: datetime) -> Audit:
    """Open the audit: it, its returns and the draft's end are kept together, or not at all."""
    made = opening(draft, by=by, at=at, today=draft.here(at).date())
    batch = Batch(drafts=(made.draft,), audits=(made.audit,), lines=made.journal,
                  returns=made.returns)  # fmt: skip
    if not await store.keep_batch(batch):
        raise Problem(Code.DRAFT_CHANGED)
    return replace(made.audit, version=1)


async def copied(store: Store, draft: Draft, source: Audit, *, by: str, at: datetime) -> Draft:
    """Begin from another audit: its words, tool, agencies, team and plan, but not its families."""
    after = changed(
        draft, "audit.copied", by=by, at=at, why=source.id,
        title=draft.title or source.title, reason=source.reason, period=source.period,
        context=source.context, tool=source.tool, agencies=source.agencies,
        team={**source.team, **draft.team}, plan=source.plan, helpers=source.helpers,
        copied_from=source.id,
    )  # fmt: skip
    return await keep(store, draft, after)


async def alter(store: Store, done: Alteration, *, people: tuple[Person, ...] = ()) -> Audit:
    """Keep a change to who takes part, with its returns. Problems: `draft.changed_since`."""
    if not done.lines:
        return done.audit
    batch = Batch(audits=(done.audit,), lines=done.lines, returns=done.returns,
                  changes=done.changes, people=people)  # fmt: skip
    if not await store.keep_batch(batch):
        raise Problem(Code.DRAFT_CHANGED)
    return replace(done.audit, version=done.audit.version + 1)


async def returns_of(store: Store, audit: Audit) -> Sequence[AgencyReturn]:
    """Return every return of the audit with its answers."""
    found = [await store.agency_return(one.id) for one in await store.returns_in(audit.id)]
    return [ret for ret in found if ret is not None]


async def remove_person(store: Store, audit: Audit, person: str, why: Saying) -> Audit:
    """Take a leaver out of the audit at once."""
    returns = await returns_of(store, audit)
    return await alter(store, altering.remove_person(audit, person, returns, why))
