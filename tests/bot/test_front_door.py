"""The front door under attack: spoiled activities, slow and silent senders, hostile tokens."""

import asyncio
import json
import statistics
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any
from typing import cast as cast_to

import pytest

from audits.involvement import Sheet
from audits.returns import save
from bot import wire
from dialogs import router
from storage.tiny import TinyStore
from tests import cast
from tests.bot.fuzzing import Json, spoiled
from tests.bot.kinds import every_kind
from tests.bot.test_tokens import REFUSED, signed
from tests.bot.world import SAM, World
from tests.proofs import LONG, proved

SEED = 20261125
CASES = 50_000 if LONG else 400
SILENT = 10_000 if LONG else 200
SPARE = 200
"""Files that everything else needs while connections are held open."""
AT_ONCE = 8
READ_ONLY = ("open", "review", "my_returns", "status", "more", "help", "save")
MAY_ANSWER = {200, 400, 401, 413, 415, 501}
"""What a spoiled activity may be answered with: never a fault of ours."""
SWEEPERS = 3
"""What looks for itself at what is due: nudges, periods of keeping, keys."""
MAY_CHANGE = frozenset({"reaches"})
"""Where it is kept how people are reached, which each activity tells."""
APOLOGY = b"went wrong on our side"
BLOCKING = {"open", "socket.getaddrinfo", "subprocess.Popen", "os.listdir", "os.scandir"}
"""What Python tells of that would hold up the loop."""
WRONG: tuple[Any, ...] = (None, True, [], ["x"], {}, {"a": "b"})
"""What is no answer. A number, which is read as its digits, is not among it."""
HEARD: list[str] = []
LISTENING: list[int] = []


@dataclass
class Real:
    """The real router, where tests otherwise put one of their own."""

    take: Any = router.take
    verb_for: Any = router.verb_for
    turns: list[Any] = field(default_factory=list)


@pytest.fixture
async def busy(tmp_path: Path) -> AsyncIterator[World]:
    """A world in which Sam answers a return of the small audit and has begun it."""
    folder = tmp_path / "store"
    store = await TinyStore.open(folder)
    await store.keep_person(SAM)
    await store.keep_audit(cast.AUDIT)
    ret = replace(cast.MINE, contacts=(SAM.id,))
    await store.add(ret)
    sheet = Sheet(drawn=0, answers={"visits": "3", "look_evidence": "In the record."})
    await store.keep(save(cast.involved(ret), sheet, by=SAM.id, at=cast.AT))
    await store.close()
    async with AsyncExitStack() as closing:
        rests = Rests()
        world = World(folder, router=Real(), outside={"sleep": rests})  # type: ignore[arg-type]
        await world.start(closing)
        await rests.all_rest.wait()
        yield world


def pressed(world: World, verb: str, **carried: object) -> Json:
    """Return the captured button with another verb, about Sam's return."""
    found: Json = json.loads(json.dumps(world.activity("execute")))
    found["value"]["action"] |= {
        "verb": verb,
        "data": {"return": cast.MINE.id, "drawn": 1, "shown": [], "go": "next", **carried},
    }
    return found


async def stands(world: World) -> dict[str, bytes]:
    """Return all that is stored, keys and chains too, byte for byte; not how people are reached.

    What is kept anew is sealed anew, so that even the same words kept again would be seen.
    """
    await cast_to("TinyStore", world.store).catch_up()
    return await asyncio.to_thread(files_below, world.folder.parent)


def files_below(folder: Path) -> dict[str, bytes]:
    """Return what is in each file, by where it is."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path): path.read_bytes() for path in found if path.parent.name not in MAY_CHANGE}


@dataclass
class Rests:
    """Lets what looks for itself at what is due do so once, and never again."""

    resting: int = 0
    all_rest: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, _seconds: float) -> None:
        """Wait for ever."""
        self.resting += 1
        if self.resting == SWEEPERS:
            self.all_rest.set()
        await asyncio.Event().wait()


async def answer_to(world: World, body: bytes) -> tuple[int, bytes]:
    """Post the bytes with a good token; a bot that hangs raises TimeoutError."""
    async with asyncio.timeout(30):
        answer = await world.post(body)
        return answer.status, await answer.read()


async def test_spoiled_activities_are_never_a_fault_a_hang_or_a_change(busy: World) -> None:
    """Thousands of activities, each with something wrong in it, by a seed that is written down."""
    kinds = every_kind(busy.activity)
    sources = [*kinds.values(), *(pressed(busy, verb) for verb in READ_ONLY)]
    before = await stands(busy)
    chance, seen, left = Random(SEED), dict[int, int](), iter(range(CASES))  # noqa: S311
    for source in sources:  # as they are, they do nothing to the store either
        assert (await answer_to(busy, json.dumps(source).encode()))[0] in MAY_ANSWER
    assert await stands(busy) == before

    async def some() -> None:
        for number in left:
            body = spoiled(chance.choice(sources), chance)
            status, said = await answer_to(busy, body)
            assert status in MAY_ANSWER, (number, status, body[:2000])
            assert APOLOGY not in said, (number, body[:2000])
            seen[status] = seen.get(status, 0) + 1

    await asyncio.gather(*(some() for _ in range(AT_ONCE)))
    assert not [sent for sent in busy.connector.got if APOLOGY in sent.body]
    assert await stands(busy) == before
    assert min(seen.get(200, 0), seen.get(400, 0), seen.get(401, 0)) > CASES / 50
    told = ", ".join(f"{count:,} × {status}" for status, count in sorted(seen.items()))
    proved(f"spoiled activities of {len(sources)} kinds, seed {SEED}: no 500, no hang, no byte of "
           "the store changed", f"{CASES:,}: {told}")  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=repr)
async def test_wrong_type_in_a_field_of_a_card_changes_nothing(busy: World, wrong: object) -> None:
    """An answer is text. What is none is refused, or is as if it were not there."""
    before = await stands(busy)
    card = {"b.visits": "3", "b.look_evidence": "In the record.", "drawn": 1, "go": "next",
            "return": cast.MINE.id, "shown": ["visits", "look_evidence"]}  # fmt: skip
    for name in card:
        status, said = await answer_to(busy, json.dumps(pressed(busy, "save", **card) | {
            "value": {"action": {"type": "Action.Execute", "verb": "save",
                                 "data": card | {name: wrong}}}}).encode())  # fmt: skip
        assert status == 200
        assert APOLOGY not in said
    assert await stands(busy) == before


@contextmanager
def listening() -> Iterator[list[str]]:
    """Note what this thread does meanwhile that would hold up the loop."""
    HEARD.clear()
    LISTENING.append(threading.get_ident())
    try:
        yield HEARD
    finally:
        LISTENING.pop()


def hear(event: str, _arguments: object) -> None:
    """Note a thing that Python tells of; it cannot be asked to stop telling."""
    if LISTENING and event in BLOCKING and threading.get_ident() == LISTENING[-1]:
        HEARD.append(event)


sys.addaudithook(hear)


async def test_refusing_a_token_never_holds_up_the_loop(world: World) -> None:
    """No file is opened and no name looked up, whatever is wrong; the long mode tells how long."""
    await world.told("execute")
    slowest = {}
    for name, forged in REFUSED.items():
        activity, token = world.activity("execute"), forged(world)
        await world.post(activity, token)  # keys and connections are there from now on
        with listening() as heard:
            taken = []
            for _ in range(20 if LONG else 1):
                start = time.perf_counter()
                assert (await world.post(activity, token)).status == 401
                taken.append((time.perf_counter() - start) * 1000)
        slowest[name] = statistics.median(taken)
        assert not heard, (name, heard)
    worst = max(slowest, key=lambda name: slowest[name])
    proved(f"{len(REFUSED)} kinds of bad token: 401, nothing done, the slowest ({worst})",
           f"{slowest[worst]:.1f} ms")  # fmt: skip


async def test_hook_hears_what_holds_up_the_loop(tmp_path: Path) -> None:
    """The test above could fail: a file that is opened on the loop is heard."""
    with listening() as heard:
        (tmp_path / "file").write_text("x", encoding="utf-8")
    assert "open" in heard


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
async def test_token_of_a_megabyte_is_401_like_any_bad_token(world: World, scheme: str) -> None:
    """None of it is kept, nothing happens, and no version of anything is named."""
    long = f"{scheme} {'x' * 1_000_000}"
    answer = await world.post(world.activity("execute"), None, Authorization=long)
    assert answer.status == 401
    assert await answer.read() == b""
    assert answer.headers["Server"] == "maca"
    assert not world.router.turns
    assert (await world.told("execute")).status == 200


async def test_tenant_that_is_not_let_in_is_told_nothing(build: Any) -> None:  # noqa: ANN401
    """A good token says which service sends, not that the person is one of ours."""
    world = await build(settings={"tenant_id": "99999999-9999-4999-8999-999999999999"})
    answer = await world.told("execute")
    assert answer.status in {200, 401, 403}
    assert not world.router.turns


async def silent(world: World, opening: bytes) -> tuple[Any, Any]:
    """Open a connection that says this and no more."""
    port = world.bot.port
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(opening)
    return reader, writer


async def test_slow_bodies_are_given_up_and_keep_nobody_out(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who begins a body and does not go on gets 408 after a while, and costs nobody else a turn."""
    monkeypatch.setattr(wire, "SECONDS_TO_SEND", 0.5)
    token = signed()(world)
    head = (f"POST /api/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
            "Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n{")  # fmt: skip
    slow = [await silent(world, head.encode()) for _ in range(100)]
    assert (await world.told("execute")).status == 200
    lines = [await reader.readline() for reader, _writer in slow]
    assert {line.split()[1] for line in lines} == {b"408"}
    assert len(world.router.turns) == 1
    for _reader, writer in slow:
        writer.close()


HOSTILE = {
    "doubled": b'{"type":"invoke","type":"message"}',
    "NaN": b'{"type":NaN}',
    "surrogate": b'{"type":"\\ud800"}',
    "deep list": b"[" * 10_000,
    "deep object": b'{"a":' * 10_000,
    "long list": b"[" + b"1," * 120_000 + b"1]",
    "too large": b'{"x":"' + b"a" * 300_000,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
async def test_hostile_json_is_refused(world: World, body: bytes) -> None:
    """Each is 4xx, and nothing is done."""
    answer = await world.post(body)
    assert answer.status in {400, 401, 413}
    assert not world.router.turns
    assert not world.connector.got
