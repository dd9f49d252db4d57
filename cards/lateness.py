"""Which agencies are late with what they owe, and by how many working days."""

from collections.abc import Iterable
from datetime import date, datetime

from audits.audit import Audit
from audits.calendar import working_days
from audits.involvement import Standing
from audits.states import due_of
from cards.words import many

LISTED = 6
"""Late agencies that are named; the rest is counted."""


def of(audit: Audit, waiting: Iterable[Standing], at: datetime) -> dict[str, list[int]]:
    """Return by agency how many working days each return is late, the latest agency first."""
    today = audit.here(at).date()
    owed: dict[str, list[int]] = {}
    since: dict[date, int] = {}
    for standing in waiting:
        if standing.agency in audit.agencies:
            due = due_of(standing, audit)
            if due not in since:
                since[due] = max(working_days(due, today, audit.days_off), int(due < today))
            if since[due]:
                owed.setdefault(standing.agency, []).append(since[due])
    return dict(sorted(owed.items(), key=lambda pair: (-max(pair[1]), pair[0])))


def in_a_line(audit: Audit, waiting: Iterable[Standing], at: datetime) -> str:
    """Return the same in one line for the status card; empty when nobody is late."""
    owed = of(audit, waiting, at)
    said = [
        f"{audit.agencies[key].name} ({many(len(days), 'return')}, "
        f"{many(max(days), 'working day')})"
        for key, days in list(owed.items())[:LISTED]
    ]
    if len(owed) > LISTED:
        said.append(f"and {len(owed) - LISTED} more")
    return f"**Late:** {', '.join(said)}." if said else ""
