"""The audit that is measured: the tool that comes with the software, and hundreds of returns."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from audits.audit import Agency, Audit, Family
from audits.involvement import AgencyReturn
from audits.people import Person
from files.tool import default_tool
from storage.disk import Disk
from storage.tiny import TinyStore

TENANT = "5f2b1f6e-6d1c-4c35-9c53-1c4f7e0d1a11"
RETURNS = 2000
PEOPLE = 100


class NoSync(Disk):
    """A disk that waits for nothing, to fill a store quickly."""

    def sync(self, file: int) -> None:
        """Do not wait."""


def person(number: int) -> Person:
    """Return one of the practitioners."""
    who = f"p-{number % PEOPLE}"
    return Person(
        id=who, tenant=TENANT, object_id=f"aad-{who}", name="A Person", email="a@x.example"
    )


def owed() -> Iterator[tuple[Person, AgencyReturn]]:
    """Yield every return with the person who answers it."""
    for number in range(RETURNS):
        who, family = person(number), f"F{number}"
        yield (
            who,
            AgencyReturn(
                id=f"a.{family}.phn", audit_id="a", family=family, agency="phn", contacts=(who.id,)
            ),
        )


def audit(today: date) -> Audit:
    """Return the audit."""
    families = {
        ret.family: Family(
            code=ret.family,
            index_child=f"{ret.family}1",
            facts=frozenset({"sibling", "unborn"}),
            involved=("phn",),
        )
        for _, ret in owed()
    }
    agency = Agency(key="phn", name="Public health nursing", short="PHN", kind="phn")
    return Audit(
        id="a",
        title="Case audit",
        period="the last 12 months",
        context="services working at a distance",
        opened=today - timedelta(days=7),
        due=today + timedelta(days=7),
        tool=default_tool(),
        agencies={"phn": agency},
        families=families,
    )


async def fill(folder: Path) -> None:
    """Make the store."""
    store = await TinyStore.open(folder, disk=NoSync(), remembered=1)
    for number in range(PEOPLE):
        await store.keep_person(person(number))
    for _, ret in owed():
        await store.add(ret)
    await store.keep_audit(audit(datetime.now(UTC).date()))
    await store.close()
