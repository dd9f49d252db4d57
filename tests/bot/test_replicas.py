"""Several replicas share one database: killed, restarted, cut off, and nothing is lost."""

from collections.abc import Iterator

import pytest

from tests import replicas
from tests.postgres import OwnServer, own_server
from tests.replicas import Plan


@pytest.fixture
def server() -> Iterator[OwnServer]:
    """A server that can be restarted."""
    with own_server() as found:
        yield found


async def test_replicas_killed_and_database_restarted_lose_nothing(server: OwnServer) -> None:
    """Every answer with a card is there once, every nudge went, twice only what was in flight.

    The long form, with four replicas and 200 robots, is bench/replicas.py.
    """
    plan = Plan(replicas=2, robots=12, kills=2, restarts=1, every=0.7)
    told = await replicas.run(server, plan)
    assert told.lost == []
    assert told.doubled == []
    assert told.kept == told.answered > plan.robots
    assert set(told.got) == {robot.person.id for robot in told.robots}
    assert told.twice <= told.doubtful
    assert told.good
