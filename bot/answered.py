"""The demo's audit after its deadline: robots have answered, two services never did."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from random import Random
from zoneinfo import ZoneInfo

from audits import deadlines, notices, nudges, queries, returns
from audits.audit import Audit
from audits.calendar import plus_working_days, working_days
from audits.involvement import (
    AgencyReturn,
    Change,
    Event,
    Involvement,
    Known,
    Nil,
    NilKind,
    Searched,
    Sheet,
    Standing,
)
from audits.ledger import Outcome
from audits.plan import Ruling
from bot import deliberated
from bot.deliberated import Met
from bot.demo import SEED, Demo, Progress, read
from bot.happened import Happened, happened
from bot.teller import Teller
from storage.contract import Store
from storage.index import standing

BESIDE = "answered"
"""The sample that says what differs from the demo."""
RUNS_IT = "bm"
LATE_BY = {"late": 1, "after_the_pack": 3}
"""Working days after the due date at which returns come that are late."""
FROZEN = 2
"""Working days after the due date at which the packs are frozen."""


async def fill(store: Store, today: date, progress: Progress = lambda _done, _all: None) -> Demo:
    """Put the answered audit into the store, unless it is there already."""
    demo = read(today, BESIDE)
    if await store.audit(demo.audit.id):
        return demo
    for person in demo.people.values():
        await store.keep_person(person)
    past, owed = Past(demo), list(demo.returns())
    history: dict[str, list[AgencyReturn]] = {}
    rows: list[tuple[Standing, Sequence[Event]]] = []
    for done, ret in enumerate(owed):
        await store.add(ret)
        changes = past.of(ret)
        for change in changes:
            await store.keep(change)
        history[ret.id] = [ret, *(change.after for change in changes)]
        rows.append((history[ret.id][-1], [event for one in changes for event in one.events]))
        progress(done + 1, len(owed))
    await store.keep_audit(await told(store, demo.audit, rows, past.now))
    met = Met(
        frozen_at=past.frozen_at,
        standings=standings_at(history, past.frozen_at),
        began=past.moment(demo.audit_day or demo.today, 9.5),
    )
    await deliberated.keep(store, demo.audit.id, demo.sample["panel"], met)
    return demo


def standings_at(history: dict[str, list[AgencyReturn]], at: datetime) -> list[Standing]:
    """Return how every return stood at this moment."""
    return [
        standing([one for one in steps if not one.changed_at or one.changed_at <= at][-1])
        for steps in history.values()
    ]


async def told(
    store: Store,
    audit: Audit,
    rows: Sequence[tuple[Standing, Sequence[Event]]],
    until: datetime,
) -> Audit:
    """Keep that people were told and reminded as planned; return the audit with its rulings."""
    since = datetime.combine(audit.opened, time(), ZoneInfo(audit.zone))
    standings = [one for one, _events in rows]
    planned = [
        *nudges.between(audit, standings, {}, since=since, until=until),
        *notices.of_journal(audit, rows, {}, since=since, until=until),
    ]
    rulings = {n.id: Ruling(by=RUNS_IT, at=n.at, granted=True) for n in planned if n.needs_approval}
    for nudge in sorted(planned, key=lambda one: one.at):
        if await store.claim(nudge, nudge.at):
            await store.settle(nudge.id, Outcome.SENT, nudge.at)
    return replace(audit, rulings=rulings)


@dataclass(frozen=True)
class Past:
    """What was done to each return until now."""

    demo: Demo

    @cached_property
    def now(self) -> datetime:
        """The moment at which the demo begins: this morning."""
        return self.moment(self.demo.today, 7)

    def moment(self, day: date, hours: float) -> datetime:
        """Return a time of the day, on the partnership's clock."""
        start = datetime.combine(day, time(), ZoneInfo(self.demo.audit.zone))
        return start + timedelta(hours=hours)

    @cached_property
    def families(self) -> dict[str, Happened]:
        """What took place in each family."""
        audit = self.demo.audit
        return {
            code: happened([audit.agencies[key].kind for key in family.involved], chance(code))
            for code, family in audit.families.items()
        }

    @cached_property
    def frozen_at(self) -> datetime:
        """The moment at which the packs were frozen: one evening after the deadline."""
        audit = self.demo.audit
        return self.moment(plus_working_days(audit.due, FROZEN, audit.days_off), 18)

    def stood(self, ret: AgencyReturn) -> str:
        """Return how the sample wants this return to stand."""
        name = f"{ret.family}-{ret.agency}"
        return next((how for how, row in self.demo.sample["stand"].items() if name in row), "sent")

    def of(self, ret: AgencyReturn) -> list[Change]:
        """Return what was done to the return, in order of time."""
        how, random = self.stood(ret), chance(ret.id)
        if how == "silent":
            return []
        steps = Steps(own=involvement(self.demo.audit, ret), done=[])
        by, at = ret.contacts[0], self.begun(random)
        known = Known.NOT_KNOWN if how == "nil_not_known" else Known.KNOWN
        steps.take(deadlines.acknowledge, known, by=by, at=at - timedelta(hours=2))
        steps.take(returns.opened, by=by, at=at)
        self.ended(steps, how, random)
        self.looked_at(steps, random)
        return steps.done

    def ended(self, steps: "Steps", how: str, random: Random) -> None:
        """Carry the opened return to how it shall stand."""
        by, said = steps.own.ret.contacts[0], self.demo.sample["stand_words"].get(how, "")
        at = self.sent_at(
            steps.own.ret.opened_at or self.now, late=LATE_BY.get(how, 0), random=random
        )
        if how in {"declined", "waived"}:
            move = deadlines.decline if how == "declined" else deadlines.waive
            steps.take(move, said, by=by if how == "declined" else RUNS_IT, at=at)
        elif how.startswith("nil_"):
            searched = frozenset({Searched.CHILD, Searched.MOTHER, Searched.FATHER})
            kind = NilKind(how.removeprefix("nil_"))
            steps.take(returns.send_nil, Nil(kind=kind, searched=searched, why=said), by=by, at=at)
        else:
            most = 4 if how == "started" else 99
            self.answered(steps, at, most=most, random=random)
            if how == "started":
                self.worried(steps, at)
            else:
                steps.take(returns.send, drawn=steps.own.ret.version, by=by, at=at)

    def worried(self, steps: "Steps", at: datetime) -> None:
        """Have a draft say that a child is at risk now, where the sample wants it."""
        ret = steps.own.ret
        if f"{ret.family}-{ret.agency}" in self.demo.sample["stand"]["worried"]:
            sheet = Sheet(drawn=ret.version, answers={"risk": "yes"})
            steps.take(returns.save, sheet, by=ret.contacts[0], at=at)

    def answered(self, steps: "Steps", at: datetime, *, most: int, random: Random) -> None:
        """Answer page by page, in the hour and a half before `at`."""
        own = steps.own
        teller = Teller(
            sample=self.demo.sample,
            own=own,
            took_place=self.families[own.ret.family],
            random=random,
            today=self.demo.today,
        )
        begun = max(at - timedelta(minutes=90), own.ret.opened_at or at)
        for change in teller.pages(own, by=own.ret.contacts[0], at=begun, most=most):
            steps.add(change)

    def begun(self, random: Random) -> datetime:
        """Return when a return was opened: on one of the first days."""
        audit = self.demo.audit
        day = plus_working_days(audit.opened, random.randint(1, 6), audit.days_off)
        return self.moment(day, 9 + random.random() * 7)

    def sent_at(self, opened: datetime, *, late: int, random: Random) -> datetime:
        """Return when a return was sent: most in the last days before it was due, few after."""
        audit = self.demo.audit
        if late:
            day = plus_working_days(audit.due, late, audit.days_off)
            return self.moment(day, 10 + random.random() * 6)
        span = working_days(audit.here(opened).date(), audit.due, audit.days_off)
        left = round(span * (1 - random.betavariate(2.2, 1.2)))
        day = plus_working_days(audit.due, -min(left, span - 1), audit.days_off)
        return self.moment(day, 11 + random.random() * 5.5)

    def looked_at(self, steps: "Steps", random: Random) -> None:
        """Have the business manager accept the return, or ask about it."""
        ret, seen = steps.own.ret, self.demo.sample["read"]
        name = f"{ret.family}-{ret.agency}"
        if ret.sent_at is None:
            return
        at = min(ret.sent_at + timedelta(hours=4 + random.random() * 40), self.now)
        if name in seen["accepted"]:
            steps.take(queries.accept, by=RUNS_IT, at=at)
        elif name in seen["queried"]:
            steps.take(queries.query, seen["queried"][name], by=RUNS_IT, at=at)


@dataclass(slots=True)
class Steps:
    """What was done to one return so far, and how it now is."""

    own: Involvement
    done: list[Change]

    def take(self, move: Callable[..., Change], *what: object, **how: object) -> None:
        """Do one thing more."""
        self.add(move(self.own, *what, **how))

    def add(self, change: Change) -> None:
        """Take in a change that was made of how the return now is."""
        if change.after is not change.before:
            self.done.append(change)
            self.own = self.own.after(change)


def involvement(audit: Audit, ret: AgencyReturn) -> Involvement:
    """Return the involvement that owes the return."""
    return Involvement(
        audit=audit, family=audit.families[ret.family], agency=audit.agencies[ret.agency], ret=ret
    )


def chance(of: str) -> Random:
    """Return the chances of one thing, the same each time."""
    return Random(f"{SEED}{of}")  # noqa: S311 - a demo's content, not a secret
