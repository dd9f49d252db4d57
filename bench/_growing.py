"""Stores of the same shape and other sizes: a partnership's audits, and audits that grow."""

from dataclasses import replace
from pathlib import Path

from audits.audit import Audit
from audits.involvement import AgencyReturn
from audits.people import Person
from audits.reach import Reach
from bench import _answered
from bench._answered import MANAGER
from bench._audit import TENANT, NoSync
from storage.tiny import TinyStore

FIRST = "a"
"""The audit that is measured; the others lie beside it."""
WHO = Person(id="p-csc", tenant=TENANT, object_id="aad-csc", name="A Person", email="a@x.example")
"""Who has yet to answer the returns that nobody has opened."""


async def fill(folder: Path, audits: int, *, families: int, agencies: int) -> list[str]:
    """Fill a store with so many audits alike; return the ids of the returns `WHO` still owes.

    Every audit has people of its own, so that the roster grows with them.
    """
    found = _answered.audit(families, agencies)
    every = _answered.owed(found)
    rets = [one if one.version else replace(one, contacts=(WHO.id,)) for one in every]
    store = await TinyStore.open(folder, disk=NoSync(), remembered=1)
    await store.keep_person(MANAGER)
    for number in range(audits):
        ending = f"{number}" if number else ""
        for key in found.agencies:
            await keep_person(store, f"p-{key}{ending}")
        for ret in rets:
            await store.add(moved(ret, ending))
        await store.keep_audit(named(found, ending))
    await store.close()
    return [ret.id for ret in rets if not ret.version]


async def keep_person(store: TinyStore, who: str) -> None:
    """Keep somebody, and how they are reached."""
    await store.keep_person(replace(WHO, id=who, object_id=f"aad-{who}", email=f"{who}@x.example"))
    reach = Reach(person=who, tenant=TENANT, user=f"29:{who}", bot="28:maca",
                  service_url="http://127.0.0.1:9/", conversation=f"a:{who}")  # fmt: skip
    await store.keep_reach(reach)


def moved(ret: AgencyReturn, ending: str) -> AgencyReturn:
    """Return the same return in another audit, of other people."""
    audit_id = f"{FIRST}{ending}"
    return replace(
        ret, id=f"{audit_id}.{ret.family}.{ret.agency}", audit_id=audit_id,
        contacts=tuple(f"{one}{ending}" for one in ret.contacts),
    )  # fmt: skip


def named(audit: Audit, ending: str) -> Audit:
    """Return the same audit under another id; the first is the newest."""
    return replace(audit, id=f"{FIRST}{ending}")
