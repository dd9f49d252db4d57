"""How many answers a second one core takes, beside the stock SDK's echo and bare aiohttp.

Run as `python -m bench.turns`. Ours does all of it: the token checked, rights looked up, the page
validated and synced to disk, the next card drawn. The others give back what they got. Each is a
process of its own, pinned to one core; they take turns, so that a busy machine is equally unfair
to all. Exits 1 when ours is not at least ten times as fast as the stock echo and as fast as the
Agents SDK's, though neither keeps anything.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Self

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from bench import _audit
from bench._pages import CONNECTOR, Practitioner
from bench._peers import APP_ID
from bench._table import Row, note, shown

NAMES = {
    "ours": "ours: all of it",
    "door": "ours: the door alone, an echo",
    "stock": "stock SDK: an echo",
    "agents": "Agents SDK: an echo, no token",
    "bare": "bare aiohttp: an echo, no token",
}
GOALS = {"stock": 10.0, "agents": 1.0}
"""At least so many times as many as these; on the way to a quarter of bare aiohttp."""
ON_THE_WAY = {"bare": 0.25}
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "3"))
CONNECTIONS = 16
AT_WORK = 100
"""People who fill in a return at the same time; more than any audit has had."""


@dataclass(slots=True)
class Server:
    """One server under measurement, with its turns a second and CPU milliseconds a turn."""

    name: str
    process: subprocess.Popen[str]
    port: int
    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    took: list[float] = field(default_factory=list)

    def cpu_seconds(self) -> float:
        """Return the CPU time that the process has used."""
        stat = Path(f"/proc/{self.process.pid}/stat")
        if not stat.exists():
            return 0.0
        spent = stat.read_text().rpartition(")")[2].split()[11:13]
        return sum(map(int, spent)) / os.sysconf("SC_CLK_TCK")


class Line:
    """One keep-alive connection; as little work as possible, so that the servers are measured."""

    def __init__(self, port: int, token: str) -> None:
        self._port = port
        self._head = (
            "POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Authorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: "
        ).encode()

    async def __aenter__(self) -> Self:
        self._in, self._out = await asyncio.open_connection("127.0.0.1", self._port, limit=1 << 20)
        return self

    async def __aexit__(self, *_error: object) -> None:
        self._out.close()

    async def post(self, body: bytes) -> bytes:
        """Post, and return the body of the answer."""
        self._out.write(b"%b%d\r\n\r\n%b" % (self._head, len(body), body))
        head = (await self._in.readuntil(b"\r\n\r\n")).lower()
        if not head.startswith(b"http/1.1 20"):
            raise RuntimeError(f"Answered {head[:40]!r}")
        length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
        return await self._in.readexactly(length)


def token_and_key(folder: Path, service_url: str = CONNECTOR) -> str:
    """Put the public key where the servers read it, and return a token for this service."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = RSAAlgorithm.to_jwk(private.public_key(), as_dict=True)
    listed = {**public, "kid": "k1", "endorsements": ["msteams"]}
    (folder / "key.json").write_text(json.dumps(listed))
    now = int(time.time())
    claims = {"iss": "https://api.botframework.com", "aud": APP_ID, "serviceurl": service_url}
    times = {"nbf": now, "exp": now + 3600}
    return jwt.encode({**claims, **times}, private, algorithm="RS256", headers={"kid": "k1"})


def start(name: str, folder: Path, core: int) -> Server:
    """Start a server and wait until it says its port."""
    return started(name, ("bench._servers", name, str(folder), str(core)))


def started(name: str, command: tuple[str, ...]) -> Server:
    """Start this module as a server, and wait until it says its port."""
    told = [sys.executable, "-m", *command]
    process = subprocess.Popen(told, stdout=subprocess.PIPE, text=True)  # noqa: S603 - ours
    assert process.stdout  # noqa: S101
    return Server(name, process, int(process.stdout.readline()))


async def measure(server: Server, press: Callable[[Line], Awaitable[None]], token: str) -> None:
    """Press on all connections for some seconds; note turns a second and CPU a turn."""
    ends = time.perf_counter() + SECONDS
    turns = 0

    async def pressing() -> None:
        nonlocal turns
        async with Line(server.port, token) as line:
            while (begins := time.perf_counter()) < ends:
                await press(line)
                turns += 1
                server.took.append(time.perf_counter() - begins)

    before, begins = server.cpu_seconds(), time.perf_counter()
    await asyncio.gather(*(pressing() for _ in range(CONNECTIONS)))
    server.rates.append(turns / (time.perf_counter() - begins))
    server.cpu.append((server.cpu_seconds() - before) * 1000 / turns)


async def open_all(server: Server, token: str) -> deque[Practitioner]:
    """Open every return, which also warms the server, and return those who fill them in."""
    waiting = deque(Practitioner(who, ret.id) for who, ret in _audit.owed())
    opened: deque[Practitioner] = deque()

    async def opening() -> None:
        async with Line(server.port, token) as line:
            while waiting:
                one = waiting.popleft()
                one.see(await line.post(one.open()))
                opened.append(one)

    await asyncio.gather(*(opening() for _ in range(CONNECTIONS)))
    return opened


def answering(waiting: deque[Practitioner]) -> Callable[[Line], Awaitable[None]]:
    """Return what presses one button for whoever's turn it is, of so many who are at work."""
    working = deque(waiting.popleft() for _ in range(AT_WORK))

    async def press(line: Line) -> None:
        one = working.popleft()
        while (body := one.press()) is None:
            if not waiting:
                raise RuntimeError("All returns are filled in; measure for fewer seconds.")
            one = waiting.popleft()
        one.see(await line.post(body))
        working.append(one)

    return press


def echoing(body: bytes) -> Callable[[Line], Awaitable[None]]:
    """Return what presses the same button again and again."""

    async def press(line: Line) -> None:
        await line.post(body)

    return press


async def measured(servers: list[Server], token: str) -> None:
    """Measure all servers in turns."""
    ours = next(server for server in servers if server.name == "ours")
    practitioners = await open_all(ours, token)
    first = practitioners[0].press()
    assert first is not None  # noqa: S101
    presses = {server.name: echoing(first) for server in servers}
    presses["ours"] = answering(practitioners)
    for number in range(ROUNDS):
        shift = number % len(servers)
        for server in (*servers[shift:], *servers[:shift]):
            await measure(server, presses[server.name], token)


def told(servers: list[Server]) -> list[str]:
    """Print the table, and return which goals were missed."""
    table("Answers a second on one core", servers)
    by_name = {server.name: server for server in servers}
    missed = [name for name in ("stock", "agents", "bare") if beside("a button", by_name, name)]
    print("Goals met." if not missed else f"Missed, beside: {', '.join(missed)}.")
    return missed


def table(title: str, servers: list[Server]) -> None:
    """Print how fast each is."""
    stock = next(server for server in servers if server.name == "stock")
    print(f"\n{title}; {ROUNDS} rounds of {SECONDS:g} s, {CONNECTIONS} lines")
    print(f"{'':36} | turns/s | x stock | CPU ms | p50 ms | p99 ms")
    for server in servers:
        took = sorted(server.took)
        print(
            f"{NAMES[server.name]:36} | {median(server.rates):7,.0f} |"
            f" {times_as_many(server, stock):7.1f} |"
            f" {median(server.cpu):6.2f} | {median(took) * 1000:6.1f} |"
            f" {took[len(took) * 99 // 100] * 1000:6.1f}"
        )


def beside(what: str, servers: Mapping[str, Server], name: str) -> bool:
    """Say and note how many times as many turns ours takes; return whether a goal was missed."""
    ours, other = servers["ours"], servers[name]
    ratio = times_as_many(ours, other)
    spent = median(other.cpu) / (median(ours.cpu) or 1)
    print(f"Ours: {ratio:.2f} times as many turns as {NAMES[name]}; by CPU time {spent:.2f}.")
    goal, way = GOALS.get(name), ON_THE_WAY.get(name)
    return note(Row(
        what=f"{what}, beside {NAMES[name]}",
        ours=f"{shown(round(median(ours.rates)))}/s, {median(ours.cpu):.2f} ms CPU",
        beside=f"{ratio:.2f} times ({spent:.2f} by CPU)",
        goal=f"at least {goal:g}" if goal else f"on the way to {way:g}",
        met=ratio >= goal if goal else None,
    ))  # fmt: skip


def times_as_many(server: Server, other: Server) -> float:
    """Return how many times as many turns, by the median of rounds that ran one after another."""
    return median(one / two for one, two in zip(server.rates, other.rates, strict=True))


@contextmanager
def running(names: Iterable[str], folder: Path) -> Iterator[list[Server]]:
    """Run these servers on one core, and whoever asks them on another where there is one."""
    cores = os.cpu_count() or 1
    servers = [start(name, folder, 1 if cores > 1 else -1) for name in names]
    try:
        if cores > 1 and hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, {0})
        yield servers
    finally:
        for server in servers:
            server.process.terminate()
            server.process.wait()


def main() -> int:
    """Measure, print, and return 1 when a goal was missed."""
    with tempfile.TemporaryDirectory(prefix="maca-bench-") as name:
        folder = Path(name)
        token = token_and_key(folder)
        for store in ("ours", "door"):
            asyncio.run(_audit.fill(folder / store))
        with running(NAMES, folder) as servers:
            asyncio.run(measured(servers, token))
        return 1 if told(servers) else 0


if __name__ == "__main__":
    sys.exit(main())
