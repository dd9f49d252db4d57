"""Ten thousand people due at one minute: how long it takes to decide, to send, and to be answered.

Run as `python -m bench.sweep`. The bot runs on one core as it does in earnest; Teams' connector
and somebody at work are processes of their own on another. Exits 1 when a goal was missed.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from audits.audit import Agency, Family
from audits.involvement import AgencyReturn
from audits.ledger import Outcome
from audits.people import Person
from audits.reach import Reach
from bench import _audit
from bench._audit import TENANT, NoSync
from bench._table import Row, at_most, note
from bot.app import OUTBOX, Inside, Outside, make_app
from bot.clock import Clock
from bot.gathering import Time
from bot.listening import serving
from bot.outbox import Outbox
from bot.settings import Settings
from storage.contract import Store
from storage.tiny import TinyStore

PEOPLE = int(os.environ.get("BENCH_PEOPLE", "10000"))
SECONDS_WITH_LIMIT = float(os.environ.get("BENCH_SECONDS", "15"))
DUE = date(2026, 12, 8)
AT = datetime(2026, 12, 1, 9, 0, 30, tzinfo=UTC)
"""Just after the reminders "due in five working days"."""
GOALS = {"decide": 1.0, "sends": 300.0, "p95": 250.0, "limited": 50}
"""Of the last, never more in a second: that is the limit."""


async def fill(folder: Path, service_url: str) -> None:
    """Make a store in which everybody is due at the same minute."""
    store = await TinyStore.open(folder, disk=NoSync(), remembered=1)
    for number in range(PEOPLE):
        who = f"p-{number}"
        await store.keep_person(
            Person(id=who, tenant=TENANT, object_id=f"aad-{who}", name="A", email="a@x.example")
        )
        await store.keep_reach(
            Reach(person=who, tenant=TENANT, user=f"29:{who}", bot="28:maca",
                  service_url=service_url, conversation=f"a:{who}")
        )  # fmt: skip
        await store.add(
            AgencyReturn(id=f"a.F{number}.phn", audit_id="a", family=f"F{number}", agency="phn",
                         contacts=(who,))
        )  # fmt: skip
    families = {
        f"F{n}": Family(code=f"F{n}", index_child=f"F{n}1", involved=("phn",))
        for n in range(PEOPLE)
    }
    agencies = {"phn": Agency(key="phn", name="Public health nursing", short="PHN", kind="phn")}
    audit = replace(
        _audit.audit(AT.date()), opened=date(2026, 11, 16), due=DUE, families=families,
        agencies=agencies,
    )  # fmt: skip
    await store.keep_audit(audit)
    await store.keep_swept("a", AT - timedelta(hours=1))
    await store.close()


def started(*command: str) -> subprocess.Popen[str]:
    """Start one of the processes around the bot."""
    return subprocess.Popen(  # noqa: S603 - ours
        [sys.executable, "-m", *command],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def said(process: subprocess.Popen[str]) -> str:
    """End the process and return what it says."""
    return process.communicate()[0].strip()


@asynccontextmanager
async def bot(folder: Path, sends_a_second: int) -> AsyncIterator[tuple[Store, Outbox, int]]:
    """Run the bot with its sweep in our hands."""
    store = await TinyStore.open(folder)

    async def opened() -> Store:
        return store

    never = asyncio.Event()

    async def sleep(_seconds: float) -> None:
        await never.wait()

    clock = Clock(ahead=AT - timedelta(hours=2) - datetime.now(UTC))
    outside = Outside(clock=clock, trust_env=False, sleep=sleep, credential=lambda _: None)
    settings = Settings(
        port=0, dangerously_without_tokens=True, sends_a_second=sends_a_second, app_id=""
    )
    app = make_app(settings, Inside(open_store=opened), outside=outside)
    async with serving(app, settings) as port:
        await asyncio.sleep(0.5)
        clock.ahead = AT - datetime.now(UTC)
        yield store, app[OUTBOX], port


async def measured(
    folder: Path, connector: subprocess.Popen[str], *, sends_a_second: int, seconds: float
) -> dict[str, float]:
    """Sweep, for so many seconds at most, while somebody is at work; return the figures."""
    async with bot(folder, sends_a_second) as (store, outbox, port):
        audit = (await store.audits())[0]
        span = Time(since=AT - timedelta(hours=1), until=AT)
        begins = time.process_time()
        found = await outbox.gathering.due(audit, span)
        decided = time.process_time() - begins
        worker = started("bench._turns_meanwhile", str(port), TENANT, "aad-p-0", "0")
        asyncio.get_running_loop().call_later(seconds, outbox.stop.ask)
        begins, spent = time.perf_counter(), time.process_time()
        told = await outbox.sweep()
        took, spent = time.perf_counter() - begins, time.process_time() - spent
        turns = sorted(json.loads(await asyncio.to_thread(said, worker)))
    got = json.loads(await asyncio.to_thread(said, connector))
    return {
        "found": len(found), "decide": decided, "sent": told[Outcome.SENT], "seconds": took,
        "sends": told[Outcome.SENT] / took, "cpu": spent * 1000 / max(1, told[Outcome.SENT]),
        "turns": len(turns), "p50": turns[len(turns) // 2], "p95": turns[len(turns) * 95 // 100],
        "got": got["got"], "most": got["most"],
    }  # fmt: skip


def run(*, sends_a_second: int, seconds: float) -> dict[str, float]:
    """Make everything anew, and measure."""
    with tempfile.TemporaryDirectory(prefix="maca-bench-") as name:
        connector = started("bench._connector", "0")
        assert connector.stdout  # noqa: S101
        port = int(connector.stdout.readline())
        asyncio.run(fill(Path(name), f"http://127.0.0.1:{port}/_connector"))
        return asyncio.run(
            measured(Path(name), connector, sends_a_second=sends_a_second, seconds=seconds)
        )


def told(name: str, figures: dict[str, float]) -> None:
    """Print one row."""
    print(
        f"{name:14} | {figures['found']:6.0f} | {figures['decide']:8.2f} | {figures['sent']:6.0f} |"
        f" {figures['sends']:7.1f} | {figures['cpu']:7.2f} | {figures['most']:9.0f} |"
        f" {figures['p50']:6.1f} | {figures['p95']:6.1f} | {figures['turns']:5.0f}"
    )


def main() -> int:
    """Measure both, print, and return 1 when a goal was missed."""
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {1})
    free = run(sends_a_second=1000, seconds=300)
    limited = run(sends_a_second=50, seconds=SECONDS_WITH_LIMIT)
    print(f"\n{PEOPLE:,} people due at one minute; turns of others meanwhile")
    print("               |    due | CPU s to |   sent | sends/s |  CPU ms | most in a |"
          " p50 ms | p95 ms | turns")  # fmt: skip
    print("               |        | decide   |        |         |  a send |    second |"
          "   turn |   turn |")  # fmt: skip
    told("limit 1000/s", free)
    told("limit 50/s", limited)
    missed = any(noted(free, limited))
    print("Missed." if missed else "Goals met.")
    return int(missed)


def noted(free: dict[str, float], limited: dict[str, float]) -> list[bool]:
    """Note the goals; return of each whether it was missed."""
    who, slowest = f"{PEOPLE:,} due at one minute", max(free["p95"], limited["p95"])
    return [
        at_most(f"{who}: deciding who gets a reminder", free["decide"], GOALS["decide"], "s CPU"),
        note(Row(
            what=f"{who}: reminders sent", ours=f"{free['sends']:,.0f}/s",
            goal=f"at least {GOALS['sends']:g}/s", met=free["sends"] >= GOALS["sends"],
        )),
        at_most(f"{who}: a turn meanwhile, p95", slowest, GOALS["p95"], "ms"),
        at_most(f"{who}: most sends in a second", limited["most"], GOALS["limited"], ""),
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
