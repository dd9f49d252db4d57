"""How many messages a second one core takes and answers, through the same connector as its peers.

Run as `python -m bench.messages`. Ours answers `my returns` with the card of somebody who has
twenty; the others answer with a line of text. Each answer is a request of the bot's own to the
connector, which is a process beside it. Exits 1 when ours are not at least eight times as many as
those of the stock SDK.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import msgspec

from bench import _audit, turns
from bench._pages import pressed
from bench._table import Row, note, shown
from bench.sweep import said, started
from bench.turns import Server, echoing, measure, running, times_as_many, token_and_key

NAMES = {
    "ours": "ours: the card of my returns",
    "stock": "stock SDK: a line of text",
    "agents": "Agents SDK: a line of text, no token",
}
GOAL = 8.0


def typed(service_url: str) -> bytes:
    """Return a message as Teams sends it."""
    asked = pressed(_audit.person(1), "", {}) | {"type": "message", "text": "my returns"}
    asked |= {"serviceUrl": service_url}
    return msgspec.json.encode({name: asked[name] for name in asked if name != "value"})


async def measured(servers: list[Server], token: str, body: bytes) -> None:
    """Measure all servers in turns."""
    for number in range(turns.ROUNDS):
        shift = number % len(servers)
        for server in (*servers[shift:], *servers[:shift]):
            await measure(server, echoing(body), token)


def told(servers: list[Server], *, arrived: int) -> bool:
    """Print the table, and say whether the goal was met."""
    by_name = {server.name: server for server in servers}
    ratio = times_as_many(by_name["ours"], by_name["stock"])
    print(f"\nMessages answered a second on one core; {arrived:,} answers reached the connector")
    print(f"{'':36} | answers/s | x stock | CPU ms")
    for server in servers:
        rate, spent = median(server.rates), median(server.cpu)
        times = times_as_many(server, by_name["stock"])
        print(f"{NAMES[server.name]:36} | {rate:9,.0f} | {times:7.1f} | {spent:6.2f}")
    print(f"Ours: {ratio:.1f} times as many as the stock SDK (at least {GOAL:g}).")
    for name, goal in (("stock", GOAL), ("agents", None)):
        beside(by_name["ours"], by_name[name], goal)
    return ratio >= GOAL


def beside(ours: Server, other: Server, goal: float | None) -> None:
    """Note how many times as many ours are."""
    ratio = times_as_many(ours, other)
    spent = median(other.cpu) / (median(ours.cpu) or 1)
    note(Row(
        what=f"a message answered, beside {NAMES[other.name]}",
        ours=f"{shown(round(median(ours.rates)))}/s, {median(ours.cpu):.2f} ms CPU",
        beside=f"{ratio:.2f} times ({spent:.2f} by CPU)",
        goal=f"at least {goal:g}" if goal else "",
        met=ratio >= goal if goal else None,
    ))  # fmt: skip


def run(folder: Path, connector: subprocess.Popen[str]) -> bool:
    """Start everything, measure, and stop it."""
    assert connector.stdout  # noqa: S101
    service_url = f"http://127.0.0.1:{int(connector.stdout.readline())}/_connector"
    token = token_and_key(folder, service_url)
    asyncio.run(_audit.fill(folder / "ours"))
    with running(NAMES, folder) as servers:
        asyncio.run(measured(servers, token, typed(service_url)))
    return told(servers, arrived=json.loads(said(connector))["got"])


def main() -> int:
    """Measure, print, and return 1 when the goal was missed."""
    with tempfile.TemporaryDirectory(prefix="maca-bench-") as name:
        return 0 if run(Path(name), started("bench._connector", "0")) else 1


if __name__ == "__main__":
    sys.exit(main())
