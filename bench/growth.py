"""What a turn, a status, a sweep and an export cost as there is ten and a hundred times as much.

Run as `python -m bench.growth`. First a partnership's audits of 80 returns: 1, 10 and 100 of them.
What is asked of one audit must not cost more because there are others; a sweep looks at all. Then
one audit that grows: 50, 500 and 5,000 returns. A save in it must not cost more; what looks at all
of it may cost in proportion, no more. CPU time, the sizes in turns in one process, so that a busy
machine is equally unfair to all. Exits 1 when a goal is missed.
"""

import asyncio
import os
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from bench import _growing
from bench._answered import AT, MANAGER
from bench._growing import FIRST, WHO
from bench._pages import answer_to, found
from bench._table import Row, note
from bot.gathering import Gathering, Time
from bot.maker import Order
from bot.settings import Settings
from bot.workshop import Workshop
from dialogs import material, router
from dialogs.turn import FileWanted, Making, Turn
from storage.tiny import TinyStore

PARTNERSHIP = Settings().partnership_words()
AUDITS = (1, 10, 100)
ONE_AUDIT = ((10, 5), (50, 10), (334, 15))
"""Families and agencies: 50, 500 and 5,010 returns."""
TURNS = int(os.environ.get("BENCH_TURNS", "60"))
FILES_OF = int(os.environ.get("BENCH_FILES_OF", "10000"))
"""Returns up to which files are made too: the workbook of 5,010 takes half a minute."""
WARM = 10
SWEEPS = 3
FIRST_SWEEP = "the first sweep"
ALLOWED = 1.3
"""At most so many times as much, for each return where it looks at all of them."""
Work = Callable[[], Awaitable[None]]


@dataclass(slots=True)
class Size:
    """A store of one size, and the seconds of CPU that things took in it."""

    store: TinyStore
    returns: int
    """In all audits, or in the one."""
    read_by_a_file: int
    owed: list[str]
    """Returns that nobody has opened; an audit has enough of them for so many turns."""
    spent: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    gathering: Gathering | None = None
    card: Mapping[str, Any] = field(default_factory=dict)

    async def timed(self, what: str, work: Work) -> None:
        """Do it, and note what it took here and in processes that ended."""
        begun = cpu()
        await work()
        self.spent[what].append(cpu() - begun)

    async def status(self) -> None:
        """Draw the grid of one audit."""
        asked = {"audit": FIRST}
        turn = Turn(who=MANAGER, verb="status", at=AT, partnership=PARTNERSHIP, data=asked)
        await router.take(turn, self.store)

    async def save(self) -> None:
        """Fill in the page that is shown and keep it; the next return is opened where none is."""
        while (pressed := self._saving()) is None:
            await self._press("open", {"return": self.owed.pop()})
        filled = {one["id"]: answer_to(one) for one in found(self.card, "Input.") if "id" in one}
        await self.timed("a save", lambda: self._press("save", {**pressed, **filled}))

    def _saving(self) -> Mapping[str, Any] | None:
        saves = found(self.card, "Action.Execute", "save")
        return next((one["data"] for one in saves if one["data"].get("go") == "next"), None)

    async def _press(self, verb: str, carried: Mapping[str, Any]) -> None:
        turn = Turn(who=WHO, verb=verb, at=AT, partnership=PARTNERSHIP, data=carried)
        self.card = (await router.take(turn, self.store)).card

    async def sweep(self) -> None:
        """Find what fell due in the last hour, in every audit."""
        self.gathering = self.gathering or Gathering(self.store)
        for audit in await self.store.audits():
            await self.gathering.due(audit, Time(since=AT - timedelta(hours=1), until=AT))

    async def file(self, making: Making) -> None:
        """Make a file of one audit."""
        audit = await self.store.audit(FIRST)
        assert audit is not None  # noqa: S101 - it was put there
        what = await material.gathered(audit, self.store, at=AT, partnership=PARTNERSHIP)
        wanted = FileWanted(making=making, audit_id=FIRST)
        await Workshop().make(Order(wanted=wanted, material=what))

    def took(self, what: str) -> float:
        """Return the seconds of CPU that it takes."""
        return median(self.spent[what])


def cpu() -> float:
    """Return the seconds of CPU that this process has used, and those it began that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


async def measured(sizes: Sequence[Size]) -> None:
    """Do everything in all sizes, in turns; turns once or more before they count."""
    for turn in range(WARM + TURNS):
        for size in (*sizes[turn % len(sizes) :], *sizes[: turn % len(sizes)]):
            await size.save()
            await size.timed("a status", size.status)
        if turn == WARM:
            for size in sizes:
                size.spent.clear()
    for sweep in (FIRST_SWEEP, *["a sweep"] * SWEEPS):
        for size in sizes:
            await size.timed(sweep, size.sweep)
    for making in (Making.WORKBOOK, Making.REPORT):
        for size in sizes:
            if size.read_by_a_file <= FILES_OF:
                await size.timed(f"the {making}", partial(size.file, making))


def told(title: str, sizes: Sequence[Size], grows: Sequence[str]) -> list[bool]:
    """Print a table and note its rows; return of each whether its goal was missed.

    What is in `grows` is compared by return: it looks at all of them. The first sweep after a start
    has no goal: it reads journals from the disk where there are more than memory has room for.
    """
    print(f"\n{title}: CPU ms among {', '.join(f'{size.returns:,}' for size in sizes)} returns")
    missed = []
    for what in sizes[0].spent:
        done = [size for size in sizes if what in size.spent]
        few, many = done[0], done[-1]
        times, data = many.took(what) / few.took(what), many.returns / few.returns
        ratio = times / data if what in grows else times
        each = " for each return" if what in grows else ""
        shown = " | ".join(f"{size.took(what) * 1000:9.1f}" for size in done)
        print(f"{what:12} | {shown} | {times:.2f} times at {data:.0f} times the returns")
        missed.append(note(Row(
            what=f"{what}, {title}: {many.returns:,} returns beside {few.returns:,}",
            ours=f"{many.took(what) * 1000:,.1f} ms CPU", beside=f"{times:.2f} times",
            goal="" if what == FIRST_SWEEP else f"at most {ALLOWED:g} times{each}",
            met=None if what == FIRST_SWEEP else ratio <= ALLOWED,
        )))  # fmt: skip
    return missed


async def run(base: Path, audits: int, families: int, agencies: int) -> Size:
    """Fill a store and open it."""
    folder = base / f"{audits}.{families}"
    owed = await _growing.fill(folder, audits, families=families, agencies=agencies)
    each = families * agencies
    return Size(await TinyStore.open(folder), audits * each, each, owed)


async def main() -> int:
    """Measure both, print them, and return 1 when a goal was missed."""
    missed = []
    with tempfile.TemporaryDirectory(prefix="maca-bench-") as name:
        for title, grows, shapes in (
            ("more audits", ("a sweep",), [(one, 10, 8) for one in AUDITS]),
            ("one audit", ("a status", "a sweep", "the workbook", "the report"),
             [(1, *one) for one in ONE_AUDIT]),
        ):  # fmt: skip
            async with AsyncExitStack() as closing:
                sizes = []
                for number, shape in enumerate(shapes):
                    sizes.append(await run(Path(name) / f"{title}{number}", *shape))
                    closing.push_async_callback(sizes[-1].store.close)
                await measured(sizes)
            missed += told(title, sizes, grows)
    return int(any(missed))


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
