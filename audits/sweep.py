"""Gathers what falls due in a window of time: one digest for each person and moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from audits.access import runs_it
from audits.audit import Agency, Audit
from audits.habits import Habits, first_free
from audits.involvement import Standing
from audits.plan import Kind, Rung
from audits.states import due_of
from audits.steps import (
    RUNGS,
    Step,
    answerers,
    as_it_reaches,
    concerns,
    falls_due,
    missing_rungs,
    named_at,
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
    marks: tuple[str, ...] = ()
    """The planned steps that it stands for; the first of them is in its id."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Its id, and those by which its other steps would go alone: with it they are told too."""
        if not self.marks:
            return (self.id,)
        return tuple(self.id.replace(self.marks[0], mark) for mark in self.marks)

    @property
    def to_lead(self) -> bool:
        """Whether it tells an agency's lead."""
        return self.kind is Kind.ESCALATION and self.step == LEAD

    def with_what(self, older: "Nudge") -> "Nudge":
        """Return the same nudge, saying also what an older one would have said."""
        return replace(
            self,
            return_ids=tuple(sorted({*self.return_ids, *older.return_ids})),
            marks=tuple(dict.fromkeys((*self.marks, *older.marks))),
        )


@dataclass(slots=True)
class Digest:
    """What one person is to be told at one moment, while it is gathered."""

    steps: list[Step]
    return_ids: list[str]

    @property
    def pressing(self) -> Step:
        """The step that presses most; of two alike the later one."""
        return max(self.steps, key=lambda step: (ORDER[step.kind], step.planned))


@dataclass(kw_only=True)
class Sweep:
    """Gathers what falls due in a window. What is the same for many people is worked out once."""

    audit: Audit
    habits: Mapping[str, Habits]
    since: datetime
    until: datetime
    found: dict[tuple[str, str, datetime], Digest] = field(default_factory=dict)
    known: dict[tuple[object, ...], list[tuple[Step, datetime]]] = field(default_factory=dict)
    set_at: dict[tuple[str, Rung], datetime | None] = field(default_factory=dict)
    gaps: dict[str, tuple[Rung, ...]] = field(default_factory=dict)
    passed_over: dict[str, datetime] = field(default_factory=dict)
    """By business manager, when silence first passes over a rung on which an agency has nobody."""
    unheld: list[str] = field(default_factory=list)
    """Ids of the returns that wait of agencies with such a rung."""

    def see(self, standing: Standing) -> None:
        """Take in what is planned about one return."""
        agency = self.audit.agencies.get(standing.agency)
        if agency is None or not standing.waits:
            return
        doing = answerers(agency, standing)
        for person in doing:
            self.remind(person, standing)
        for rung in RUNGS:
            for person in on_rung(agency, rung):
                if rung is Rung.LEAD or person not in doing:
                    self.escalate(person, rung, standing)
        missing = self.missing(agency)
        if missing:
            self.unheld.append(standing.id)
        for rung in missing:
            self.pass_over(rung, standing)

    def remind(self, person: str, standing: Standing) -> None:
        """Take in the reminders that somebody who answers the return gets."""
        own = self.habits.get(person, USUAL)
        for step, at in self.to_answerer(due_of(standing, self.audit), own):
            if concerns(step, standing) and not own.sleeps(step.planned):
                self.tell((person, "reminder", at), step, standing)
        for step in self.by_hand(person, standing, own):
            at = falls_due(self.audit, step, own)
            if concerns(step, standing) and self.since < at <= self.until:
                self.tell((person, "reminder", at), step, standing)

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
        """Take in what somebody on the agency's ladder is told of the return, agency by agency."""
        own = self.habits.get(person, USUAL)
        named = self.named(standing.agency, rung)
        track = f"escalation-{rung}-{standing.agency}"
        for step, at in self.to_rung(rung, due_of(standing, self.audit), own, named):
            if concerns(step, standing):
                self.tell((person, track, at), step, standing)

    def pass_over(self, rung: Rung, standing: Standing) -> None:
        """Take in that silence passes over a rung, which business managers are told once."""
        for manager in self.managers:
            own = self.habits.get(manager, USUAL)
            for step, at in self.to_rung(rung, due_of(standing, self.audit), own):
                if at > self.since and concerns(step, standing):
                    self.passed_over[manager] = min(at, self.passed_over.get(manager, at))

    def to_answerer(self, due: date, own: Habits) -> list[tuple[Step, datetime]]:
        """Return the reminders that fall due in the window for a due date and somebody's terms."""
        key = (due, own.terms)
        if key not in self.known:
            self.known[key] = self.timed(to_contacts(self.audit, due), own, self.since)
        return self.known[key]

    def to_rung(
        self, rung: Rung, due: date, own: Habits, named: datetime | None = None
    ) -> list[tuple[Step, datetime]]:
        """Return what falls due in the window on a rung; a lead's earlier, for it may wait.

        Somebody who was `named` later is told then of what they would have been told before.
        """
        key = (due, own.terms, rung, named)
        if key not in self.known:
            since = self.since - LONG if rung is Rung.LEAD else self.since
            steps = [s for s in to_ladder(self.audit, due) if RUNGS[s.number] is rung]
            self.known[key] = self.timed(steps, own, since, named)
        return self.known[key]

    def timed(
        self, steps: Iterable[Step], own: Habits, since: datetime, named: datetime | None = None
    ) -> list[tuple[Step, datetime]]:
        """Return the steps that reach somebody with these terms in the window, and when."""
        found = []
        for step in steps:
            at = falls_due(self.audit, step, own)
            if named is not None and at < named:
                at = first_free(named, own, zone=self.audit.zone, days_off=self.audit.days_off)
            if since < at <= self.until:
                found.append((as_it_reaches(self.audit, step, at), at))
        return found

    def tell(self, place: tuple[str, str, datetime], step: Step, standing: Standing) -> None:
        """Add the return to what is told at this place: to whom, on which track, when."""
        digest = self.found.setdefault(place, Digest([], []))
        if step not in digest.steps:
            digest.steps.append(step)
        if standing.id not in digest.return_ids:
            digest.return_ids.append(standing.id)

    def nudges(self) -> list[Nudge]:
        """Return all that was gathered, with the approvals that leads' nudges need."""
        made = [self.made(place, digest) for place, digest in self.found.items()]
        asked = [approval for nudge in made for approval in self.approvals(nudge)]
        ruled = [self.ruled(nudge) for nudge in made]
        all_of_them = (*ruled, *asked, *self.of_nobody())
        return [n for n in all_of_them if self.since < n.at <= self.until]

    def made(self, place: tuple[str, str, datetime], digest: Digest) -> Nudge:
        """Return the nudge."""
        person, track, at = place
        step = digest.pressing
        marks = dict.fromkeys((step.mark, *sorted(other.mark for other in digest.steps)))
        nudge = Nudge(
            id=f"{self.audit.id}/{person}/{track}/{step.mark}",
            audit_id=self.audit.id,
            person=person,
            kind=step.kind,
            step=step.number,
            at=at,
            return_ids=tuple(sorted(digest.return_ids)),
            marks=tuple(marks),
        )
        asks = nudge.to_lead and not self.audit.plan.automatic
        return replace(nudge, needs_approval=True) if asks else nudge

    def of_nobody(self) -> list[Nudge]:
        """Return what tells business managers of rungs with nobody: by one id, so that it is once.

        It is about all agencies with such a rung that owe something, also those not silent yet.
        """
        return [
            Nudge(
                id=f"{self.audit.id}/{manager}/nobody",
                audit_id=self.audit.id,
                person=manager,
                kind=Kind.NOBODY,
                step=0,
                at=at,
                return_ids=tuple(sorted(self.unheld)),
            )
            for manager, at in self.passed_over.items()
        ]

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

    def named(self, agency: str, rung: Rung) -> datetime | None:
        """Return when who stands on the rung was last set, worked out once."""
        if (agency, rung) not in self.set_at:
            self.set_at[agency, rung] = named_at(self.audit, agency, rung)
        return self.set_at[agency, rung]

    def missing(self, agency: Agency) -> tuple[Rung, ...]:
        """Return the rungs on which the agency has nobody, worked out once."""
        if agency.key not in self.gaps:
            self.gaps[agency.key] = missing_rungs(self.audit, agency)
        return self.gaps[agency.key]

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
