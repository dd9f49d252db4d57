"""The bot on PostgreSQL killed at any moment, and the database too, loses no answer with a card."""

from collections.abc import Iterator

import pytest

from tests import replicas
from tests.crashes import Crashes
from tests.postgres import OwnServer, own_server
from tests.proofs import LONG, proved
from tests.replicas import Plan

PLAN = Plan(replicas=1, robots=12 if LONG else 6, kills=30 if LONG else 3, restarts=0, every=0.6)


@pytest.fixture
def server() -> Iterator[OwnServer]:
    """A server that may crash: every commit is on its disk before it is told."""
    with own_server(fsync="on", synchronous_commit="on", full_page_writes="on") as found:
        yield found


async def test_bot_and_database_killed_at_random_lose_nothing(server: OwnServer) -> None:
    """Every answer with a card is there once; every nudge went, twice only what was in flight."""
    told = await replicas.run(server, PLAN, kind=Crashes)
    assert told.lost == []
    assert told.doubled == []
    assert told.kept == told.answered > PLAN.robots
    assert set(told.got) == {robot.person.id for robot in told.robots}
    assert told.twice <= told.doubtful
    crashes = PLAN.kills // 3
    proved(
        f"PostgreSQL: the bot killed {PLAN.kills - crashes} times and the database {crashes} times "
        "(its first process, one that serves, its own way to crash) at random moments under load",
        f"{told.answered:,} answers kept, none lost or doubled",
    )
