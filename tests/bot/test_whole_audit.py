"""A whole audit against the real code: exactly what was sent to whom, when.

The list is tests/bot/expected/whole_audit.txt, to be read by people. MACA_EXPECTED=1 writes it
anew; then look at what changed, and why.
"""

import os
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from audits.ledger import Entry, Outcome
from audits.nudges import between
from audits.steps import taking_part
from bot.gathering import Time, unseen
from tests.bot import whole_audit
from tests.bot.outboxes import Post
from tests.bot.whole_audit import HERE, LAST, OPENED, Refusing

EXPECTED = Path(__file__).parent / "expected" / "whole_audit.txt"
MINUTE = timedelta(minutes=1)
HEAD = """\
What a whole audit sends: ten families, thirteen services, from its opening on 16 March until
three weeks after its due date, 1 April. The clocks change on 29 March; 3 and 6 April are off.
When (in London), to whom, what (with working days, or the rung), about which families, outcome.

"""


class Weeks:
    """Lets the weeks pass, from one minute in which something happens to the next."""

    def __init__(self, post: Post) -> None:
        self.post = post
        self.end = datetime.combine(LAST, time(23, 59), HERE).astimezone(UTC)
        self.now = datetime.combine(OPENED, time(), HERE).astimezone(UTC)
        self.deeds = whole_audit.deeds()

    async def pass_by(self) -> None:
        """Sweep at every minute at which something may happen, and prove the others empty."""
        while self.now < self.end:
            after = await self.next_minute()
            await self.nothing_between(self.now, after - MINUTE)
            self.now = self.post.clock.at = after
            while self.deeds and self.deeds[0][0] <= self.now:
                await self.deeds.pop(0)[2](self.post)
            await self.post.outbox.sweep()

    async def next_minute(self) -> datetime:
        """Return the next minute in which somebody does something, or something is planned.

        Notices and what is tried again come within the hour.
        """
        (audit,) = await self.post.store.audits()
        standings = await self.post.store.returns_in(audit.id)
        habits = await self.post.outbox.gathering.habits(taking_part(audit, standings))
        hour = (self.now + timedelta(hours=1)).replace(minute=0)
        planned = between(audit, standings, habits, since=self.now, until=hour)
        found = [hour, *(nudge.at for nudge in planned)]
        if self.deeds:
            found.append(max(self.deeds[0][0].astimezone(UTC), self.now + MINUTE))
        return whole_minute(min(found))

    async def nothing_between(self, since: datetime, until: datetime) -> None:
        """Prove that no sweep in these minutes, in which nobody does anything, would send."""
        (audit,) = await self.post.store.audits()
        found = await self.post.outbox.gathering.due(audit, Time(since=since, until=until))
        assert not unseen(found, await self.post.store.ledger(audit.id))


def whole_minute(at: datetime) -> datetime:
    """Return the minute at or after this moment."""
    floor = at.replace(second=0, microsecond=0)
    return floor if floor == at else floor + MINUTE


async def lived(folder: Path, address: str) -> tuple[list[Entry], Counter[str]]:
    """Live through it; return the ledger, and how many messages the connector took for whom."""
    async with AsyncExitStack() as closing:
        post = Post(folder, address, connector=Refusing())
        await post.start(closing, people=False)
        await whole_audit.fill(post)
        await Weeks(post).pass_by()
        return list(await post.store.ledger("whole")), Counter(post.got())


def families(entry: Entry) -> list[str]:
    """Return the codes of the families that an entry is about, and of which service if of one."""
    pairs = [return_id.split(".")[1:] for return_id in entry.nudge.return_ids]
    agencies = {agency for _family, agency in pairs}
    codes = sorted({family for family, _agency in pairs})
    return [*codes, f"({agencies.pop()})"] if len(agencies) == 1 else codes


def by_time(entry: Entry) -> tuple[datetime, str, str]:
    """Return what the list is ordered by."""
    return entry.settled_at or entry.claimed_at, entry.nudge.person, entry.nudge.id


def told(entries: list[Entry]) -> str:
    """Return the readable list."""
    lines = [whole_audit.line(entry, families(entry)) for entry in sorted(entries, key=by_time)]
    return HEAD + "\n".join(lines) + "\n"


@pytest.fixture(params=["tiny", "postgres"])
async def address(request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """The address of a database, and none for the embedded store."""
    if request.param == "tiny":
        yield ""
        return
    async with request.getfixturevalue("postgres").fresh() as found:
        yield found


async def test_whole_audit_sends_exactly_what_is_expected(tmp_path: Path, address: str) -> None:
    """To the minute, and not one message more than the ledger says; the same on every store."""
    entries, got = await lived(tmp_path, address)
    if os.environ.get("MACA_EXPECTED") == "1":
        EXPECTED.parent.mkdir(exist_ok=True)
        EXPECTED.write_text(told(entries), encoding="utf-8")
    assert told(entries) == EXPECTED.read_text(encoding="utf-8")
    sent = (entry.nudge.person for entry in entries if entry.outcome is Outcome.SENT)
    assert got == Counter(sent)
