"""A process killed while it saves: what it acknowledged is there, and nothing is torn."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.tiny import TinyStore
from tests.proofs import proved
from tests.storage.saver import ANSWERS, box_and_text, opened

ROOT = Path(__file__).parents[2]
KILLS = 20 if os.environ.get("MACA_LONG") else 3


def killed_while_saving(where: str, what: str, *, after: int) -> int:
    """Kill a saving process once it acknowledged so many things; return the last version told.

    By the time it dies it has gone on, and is somewhere within a save.
    """
    command = [sys.executable, "-m", "tests.storage.saver", where, what]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as saver:  # noqa: S603 - ours
        assert saver.stdout
        told = [saver.stdout.readline() for _ in range(after)]
        saver.send_signal(signal.SIGKILL)
        told += saver.stdout.readlines()
    assert saver.returncode == -signal.SIGKILL
    return int([line for line in told if line.endswith(b"\n")][-1])


@pytest.fixture(params=["tiny", "postgres"])
async def where(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """A folder, and the address of a database."""
    if request.param == "tiny":
        yield str(tmp_path)
        return
    async with request.getfixturevalue("postgres").fresh() as address:
        yield address


async def test_killed_process_loses_nothing_that_it_acknowledged(where: str) -> None:
    """Every acknowledged answer is there to the letter; versions and journal have no gap."""
    chance = random.Random(2021)  # noqa: S311 - the same moments each time, as near as can be
    acknowledged = 0
    for _ in range(KILLS):
        last = killed_while_saving(where, "return", after=chance.randint(1, ANSWERS // 3))
        assert last > acknowledged
        acknowledged = last
        store = await opened(where)
        assert not isinstance(store, TinyStore) or not store.set_aside
        found = await store.agency_return("demo.C.phn")
        assert found is not None
        assert found.version in {acknowledged, acknowledged + 1}
        events = await store.journal("demo.C.phn")
        assert [event.version for event in events] == list(range(1, found.version + 1))
        written = [words for one in found.answers.values() for words in (*one.past, one.now)]
        assert sorted(words.version for words in written) == list(range(1, found.version + 1))
        assert all(words.value == box_and_text(words.version)[1] for words in written)
        assert next(iter(await store.returns_in("demo"))).version == found.version
        await store.close()
    proved("the store killed while it saves: none acknowledged was lost", f"{KILLS} kills")


async def test_killed_process_loses_nothing_that_a_panel_decided(where: str) -> None:
    """Every summary that was acknowledged is there or in the past; the journal has no gap."""
    chance = random.Random(2022)  # noqa: S311 - the same moments each time, as near as can be
    acknowledged = 0
    for _ in range(KILLS):
        last = killed_while_saving(where, "panel", after=chance.randint(1, ANSWERS // 3))
        assert last > acknowledged
        acknowledged = last
        store = await opened(where)
        assert not isinstance(store, TinyStore) or not store.set_aside
        found = await store.panel("demo", "C")
        assert found is not None
        assert found.summary is not None
        assert found.version in {acknowledged, acknowledged + 1}
        events = await store.panel_journal("demo", "C")
        assert [event.version for event in events] == list(range(1, found.version + 1))
        told = [*(words.words for words in found.summary.past), found.summary.words]
        assert told == [box_and_text(n)[1].strip() for n in range(1, found.version + 1)]
        await store.close()
