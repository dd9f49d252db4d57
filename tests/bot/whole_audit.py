"""A whole audit as it might be: ten families, thirteen services, and what people do when.

Opened on 16 March 2026, due on 1 April: the clocks change on 29 March, and Good Friday and Easter
Monday are the first working days after it.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from aiohttp import web

from audits import deadlines, returns, steering
from audits.audit import Audit
from audits.habits import Habits
from audits.involvement import AgencyReturn, Change, Involvement, Nil, NilKind, Searched
from audits.ledger import Entry
from audits.nudges import Kind, waiting
from audits.reach import Reach
from bot import demo
from tests.bot.outboxes import Post
from tests.bot.world import Connector, failing

OPENED, DUE, LAST = date(2026, 3, 16), date(2026, 4, 1), date(2026, 4, 24)
HERE = ZoneInfo("Europe/London")
SILENT = {"hou", "prob"}
"""Services that never answer. Housing has a coordinator, a deputy and a lead; probation nobody.
Adult mental health, which begins and never sends, has a lead alone."""
Do = Callable[[Post], Awaitable[None]]
Deed = tuple[datetime, str, Do]
"""When, what it is, and how it is done."""


def made() -> demo.Demo:
    """Return the demo's sample as of the day on which this audit is opened."""
    return demo.read(OPENED)


def audit() -> Audit:
    """Return the audit on its first day."""
    return replace(made().audit, id="whole", opened=OPENED, due=DUE)


def owed() -> list[AgencyReturn]:
    """Return all returns that are owed."""
    return [
        replace(ret, id=ret.id.replace("demo.", "whole."), audit_id="whole")
        for ret in made().returns()
    ]


HABITS = {
    "gp1": Habits(away=frozenset(date(2026, 3, day) for day in range(23, 28))),
    "amh1": Habits(working_days=frozenset({1, 3})),
    "edu1": Habits(day_starts=time(15, 30), day_ends=time(17)),
}
"""A doctor on leave for the week before; somebody who works on Tuesdays and Thursdays; a teacher
who reads messages after school."""
ZONES = {"sub1": "Europe/Lisbon", "per1": "America/New_York"}
"""Clients that say where they are: one on the same clock, one five hours behind it (four for the
two weeks in which only America has changed its clocks)."""


class Refusing(Connector):
    """A connector that some people have blocked."""

    blocked: set[str]

    def __init__(self) -> None:
        super().__init__()
        self.blocked = set()

    async def _take(self, request: web.Request) -> web.StreamResponse:
        if {f"a:{who}" for who in self.blocked} & set(request.path.split("/")):
            return failing(403, "ConversationBlockedByUser")
        return await super()._take(request)


def reach(who: str, service_url: str) -> Reach:
    """Return how somebody is reached."""
    return Reach(
        person=who, tenant=demo.TENANT, user=f"29:{who}", bot="28:maca", service_url=service_url,
        conversation=f"a:{who}", zone=ZONES.get(who, ""), habits=HABITS.get(who, Habits()),
    )  # fmt: skip


async def fill(post: Post) -> None:
    """Keep everybody, and the audit as it is on its first day."""
    people = made().people
    for person in people.values():
        await post.store.keep_person(person)
        if person.id != "panel1":
            await post.store.keep_reach(reach(person.id, post.connector.url))
    await post.fill(audit(), owed())


def here(day: int, clock: str, month: int = 3) -> datetime:
    """Return a moment on the partnership's clock."""
    at = time.fromisoformat(clock)
    return datetime.combine(date(2026, month, day), at, HERE)


async def change(post: Post, return_id: str, make: Callable[[Involvement], Change]) -> None:
    """Have somebody change a return."""
    ret = await post.store.agency_return(return_id)
    found = await post.store.audit("whole")
    assert ret is not None
    assert found is not None
    own = Involvement(
        audit=found, family=found.families[ret.family], agency=found.agencies[ret.agency], ret=ret
    )
    assert await post.store.keep(make(own))


def sends(ret: AgencyReturn) -> Do:
    """Have the return sent by its contact."""
    nil = Nil(kind=NilKind.NOT_KNOWN, searched=frozenset({Searched.CHILD}))

    async def do(post: Post) -> None:
        at = post.clock.at
        await change(
            post, ret.id, lambda own: returns.send_nil(own, nil, by=ret.contacts[0], at=at)
        )

    return do


def opens(ret: AgencyReturn) -> Do:
    """Have the return opened by its contact."""

    async def do(post: Post) -> None:
        at = post.clock.at
        await change(post, ret.id, lambda own: returns.opened(own, by=ret.contacts[0], at=at))

    return do


def declines(ret: AgencyReturn) -> Do:
    """Have the return declined, of which the business manager is told."""

    async def do(post: Post) -> None:
        by, at, why = ret.contacts[0], post.clock.at, "Closed to us in 2024."
        await change(post, ret.id, lambda own: deadlines.decline(own, why, by=by, at=at))

    return do


async def grants(post: Post) -> None:
    """Have the business manager let all escalations go that wait."""
    found = await post.store.audit("whole")
    assert found is not None
    standings = await post.store.returns_in("whole")
    for nudge in waiting(found, standings, {}, at=post.clock.at):
        found = steering.rule(found, nudge.id, granted=True, by="bm", at=post.clock.at)
    assert await post.store.keep_audit(found)


async def snoozes(post: Post) -> None:
    """Have a midwife ask to be reminded tomorrow morning."""
    found = await post.store.reach("mid1")
    assert found is not None
    until = here(26, "08:00")
    own = replace(found.habits, snoozed_at=post.clock.at, snoozed_until=until)
    assert await post.store.keep_reach(replace(found, habits=own))


async def blocks(post: Post) -> None:
    """Have the paediatric liaison nurse block the bot."""
    assert isinstance(post.connector, Refusing)
    post.connector.blocked.add("paed1")


async def writes_again(post: Post) -> None:
    """Have her unblock it and write."""
    assert isinstance(post.connector, Refusing)
    post.connector.blocked.clear()
    found = await post.store.reach("paed1")
    assert found is not None
    assert await post.store.keep_reach(replace(found, unreachable_since=None, why=""))


def deeds() -> list[Deed]:
    """Return all that people do, in order of time."""
    listed: list[Deed] = [
        (here(20, "12:00"), "the paediatric liaison nurse blocks the bot", blocks),
        (here(25, "10:15"), "mid1 asks to be reminded tomorrow morning", snoozes),
        (here(27, "11:00"), "the business manager grants what waits", grants),
        (here(30, "09:30"), "the paediatric liaison nurse writes again", writes_again),
        (here(13, "10:20", 4), "the business manager grants what waits", grants),
    ]
    for ret in owed():
        who, number = ret.contacts[0], ord(ret.family) - ord("A")
        if ret.agency in SILENT:
            continue
        begun = here(17, "10:30") + timedelta(days=number % 3)
        listed.append((begun, f"{who} opens {ret.family}", opens(ret)))
        if who == "gp1":
            listed.append((here(30, "16:40"), f"{who} sends {ret.family}", sends(ret)))
        elif (ret.family, ret.agency) == ("F", "edu"):
            listed.append((here(24, "17:00"), f"{who} declines F", declines(ret)))
        elif ret.agency != "amh":
            done = here(23, "14:10") + timedelta(days=number)
            listed.append((done, f"{who} sends {ret.family}", sends(ret)))
    return sorted(listed, key=lambda deed: (deed[0], deed[1]))


def line(entry: Entry, families: list[str]) -> str:
    """Return one line of what was sent."""
    at = (entry.settled_at or entry.claimed_at).astimezone(HERE)
    nudge = entry.nudge
    about = "" if nudge.kind is Kind.APPROVAL else nudge.about
    what = f"{nudge.kind.value} {about or nudge.step}"
    told = f"{at:%a %d %b %H:%M}  {nudge.person:6}  {what:27}  {' '.join(families):24}"
    return f"{told}  {entry.outcome.value}".rstrip()
