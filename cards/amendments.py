"""Changes to an audit's settings in words: what was changed, by whom, and where two people met."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from audits.amendments import Met
from audits.audit import Audit
from audits.journal import Happening
from cards.words import day, listed, moment

LABELS: Mapping[str, str] = {
    "opened": "Opening",
    "due": "Due date",
    "audit_day": "Audit day",
    "school_holidays": "School holidays",
    "plan.at": "Time of day",
    "plan.acknowledge_within": "Working days to say what is known",
    "plan.acknowledge_before": "Reminder before that",
    "plan.due_before": "Reminders before the due date",
    "plan.overdue_after": "Reminders after the due date",
    "plan.overdue_every": "Then every so many working days",
    "plan.overdue_cap": "Reminders after the due date at the most",
    "plan.sign_off_before": "Working days for sign-off",
    "plan.grace": "Working days of grace",
    "plan.pack_before": "Working days from pack to audit day",
    "plan.coordinator_after": "Silence until the coordinator is told",
    "plan.deputy_after": "Silence until the deputy is told",
    "plan.lead_after": "Silence until the lead is told",
    "plan.automatic": "What goes to a lead goes without asking",
}
OF_AGENCY: Mapping[str, str] = {
    "coordinators": "coordinators",
    "deputies": "deputies",
    "lead": "lead",
    "sign_off": "signs off",
}
PEOPLE = frozenset({"coordinators", "deputies", "lead"})
DATES = frozenset({"opened", "due", "audit_day"})


def label(name: str, audit: Audit) -> str:
    """Return what people call the setting."""
    if not name.startswith("agency."):
        return LABELS.get(name, name)
    key, _, field = name.removeprefix("agency.").rpartition(".")
    agency = audit.agencies.get(key)
    return f"{agency.name if agency else key}, {OF_AGENCY.get(field, field)}"


def value(name: str, short: str, people: Mapping[str, str]) -> str:
    """Return what a setting is, in words."""
    if not short:
        return "nobody" if name.rpartition(".")[2] in PEOPLE else "none"
    if name in DATES:
        return day(date.fromisoformat(short))
    if name.startswith("agency.") and name.rpartition(".")[2] in PEOPLE:
        return listed([people.get(one, one) for one in short.split(", ")])
    return short


def clashing(
    met: Met, mine: Mapping[str, str], audit: Audit, people: Mapping[str, str]
) -> list[str]:
    """Return what is said to whoever saved later than somebody else."""
    who = listed(sorted({people.get(row.by, "Somebody") for row in met.clashes}))
    lines = [f"**{who} changed this while your card was open.** Nothing of yours is saved yet."]
    for row in met.clashes:
        name = row.about[0]
        lines.append(
            f"{label(name, audit)}: {value(name, row.now, people)} since "
            f"{moment(audit.here(row.at))}. You put {value(name, mine[name], people)}."
        )
    return [*lines, "What you put is below. Save it once more if it shall stand."]


def changes(rows: Sequence[Happening], audit: Audit, people: Mapping[str, str]) -> list[str]:
    """Return changes a line each, the newest first."""
    return [
        f"{moment(audit.here(row.at))}, {people.get(row.by, 'somebody')}: "
        f"{change(row, audit, people)}"
        for row in reversed(rows)
    ]


def change(row: Happening, audit: Audit, people: Mapping[str, str]) -> str:
    """Return one change: what it was before, and what it is from then on."""
    name = row.about[0]
    if name == "school_holidays":
        return "School holidays changed"
    was, now = value(name, row.was, people), value(name, row.now, people)
    return f"{label(name, audit)} from {was} to {now}"


def people_in(rows: Iterable[Happening]) -> set[str]:
    """Return the ids of all people whom these rows name."""
    found = set()
    for row in rows:
        found.add(row.by)
        if row.about[0].startswith("agency.") and row.about[0].rpartition(".")[2] in PEOPLE:
            found.update(filter(None, (*row.was.split(", "), *row.now.split(", "))))
    return found
