"""Who is to be nudged when, and why. Pure: the same audit, times and people give the same nudges.

A sweep asks for what fell due in a window of time, claims each nudge in the store by its id, and
sends it. Asking twice, or for windows that overlap, gives the same ids again, so a sweep does
well to look back a day: what was sent is known by its id, and what a crash left out is found.

A nudge that `needs_approval` is left alone by a sweep, neither claimed nor sent. An APPROVAL nudge
asks the business manager; the decision is kept in the audit (`Audit.rulings`), and from then on
the same nudge, by the same id, falls due without `needs_approval`, at the moment of the decision.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from audits.access import runs_it
from audits.audit import Audit
from audits.habits import Habits, first_free
from audits.involvement import Standing
from audits.plan import Kind, Plan, Rung
from audits.steps import (
    RUNGS,
    Step,
    answerers,
    concerns,
    falls_due,
    on_rung,
    to_contacts,
    to_ladder,
)  # fmt: skip

__all__ = ["Habits", "Kind", "Nudge", "Plan", "between", "due", "still_wanted", "waiting"]

ORDER = {kind: place for place, kind in enumerate(Kind)}
USUAL = Habits()
LONG = timedelta(days=60)
"""So long an escalation can wait for approval."""
LEAD = RUNGS.index(Rung.LEAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge:
    """One message to one person, about all returns that it concerns."""

    id: str
    """Made of the audit, the person, what it is and the planned moment: the same in every sweep."""
    audit_id: str
    person: str
    kind: Kind
    step: int
    """Working days to or after the date it is about; for an escalation the rung, from 0."""
    at: datetime
    """When it falls due for this person: their hours, working days, zone and snooze applied."""
    return_ids: tuple[str, ...]
    needs_approval: bool = False
    """It must not be sent: the business manager has not decided yet, or has said no."""
    about: str = ""
    """For a notice what the journal says happened; for an approval the id of the escalation."""


def due(
    audit: Audit,
    standings: Iterable[Standing],
    habits: Mapping[str, Habits],
    *,
    since: datetime,
    until: datetime,
) -> list[Nudge]:
    """Return what falls due after `since` and not after `until`, by person, then time.

    Of several reminders to one person in the window only the newest is given: one message says
    it all. `habits` may leave people out; they keep usual hours.
    """
    latest: dict[tuple[str, str], Nudge] = {}
    for nudge in between(audit, standings, habits, since=since, until=until):
        key = (nudge.person, nudge.id.rsplit("/", 1)[0])
        before = latest.get(key)
        if before is None or (before.at, before.id) < (nudge.at, nudge.id):
            latest[key] = nudge
    return list(latest.values())


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
    audit: Audit, standings: Iterable[Standing], habits: Mapping[str, Habits], *, at: datetime
) -> list[Nudge]:
    """Return the escalations that wait for the business manager's decision at this moment."""
    found = between(audit, standings, habits, since=at - LONG, until=at)
    return [n for n in found if n.needs_approval and n.id not in audit.rulings]


def still_wanted(nudge: Nudge, audit: Audit, standings: Iterable[Standing]) -> bool:
    """Tell whether the nudge still has something to say, by how things stand now.

    It has not when all its returns were sent, declined or waived meanwhile, when they are no
    longer this person's, when the audit closed, or when an escalation was decided otherwise.
    """
    if audit.closed_at is not None:
        return False
    if nudge.kind is Kind.NOTICE:
        return True
    if nudge.kind is Kind.APPROVAL:
        return nudge.about not in audit.rulings and bool(still_about(nudge, audit, standings))
    ruling = audit.rulings.get(nudge.id)
    if nudge.needs_approval and not (ruling and ruling.granted):
        return False
    return bool(still_about(nudge, audit, standings))


def still_about(nudge: Nudge, audit: Audit, standings: Iterable[Standing]) -> list[Standing]:
    """Return those of the nudge's returns that still wait, and still for this person."""
    wanted = set(nudge.return_ids)
    return [s for s in standings if s.id in wanted and s.waits and meant(nudge, audit, s)]


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


@dataclass(slots=True)
class Digest:
    """What one person is to be told at one moment, while it is gathered."""

    step: Step
    at: datetime
    return_ids: list[str]


@dataclass(kw_only=True)
class Sweep:
    """Gathers what falls due in a window. What is the same for many people is worked out once."""

    audit: Audit
    habits: Mapping[str, Habits]
    since: datetime
    until: datetime
    found: dict[tuple[str, str, datetime], Digest] = field(default_factory=dict)
    known: dict[tuple[object, ...], list[tuple[Step, datetime]]] = field(default_factory=dict)

    def see(self, standing: Standing) -> None:
        """Take in what is planned about one return."""
        agency = self.audit.agencies.get(standing.agency)
        if agency is None or not standing.waits:
            return
        for person in answerers(agency, standing):
            self.remind(person, standing)
        for rung in RUNGS:
            for person in on_rung(agency, rung):
                if rung is Rung.LEAD or person not in standing.contacts:
                    self.escalate(person, rung, standing)

    def remind(self, person: str, standing: Standing) -> None:
        """Take in the reminders that somebody who answers the return gets."""
        own = self.habits.get(person, USUAL)
        day = standing.due or self.audit.due
        for step, at in self.in_window(day, own):
            if concerns(step, standing) and not own.sleeps(step.planned):
                self.tell(person, "reminder", step, at, standing)
        for step in self.by_hand(person, standing, own):
            at = first_free(step.planned, own, zone=self.audit.zone, days_off=self.audit.days_off)
            if concerns(step, standing) and self.since < at <= self.until:
                self.tell(person, "reminder", step, at, standing)

    def by_hand(self, person: str, standing: Standing, own: Habits) -> list[Step]:
        """Return what somebody asked for: to be reminded later, or that others be nudged now."""
        steps = [
            Step(Kind.NOW, 0, push.at)
            for push in self.audit.pushes
            if push.agency in {"", standing.agency} and push.person in {"", person}
        ]
        if own.snoozed_until:
            steps.append(Step(Kind.SNOOZED, 0, own.snoozed_until))
        return steps

    def escalate(self, person: str, rung: Rung, standing: Standing) -> None:
        """Take in what somebody on the agency's ladder is told of the return."""
        own = self.habits.get(person, USUAL)
        day = standing.due or self.audit.due
        for step, at in self.in_window(day, own, rung):
            if concerns(step, standing):
                self.tell(person, f"escalation-{rung}", step, at, standing)

    def in_window(
        self, day: date, own: Habits, rung: Rung | None = None
    ) -> list[tuple[Step, datetime]]:
        """Return the steps that fall due in the window for a due date and somebody's terms.

        A lead's are looked for further back: they wait for a decision.
        """
        key = (day, rung, own.terms)
        if key not in self.known:
            since = self.since - LONG if rung is Rung.LEAD else self.since
            steps = self.contact_steps(day) if rung is None else self.rung_steps(day, rung)
            timed = ((step, falls_due(self.audit, step, own)) for step in steps)
            self.known[key] = [(s, at) for s, at in timed if since < at <= self.until]
        return self.known[key]

    def contact_steps(self, day: date) -> list[Step]:
        """Return what is planned for contacts."""
        return to_contacts(self.audit, day)

    def rung_steps(self, day: date, rung: Rung) -> list[Step]:
        """Return what is planned for this rung."""
        return [s for s in to_ladder(self.audit, day) if RUNGS[s.number] is rung]

    def tell(self, person: str, track: str, step: Step, at: datetime, standing: Standing) -> None:
        """Add the return to what the person is told at this moment; the most pressing counts."""
        digest = self.found.setdefault((person, track, at), Digest(step, at, []))
        if (step.planned, ORDER[step.kind]) > (digest.step.planned, ORDER[digest.step.kind]):
            digest.step = step
        if standing.id not in digest.return_ids:
            digest.return_ids.append(standing.id)

    def nudges(self) -> list[Nudge]:
        """Return all that was gathered, with the approvals that leads' nudges need."""
        made = [
            self.made(person, track, digest) for (person, track, _), digest in self.found.items()
        ]
        asked = [approval for nudge in made for approval in self.approvals(nudge)]
        ruled = [self.ruled(nudge) for nudge in made]
        return [n for n in (*ruled, *asked) if self.since < n.at <= self.until]

    def made(self, person: str, track: str, digest: Digest) -> Nudge:
        """Return the nudge."""
        step = digest.step
        lead = step.kind is Kind.ESCALATION and step.number == LEAD
        return Nudge(
            id=f"{self.audit.id}/{person}/{track}/{step.planned:%Y-%m-%dT%H:%M:%SZ}",
            audit_id=self.audit.id,
            person=person,
            kind=step.kind,
            step=step.number,
            at=digest.at,
            return_ids=tuple(sorted(digest.return_ids)),
            needs_approval=lead and not self.audit.plan.automatic,
        )

    def approvals(self, nudge: Nudge) -> list[Nudge]:
        """Return what asks the business managers whether the nudge may go."""
        if not nudge.needs_approval or nudge.id in self.audit.rulings:
            return []
        made = []
        for manager in self.managers:
            own = self.habits.get(manager, USUAL)
            at = first_free(nudge.at, own, zone=self.audit.zone, days_off=self.audit.days_off)
            asks = replace(nudge, id=f"{nudge.id}/approval/{manager}", person=manager, at=at)
            made.append(replace(asks, kind=Kind.APPROVAL, needs_approval=False, about=nudge.id))
        return made

    @cached_property
    def managers(self) -> Sequence[str]:
        """Ids of those who run the audit."""
        return [person for person in self.audit.team if runs_it(person, self.audit)]

    def ruled(self, nudge: Nudge) -> Nudge:
        """Return a lead's nudge as it was decided: it goes once it was granted, not before."""
        ruling = self.audit.rulings.get(nudge.id)
        if not nudge.needs_approval or ruling is None or not ruling.granted:
            return nudge
        own = self.habits.get(nudge.person, USUAL)
        start = max(nudge.at, ruling.at)
        at = first_free(start, own, zone=self.audit.zone, days_off=self.audit.days_off)
        return replace(nudge, at=at, needs_approval=False)
