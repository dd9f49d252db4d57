"""The fictional audit that the demo shows, made afresh around today's date."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from audits import returns
from audits.audit import Agency, Audit, Family
from audits.calendar import plus_working_days, working_days
from audits.involvement import (
    AgencyReturn,
    Change,
    Involvement,
    Nil,
    NilKind,
    Searched,
)
from audits.people import Person, Role
from bot import regions
from bot.demo_families import household
from bot.robots import Robot
from files.tool import default_tool
from storage.contract import Store

SAMPLES = Path(__file__).parent.parent / "samples"
TENANT = "00000000-0000-0000-0000-000000000001"
SEED = 20210419
ZONE = "Europe/London"
GROUPS = ("contacts", "coordinators", "deputies", "leads", "team")
"""The tables of people."""
Progress = Callable[[int, int], None]
"""Told how many returns are made, of how many."""


def object_id(person: str) -> str:
    """Return the made-up Teams id of a person of the demo; always the same."""
    return str(uuid5(NAMESPACE_URL, f"urn:maca:demo:{person}"))


@dataclass(frozen=True)
class Demo:
    """The sample as it is read, and what follows from it on a given day."""

    sample: Mapping[str, Any]
    today: date

    @cached_property
    def days_off(self) -> frozenset[date]:
        """England's bank holidays around today."""
        years = range(self.today.year - 1, self.today.year + 2)
        return regions.days_off(years)

    @cached_property
    def people(self) -> dict[str, Person]:
        """Everybody on the roster, by id."""
        groups = (self.sample[group] for group in GROUPS)
        named = {person: row[0] for group in groups for person, row in group.items()}
        return {
            person: Person(
                id=person,
                tenant=TENANT,
                object_id=object_id(person),
                name=name,
                email=f"{person}@riverbridge.example",
            )
            for person, name in named.items()
        }

    @cached_property
    def audit(self) -> Audit:
        """The audit: opened some working days ago, due in some."""
        about = self.sample["audit"]
        first = self.today - timedelta(days=2 * about["working_days_open"] + 20)
        opened = first
        while working_days(opened, self.today, self.days_off) > about["working_days_open"]:
            opened += timedelta(days=1)
        due = plus_working_days(self.today, about["working_days_left"], self.days_off)
        return Audit(
            id=about["id"],
            title=about["title"],
            period=about["period"],
            context=about["context"],
            opened=opened,
            due=due,
            tool=default_tool().about(about["context"]),
            agencies=dict(self.agencies()),
            families=dict(self.families()),
            team={person: Role(row[1]) for person, row in self.sample["team"].items()},
            zone=ZONE,
            days_off=self.days_off,
            audit_day=self.audit_day
            or plus_working_days(due, about["working_days_to_audit_day"], self.days_off),
        )

    @property
    def audit_day(self) -> date | None:
        """The day on which the panel meets, where the sample names one."""
        away = self.sample["audit"].get("audit_day_in")
        return plus_working_days(self.today, away, self.days_off) if away else None

    def agencies(self) -> Iterator[tuple[str, Agency]]:
        """Yield every agency with its key."""
        for key, (name, short, kind) in self.sample["agencies"].items():
            yield (
                key,
                Agency(
                    key=key,
                    name=name,
                    short=short,
                    kind=kind,
                    coordinators=self.people_of("coordinators", key),
                    deputies=self.people_of("deputies", key),
                    lead="".join(self.people_of("leads", key)[:1]),
                ),
            )

    def people_of(self, group: str, agency: str) -> tuple[str, ...]:
        """Return the ids of those in this table who belong to the agency."""
        return tuple(who for who, row in self.sample[group].items() if row[1] == agency)

    def families(self) -> Iterator[tuple[str, Family]]:
        """Yield every family with its code."""
        for code, (facts, involved) in self.sample["families"].items():
            yield (
                code,
                Family(
                    code=code,
                    index_child=f"{code}1",
                    facts=frozenset(facts),
                    involved=tuple(involved),
                    household=household(code, self.sample["households"][code], self.today),
                    summary=self.sample["summaries"].get(code, ""),
                ),
            )

    def returns(self) -> Iterator[AgencyReturn]:
        """Yield every return that is owed, unopened."""
        for code, (_facts, involved) in self.sample["families"].items():
            for agency in involved:
                yield AgencyReturn(
                    id=f"{self.audit.id}.{code}.{agency}",
                    audit_id=self.audit.id,
                    family=code,
                    agency=agency,
                    contacts=self.contacts(code, agency),
                )

    def contacts(self, family: str, agency: str) -> tuple[str, ...]:
        """Return who answers for this agency about this family."""
        rows = self.sample["contacts"].items()
        return tuple(who for who, (_n, key, codes) in rows if key == agency and family in codes)

    def at(self, hours: float) -> datetime:
        """Return a moment this many hours after the audit opened at nine, never after yesterday."""
        zone = ZoneInfo(self.audit.zone)
        opened = datetime.combine(self.audit.opened, time(9), zone)
        latest = datetime.combine(self.today - timedelta(days=1), time(13), zone)
        return min(opened + timedelta(hours=hours), latest)

    def stood(self, ret: AgencyReturn) -> str:
        """Return how the sample wants this return to stand: `sent`, `started` and so on."""
        name = f"{ret.family}-{ret.agency}"
        return next((how for how, row in self.sample["standing"].items() if name in row), "")


def day_at(at: datetime) -> date:
    """Return which day it is in the demo's town; in summer that begins before it does in UTC."""
    return at.astimezone(ZoneInfo(ZONE)).date()


def read(today: date, beside: str = "") -> Demo:
    """Read the sample; what another sample has `beside` it comes first, table by table."""
    sample = table("demo")
    for name, rows in (table(beside) if beside else {}).items():
        sample[name] = {**sample.get(name, {}), **rows}
    return Demo(sample=sample, today=today)


def table(name: str) -> dict[str, Any]:
    """Return a sample as it is written."""
    return tomllib.loads((SAMPLES / f"{name}.toml").read_text(encoding="utf-8"))


async def fill(store: Store, today: date, progress: Progress = lambda _done, _all: None) -> Demo:
    """Put the fictional audit into the store, unless it is there already."""
    demo = read(today)
    if await store.audit(demo.audit.id):
        return demo
    for person in demo.people.values():
        await store.keep_person(person)
    owed = list(demo.returns())
    for done, ret in enumerate(owed):
        await store.add(ret)
        for change in history(demo, ret):
            await store.keep(change)
        progress(done + 1, len(owed))
    await store.keep_audit(demo.audit)
    return demo


def history(demo: Demo, ret: AgencyReturn) -> list[Change]:
    """Return what happened to this return before the demo starts."""
    how = demo.stood(ret)
    if not how:
        return []
    random = Random(f"{SEED}{ret.id}")  # noqa: S311 - a demo's content, not a secret
    audit, by = demo.audit, ret.contacts[0]
    at = demo.at(random.randint(1, 7 * 24))
    own = Involvement(
        audit=audit, family=audit.families[ret.family], agency=audit.agencies[ret.agency], ret=ret
    )
    first = returns.opened(own, by=by, at=at)
    return [first, *answered(demo, own.after(first), how, random)]


def answered(demo: Demo, own: Involvement, how: str, random: Random) -> list[Change]:
    """Return what was done to an opened return to make it stand as the sample wants it."""
    by, at = own.ret.contacts[0], own.ret.opened_at or demo.at(0)
    if how.startswith("nil_"):
        searched = frozenset({Searched.CHILD, Searched.MOTHER, Searched.FATHER})
        nil = Nil(kind=NilKind(how.removeprefix("nil_")), searched=searched)
        return [returns.send_nil(own, nil, by=by, at=at + timedelta(minutes=3))]
    robot = Robot(demo.sample["words"], random, demo.today)
    most = {"sent": 99, "started": random.randint(2, 5)}.get(how, 0)
    changes = robot.pages(own, by=by, at=at, most=most)
    if how != "sent":
        return changes
    done = replace(own, ret=changes[-1].after)
    return [*changes, returns.send(done, drawn=done.ret.version, by=by, at=at + timedelta(hours=2))]
