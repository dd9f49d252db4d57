"""Who would be nudged when, and why, as a table: the bot may run meanwhile."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from audits.audit import Audit
from audits.calendar import next_working_days
from audits.nudges import Nudge, between
from audits.people import Person
from audits.plan import Kind
from bot.gathering import Gathering, taking_part
from storage.contract import Store
from storage.tiny import TinyStore

HEAD = ("when", "to whom", "why", "families")
WHY: Mapping[Kind, str] = {
    Kind.OPENED: "the audit opens",
    Kind.ACKNOWLEDGE: "acknowledge: {} working day(s) left",
    Kind.DUE_SOON: "due in {} working day(s)",
    Kind.DUE_TODAY: "due today",
    Kind.OVERDUE: "overdue for {} working day(s)",
    Kind.SNOOZED: "asked to be reminded",
    Kind.NOW: "nudged by hand",
    Kind.ESCALATION: "the agency is silent",
    Kind.APPROVAL: "asked whether the agency's lead shall be told",
}


async def told(folder: Path, days: int, at: datetime) -> list[str]:
    """Return the lines of the table for all open audits. Raises OSError."""
    store = await TinyStore.look(folder)
    try:
        found = [audit for audit in await store.audits() if audit.closed_at is None]
        lines = [line for audit in found for line in await of_audit(store, audit, days, at)]
        return lines or ["There is no open audit."]
    finally:
        await store.close()


async def of_audit(store: Store, audit: Audit, days: int, at: datetime) -> list[str]:
    """Return the lines of one audit."""
    standings = await store.returns_in(audit.id)
    people = taking_part(audit, standings)
    habits = await Gathering(store).habits(people)
    ahead = next_working_days(audit.here(at).date(), max(1, days), audit.days_off)
    until = datetime.combine(ahead[-1], time.max, ZoneInfo(audit.zone))
    planned = between(audit, standings, habits, since=at, until=until)
    if not planned:
        return [f"{audit.title}: nobody would be nudged in the next {days} working days."]
    names = await store.people(sorted(people))
    rows = [row(audit, nudge, names) for nudge in sorted(planned, key=lambda n: (n.at, n.person))]
    return [f"{audit.title}: {len(planned)} messages as things stand", *table([HEAD, *rows])]


def row(audit: Audit, nudge: Nudge, names: Mapping[str, Person]) -> Sequence[str]:
    """Return one row. Families stand by their codes."""
    why = WHY.get(nudge.kind, nudge.kind.value).format(nudge.step)
    if nudge.needs_approval:
        why += ", once approved"
    codes = sorted({return_id.split(".")[1] for return_id in nudge.return_ids})
    who = names[nudge.person].name if nudge.person in names else nudge.person
    return f"{audit.here(nudge.at):%a %d %b %H:%M}", who, why, " ".join(codes)


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the rows with their columns under one another."""
    widths = [max(len(one[place]) for one in rows) for place in range(len(rows[0]))]
    return ["  ".join(f"{c:{w}}" for c, w in zip(one, widths, strict=True)).rstrip()
            for one in rows]  # fmt: skip
