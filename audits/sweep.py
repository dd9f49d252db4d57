"""Gathers what falls due in a window of time: one digest for each person and moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from audits.access import runs_it
from audits.audit import Audit
from audits.habits import Habits, first_free
from audits.involvement import Standing
from audits.plan import Kind, Rung
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
