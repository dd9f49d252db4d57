"""How long a save takes, whether it grows with the store, and how long a store takes to open.

Run as `python -m bench.saving`. Exits 1 when a save among 20,000 returns takes more than 1.3 times
as long as among 20, or when a start with as many takes 2 s or more of CPU. The stores take turns,
and each save is compared with the other store's of the same turn, so that a busy machine is
equally unfair to both.
"""

import asyncio
import gc
import os
import sys
import tempfile
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean, median

from audits.answers import Answer, Words
from audits.involvement import AgencyReturn, Change, Event, Stage
from bench._table import Row, at_most, note
from storage.disk import Disk
from storage.tiny import TinyStore

SIZES = (20, 2_000, 20_000)
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "300"))
BATCH = 4
"""Saves in a row before the next store has its turn."""
ALLOWED = 1.3
OPENING = 2.0
"""Seconds of CPU for a start with the largest store; on the clock as much where nobody else works.
"""
AT = datetime(2021, 11, 8, 9, 30, tzinfo=UTC)
SENTENCE = "The health visitor rang the housing officer and wrote down what was agreed. "
TEXT = (SENTENCE * 4)[:300]


class NoSync(Disk):
    """A disk that waits for nothing: to fill a store quickly, and to see what the waiting costs."""

    def sync(self, file: int) -> None:
        """Do not wait."""


@dataclass
class Course:
    """One store under measurement, with what its saves took in milliseconds."""

    store: TinyStore
    size: int
    opening: float
    opening_cpu: float
    memory: float
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


def filled(number: int) -> AgencyReturn:
    """Return a return with 40 answers of 300 characters, in one of 200 families of an audit."""
    audit, family = divmod(number, 200)
    answers = {
        f"t{n % 6}_q{n}_evidence": Answer(now=Words(value=TEXT, by="p.amina", at=AT, version=n))
        for n in range(40)
    }
    return AgencyReturn(
        id=f"audit{audit}.F{family:03}.phn", audit_id=f"audit{audit}", family=f"F{family:03}",
        agency="phn", contacts=(f"p.{number % 97}", f"p.{number % 89}"), version=40,
        stage=Stage.IN_PROGRESS, opened_at=AT, changed_at=AT, answers=answers,
    )  # fmt: skip


def told(ret: AgencyReturn) -> tuple[Event, ...]:
    """Return what its journal says of ten pages that were saved."""
    boxes = tuple(ret.answers)
    return tuple(
        Event(at=AT, by="p.amina", what="answers.saved", version=4 * n + 4, boxes=boxes[n::10])
        for n in range(10)
    )


def saved(ret: AgencyReturn) -> Change:
    """Return what saving one answer of a page does to a return."""
    version = ret.version + 1
    name = f"t{version % 40 % 6}_q{version % 40}_evidence"
    now = Words(value=f"{version} {TEXT}"[:300], by="p.amina", at=AT, version=version)
    after = replace(ret, version=version, answers={**ret.answers, name: Answer(now=now)})
    event = Event(at=AT, by="p.amina", what="answers.saved", version=version, boxes=(name,))
    return Change(before=ret, after=after, events=(event,))


def resident() -> float:
    """Return how much memory this process has, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def fill(folder: Path, size: int) -> None:
    """Make a store with so many returns."""
    store = await TinyStore.open(folder, disk=NoSync(), remembered=1)
    for number in range(size):
        ret = filled(number)
        new = replace(ret, version=0, answers={})
        await store.add(new)
        await store.keep(Change(before=new, after=ret, events=told(ret)))
    await store.close()


async def course(folder: Path, size: int, disk: Disk) -> Course:
    """Open a store as a start of the bot would."""
    gc.collect()
    memory, start, spent = resident(), time.perf_counter(), time.process_time()
    store = await TinyStore.open(folder, disk=disk)
    return Course(
        store=store, size=size, opening=time.perf_counter() - start,
        opening_cpu=time.process_time() - spent, memory=resident() - memory,
    )  # fmt: skip


async def batch(run: Course, number: int) -> None:
    """Save a few times, each time in another of 20 returns that lie across the whole store."""
    for turn in range(BATCH):
        place = (number * BATCH + turn) % SIZES[0] * (run.size // SIZES[0])
        ret = await run.store.agency_return(filled(place).id)
        assert ret is not None  # noqa: S101 - it was put there above
        change = saved(ret)
        wall, cpu = time.perf_counter(), time.process_time()
        await run.store.keep(change)
        run.cpu.append((time.process_time() - cpu) * 1000)
        run.wall.append((time.perf_counter() - wall) * 1000)


async def measured(disk: Disk, base: Path) -> list[Course]:
    """Measure every size, in turns."""
    runs = [await course(base / str(size), size, disk) for size in SIZES]
    for number in range(ROUNDS):
        first = number % len(runs)
        for run in (*runs[first:], *runs[:first]):
            await batch(run, number)
    for run in runs:
        await run.store.close()
    return runs


def shown(title: str, runs: list[Course]) -> float:
    """Print the table and return how much longer a save takes in the largest store."""
    print(f"\n{title}")
    print(" returns | keep p50 ms | mean ms | p99 ms | CPU ms | open s | its CPU s | memory MB")
    for run in runs:
        wall = sorted(run.wall)
        print(
            f"{run.size:8,} | {median(wall):11.3f} | {mean(wall):7.3f} |"
            f" {wall[len(wall) * 99 // 100]:6.2f} | {median(run.cpu):6.3f} |"
            f" {run.opening:6.2f} | {run.opening_cpu:9.2f} | {run.memory:9.1f}"
        )
    ratio = median(much / little for little, much in zip(runs[0].wall, runs[-1].wall, strict=True))
    print(f"ratio {runs[-1].size:,} to {runs[0].size}: {ratio:.2f} (at most {ALLOWED})")
    return ratio


async def main() -> int:
    """Measure with the disk as it is, then without waiting for it."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("MACA_BENCH_FOLDER")) as base:
        for size in SIZES:
            await fill(Path(base) / str(size), size)
        os.sync()
        runs = await measured(Disk(), Path(base))
        ratio = shown("On this disk", runs)
        bare = shown("Not waiting for the disk", await measured(NoSync(), Path(base)))
    few, many = runs[0], runs[-1]
    what = f"a save among {many.size:,} returns, beside one among {few.size}"
    missed = [
        at_most(f"{what}, on this disk", ratio, ALLOWED, "times"),
        at_most(f"{what}, not waiting for it", bare, ALLOWED, "times"),
        note(Row(
            what=f"a start with {many.size:,} returns",
            ours=f"{many.opening_cpu:.2f} s CPU, {many.opening:.2f} s on the clock",
            goal=f"under {OPENING:g} s CPU", met=many.opening_cpu < OPENING,
        )),
    ]  # fmt: skip
    return int(any(missed))


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
