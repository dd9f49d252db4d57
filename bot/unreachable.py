"""Who cannot be reached in Teams, and the one message that says so to those who can help."""

from datetime import datetime

from audits.access import runs_it
from audits.audit import Audit
from audits.nudges import Kind, Nudge
from audits.reach import Reach
from dialogs.outgoing import UNREACHABLE
from storage.contract import Store


async def untold(store: Store) -> list[Reach]:
    """Return those who cannot be reached, and of whom nobody has been told."""
    return [reach for reach in await store.unreachable() if not reach.told]


def notices(audit: Audit, at: datetime) -> list[Nudge]:
    """Return the message for each of those who run the audit."""
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
        if runs_it(person, audit)
    ]
