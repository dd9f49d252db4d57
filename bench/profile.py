"""Where a button's turn spends its CPU time, while sixteen people fill in returns at once.

Run as `python -m bench.profile`; BENCH_SECONDS says for how long (8). The whole bot is sampled in
its own process, with HTTP, token, sealing and the disk. Two tables: each part's share, and the
functions of ours with most below them. With a thousand samples a share of 10 % is good to 1 %.
"""

import asyncio
import json
import os
import signal
import sys
import tempfile
from collections import Counter
from pathlib import Path

from bench import _audit, _servers, turns
from bench._sampler import Sampler, Where, shortened
from bench.turns import Line, Server, answering, open_all, token_and_key
from bot.__main__ import until_stopped

SECONDS = float(os.environ.get("BENCH_SECONDS", "8"))
MOST = 25
"""Functions in the second table."""
INSIDE = "--inside"
TOLD = "profile.json"
PARTS = {
    "drawing the page": ("cards/",),
    "keeping it: record, seal, day book": ("storage/", "bot/timed_store.py", "bench/_audit.py"),
    "deciding": ("audits/returns.py",),
    "what is asked, what is missing": ("audits/asked.py", "audits/pages.py", "audits/remarks.py"),
    "the log line, counters, traces": (
        "bot/log", "structlog/", "bot/measur", "bot/traces.py", "opentelemetry/",
    ),
    "the token": ("bot/tokens.py", "bot/keys.py", "jwt/"),
    "how the sender is reached": ("bot/reach.py",),
    "who asks, and how much they may": ("bot/identity.py", "bot/limits.py", "bot/hold_back.py"),
    "the SDK's pipeline": ("core/", "botbuilder", "schema/", "bot/adapter.py"),
    "loading, rights, what comes next": ("dialogs/", "audits/"),
    "the door: activity read, answer written": ("bot/",),
    "HTTP": ("aiohttp/", "multidict/", "yarl/"),
    "the event loop": ("asyncio/", "uvloop/", "concurrent/"),
}  # fmt: skip
"""A sample counts to the part of the innermost call that is in one; the first that fits."""
BESIDE, REST = "other threads: syncing, writing the log", "the rest"


def part_of(stack: list[Where]) -> str:
    """Return the part to which a sample counts."""
    for file, _ in stack:
        for part, begins in PARTS.items():
            if file.startswith(begins):
                return part
    return REST


async def sampled(folder: Path) -> None:
    """Serve as in real use; sample from when we are asked to, and write down what was seen."""
    sampler = Sampler()
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR2, sampler.begin)
    try:
        await _servers.serve("ours", folder)
    finally:
        sampler.end()
        stacks = [
            ([(shortened(file), name) for file, name in stack], spent)
            for stack, spent in sampler.stacks.items()
        ]
        told = {"stacks": stacks, "beside": sampler.beside, "samples": sampler.samples}
        (folder / TOLD).write_text(json.dumps(told))


async def driven(server: Server, token: str) -> int:
    """Fill in returns, and return how many turns were sampled."""
    practitioners = await open_all(server, token)
    turns.SECONDS = SECONDS
    press, count = answering(practitioners), 0

    async def counted(line: Line) -> None:
        nonlocal count
        await press(line)
        count += 1

    server.process.send_signal(signal.SIGUSR2)
    await turns.measure(server, counted, token)
    return count


def told(folder: Path, count: int) -> None:
    """Print both tables."""
    found = json.loads((folder / TOLD).read_text())
    stacks = [([(file, name) for file, name in stack], spent) for stack, spent in found["stacks"]]
    parts: Counter[str] = Counter({BESIDE: int(found["beside"] * 1e6)})
    below: Counter[Where] = Counter()
    own: Counter[Where] = Counter()
    for stack, spent in stacks:
        parts[part_of(stack)] += spent
        own[stack[0]] += spent
        for one in set(stack):
            below[one] += spent
    whole = parts.total()
    print(f"\n{count:,} turns, {whole / count:,.0f} µs of CPU each; {found['samples']:,} samples")
    print("| part | share | µs a turn |\n|---|---|---|")
    for part, spent in parts.most_common():
        print(f"| {part} | {spent / whole:.1%} | {spent / count:,.0f} |")
    print("\n| function | with what it calls | itself, µs a turn |\n|---|---|---|")
    ours = [one for one, _ in below.most_common() if is_ours(one) and below[one] < whole * 0.6]
    for one in ours[:MOST]:
        print(f"| {': '.join(one)} | {below[one] / count:,.0f} | {own[one] / count:,.0f} |")


def is_ours(where: Where) -> bool:
    """Say whether the function is one of the bot's."""
    return where[0].split("/")[0] in {"audits", "bot", "cards", "dialogs", "files", "storage"}


def main() -> int:
    """Profile, and print."""
    with tempfile.TemporaryDirectory(prefix="maca-bench-") as name:
        folder = Path(name)
        token = token_and_key(folder)
        asyncio.run(_audit.fill(folder / "ours"))
        cores = os.cpu_count() or 1
        core = "1" if cores > 1 else "-1"
        server = turns.started("ours", ("bench.profile", INSIDE, name, core))
        try:
            if cores > 1 and hasattr(os, "sched_setaffinity"):
                os.sched_setaffinity(0, {0})
            count = asyncio.run(driven(server, token))
        finally:
            server.process.terminate()
            server.process.wait()
        told(folder, count)
    return 0


def inside(folder: Path, core: int) -> None:
    """Be the bot that is sampled."""
    _servers.settle("ours", folder, core)
    asyncio.run(until_stopped(sampled(folder)))


if __name__ == "__main__":
    if INSIDE in sys.argv:
        inside(Path(sys.argv[-2]), int(sys.argv[-1]))
    else:
        sys.exit(main())
