"""Who is told of what somebody else did: nudges of the kind NOTICE, read from the journal.

What one person did at one moment to several returns is one notice. Notices keep to people's
hours, but for a child at risk now.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from audits.audit import Audit
from audits.habits import Habits, first_free, local
from audits.involvement import Event, Standing
from audits.journal import Happening
from audits.people import Role
from audits.plan import Kind, Question
from audits.states import due_of
from audits.steps import answerers, moment
from audits.sweep import USUAL, Nudge

BACK = timedelta(days=14)
"""Whose hours hold a notice back do so no longer than this: a sweep need look no further back."""
AT_ONCE = frozenset({"risk.reported"})
ON_ITS_OWN = frozenset({Kind.NOTICE, Kind.NOW, Kind.SNOOZED})
"""Kinds that are not gathered at the plan's hour."""
ASKED, ANSWERED = "question.asked", "question.answered"
MOVED = "due.changed"


def managers(audit: Audit, _standing: Standing, _event: Event) -> Iterable[str]:
    """The business managers."""
    return (who for who, role in audit.team.items() if role is Role.BUSINESS_MANAGER)


def team(audit: Audit, _standing: Standing, _event: Event) -> Iterable[str]:
    """Business managers and lead auditors."""
    asked = {Role.BUSINESS_MANAGER, Role.LEAD_AUDITOR}
    return (who for who, role in audit.team.items() if role in asked)


def contacts(_audit: Audit, standing: Standing, _event: Event) -> Iterable[str]:
    """Those who answer the return."""
    return standing.contacts


def coordinators(audit: Audit, standing: Standing, _event: Event) -> Iterable[str]:
    """Those who sign the agency's returns off."""
    agency = audit.agencies.get(standing.agency)
    return agency.coordinating if agency else ()


def named(_audit: Audit, _standing: Standing, event: Event) -> Iterable[str]:
    """Those whom the journal names."""
    return event.to


TOLD: Mapping[str, Callable[[Audit, Standing, Event], Iterable[str]]] = {
    "return.assigned": named,
    "return.ready": coordinators,
    "return.sent_back": named,
    "return.declined": managers,
    "return.waived": contacts,
    "return.queried": contacts,
    "return.reopened": contacts,
    "query.answered": managers,
    "time.asked": managers,
    "time.granted": named,
    "time.refused": named,
    "risk.reported": team,
}
"""By what the journal says happened, who is told of it; the one who did it never is."""


def waits(nudge: Nudge, audit: Audit, own: Habits, now: datetime) -> bool:
    """Tell whether what comes late waits for the person's hours.

    An audit that opens in the evening, or a bot that was down all day, writes to nobody at night.
    On a later day a reminder goes at the plan's hour, so that it joins what is planned for then.
    """
    if nudge.about in AT_ONCE:
        return False
    zone, off = audit.zone, audit.days_off
    if first_free(now, own, zone=zone, days_off=off) > now:
        return True
    day = local(now, own, zone).date()
    if nudge.kind in ON_ITS_OWN or day <= local(nudge.at, own, zone).date():
        return False
    joined = first_free(moment(audit, day), own, zone=zone, days_off=off)
    return now < joined and local(joined, own, zone).date() == day


def of_journal(
    audit: Audit,
    rows: Iterable[tuple[Standing, Sequence[Event]]],
    habits: Mapping[str, Habits],
    *,
    since: datetime,
    until: datetime,
) -> list[Nudge]:
    """Return the notices that fall due after `since` and not after `until`.

    `rows` are returns with their journals; those changed within `BACK` before `since` are enough.
    """
    found: dict[str, Nudge] = {}
    for standing, events in rows:
        for event in (event for event in events if event.what in TOLD and not audit.closed_at):
            for person in dict.fromkeys(TOLD[event.what](audit, standing, event)):
                if person != event.by:
                    nudge = notice(audit, person, event, habits.get(person, USUAL))
                    before = found.get(nudge.id, nudge)
                    ids = tuple(sorted({*before.return_ids, standing.id}))
                    found[nudge.id] = replace(nudge, return_ids=ids)
    return [nudge for nudge in found.values() if since < nudge.at <= until]


def notice(audit: Audit, person: str, event: Event, own: Habits) -> Nudge:
    """Return the notice that tells a person of an event, about no return yet."""
    at = event.at
    if event.what not in AT_ONCE:
        at = first_free(at, own, zone=audit.zone, days_off=audit.days_off)
    return Nudge(
        id=f"{audit.id}/{person}/{event.what}/{event.at.isoformat()}",
        audit_id=audit.id,
        person=person,
        kind=Kind.NOTICE,
        step=0,
        at=at,
        return_ids=(),
        about=event.what,
    )


def of_questions(
    audit: Audit,
    standings: Sequence[Standing],
    habits: Mapping[str, Habits],
    *,
    since: datetime,
    until: datetime,
) -> list[Nudge]:
    """Return the notices of questions asked and answered. Each names its question in its id."""
    found = []
    for question in () if audit.closed_at else audit.questions:
        for person in asked_of(audit, question):
            event = Event(at=question.at, by=question.by, what=ASKED, version=0)
            own = habits.get(person, USUAL)
            found.append(about(audit, question, notice(audit, person, event, own)))
        if question.answered_at is None:
            continue
        event = Event(at=question.answered_at, by=question.answered_by, what=ANSWERED, version=0)
        for person in hearing(audit, question, standings):
            own = habits.get(person, USUAL)
            found.append(about(audit, question, notice(audit, person, event, own)))
    return [nudge for nudge in found if since < nudge.at <= until]


def about(audit: Audit, question: Question, nudge: Nudge) -> Nudge:
    """Return the notice as one of this question."""
    return replace(nudge, id=f"{audit.id}/{nudge.person}/{nudge.about}/{question.id}")


def asked_of(audit: Audit, question: Question) -> list[str]:
    """Return who is told of a new question, until it is answered."""
    if question.answered_at:
        return []
    roles = {Role.BUSINESS_MANAGER, Role.LEAD_AUDITOR}
    return [who for who, role in audit.team.items() if role in roles and who != question.by]


def hearing(audit: Audit, question: Question, standings: Iterable[Standing]) -> list[str]:
    """Return who is told the answer: who asked, and all who still work on that box."""
    levels = (*audit.tool.above[question.box], audit.tool.box[question.box])
    heard = {question.by: None}
    for standing in standings:
        agency = audit.agencies.get(standing.agency)
        if agency is None or not standing.waits:
            continue
        if all(not level.agencies or agency.kind in level.agencies for level in levels):
            heard |= dict.fromkeys(answerers(agency, standing))
    return [who for who in heard if who != question.answered_by]


def of_due_date(
    audit: Audit,
    standings: Iterable[Standing],
    habits: Mapping[str, Habits],
    *,
    since: datetime,
    until: datetime,
) -> list[Nudge]:
    """Return the notices that the audit's due date has moved, to all who owe a return by it.

    The newest change alone is told, and nobody whose return has a later date of its own hears it.
    """
    row = moved(audit)
    if row is None or audit.closed_at or row.at < moment(audit, audit.opened):
        return []
    event = Event(at=row.at, by=row.by, what=MOVED, version=0)
    owed: dict[str, list[str]] = {}
    for standing in standings:
        for person in hurried(audit, standing):
            if person != row.by:
                owed.setdefault(person, []).append(standing.id)
    found = [
        replace(notice(audit, who, event, habits.get(who, USUAL)), return_ids=tuple(sorted(ids)))
        for who, ids in owed.items()
    ]
    return [nudge for nudge in found if since < nudge.at <= until]


def moved(audit: Audit) -> Happening | None:
    """Return what the journal says of the last time that the due date was moved."""
    return next((row for row in reversed(audit.journal) if row.about == ("due",)), None)


def hurried(audit: Audit, standing: Standing) -> Sequence[str]:
    """Return who owes this return by the audit's own due date."""
    agency = audit.agencies.get(standing.agency)
    if agency is None or not standing.waits or due_of(standing, audit) != audit.due:
        return ()
    return answerers(agency, standing)
