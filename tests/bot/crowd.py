"""Many people with one return each, all of whom are due at the same minute."""

from dataclasses import replace
from datetime import timedelta

from audits.audit import Audit, Family
from audits.involvement import AgencyReturn
from audits.reach import Reach
from storage.contract import Store
from tests import cast
from tests.bot.outboxes import NINE


def names(count: int) -> list[str]:
    """Return the ids of so many people."""
    return [f"p{number}" for number in range(count)]


def audit(count: int) -> Audit:
    """Return the cast's audit with so many families, each known to the police alone."""
    families = {
        f"F{n}": Family(code=f"F{n}", index_child=f"F{n}1", involved=("police",))
        for n in range(count)
    }
    return replace(cast.AUDIT, id="crowd", families=families, team={})


async def fill(store: Store, count: int, service_url: str, asked: Audit | None = None) -> None:
    """Keep the audit, its returns and how everybody is reached, swept until just before."""
    await store.keep_audit(asked or audit(count))
    for number, who in enumerate(names(count)):
        await store.add(
            AgencyReturn(
                id=f"crowd.F{number}.police", audit_id="crowd", family=f"F{number}",
                agency="police", contacts=(who,),
            )
        )  # fmt: skip
        await store.keep_reach(
            Reach(
                person=who, tenant=cast.TENANT, user=f"29:{who}", bot="28:maca",
                service_url=service_url, conversation=f"a:{who}",
            )
        )  # fmt: skip
    await store.keep_swept("crowd", NINE - timedelta(hours=1))
