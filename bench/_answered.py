"""A store full of answered returns of the default tool, as large as one likes, for measuring."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from audits import asked, returns
from audits.audit import Agency, Audit, Family
from audits.involvement import AgencyReturn, Involvement, Nil, NilKind, Searched, Sheet
from audits.people import Person, Role
from audits.tool import CHOOSING, TICKING, Box, Kind
from bench._audit import TENANT, NoSync
from files.tool import default_tool
from storage.tiny import TinyStore

AT = datetime(2026, 12, 14, 10, 0, tzinfo=UTC)
KINDS = (
    "csc", "police", "phn", "midwifery", "gp", "amh", "perinatal", "sub", "paed", "dasv",
    "education", "probation", "housing",
)  # fmt: skip
FACTS = ("unborn", "infant", "sibling", "father_in_prison", "step_down")
SENTENCES = (
    "The worker called again the same evening and the child slept at the grandmother's.",
    "Our record of 3 March shows that the plan was read aloud to the father.",
    "Nobody asked who else lived in the home, and the baby was not seen for four weeks.",
    "We e-mailed twice and had no reply; the school noticed that she was tired.",
    "The form was completed in time and sent to the team.",
)
MANAGER = Person(id="bm", tenant=TENANT, object_id="aad-bm", name="A Manager", email="bm@x.example")


def audit(families: int, agencies: int) -> Audit:
    """Return an audit of so many families, each known to all of so many agencies."""
    chance = Random(1)  # noqa: S311 - the same audit each time
    keys = {f"{KINDS[n % len(KINDS)]}{n // len(KINDS) or ''}": n for n in range(agencies)}
    services = {
        key: Agency(key=key, name=f"Service {n}", short=key.upper(), kind=KINDS[n % len(KINDS)])
        for key, n in keys.items()
    }
    return Audit(
        id="a", title="Case audit", period="the last 12 months", context="working at a distance",
        opened=date(2026, 11, 16), due=date(2026, 12, 8), tool=default_tool(), agencies=services,
        families={
            code: Family(
                code=code, index_child=f"{code}1", involved=tuple(services),
                facts=frozenset(chance.sample(FACTS, 2)),
            )
            for code in (f"F{n}" for n in range(families))
        },
        team={"bm": Role.BUSINESS_MANAGER},
    )  # fmt: skip


def value(box: Box, chance: Random) -> str:
    """Return something that may stand in the box."""
    if box.kind in CHOOSING:
        return chance.choice(box.choices).value
    if box.kind in TICKING:
        most = min(3, len(box.choices))
        return " ".join(choice.value for choice in chance.sample(box.choices, most))
    if box.kind is Kind.DATE:
        return f"2026-0{chance.randint(1, 9)}-11"
    if box.kind is Kind.COUNT:
        return str(chance.randint(0, 40))
    return " ".join(chance.choices(SENTENCES, k=chance.randint(1, 4)))[: box.limit]


def answered(own: Involvement, chance: Random) -> AgencyReturn:
    """Return the involvement's return as it is after somebody filled it in page by page."""
    at = AT - timedelta(days=chance.randint(2, 20), minutes=chance.randint(0, 600))
    if chance.random() < 0.05:  # noqa: PLR2004 - one in twenty has nothing to tell
        nil = Nil(kind=NilKind.NO_CONTACT, searched=frozenset({Searched.CHILD}))
        return returns.send_nil(own, nil, by="p", at=at).after
    for _ in range(60):
        waiting = [box for box in asked.of(own).boxes.values() if not own.ret.value(box.name)]
        if not waiting:
            break
        page = {box.name: chosen(box, chance) for box in waiting[:8]}
        sheet = Sheet(drawn=own.ret.version, answers=page)
        own = own.after(returns.save(own, sheet, by="p", at=at))
    return returns.send(own, drawn=own.ret.version, by="p", at=at).after


def chosen(box: Box, chance: Random) -> str:
    """Return an answer that lets the return go on: the family is known, nobody is at risk."""
    return {"known": "both", "risk": "no"}.get(box.name) or value(box, chance)


def owed(found: Audit) -> Iterator[AgencyReturn]:
    """Yield every return of the audit, answered but for one in ten."""
    chance = Random(2)  # noqa: S311 - the same answers each time
    for family in found.families.values():
        for key in family.involved:
            ret = AgencyReturn(
                id=f"a.{family.code}.{key}", audit_id="a", family=family.code, agency=key,
                contacts=(f"p-{key}",),
            )  # fmt: skip
            own = Involvement(audit=found, family=family, agency=found.agencies[key], ret=ret)
            yield answered(own, chance) if chance.random() < 0.9 else ret  # noqa: PLR2004


async def fill(folder: Path, found: Audit) -> int:
    """Fill a store with the audit; return how many returns there are."""
    store = await TinyStore.open(folder, disk=NoSync())
    await store.keep_person(MANAGER)
    count = 0
    for ret in owed(found):
        await store.add(replace(ret))
        count += 1
    await store.keep_audit(found)
    await store.close()
    return count
