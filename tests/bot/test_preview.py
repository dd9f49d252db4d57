"""`maca nudges`: who would be nudged when, and why, while the bot may run."""

from datetime import UTC, datetime
from pathlib import Path

from click.testing import CliRunner

from bot import preview
from bot.__main__ import main
from bot.settings import Settings
from storage.tiny import TinyStore
from tests import cast

AT = datetime(2026, 11, 30, 10, 42, tzinfo=UTC)


async def filled(folder: Path) -> TinyStore:
    """A store with the cast's audit, open."""
    store = await TinyStore.open(folder)
    await store.keep_audit(cast.AUDIT)
    for person in cast.EVERYBODY:
        await store.keep_person(person)
    for ret in cast.RETURNS:
        await store.add(ret)
    return store


def written(folder: Path) -> dict[Path, int]:
    """Return when each file was written."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*")}


async def test_table_says_who_would_be_nudged_when_and_why(tmp_path: Path) -> None:
    """By time, then person; families by their codes. The bot that owns the store runs on."""
    store = await filled(tmp_path)
    lines = await preview.told(Settings(data_dir=tmp_path), 2, AT)
    assert lines[0].startswith("Case audit November: ")
    assert lines[1].split() == ["when", "to", "whom", "why", "families"]
    (visitor,) = [line.split("  ") for line in lines if "Bethan Price" in line]
    wanted = ["Tue 01 Dec 09:00", "Bethan Price", "due in 5 working days", "C F"]
    assert [cell.strip() for cell in visitor if cell] == wanted
    assert await store.add(cast.RETURNS[0]) is False
    await store.close()


async def test_looking_writes_nothing(tmp_path: Path) -> None:
    """Not even away what another process is about to put in its place."""
    store = await filled(tmp_path)
    beside = tmp_path / "returns" / "a.json.new"
    beside.write_bytes(b"half")
    before = written(tmp_path)
    await preview.told(Settings(data_dir=tmp_path), 10, AT)
    assert written(tmp_path) == before
    await store.close()


def test_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """In words, and nothing is made."""
    told = CliRunner().invoke(main, ["nudges"], env={"MACA_DATA_DIR": str(tmp_path / "none")})
    assert told.exit_code == 1
    assert "There is no folder" in told.output
    assert not (tmp_path / "none").exists()
