"""How many answers a second replicas take on one PostgreSQL, and what a turn costs as it fills.

Run as `python -m bench.postgres`. The database syncs every commit. Robots, replicas and database
share this machine's cores, so that more replicas than cores cannot show what they could do apart.
Exits 1 when a turn at 200,000 returns costs more than 1.3 times one at 1,000.
"""

import asyncio
import os
import sys
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import aiohttp
import asyncpg

from bench._pages import found
from bench._table import Row, at_most, note
from dialogs import router
from dialogs.turn import Turn
from storage.postgres import PostgresStore
from tests import cast, robots
from tests.bot.outboxes import NINE
from tests.bot.world import Connector
from tests.postgres import OwnServer, own_server
from tests.replicas import Replica
from tests.robots import Robot, saving, somebody
from tests.storage.rings import ring_for

SECONDS = float(os.environ.get("BENCH_SECONDS", "8"))
REPLICAS = (1, 2, 4)
ROBOTS = 32
RETURNS = 50
"""That are answered in turn, beside all those that only lie there."""
FEW, MANY = 1_000, int(os.environ.get("BENCH_RETURNS", "200000"))
TURNS = int(os.environ.get("BENCH_TURNS", "300"))
TICKS = os.sysconf("SC_CLK_TCK")
GOAL = 1.3
WARM = 10
"""Turns before the first that counts."""
FILL_RETURNS = """insert into returns
    (audit_id, id, family, agency, contacts, version, stage, standing, document)
    select 'x' || n / 1000, 'x' || n / 1000 || '.F' || n || '.police', 'F' || n, 'police',
        array['x' || n % 20000], 12, 'in_progress', one.standing, one.document
    from generate_series(1, $1::int) n,
        (select standing, document from returns order by length(document) desc limit 1) one"""
FILL_JOURNAL = """insert into journal (audit_id, about, version, document)
    select 'x' || n / 1000, 'returns/x' || n / 1000 || '.F' || n || '.police', v, one.document
    from generate_series(1, $1::int) n, generate_series(1, 5) v,
        (select document from journal limit 1) one"""


def cpu_seconds(process: int) -> float:
    """Return the CPU time that a process has used; none of one that is gone."""
    stat = Path(f"/proc/{process}/stat")
    if not stat.exists():
        return 0.0
    return sum(map(int, stat.read_text().rpartition(")")[2].split()[11:13])) / TICKS


def children(process: int) -> list[int]:
    """Return the processes that this one has begun."""
    found = Path(f"/proc/{process}/task/{process}/children")
    return [int(one) for one in found.read_text().split()] if found.exists() else []


def spent_by(server: OwnServer, team: Sequence[Replica]) -> tuple[float, float]:
    """Return the CPU seconds of all replicas, and of the database."""
    mine = sum(cpu_seconds(one.process.pid) for one in team if one.process)
    postmaster = int(Path(server.data, "postmaster.pid").read_text().split()[0])
    return mine, sum(map(cpu_seconds, [postmaster, *children(postmaster)]))


async def turns_a_second(server: OwnServer, replicas: int) -> tuple[float, ...]:
    """Return turns a second, the median in ms, and CPU ms a turn of replica and of database."""
    async with AsyncExitStack() as closing:
        address = await closing.enter_async_context(server.fresh())
        connector = Connector()
        await connector.start()
        closing.push_async_callback(connector.server.close)
        await filled(address, ROBOTS, connector.url)
        team = [Replica(address) for _ in range(replicas)]
        for one in team:
            await one.start((NINE - datetime.now(UTC)).total_seconds())
            closing.push_async_callback(one.stop)
        http = await closing.enter_async_context(aiohttp.ClientSession())
        ports = [one.port for one in team]
        working = [Robot(n, http, ports, connector.url, 0) for n in range(ROBOTS)]
        enough, begun, before = asyncio.Event(), time.perf_counter(), spent_by(server, team)
        asyncio.get_running_loop().call_later(SECONDS, enough.set)
        await asyncio.gather(*(one.work(enough) for one in working))
        spent, after = time.perf_counter() - begun, spent_by(server, team)
    took = [one for robot in working for one in robot.took]
    bot, database = (1000 * (b - a) / len(took) for a, b in zip(before, after, strict=True))
    return len(took) / spent, median(took) * 1000, bot, database


async def filled(address: str, count: int, service_url: str) -> None:
    """Keep robots and what they owe."""
    store = await PostgresStore.open(address, ring=ring_for)
    await robots.fill(store, count, service_url)
    await store.close()


class Desk:
    """Somebody who answers page after page on a store, without the web between."""

    def __init__(self, store: PostgresStore, answers: Robot) -> None:
        self.store = store
        self.answers = answers
        self.took: list[float] = []
        self.number = 0
        self.card: dict[str, Any] = {}

    async def press(self) -> None:
        """Save the page that is shown, or open the next return; note how long a save took."""
        save = saving(self.card)
        self.number = self.number if save else (self.number + 1) % RETURNS
        verb, carried = "open", {"return": f"crowd.F{self.number}.police"}
        if save:
            filled = {one["id"]: self.answers.answer(one) for one in found(self.card, "Input.")}
            verb, carried = "save", {**save["data"], **filled}
        turn = Turn(
            who=somebody(self.number),
            verb=verb,
            at=NINE,
            partnership=cast.PARTNERSHIP,
            data=carried,
        )
        begun = time.perf_counter()
        reply = await router.take(turn, self.store)
        if save:
            self.took.append(time.perf_counter() - begun)
        self.card = dict(reply.card)


async def growth(server: OwnServer) -> tuple[float, float]:
    """Return the median ms of a saving turn among few returns, and among many."""
    async with AsyncExitStack() as closing:
        http = await closing.enter_async_context(aiohttp.ClientSession())
        words = Robot(0, http, (), "")
        desks = []
        for size in (FEW, MANY):
            address = await closing.enter_async_context(server.fresh())
            await filled(address, RETURNS, "http://127.0.0.1:9/")
            store = await PostgresStore.open(address, ring=ring_for)
            closing.push_async_callback(store.close)
            desks.append(Desk(store, words))
            while len(desks[-1].took) < WARM:  # so that there is something to copy
                await desks[-1].press()
            await crowded(address, size)
        while len(desks[0].took) < TURNS:  # by turns, so that a busy machine is as unfair to both
            for desk in desks:
                await desk.press()
    few, many = (median(desk.took[WARM:]) * 1000 for desk in desks)
    return few, many


async def crowded(address: str, size: int) -> None:
    """Put so many other returns beside, as large as a real one, with their journals."""
    connection = await asyncpg.connect(address)
    for first in range(0, size, FEW * 10):
        part = min(FEW * 10, size - first)
        await connection.execute(FILL_RETURNS.replace("(1, $1::int)", f"({first + 1}, $1::int)"),
                                 first + part)  # fmt: skip
        await connection.execute(FILL_JOURNAL.replace("(1, $1::int)", f"({first + 1}, $1::int)"),
                                 first + part)  # fmt: skip
    await connection.execute("vacuum analyze")
    told = await connection.fetchrow(
        "select count(*), pg_database_size(current_database()) / 1000000 from returns"
    )
    await connection.close()
    assert told  # noqa: S101
    print(f"filled: {told[0]} returns, {told[1]} MB", flush=True)


async def measured(server: OwnServer) -> bool:
    """Measure both, print them, and say whether the goal is reached."""
    print(f"\n{os.cpu_count()} cores for robots, replicas and database; {ROBOTS} robots at once")
    print("replicas | turns/s | median ms | CPU ms a turn: replica | database", flush=True)
    for replicas in REPLICAS:
        rate, took, bot, database = await turns_a_second(server, replicas)
        print(
            f"{replicas:8} | {rate:7.0f} | {took:9.0f} | {bot:22.1f} | {database:8.1f}", flush=True
        )
        spent = f"{rate:,.0f}/s, {bot:.2f} ms CPU, {database:.2f} in the database"
        note(Row(what=f"turns on PostgreSQL, {replicas} replicas", ours=spent))
    few, many = await growth(server)
    print(f"one saving turn: {few:.1f} ms at {FEW} returns, {many:.1f} ms at {MANY}: "
          f"{many / few:.2f} times (goal: at most {GOAL})")  # fmt: skip
    what = f"a save on PostgreSQL at {MANY:,} returns, beside {FEW:,}"
    return not at_most(what, many / few, GOAL, "times")


def main() -> int:
    """Measure, and return 1 when a turn grows too much."""
    with own_server(fsync="on", full_page_writes="on", autovacuum="on",
                    shared_buffers="256MB") as server:  # fmt: skip
        return 0 if asyncio.run(measured(server)) else 1


if __name__ == "__main__":
    sys.exit(main())
