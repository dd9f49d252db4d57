"""Who is to be nudged when, and why. Pure: the same audit, times and people give the same nudges.

A sweep asks for what fell due in a window of time, claims each nudge in the store by its id, and
sends it. Asking twice, or for windows that overlap, gives the same ids again, so a sweep does
well to look back a day: what was sent is known by its id, and what a crash left out is found.

A nudge that `needs_approval` is left alone by a sweep, neither claimed nor sent. An APPROVAL nudge
asks the business manager; the decision is kept in the audit (`Audit.rulings`), and from then on
the same nudge, by the same id, falls due without `needs_approval`, at the moment of the decision.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from audits import keeping
from audits.access import runs_it
from audits.audit import Audit
from audits.habits import Habits
from audits.involvement import Stage, Standing
from audits.plan import Kind, Plan
from audits.states import due_of
from audits.steps import (
    RUNGS,
    answerers,
    concerns,
    missing_rungs,
    on_rung,
    to_contacts,
    to_ladder,
)  # fmt: skip
from audits.sweep import LONG, Nudge, Sweep

__all__ = ["Habits", "Kind", "Nudge", "Plan", "between", "due", "still_wanted", "waiting"]

BY_HAND = frozenset({Kind.NOW, Kind.SNOOZED})
NEWS: Mapping[str, Callable[[str, Standing], bool]] = {
    "return.assigned": lambda person, standing: person in standing.contacts,
    "return.ready": lambda _, standing: standing.stage is Stage.SIGN_OFF,
    "return.sent_back": lambda _, standing: standing.sent_back is not None,
    "return.declined": lambda _, standing: standing.declined is not None,
    "return.queried": lambda _, standing: standing.queried is not None,
    "return.reopened": lambda _, standing: standing.reopened is not None,
    "time.asked": lambda _, standing: bool(standing.extension and not standing.extension.decided),
}
"""By what the journal says happened, whether it is still news for a person. Else it always is."""


def due(
    audit: Audit,
    standings: Iterable[Standing],
    habits: Mapping[str, Habits],
    *,
    since: datetime,
    until: datetime,
) -> list[Nudge]:
    """Return what falls due after `since` and not after `until`, by person, then time.

    Of several reminders to one person in the window only the newest is given, about the returns
    of all of them: one message says it all. What goes to a lead stays as it was approved.
    `habits` may leave people out; they keep usual hours.
    """
    newest: dict[str, Nudge] = {}
    found = between(audit, standings, habits, since=since, until=until)
    for nudge in sorted(found, key=lambda nudge: (nudge.person, nudge.at, nudge.id)):
        key = nudge.id if nudge.to_lead else nudge.id.rsplit("/", 1)[0]
        older = newest.pop(key, None)
        newest[key] = nudge.with_what(older) if older else nudge
    return list(newest.values())


def between(
    audit: Audit,
    standings: Iterable[Standing],
    habits: Mapping[str, Habits],
    *,
    since: datetime,
    until: datetime,
) -> list[Nudge]:
    """Return all that is planned for this time, as things stand: what a preview shows."""
    if audit.closed_at:
        return []
    sweep = Sweep(audit=audit, habits=habits, since=since, until=until)
    for standing in standings:
        sweep.see(standing)
    return sorted(sweep.nudges(), key=lambda nudge: (nudge.person, nudge.at, nudge.id))


def waiting(
    audit: Audit,
    standings: Iterable[Standing],
    habits: Mapping[str, Habits],
    *,
    at: datetime,
    decided: bool = False,
) -> list[Nudge]:
    """Return the escalations that wait for the business manager's decision at this moment.

    With `decided` also those that were decided already: for a decision that comes twice.
    """
    asked = replace(audit, rulings={}) if decided else audit
    found = between(asked, standings, habits, since=at - LONG, until=at)
    return [n for n in found if n.needs_approval and n.id not in asked.rulings]


def still_wanted(nudge: Nudge, audit: Audit, standings: Iterable[Standing]) -> bool:
    """Tell whether the nudge still has something to say, by how things stand now.

    It has not when all its returns were sent, declined or waived meanwhile, when they are no
    longer this person's, when the audit closed, or when an escalation was decided otherwise.
    """
    if nudge.about in keeping.TOLD or audit.closed_at is not None:
        return nudge.about in keeping.TOLD and runs_it(nudge.person, audit)
    if nudge.kind is Kind.NOBODY:
        owed = (s for s in standings if s.id in nudge.return_ids and s.waits)
        return runs_it(nudge.person, audit) and any(unheld(s, audit) for s in owed)
    if nudge.kind is Kind.NOTICE:
        wanted = [s for s in standings if s.id in nudge.return_ids]
        stays = NEWS.get(nudge.about)
        return stays is None or any(stays(nudge.person, standing) for standing in wanted)
    if nudge.kind is Kind.APPROVAL:
        return nudge.about not in audit.rulings and bool(still_about(nudge, audit, standings))
    ruling = audit.rulings.get(nudge.id)
    if nudge.needs_approval and not (ruling and ruling.granted):
        return False
    return bool(still_about(nudge, audit, standings))


def unheld(standing: Standing, audit: Audit) -> bool:
    """Tell whether the return's agency has a rung on which nobody stands."""
    agency = audit.agencies.get(standing.agency)
    return agency is not None and bool(missing_rungs(audit, agency))


def still_about(nudge: Nudge, audit: Audit, standings: Iterable[Standing]) -> list[Standing]:
    """Return those of the nudge's returns that still wait, for this person, at this step."""
    wanted = set(nudge.return_ids)
    return [
        s
        for s in standings
        if s.id in wanted and s.waits and meant(nudge, audit, s) and planned(nudge, audit, s)
    ]


def meant(nudge: Nudge, audit: Audit, standing: Standing) -> bool:
    """Tell whether the person is still one to be told this about the return."""
    agency = audit.agencies.get(standing.agency)
    if agency is None:
        return False
    if nudge.kind is Kind.APPROVAL:
        return runs_it(nudge.person, audit)
    if nudge.kind is Kind.ESCALATION:
        return nudge.person in on_rung(agency, RUNGS[nudge.step])
    return nudge.person in answerers(agency, standing)


def planned(nudge: Nudge, audit: Audit, standing: Standing) -> bool:
    """Tell whether one of the nudge's steps is still planned for the return as it stands.

    A due date that moved, more time, or an acknowledgement has its own steps, or none.
    """
    if not nudge.marks or nudge.kind in BY_HAND:
        return True
    climbs = nudge.kind in {Kind.ESCALATION, Kind.APPROVAL}
    steps = (to_ladder if climbs else to_contacts)(audit, due_of(standing, audit))
    return any(step.mark in nudge.marks and concerns(step, standing) for step in steps)
