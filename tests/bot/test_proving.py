"""`maca prove-isolation`, as an operator gives it: on data in use, at rest, and on none."""

import asyncio
import os
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from storage.tiny import TinyStore
from tests import cast as played
from tests.bot.test_isolation import WORDS, filled


def seen(folder: Path) -> dict[str, str]:
    """Return what every file of a folder holds."""
    return {
        str(path): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


async def test_command_reports_in_plain_words_and_leaves_the_data_alone(tmp_path: Path) -> None:
    """`maca prove-isolation` reads a folder that the bot has open, and writes nothing there."""
    folder = tmp_path / "data"
    store = await filled(folder)
    await store.catch_up()  # what it files by itself, later, is no writing of the command
    before = seen(folder)
    set_to = {"MACA_DATA_DIR": str(folder), "MACA_IDENTITY_KEYS": str(tmp_path / "keys")}
    done = await run_beside(["prove-isolation"], set_to)
    assert done.exit_code == 0, done.output
    assert "A Housing contact cannot read Police, Public health nursing: " in done.output
    assert "A business manager cannot read returns that were not sent: " in done.output
    assert "A Police contact can read Police: " in done.output
    assert "Result: everything was as it should be." in done.output
    assert WORDS[:20] not in done.output
    assert seen(folder) == before
    await store.close()


async def test_command_without_data_says_so(tmp_path: Path) -> None:
    """A folder that is not there is named, and is not made."""
    done = await run_beside(["prove-isolation"], {"MACA_DATA_DIR": str(tmp_path / "none")})
    assert done.exit_code == 1
    assert "There is no folder" in done.output
    assert not (tmp_path / "none").exists()


async def test_command_works_where_nobody_has_the_folder(tmp_path: Path) -> None:
    """The bot is stopped: the report is the same, nothing is written, and the bot starts again."""
    folder = tmp_path / "data"
    await (await filled(folder)).close()
    before = seen(folder)
    set_to = {"MACA_DATA_DIR": str(folder), "MACA_IDENTITY_KEYS": str(tmp_path / "keys")}
    done = await run_beside(["prove-isolation"], set_to)
    assert done.exit_code == 0, done.output
    assert "Result: everything was as it should be." in done.output
    assert seen(folder) == before
    again = await TinyStore.open(folder)
    assert len(await again.returns_in(played.AUDIT.id)) == len(played.RETURNS)
    await again.close()


@pytest.mark.parametrize("begun", [False, True])
async def test_command_proves_nothing_of_nothing(tmp_path: Path, *, begun: bool) -> None:
    """A folder that is empty, or has no audit yet, is told as such: there nobody read anything."""
    folder = tmp_path / "data"
    folder.mkdir()
    if begun:
        await (await TinyStore.open(folder)).close()
    before = seen(folder)
    done = await run_beside(["prove-isolation"], {"MACA_DATA_DIR": str(folder)})
    assert done.exit_code == 1
    assert f"There is no audit in the folder {folder} yet" in done.output
    assert "as it should be" not in done.output
    assert seen(folder) == before


async def test_command_does_not_try_a_folder_beside_a_database(tmp_path: Path) -> None:
    """Where a database holds the data, no old folder is proved in its place."""
    set_to = {"MACA_DATA_DIR": str(tmp_path), "MACA_DATABASE": "postgresql://db.example.org/maca"}
    done = await run_beside(["prove-isolation"], set_to)
    assert done.exit_code == 1
    assert "First copy the store into one" in done.output


async def test_stopped_command_leaves_no_copy(tmp_path: Path) -> None:
    """Stopped while it tries, it says so and removes the copy; the data are as they were."""
    folder, between = tmp_path / "data", tmp_path / "between"
    store = await filled(folder)
    await store.catch_up()  # what it files by itself, later, is no writing of the command
    between.mkdir()
    before = seen(folder)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "prove-isolation",
        env={**os.environ, "TMPDIR": str(between), "MACA_DATA_DIR": str(folder),
             "MACA_IDENTITY_KEYS": str(tmp_path / "keys")},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr
    assert b"Everybody tries everything on the copy now" in await process.stderr.readline()
    process.terminate()
    _said, told = await process.communicate()
    assert "Stopped. Nothing is proved, and the copy is removed." in told.decode()
    assert not list(between.iterdir())
    assert seen(folder) == before
    await store.close()


async def run_beside(asked: list[str], set_to: dict[str, str]) -> Any:  # noqa: ANN401 - click's
    """Run a command in a thread, for it has a loop of its own."""
    return await asyncio.to_thread(CliRunner().invoke, main, asked, env=set_to)
