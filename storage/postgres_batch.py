"""What a PostgresStore keeps together: all of it or nothing."""

from storage.contract import Batch
from storage.postgres_audits import Audits
from storage.postgres_database import Write
from storage.postgres_identities import Identities
from storage.postgres_people import People
from storage.postgres_returns import Returns


async def writes_of(
    batch: Batch, *, people: People, audits: Audits, returns: Returns, identities: Identities
) -> list[Write]:
    """Return all that keeps the batch, sealed already. Raises OSError."""
    return [
        *[await people.keeping(one) for one in batch.people],
        *[await audits.drafting(one) for one in batch.drafts],
        *[one for audit in batch.audits for one in await audits.keeping(audit, batch.lines)],
        *[await returns.adding(one) for one in batch.returns],
        *[await returns.changing(one) for one in batch.changes],
        *[await identities.keeping(one) for one in batch.identities],
    ]
