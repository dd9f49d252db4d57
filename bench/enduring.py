"""Whether a server's memory grows with its turns: 100,000 of them through HTTP, tokens and all.

Run as `python -m bench.enduring`. Fifty people open a thousand returns, fill in 400, ask by button
and by message, are refused, and the business manager looks who owes what. In the first half all
those are filled in; in the second nothing is added, and so memory must not grow: exits 1 when it
does by 5 MB or more. At last the same folder is opened by a new server, which gets a short warm-up
of the same kind: what the old one has beyond that one is not data (under 20 MB). Caches hold 512
records of each kind and are full in both.
"""

import asyncio
import os
import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count, cycle
from pathlib import Path

import msgspec

from audits.people import Person, Role
from bench import _audit
from bench._answered import MANAGER
from bench._pages import Practitioner, pressed
from bench._table import Row, note
from bench.sweep import said, started
from bench.turns import CONNECTIONS, Line, Server, start, token_and_key
from storage.tiny import TinyStore

TURNS = int(os.environ.get("BENCH_TURNS", "100000"))
FILLED_IN = TURNS // 250
"""Returns of some twenty pages each: a fifth of the turns save one, so that half of them do."""
WARM = 4_000
"""Turns after which all is loaded that is loaded when it is first used."""
GROWS, BEYOND = 5.0, 20.0
"""MB. How much of a process's memory is free and not given back differs by some from run to run."""
STRANGER = replace(MANAGER, id="nobody", object_id="aad-nobody")


class Crowd:
    """Everybody at work, and what each does next."""

    def __init__(self, service_url: str) -> None:
        self._service_url = service_url
        every = [Practitioner(who, ret.id) for who, ret in _audit.owed()]
        self._owed, self._reading = deque(every[:FILLED_IN]), cycle(every)
        self._number = count()
        self.saves = 0

    async def turn(self, line: Line) -> None:
        """Take one turn: of ten, two save a page while any is left, the others look."""
        match next(self._number) % 10:
            case 0 | 9:
                await self._save(line)
            case 1 | 2:
                await self._ask(line, self._anybody(), typed="my returns")
            case 3 | 4:
                await self._ask(line, self._anybody(), verb="my_returns")
            case 5:
                await self._ask(line, MANAGER, verb="status")
            case 6:
                await self._ask(line, STRANGER, verb="status")
            case _:
                one = next(self._reading)
                await self._ask(line, one.person, verb="open", of=one.return_id)

    async def _save(self, line: Line) -> None:
        if not self._owed:
            return await self._ask(line, self._anybody(), verb="help")
        one = self._owed.popleft()
        body = one.press() if one.card else one.open()
        if body is not None:  # all pages of a return are filled in, then comes the next return
            self.saves += bool(one.card)
            one.see(await line.post(self._at_home(msgspec.json.decode(body))))
            self._owed.append(one) if len(self._owed) % 2 else self._owed.appendleft(one)
        return None

    async def _ask(
        self, line: Line, who: Person, *, verb: str = "", typed: str = "", of: str = ""
    ) -> None:
        asked = pressed(who, verb, {"return": of} if of else {})
        if typed:
            asked = {**asked, "type": "message", "text": typed}
            del asked["value"], asked["name"]
        await line.post(self._at_home(asked))

    def _anybody(self) -> Person:
        return next(self._reading).person

    def _at_home(self, asked: dict[str, object]) -> bytes:
        return msgspec.json.encode({**asked, "serviceUrl": self._service_url})


def resident(server: Server) -> float:
    """Return how much memory the server has, in MB."""
    pages = int(Path(f"/proc/{server.process.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def taken(server: Server, crowd: Crowd, turns: int, token: str) -> None:
    """Take so many turns, on all lines."""
    left = iter(range(turns))

    async def working() -> None:
        async with Line(server.port, token) as line:
            for _ in left:
                await crowd.turn(line)

    await asyncio.gather(*(working() for _ in range(CONNECTIONS)))


async def fill(folder: Path) -> None:
    """Make the store that all answer, with a business manager."""
    await _audit.fill(folder)
    store = await TinyStore.open(folder, disk=_audit.NoSync())
    await store.keep_person(MANAGER)
    audit = await store.audit("a")
    assert audit is not None  # noqa: S101 - it was put there
    await store.keep_audit(replace(audit, team={MANAGER.id: Role.BUSINESS_MANAGER}))
    await store.close()


def grown(folder: Path, service_url: str) -> Iterator[float]:
    """Yield the MB of a server after its warm-up, each half of the turns, and of a new one."""
    token = token_and_key(folder, service_url)
    crowd = Crowd(service_url)
    for steps in ((WARM, TURNS // 2, TURNS // 2), (WARM,)):
        server = start("ours", folder, -1)
        try:
            for turns in steps:
                begun = datetime.now(UTC)
                asyncio.run(taken(server, crowd, turns, token))
                seconds = (datetime.now(UTC) - begun).total_seconds()
                print(f"{turns:7,} turns, {crowd.saves:6,} pages saved by now, {seconds:4.0f} s: "
                      f"{resident(server):.0f} MB", flush=True)  # fmt: skip
                yield resident(server)
        finally:
            server.process.terminate()
            server.process.wait()


def main() -> int:
    """Measure, print, and return 1 when memory grows."""
    with tempfile.TemporaryDirectory(prefix="maca-bench-") as name:
        folder = Path(name)
        connector = started("bench._connector", "-1")
        assert connector.stdout  # noqa: S101
        asyncio.run(fill(folder / "ours"))
        service_url = f"http://127.0.0.1:{int(connector.stdout.readline())}/_connector"
        _, half, after, new = grown(folder, service_url)
        said(connector)
    print(f"grown in the second half: {after - half:.1f} MB; beyond the new one: {after - new:.1f}")
    missed = [
        note(Row(
            what=f"memory gained in the second half of {TURNS:,} turns",
            ours=f"{after - half:.1f} MB", beside=f"{half:.0f} MB at half, {after:.0f} after",
            goal=f"under {GROWS:g} MB", met=after - half < GROWS,
        )),
        note(Row(
            what=f"memory after {TURNS:,} turns, beyond a new server with the same data",
            ours=f"{after - new:.1f} MB", beside=f"{new:.0f} MB new",
            goal=f"under {BEYOND:g} MB", met=after - new < BEYOND,
        )),
    ]  # fmt: skip
    return int(any(missed))


if __name__ == "__main__":
    sys.exit(main())
