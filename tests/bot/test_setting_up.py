"""An audit set up by command line, from nothing to open, as the README tells."""

import asyncio
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main
from files.roster import load_roster
from storage.masters import MASTER, put_first
from storage.tiny import TinyStore

SAMPLES = Path(__file__).parents[2] / "samples"
BM = "bm@riverbridge.example"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """A command line at an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MACA_DATA_DIR", str(tmp_path / "data"))
    put_first(tmp_path / "data-keys" / MASTER)
    return CliRunner()


def maca(run: CliRunner, *words: str, code: int = 0) -> Result:
    """Give a command."""
    done = run.invoke(main, words)
    assert done.exit_code == code, done.output
    return done


def begun(run: CliRunner) -> Result:
    """Begin the audit of three families and five agencies."""
    return maca(run, "audit", "new", "--title", "Case audit", "--audit-day", "2099-02-25",
                "--roster", str(SAMPLES / "roster_example.xlsx"), "--by", BM)  # fmt: skip


def draft_id(done: Result) -> str:
    """The id that the command told."""
    return done.output.split("maca audit open ")[1].split(".")[0]


def test_audit_is_set_up_by_two_commands(run: CliRunner, tmp_path: Path) -> None:
    """From an empty folder to an open audit with fourteen returns."""
    done = begun(run)
    assert "New, Families: 3" in done.output
    opened = maca(run, "audit", "open", draft_id(done))
    assert "3 families, 5 agencies, 14 returns" in opened.output

    async def owed() -> int:
        store = await TinyStore.look(tmp_path / "data")
        found = len(await store.returns_in(draft_id(done)))
        await store.close()
        return found

    assert asyncio.run(owed()) == 14


def test_same_roster_again_changes_nothing(run: CliRunner) -> None:
    """The same file is said to change nothing."""
    done = begun(run)
    again = maca(run, "audit", "load", draft_id(done), str(SAMPLES / "roster_example.xlsx"))
    assert "Nothing changes" in again.output


def test_faulty_roster_is_told_and_nothing_is_taken(run: CliRunner, tmp_path: Path) -> None:
    """The mistake is told with its place; the draft has no agencies."""
    bad = tmp_path / "contacts.csv"
    bad.write_text("Name,Work e-mail,Agency\nBethan,not-an-address,Police\n")
    done = maca(run, "audit", "new", "--title", "T", "--audit-day", "2099-02-25", "--by", BM)
    number = done.output.split("The audit ")[1].split(" ")[0]
    told = maca(run, "audit", "load", number, str(bad), code=1)
    assert "row 2, column “Work e-mail”" in told.output
    maca(run, "audit", "open", number, code=1)


def test_running_audit_is_changed_closed_and_reopened(run: CliRunner) -> None:
    """A leaver is out at once; closing and reopening need a reason."""
    number = draft_id(begun(run))
    maca(run, "audit", "open", number)
    who = ("--by", BM, "--reason", "Left the service")
    maca(run, "audit", "leaver", number, "--email", "hv1@riverbridge.example", *who)
    maca(run, "audit", "leaver", number, "--email", "nobody@x.example", *who, code=1)
    maca(run, "audit", "close", number, *who)
    maca(run, "audit", "reopen", number, *who)
    maca(run, "audit", "reopen", number, *who, code=1)


def test_names_are_destroyed_by_two_people(run: CliRunner) -> None:
    """One person asks, twice if they like; another one agrees."""
    number = draft_id(begun(run))
    maca(run, "audit", "open", number)
    for _ in range(2):
        asked = maca(run, "identity", "destroy", number, "--by", BM)
        assert "Nothing is destroyed yet" in asked.output
    agreed = maca(run, "identity", "destroy", number, "--by", "chair@riverbridge.example")
    assert "The names of 3 families are destroyed" in agreed.output


def test_template_is_written_and_checked(run: CliRunner, tmp_path: Path) -> None:
    """The template can be loaded as it is, and anything else is told to be no roster."""
    maca(run, "roster", "template", "-o", "roster.xlsx")
    assert load_roster((tmp_path / "roster.xlsx").read_bytes()).roster.agencies == ()
    assert "Nothing is wrong" in maca(run, "roster", "check", "roster.xlsx").output
    (tmp_path / "x.txt").write_text("hello")
    maca(run, "roster", "check", "x.txt", code=1)


def test_commands_of_the_documentation_work_from_nothing(
    run: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the page tells, in its order, in an empty folder; the roster is filled in on the way."""
    page = (SAMPLES.parent / "docs" / "setting-up.md").read_text(encoding="utf-8")
    block = page.partition("## By command line")[2].partition("```console\n")[2].partition("```")[0]
    monkeypatch.setenv("MACA_MASTER_KEY_FILE", str(tmp_path / "new.key"))
    done, output = [], ""
    for line in block.splitlines():
        program, *words = shlex.split(line, comments=True)
        if program != "maca":
            continue
        if words[:2] == ["roster", "check"]:
            (tmp_path / "roster.xlsx").write_bytes((SAMPLES / "roster_example.xlsx").read_bytes())
        instead = {"2027-02-24": "2099-02-25", "10": "2", "2026-1": draft_in(output)}
        output = maca(run, *(instead.get(word, word) for word in words)).output or output
        done.append(words[0])
    assert done == ["keys", "roster", "roster", "audit", "audit", "audit"]
    assert "2 families, 5 agencies" in output


def draft_in(output: str) -> str:
    """The id of the draft that was told of last, if one was."""
    return output.partition("maca audit open ")[2].partition(".")[0]
