"""Files on the command line, while the bot may be running."""

import asyncio
import json
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main
from storage.tiny import TinyStore
from tests import cast


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Return a folder with the small audit, which another process has open."""
    with asyncio.Runner() as runner:
        store = runner.run(TinyStore.open(tmp_path / "data"))
        for who in cast.EVERYBODY:
            runner.run(store.keep_person(who))
        runner.run(store.keep_audit(cast.AUDIT))
        for ret in cast.RETURNS:
            runner.run(store.add(ret))
        yield tmp_path / "data"
        runner.run(store.close())


def run(folder: Path, *words: str, **settings: str) -> Result:
    """Run the command on this folder."""
    given = {"MACA_DATA_DIR": str(folder), "MACA_PARTNERSHIP": "Riverbridge"} | settings
    return CliRunner().invoke(main, words, env=given)


def before(folder: Path) -> dict[Path, bytes]:
    """Return all that the folder holds."""
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_audits_are_listed(folder: Path) -> None:
    """By the names that the other commands take."""
    told = run(folder, "audits")
    assert told.exit_code == 0
    assert "a1     0 of 4   16 Nov 2026  08 Dec 2026  C F" in told.output


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("export",), "made.xlsx"),
        (("export", "a1"), "made.zip"),
        (("export",), "made.json"),
        (("report",), "made.docx"),
        (("pack", "c"), "made.docx"),
        (("pack", "all", "a1"), "made.zip"),
    ],
)
def test_a_file_is_written_while_the_bot_runs(
    folder: Path, tmp_path: Path, words: tuple[str, ...], name: str
) -> None:
    """The store is only read; the file is its owner's alone, and never written over by mistake."""
    kept, path = before(folder), tmp_path / name
    told = run(folder, *words, "-o", str(path))
    assert told.exit_code == 0, told.output
    assert before(folder) == kept
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    if name.endswith(".json"):
        assert json.loads(path.read_bytes())
    else:
        assert zipfile.ZipFile(path).testzip() is None
    again = run(folder, *words, "-o", str(path))
    assert again.exit_code == 1
    assert "is there already" in again.output


def test_a_file_goes_into_a_folder_under_its_own_name(folder: Path, tmp_path: Path) -> None:
    """Which has codes in it and no title."""
    assert run(folder, "pack", "C", "-o", str(tmp_path)).exit_code == 0
    (path,) = tmp_path.glob("*.docx")
    assert path.name.startswith("a1-pack-C-")
    assert run(folder, "pack", "C", "-o", str(tmp_path), "--over").exit_code == 0


@pytest.mark.parametrize(
    ("words", "settings", "told"),
    [
        (("export", "a2"), {}, "There is no audit 'a2'. Audits: a1"),
        (("pack", "Q"), {}, "There is no family 'Q'. Families: C, F, or all."),
        (("export", "-o", "x.pdf"), {}, "must end with one of .xlsx, .zip, .json"),
        (("report",), {"MACA_PARTNERSHIP": ""}, "MACA_PARTNERSHIP"),
        (("report",), {"MACA_REPORT_TEMPLATE": "/no/such.docx"}, "MACA_REPORT_TEMPLATE"),
        (("audits",), {"MACA_DATA_DIR": "/no/such/folder"}, "/no/such/folder"),
    ],
)
def test_what_is_wrong_is_told(
    folder: Path, words: tuple[str, ...], settings: dict[str, str], told: str
) -> None:
    """In words that say what to change."""
    found = run(folder, *words, **settings)
    assert found.exit_code != 0
    assert told in found.output
    assert "Traceback" not in found.output


def test_a_report_needs_the_partnerships_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An invented one would stand on every page."""
    monkeypatch.delenv("MACA_PARTNERSHIP", raising=False)
    found = CliRunner().invoke(main, ["report"], env={"MACA_DATA_DIR": str(folder)})
    assert found.exit_code == 1
    assert "MACA_PARTNERSHIP is not set" in found.output
