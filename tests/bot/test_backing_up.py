"""`maca backup` and `maca restore`, as an operator gives them, while the bot has the folder."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot import stores
from bot.__main__ import main
from bot.settings import from_environment
from storage.masters import MASTER, put_first
from tests import cast


@pytest.fixture
async def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that another process has open; return where files go."""
    monkeypatch.setenv("MACA_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("MACA_KEYS", str(tmp_path / "keys"))
    put_first(tmp_path / "keys" / MASTER)
    store = await stores.opened(from_environment())
    await store.keep_audit(cast.AUDIT)
    for ret in cast.RETURNS:
        await store.add(ret)
    return tmp_path


def given(*words: object) -> Result:
    """Give a command."""
    return CliRunner().invoke(main, list(map(str, words)))


async def test_backup_is_taken_while_the_bot_runs_and_restored(running: Path) -> None:
    """All that was acknowledged is in it, told by counts, and comes back."""
    done = given("backup", running / "b.maca")
    assert done.exit_code == 0, done.output
    assert "4  returns" in done.output
    checked = given("restore", running / "b.maca", "--check")
    assert "is whole" in checked.output
    back = given("restore", running / "b.maca", "--into", running / "again")
    assert back.exit_code == 0, back.output
    again = await stores.opened(from_environment(data_dir=running / "again"))
    assert len(await again.returns_in("a1")) == len(cast.RETURNS)
    await again.close()
    assert (running / "b.maca").stat().st_mode & 0o077 == 0
    assert not left_over(running)


def left_over(folder: Path) -> list[str]:
    """Return what a command should have cleared away."""
    return [one.name for one in folder.iterdir() if one.name.startswith(".maca")]


async def test_nothing_is_written_over(running: Path) -> None:
    """Neither a backup that is there, nor the folder of a bot."""
    given("backup", running / "b.maca")
    again = given("backup", running / "b.maca")
    assert again.exit_code == 1
    assert "is there already" in again.output
    over = given("restore", running / "b.maca")
    assert over.exit_code == 1
    assert "is not empty" in over.output


async def test_damaged_backup_is_told_in_words(running: Path) -> None:
    """Nothing is restored from it."""
    given("backup", running / "b.maca")
    (running / "b.maca").write_bytes(b"not a backup")
    done = given("restore", running / "b.maca", "--into", running / "again")
    assert done.exit_code == 1
    assert "is not a whole backup" in done.output
    assert not (running / "again").exists()
