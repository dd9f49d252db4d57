"""What an audit's plan comes to for one due date: which nudge is planned for which moment."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from itertools import chain
from typing import NamedTuple

from audits.audit import Agency, Audit
from audits.calendar import plus_working_days, working_days
from audits.habits import Habits, first_free, last_free, local, on_clock
from audits.involvement import Stage, Standing
from audits.plan import Kind, Rung

RUNGS = (Rung.COORDINATOR, Rung.DEPUTY, Rung.LEAD)
FIELDS: Mapping[Rung, str] = {
    Rung.COORDINATOR: "coordinators",
    Rung.DEPUTY: "deputies",
    Rung.LEAD: "lead",
}
"""By rung, the agency's field that says who stands on it."""
OF_DUE_DATE = frozenset({Kind.DUE_SOON, Kind.DUE_TODAY, Kind.OVERDUE})


class Step(NamedTuple):
    """One planned nudge, before anybody's hours are looked at."""

    kind: Kind
    number: int
    """Working days to or after the date it is about; for an escalation the rung, from 0."""
    planned: datetime
    silent: bool = False
    """Only about returns that nobody has opened or acknowledged."""
    latest: date | None = None
    """After this day it says nothing any more: it rather comes earlier."""
    due: date | None = None
    """The due date that it is about, where it is about one."""

    @property
    def mark(self) -> str:
        """What it is known by in ids, whoever it goes to and however late it reaches them."""
        moment = f"{self.planned:%Y-%m-%dT%H:%M:%SZ}"
        return f"{moment}~{self.due:%Y-%m-%d}" if self.due else moment


def to_contacts(audit: Audit, due: date) -> list[Step]:
    """Return what is planned for those who answer a return due on this day, in order of time."""
    plan, table = audit.plan, audit.timetable
    clock = day_before(audit, table.acknowledge_by, plan.acknowledge_before)
    found = [
        Step(Kind.OPENED, 0, moment(audit, audit.opened)),
        Step(
            Kind.ACKNOWLEDGE,
            plan.acknowledge_before,
            clock,
            silent=True,
            latest=table.acknowledge_by,
        ),
    ]
    soon = ((days, day_before(audit, due, days)) for days in plan.due_before)
    late = ((days, day_after(audit, due, days)) for days in plan.overdue_days())
    found += [Step(Kind.DUE_SOON, days, at, latest=due, due=due) for days, at in soon]
    found.append(Step(Kind.DUE_TODAY, 0, moment(audit, due), latest=due, due=due))
    found += [Step(Kind.OVERDUE, days, at, due=due) for days, at in late]
    opening = found[0].planned
    kept = [step for step in found if step.planned > opening or step is found[0]]
    return sorted(kept, key=lambda step: step.planned)


def to_ladder(audit: Audit, due: date) -> list[Step]:
    """Return what is planned for those above the contacts: from silence, and from the due date."""
    silence = audit.timetable.acknowledge_by
    steps = (
        (
            Step(Kind.ESCALATION, RUNGS.index(rung), day_after(audit, silence, days), silent=True),
            Step(Kind.ESCALATION, RUNGS.index(rung), day_after(audit, due, days), due=due),
        )
        for rung, days in audit.plan.climbs()
    )
    return sorted(chain.from_iterable(steps), key=lambda step: step.planned)


def moment(audit: Audit, day: date) -> datetime:
    """Return the moment of the day at which the audit's nudges go."""
    return on_clock(day, audit.plan.at, audit.zone)


def day_before(audit: Audit, day: date, count: int) -> datetime:
    """Return the moment so many working days before the day."""
    return moment(audit, plus_working_days(day, -count, audit.days_off))


def day_after(audit: Audit, day: date, count: int) -> datetime:
    """Return the moment so many working days after the day."""
    return moment(audit, plus_working_days(day, count, audit.days_off))


def end_of(audit: Audit, day: date) -> datetime:
    """Return the last minute of the day on the partnership's clock."""
    return on_clock(day, time(23, 59), audit.zone)


def falls_due(audit: Audit, step: Step, habits: Habits) -> datetime:
    """Return when the step reaches somebody with these habits.

    What falls on a day on which they are away comes on their next day at the plan's hour, so that
    it joins what is planned for that day; or on their last day before, where the next is too late.
    """
    zone, off = audit.zone, audit.days_off
    at = first_free(step.planned, habits, zone=zone, days_off=off)
    day = local(at, habits, zone).date()
    if step.latest is not None and day > step.latest:
        before = last_free(step.planned, habits, zone=zone, days_off=off)
        if before is not None and before >= moment(audit, audit.opened):
            return before
    if day == local(step.planned, habits, zone).date():
        return at
    joined = first_free(moment(audit, day), habits, zone=zone, days_off=off)
    return joined if local(joined, habits, zone).date() == day else at


def as_it_reaches(audit: Audit, step: Step, at: datetime) -> Step:
    """Return the step as it is true on the day on which it reaches somebody.

    What was planned for two working days before the due date may come on the day itself.
    """
    if step.due is None or step.kind not in OF_DUE_DATE:
        return step
    today, off = audit.here(at).date(), audit.days_off
    if today > step.due:
        late = max(working_days(step.due, today, off), 1)
        return step._replace(kind=Kind.OVERDUE, number=late)
    left = working_days(today, step.due, off)
    kind = Kind.DUE_TODAY if today == step.due else Kind.DUE_SOON
    return step._replace(kind=kind, number=left)


def silent(standing: Standing) -> bool:
    """Tell whether nobody has opened or acknowledged the return."""
    return standing.stage is Stage.NOT_OPENED and standing.acknowledged is None


def concerns(step: Step, standing: Standing) -> bool:
    """Tell whether the step is about a return that stands like this."""
    if not standing.waits or (step.silent and not silent_for(step, standing)):
        return False
    return standing.nudged_from is None or step.planned > standing.nudged_from


def silent_for(step: Step, standing: Standing) -> bool:
    """Tell whether the agency has not said what this step waits for."""
    if step.kind is Kind.ACKNOWLEDGE:
        return standing.acknowledged is None and standing.stage in {Stage.NOT_OPENED, Stage.OPENED}
    return silent(standing)


def answerers(agency: Agency, standing: Standing) -> tuple[str, ...]:
    """Return who has to do something about the return: its contacts, or else the coordinators."""
    if standing.stage is Stage.SIGN_OFF or not standing.contacts:
        return agency.coordinating
    return standing.contacts


def on_rung(agency: Agency, rung: Rung) -> tuple[str, ...]:
    """Return who stands on this rung of the agency's ladder; nobody where it has none."""
    if rung is Rung.LEAD:
        return (agency.lead,) if agency.lead else ()
    return agency.coordinators if rung is Rung.COORDINATOR else agency.deputies


def named_at(audit: Audit, agency: str, rung: Rung) -> datetime | None:
    """Return when who stands on this rung of the agency was last set; None when never since.

    They are told then of a silence that had climbed past the empty rung before.
    """
    setting = f"agency.{agency}.{FIELDS[rung]}"
    return next((row.at for row in reversed(audit.journal) if setting in row.about), None)


def missing_rungs(audit: Audit, agency: Agency) -> tuple[Rung, ...]:
    """Return the rungs of the plan on which the agency has nobody: silence passes them over."""
    return lacking((rung for rung, _ in audit.plan.climbs()), agency)


def lacking(rungs: Iterable[Rung], agency: Agency) -> tuple[Rung, ...]:
    """Return those of these rungs on which the agency has nobody."""
    return tuple([rung for rung in rungs if not on_rung(agency, rung)])


def taking_part(audit: Audit, standings: Iterable[Standing]) -> set[str]:
    """Return the ids of all to whom the audit may write."""
    found = set(audit.team)
    for agency in audit.agencies.values():
        found.update((*agency.coordinating, agency.lead))
    for standing in standings:
        found.update(standing.contacts)
    return found - {""}
