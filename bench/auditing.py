"""How long the audit team waits: for the grid and the summary, and for files, and who waits too.

Run as `python -m bench.auditing`. The bot runs on one core as it does in earnest, while returns
are sent and taken back; who asks is a process of its own on another. The first time that each
command is asked after a start is told apart. Exits 1 when a goal was missed.
"""

import asyncio
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from audits.involvement import Change, Stage
from audits.people import Role
from bench import _answered
from bench._answered import AT, MANAGER
from bench._table import at_most
from bot import answered
from bot.app import Inside, Outside, make_app
from bot.clock import Clock
from bot.listening import serving
from bot.maker import Order
from bot.settings import Settings
from bot.workshop import Workshop
from dialogs import material
from dialogs.turn import FileWanted, Making
from storage.contract import Store
from storage.tiny import TinyStore

SIZES = ((20, 15), (334, 15))
COMMANDS = ("status", "summary", "summary theme 2", "told theme 2", "flags", "mismatches")
GOALS = {20 * 15: 100.0, 334 * 15: 500.0}
"""At most so many ms for a turn of any of these, p95."""
TIMES = int(os.environ.get("BENCH_TURNS", "60"))
FILE_SECONDS = 5.0
MEANWHILE = 250.0


def started(*command: str) -> subprocess.Popen[str]:
    """Start a process that asks."""
    return subprocess.Popen(  # noqa: S603 - ours
        [sys.executable, "-m", *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def said(process: subprocess.Popen[str]) -> str:
    """End the process and return what it says."""
    return process.communicate()[0].strip()


@asynccontextmanager
async def bot(folder: Path) -> AsyncIterator[tuple[Store, int]]:
    """Run the bot with a clock that stands near `AT`, and no sweep."""
    store = await TinyStore.open(folder)

    async def opened() -> Store:
        return store

    never = asyncio.Event()

    async def sleep(_seconds: float) -> None:
        await never.wait()

    clock = Clock(ahead=AT - datetime.now(UTC))
    outside = Outside(clock=clock, trust_env=False, sleep=sleep, credential=lambda _: None)
    settings = Settings(port=0, dangerously_without_tokens=True, app_id="")
    app = make_app(settings, Inside(open_store=opened), outside=outside)
    async with serving(app, settings) as port:
        yield store, port


async def stir(store: Store) -> None:
    """Take returns back and send them again, five times a second."""
    ids = [one.id for one in await store.returns_in("a") if one.stage is Stage.SENT]
    for number in count():
        before = await store.agency_return(ids[number // 2 % len(ids)])
        if before is not None:
            stage = Stage.IN_PROGRESS if before.stage is Stage.SENT else Stage.SENT
            after = replace(before, stage=stage, version=before.version + 1)
            await store.keep(Change(before=before, after=after))
        await asyncio.sleep(0.2)


async def asked(folder: Path, size: tuple[int, int]) -> dict[str, list[float]]:
    """Fill a store, and return what each command took."""
    await _answered.fill(folder, _answered.audit(*size))
    gc.collect()
    async with bot(folder) as (store, port):
        begins = time.perf_counter()
        await store.collected("a")
        first = (time.perf_counter() - begins) * 1000
        stirring = asyncio.create_task(stir(store))
        asking = started("bench._asking", str(port), MANAGER.id, str(TIMES), *COMMANDS)
        took: dict[str, list[float]] = json.loads(await asyncio.to_thread(said, asking))
        stirring.cancel()
        with suppress(asyncio.CancelledError):
            await stirring
    return {"first reading": [first], **took}


async def made(folder: Path) -> dict[str, tuple[float, float]]:
    """Make files of the demo's answered audit; return the seconds of each and others' p95."""
    filling = await TinyStore.open(folder)
    demo = await answered.fill(filling, AT.date())
    await filling.close()
    found, words = {}, Settings().partnership_words()
    manager = next(one for one, role in demo.audit.team.items() if role is Role.BUSINESS_MANAGER)
    async with bot(folder) as (store, port):
        who = (await store.people([manager]))[manager]
        for making in (Making.WORKBOOK, Making.REPORT, Making.PACK):
            worker = started("bench._turns_meanwhile", str(port), who.tenant, who.object_id, "0")
            begins = time.perf_counter()
            wanted = FileWanted(making=making, audit_id=demo.audit.id)
            audit = await store.audit(demo.audit.id)
            assert audit is not None  # noqa: S101 - it was put there above
            what = await material.gathered(audit, store, at=AT, partnership=words)
            await Workshop().make(Order(wanted=wanted, material=what))
            seconds = time.perf_counter() - begins
            turns = sorted(json.loads(await asyncio.to_thread(said, worker)))
            found[str(making)] = (seconds, turns[len(turns) * 95 // 100])
    return found


def told(size: int, took: dict[str, list[float]]) -> list[str]:
    """Print the rows of one size; return what missed its goal."""
    missed = []
    what = f"of an audit of {size:,} returns, p95"
    for command, taken in took.items():
        ordered = sorted(taken)
        p50, p95 = ordered[len(ordered) // 2], ordered[len(ordered) * 95 // 100]
        print(f"{size:7,} | {command:16} | {p50:8.1f} | {p95:8.1f} | {len(taken):5}")
        if command in COMMANDS and at_most(f"`{command}` {what}", p95, GOALS[size], "ms"):
            missed.append(f"{command} of {size}")
    return missed


def main() -> int:
    """Measure, print, and return 1 when a goal was missed."""
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {1})
    missed = []
    print("returns | command          |   p50 ms |   p95 ms | turns")
    for families, agencies in SIZES:
        with tempfile.TemporaryDirectory(prefix="maca-bench-") as name:
            took = asyncio.run(asked(Path(name), (families, agencies)))
        missed += told(families * agencies, took)
    with tempfile.TemporaryDirectory(prefix="maca-bench-") as name:
        files = asyncio.run(made(Path(name)))
    print("\nfile of 60 returns | seconds | p95 ms of others' turns meanwhile")
    for making, (seconds, p95) in files.items():
        print(f"{making:18} | {seconds:7.2f} | {p95:8.1f}")
        slow = at_most(f"the {making} of 60 returns", seconds, FILE_SECONDS, "s")
        waits = at_most(f"a turn while the {making} is made, p95", p95, MEANWHILE, "ms")
        missed += [making] if slow or waits else []
    print("Goals met." if not missed else f"Missed: {', '.join(missed)}.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
