"""Who cannot be reached in Teams, and the one message that says so to those who can help."""

from collections.abc import Mapping
from datetime import datetime

from audits.access import runs_it
from audits.audit import Audit
from audits.habits import Habits, first_free
from audits.nudges import Kind, Nudge
from audits.reach import Reach
from dialogs.outgoing import UNREACHABLE
from storage.contract import Store


async def untold(store: Store) -> list[Reach]:
    """Return those who cannot be reached, and of whom nobody has been told."""
    return [reach for reach in await store.unreachable() if not reach.told]


def notices(audit: Audit, at: datetime, habits: Mapping[str, Habits]) -> list[Nudge]:
    """Return the message for each of those who run the audit and may be written to now."""
    return [
        Nudge(
            id=f"{audit.id}/{person}/{UNREACHABLE}/{at:%Y-%m-%dT%H:%M:%S.%fZ}",
            audit_id=audit.id,
            person=person,
            kind=Kind.NOTICE,
            step=0,
            at=at,
            return_ids=(),
            about=UNREACHABLE,
        )
        for person in audit.team
        if runs_it(person, audit) and at_work(audit, at, habits.get(person, Habits()))
    ]


def at_work(audit: Audit, at: datetime, habits: Habits) -> bool:
    """Tell whether somebody with these habits may be written to at this moment."""
    return first_free(at, habits, zone=audit.zone, days_off=audit.days_off) == at
