"""Replicas killed, their database restarted, robots answering, nudges due: what came of it.

Run as `python -m bench.replicas`. Each replica is a process of its own on one PostgreSQL, which
syncs every commit to its disk. Exits 1 when an answer with a card is lost or doubled, when somebody
did not get their nudge, or got it twice though it was not in flight at a kill.
"""

import asyncio
import os
import sys

from bench._table import at_most
from tests import replicas
from tests.postgres import own_server
from tests.replicas import Plan, Told

PLAN = Plan(
    replicas=int(os.environ.get("BENCH_REPLICAS", "4")),
    robots=int(os.environ.get("BENCH_ROBOTS", "200")),
    kills=int(os.environ.get("BENCH_KILLS", "8")),
    restarts=2,
    every=float(os.environ.get("BENCH_EVERY", "3")),
    thinks=float(os.environ.get("BENCH_THINKS", "4")),
)


def at(share: float, took: list[float]) -> float:
    """Return how many milliseconds this share of the turns took at the most."""
    return took[min(len(took) - 1, int(len(took) * share))] * 1000


def shown(told: Told) -> None:
    """Print what came of it."""
    plan, tries, took = told.plan, told.tries, told.took
    print(
        f"\n{plan.replicas} replicas, one PostgreSQL, {plan.robots} robots, {told.seconds:.0f} s: "
        f"{plan.kills} times SIGKILL, {plan.restarts} restarts of the database, every replica "
        f"restarted once more; {os.cpu_count()} cores for all of it"
    )
    print("  turns answered | tries with no answer | apologies |  p50 ms |  p95 ms |  p99 ms")
    print(
        f"{tries['answered']:16} | {tries['no answer']:20} | {tries['apology']:9} |"
        f" {at(0.5, took):7.0f} | {at(0.95, took):7.0f} | {at(0.99, took):7.0f}"
    )
    print("answers: robots' own count | in the database |  lost | doubled")
    print(f"{told.answered:26} | {told.kept:15} | {len(told.lost):5} | {len(told.doubled):7}")
    none = plan.robots - len(told.got)
    twice = len(told.twice)
    print("nudges:     due |   sent | nobody |  twice | in flight at a kill")
    print(f"{plan.robots:15} | {len(told.got):6} | {none:6} | {twice:6} | {len(told.doubtful):8}")
    others = {what: n for what, n in tries.items() if what.startswith("status")}
    print("Nothing is lost." if told.good else f"Something went wrong. {others}")


def main() -> int:
    """Have it happen, and return 1 when it went wrong."""
    with own_server(fsync="on", full_page_writes="on", autovacuum="on") as server:
        told = asyncio.run(replicas.run(server, PLAN))
    shown(told)
    what = f"{PLAN.replicas} replicas, {PLAN.kills} SIGKILL, {PLAN.restarts} restarts of PostgreSQL"
    at_most(f"{what}: answers lost", len(told.lost), 0, "")
    at_most(f"{what}: answers doubled", len(told.doubled), 0, "")
    at_most(f"{what}: people without their nudge", PLAN.robots - len(told.got), 0, "")
    return 0 if told.good else 1


if __name__ == "__main__":
    sys.exit(main())
