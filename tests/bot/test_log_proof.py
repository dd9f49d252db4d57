"""Proves that whatever people write, and whatever then goes wrong, the log says nothing of it."""

import asyncio
import io
import json
import logging
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest

from audits.people import Person
from bot import log
from dialogs import router
from tests import cast, conftest
from tests.bot.conftest import Build
from tests.bot.speaking import NEVER, PEOPLE, SEED, Broken, activity, peopled, press, say, wander
from tests.bot.world import SAM, Router, Signer, World

LEAKING = Path(__file__).parent / "leaking.py"
ROOT = LEAKING.parent.parent.parent
CARRIED_OUT = {"hv": 18, "phnc": 26, "bm": 40, "stranger": 8}
"""How many verbs are not only refused when each of them tries all."""
NAMES = tuple(sorted({text for one in (*cast.EVERYBODY, SAM)
                      for text in (one.name, one.email, one.object_id)}))  # fmt: skip


@pytest.fixture
def everything() -> Iterator[io.StringIO]:
    """Let all speak that can speak, asyncio's own watching too."""
    stream = io.StringIO()
    log.configure("DEBUG", stream)
    loggers = [logging.getLogger(name) for name in ("", *logging.root.manager.loggerDict)]
    levels = [(one, one.level, one.disabled) for one in loggers]
    for one in loggers:
        one.setLevel(logging.DEBUG)
        one.disabled = False
    yield stream
    for one, level, disabled in levels:
        one.setLevel(level)
        one.disabled = disabled
    log.configure("DEBUG")


def traces(written: str) -> set[str]:
    """Return the words that may not be there and are."""
    return set(re.findall("|".join(map(re.escape, (*NEVER, *NAMES))), written))


async def spoken_to(build: Build, fails: Exception | None = None) -> World:
    """Give a bot with the small audit, whose store fails or does not."""
    broken: Router = Broken(fails)  # type: ignore[assignment]
    settings = {"set_up_by": cast.BUSINESS_MANAGER.email, "address": "https://audit.example.org"}
    world = await build(router=broken, settings=settings)
    await peopled(world)
    return world


@pytest.mark.parametrize("who", PEOPLE, ids=lambda who: who.id)
async def test_words_on_any_card_leave_no_trace(
    build: Build, everything: io.StringIO, capfd: pytest.CaptureFixture[str], who: Person
) -> None:
    """Every verb is tried, and every button of each card, with words in every field."""
    asyncio.get_running_loop().set_debug(True)
    world = await spoken_to(build)
    await wander(world, who)
    said = everything.getvalue()
    assert {*router.VERBS} <= {*re.findall(r'"verb":"([a-z_.]+)"', said)}
    done = {*re.findall(r'"verb":"([a-z_.]+)","outcome":"ok"', said)}
    assert len(done) >= CARRIED_OUT[who.id]
    assert not traces(said + "".join(capfd.readouterr()))


@pytest.mark.parametrize(
    "fails", [OSError(28, SEED, SEED), ValueError(SEED), ExceptionGroup(SEED, [KeyError(SEED)])]
)
async def test_fault_in_the_store_leaves_no_trace(
    build: Build, everything: io.StringIO, capfd: pytest.CaptureFixture[str], fails: Exception
) -> None:
    """A disk or a database that says in its error what it was to keep."""
    world = await spoken_to(build, fails)
    given = {"return": "a1.C.phn", "drawn": 0, "shown": ["visits"], "go": "next", "b.visits": "3"}
    await press(world, cast.HEALTH_VISITOR, "save", given)
    await say(world, cast.BUSINESS_MANAGER, f"new audit {SEED}")
    said = everything.getvalue()
    assert f'"outcome":"fault.{type(fails).__name__}"' in said
    assert not traces(said + "".join(capfd.readouterr()))


async def test_what_is_refused_at_the_door_leaves_no_trace(
    build: Build, everything: io.StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    """Bad tokens, bad JSON, forged activities, files, and addresses that nobody gave."""
    world = await spoken_to(build)
    forged = Signer("k1", owner="mallory").token(world.connector.url, name=SEED)
    good = activity(world, "message", cast.HEALTH_VISITOR, text=SEED)
    for token in (forged, f"eyJ.{SEED.encode().hex()}", "", "Quokka"):
        await world.post(good, token)
    for body in (SEED.encode(), b'{"Quokka": ' + b"[" * 99, f'["{SEED}"]'.encode(), b"\xff"):
        await world.post(body)
    content = {"downloadUrl": f"https://quokka.example/{SEED}", "fileType": "xlsx"}
    dropped = {"contentType": "application/vnd.microsoft.teams.file.download.info",
               "name": SEED, "content": content}  # fmt: skip
    await world.post(activity(world, "message", cast.BUSINESS_MANAGER, attachments=[dropped]))
    for path in ("/upload/Quokka", "/files/Quokka", "/Quokka", "/api/messages?Quokka"):
        for ask in (world.http.get, world.http.post):
            with suppress(aiohttp.ClientError):
                form = aiohttp.FormData({"file": io.BytesIO(SEED.encode())})
                await ask(world.bot.make_url(path), data=form)
    said = everything.getvalue()
    assert said.count('"event":"request.refused"') >= 8
    assert not traces(said + "".join(capfd.readouterr()))


async def test_process_that_fails_leaves_no_trace() -> None:
    """Python's own ways to tell of a fault are ours as well, and none of ours needs to be set."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-X", "dev", "-W", "always", str(LEAKING), SEED,
        cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    written, _ = await process.communicate()
    told = [json.loads(line) for line in written.decode().splitlines()]
    assert [line["event"] for line in told] == [
        "told.early", "failed.early", "fault.uncaught", "fault.uncaught", "python.warning",
        "fault.loop", "library", "library", "library", "library", "fault.uncaught",
    ]  # fmt: skip
    assert told[6]["says"] == "Could not read %s"
    assert all(LEAKING.name in str(line) for line in told[1:])
    assert not traces(written.decode())


@pytest.mark.parametrize(
    ("where", "written", "found"),
    [
        ("Captured stderr call", f"Traceback: {cast.HEALTH_VISITOR.name}", ["Bethan Price"]),
        ("Captured stdout call", f"Open this window, {cast.HEALTH_VISITOR.name}", []),
        ("Captured stdout call", '{"event":"x","person":"pol@x.example"}', ["pol@x.example"]),
        ("Captured stderr call", '{"event":"turn","answer":"yes"}', ["answer"]),
        ("Captured stderr call", '{"event":"turn","verb":"save"}', []),
    ],
)
def test_search_of_the_whole_run_finds_what_it_looks_for(
    where: str, written: str, found: list[str]
) -> None:
    """The search of tests/conftest.py would see a leak: a name, an e-mail, a field of nobody."""
    assert conftest.leaks(where, written) == found
