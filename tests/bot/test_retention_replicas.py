"""Retention on PostgreSQL, shared by replicas: destroyed once, class by class, to the end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any
from typing import cast as cast_to

import pytest

from audits import keeping
from audits.retention import DataClass
from bot.retention import certificates
from storage.masters import own_ring
from storage.postgres import PostgresStore
from tests import cast
from tests.bot.outboxes import StoodClock
from tests.bot.retaining import CLOSED, ENDS, Kept, filled
from tests.postgres import Server

REPLICAS = 3


@pytest.fixture
async def replicas(postgres: Server, tmp_path: Path) -> AsyncIterator[list[Kept]]:
    """Several replicas on one database with a closed audit in it."""
    async with AsyncExitStack() as closing:
        address = await closing.enter_async_context(postgres.fresh())
        found = []
        for _ in range(REPLICAS):
            store = await PostgresStore.open(address, ring=lambda _: own_ring(tmp_path / "keys"))
            closing.push_async_callback(store.close)
            found.append(Kept(cast_to("Any", store), tmp_path, StoodClock(at=CLOSED)))
        await filled(found[0].store)
        yield found


async def test_replicas_carry_every_class_to_its_end_together(replicas: list[Kept]) -> None:
    """At each moment all look at once; one destroys, one certificate comes of it."""
    for data in DataClass:
        for moment in (ENDS[data] - keeping.NOTICE, ENDS[data]):
            done = await asyncio.gather(*(one.at(moment) for one in replicas))
            # Who was between two others' changes looks again at its next round.
            done += [await replicas[0].at(moment + timedelta(minutes=1))]
        assert [each for one in done for each in one] == [data]
        if data is DataClass.RETURNS:
            ret = await replicas[1].store.agency_return(cast.MINE.id)
            assert ret is not None
            assert ret.answers == {}
    found = await certificates(replicas[2].store)
    assert [one.reference for one in found] == [f"a1-D{n}" for n in range(1, 5)]
    assert [record async for record in replicas[2].store.everything("a1")] == []
