"""Thirty of a hundred sends fail, the bot is killed: who gets their nudge, how often, how fast.

Run as `python -m bench.faults`. Everything is real but Teams' connector and the passing of time.
Exits 1 when somebody got nothing, or something twice that Teams had taken once.
"""

import asyncio
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

import aiohttp
from aiohttp import web

from bench._table import at_most
from bot.outbox import AT_ONCE
from tests.bot import crowd
from tests.bot.killing import again_and_again
from tests.bot.outboxes import NINE, Post
from tests.bot.world import Connector, failing

PEOPLE = int(os.environ.get("BENCH_PEOPLE", "400"))
SHARE = 0.3
SEED = 20210419
KILLS = int(os.environ.get("BENCH_KILLS", "10"))
KINDS = ("none", "412", "429", "502", "time-out", "dropped", "taken, then dropped", "all")
MINUTES = 180
LIMIT = 50
"""Sends a second."""
OUT_OF_PATIENCE, PATIENT = (aiohttp.ClientTimeout(total=seconds) for seconds in (1, 60))
"""Where Teams never answers, and elsewhere: a machine that is busy is no Teams that is silent."""


@dataclass
class Faulty(Connector):
    """A connector that fails some sends, and notes whose it takes and when each comes."""

    kinds: Sequence[str] = ()
    random: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311
    taken: Counter[str] = field(default_factory=Counter)
    doubtful: set[str] = field(default_factory=set)
    never: asyncio.Event = field(default_factory=asyncio.Event)

    async def _take(self, request: web.Request) -> web.StreamResponse:
        who = request.path.split("/")[-2].removeprefix("a:")
        await request.read()
        if self.random.random() < SHARE and self.kinds:
            return await self._failed(self.random.choice(self.kinds), who, request)
        self.taken[who] += 1
        return web.json_response({"id": "m"}, status=201)

    async def _failed(self, kind: str, who: str, request: web.Request) -> web.StreamResponse:
        if kind.isdecimal():
            after = {"Retry_After": str(self.random.randint(1, 5))} if kind == "429" else {}
            return failing(int(kind), **after)
        if kind == "time-out":
            await self.never.wait()
        if kind == "taken, then dropped":
            self.taken[who] += 1
            self.doubtful.add(who)
        assert request.transport is not None  # noqa: S101
        request.transport.close()
        return web.Response()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What came of one run."""

    kind: str
    people: int
    none: int
    once: int
    more: int
    doubtful: int
    """Whose message was taken though no answer came; the bot cannot know."""
    requests: int
    most_in_a_second: int
    minutes: float

    @property
    def good(self) -> bool:
        """Say whether everybody got it, once unless in doubt, and no faster than allowed."""
        return not self.none and self.more <= self.doubtful and self.most_in_a_second <= LIMIT


def most_in_a_second(times: Sequence[float]) -> int:
    """Return how many there are at most in any second."""
    ordered = sorted(times)
    most = first = 0
    for last, at in enumerate(ordered):
        while at - ordered[first] >= 1:
            first += 1
        most = max(most, last - first + 1)
    return most


async def run(kind: str, people: int, folder: Path) -> Told:
    """Have so many people due at one minute, and sweep each minute until all is settled."""
    every = tuple(k for k in KINDS if k not in {"none", "all", "taken, then dropped"})
    kinds = {"none": (), "all": every}.get(kind, (kind,))
    async with AsyncExitStack() as closing:
        faulty = Faulty(kinds=kinds)
        post = Post(folder, connector=faulty)
        await post.start(closing, people=False)
        post.http = await closing.enter_async_context(
            aiohttp.ClientSession(timeout=OUT_OF_PATIENCE if "time-out" in kinds else PATIENT)
        )
        await crowd.fill(post.store, people, faulty.url)
        post.outbox = post.another()
        begun = post.time.at
        minutes = 0
        for minute in range(MINUTES):
            if await post.sweep_at(NINE + timedelta(minutes=minute)):
                minutes = minute
        faulty.never.set()
        spent = minutes + (post.time.at - begun) / 60
    told = Counter(faulty.taken[who] for who in crowd.names(people))
    return Told(
        kind=kind, people=people, none=told[0], once=told[1],
        more=people - told[0] - told[1], doubtful=len(faulty.doubtful),
        requests=len(post.let_go), most_in_a_second=most_in_a_second(post.let_go),
        minutes=spent,
    )  # fmt: skip


def killed() -> bool:
    """Kill the bot in mid-sweep, print what came of it, and say whether it was right."""
    people = 100 * KILLS
    with tempfile.TemporaryDirectory(prefix="maca-bench-") as name:
        found = asyncio.run(again_and_again(Path(name), kills=KILLS, people=people))
    claimed, taken = sum(map(len, found.claimed)), sum(map(len, found.taken))
    print(f"\n{people} people due at one minute; SIGKILL in mid-sweep {KILLS} times")
    print("  nothing |    once |    twice |   more | claimed at a kill | of these taken by Teams")
    none, once, twice = (found.times(count) for count in range(3))
    print(
        f" {none:8} | {once:7} | {twice:8} | {people - none - once - twice:6} |"
        f" {claimed / KILLS:9.1f} of {AT_ONCE:2} at most | {taken / KILLS:23.1f}"
    )
    what = f"{people} due at one minute, {KILLS} SIGKILL in mid-sweep"
    at_most(f"{what}: people without their nudge", none, 0, "")
    at_most(f"{what}: twice, beside those in flight", people - none - once, taken, "")
    return none == 0 and once + twice == people and twice <= taken


def main() -> int:
    """Run all kinds, print the tables, and return 1 when one went wrong."""
    print(f"\n{PEOPLE} people due at one minute; {SHARE:.0%} of all sends fail")
    print("how they fail        |  nothing |    once |   twice+ | taken unanswered | requests |"
          " most/s | minutes")  # fmt: skip
    good, without, fastest = True, 0, 0
    for kind in KINDS:
        with tempfile.TemporaryDirectory(prefix="maca-bench-") as name:
            told = asyncio.run(run(kind, PEOPLE, Path(name)))
        good, without = good and told.good, without + told.none
        fastest = max(fastest, told.most_in_a_second)
        print(
            f"{kind:20} | {told.none:8} | {told.once:7} | {told.more:8} | {told.doubtful:16} |"
            f" {told.requests:8} | {told.most_in_a_second:6} | {told.minutes:7.1f}"
        )
    what = f"{PEOPLE} due at one minute, {SHARE:.0%} of sends fail"
    at_most(f"{what}: people without their nudge", without, 0, "")
    at_most(f"{what}: sends in any second", fastest, LIMIT, "")
    good = killed() and good
    print("Everybody got theirs." if good else "Something went wrong.")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
