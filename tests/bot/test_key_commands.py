"""`maca keys` and `maca journal`, as an operator gives them."""

import asyncio
import base64
import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audits.journal import Happening
from bot import sealing, stores
from bot.__main__ import main
from bot.settings import Settings, SettingsError, from_environment
from storage.contract import Batch
from storage.masters import own_ring
from storage.tiny import TinyStore
from tests import cast
from tests.postgres import Server

LINE = Happening(at=cast.AT, by="bm", what="setting.changed", about=("due",))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an audit in it, under a master key of its own; closed again."""
    monkeypatch.setenv("MACA_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("MACA_MASTER_KEY_FILE", str(tmp_path / "safe" / "master.key"))
    assert given("keys", "new-master").exit_code == 0
    asyncio.run(filled())
    return tmp_path


async def filled() -> None:
    """Put an audit into the store."""
    store = await stores.opened(from_environment())
    await store.keep_batch(Batch(audits=(cast.AUDIT,), lines=(LINE,), returns=cast.RETURNS))
    await store.close()


def given(*words: object, env: dict[str, str] | None = None) -> Result:
    """Give a command."""
    return CliRunner().invoke(main, list(map(str, words)), env=env)


def said(*words: object) -> str:
    """Give a command that succeeds, and return what it says."""
    done = given(*words)
    assert done.exit_code == 0, done.output
    return done.output


def test_keys_are_listed_without_a_key(folder: Path) -> None:
    """What each seals, since when and under which master key; no key itself."""
    listed = said("keys", "list")
    assert "audit/a1" in listed
    assert "journal/a1" in listed
    assert "The master key of today is local-" in listed
    master = (folder / "safe" / "master.key").read_text().strip()
    assert master not in listed


def test_master_key_is_changed_while_all_stays_readable(folder: Path) -> None:
    """A new line, all keys wrapped anew, the old line away."""
    assert "maca keys rewrap" in said("keys", "new-master")
    assert "still under local-" in said("keys", "list")
    assert said("keys", "rewrap").startswith("3 data keys")
    file = folder / "safe" / "master.key"
    file.write_text(file.read_text().splitlines()[0])
    assert "still under" not in said("keys", "list")
    assert cast.AUDIT.id in said("audits")


def test_keys_are_rotated_while_the_store_is_open(folder: Path) -> None:
    """Then all that is kept is sealed anew by one command, which has nothing left to do."""
    with asyncio.Runner() as runner:
        store = runner.run(stores.opened(from_environment()))
        assert "audit/a1 from now on" in said("keys", "rotate", "audit/a1")
        assert "from now on" in said("keys", "rotate")
        assert runner.run(store.add(replace(cast.MINE, id="a1.C.new", agency="new")))
        runner.run(store.close())
    assert said("keys", "seal-all").startswith("6 records")
    assert said("keys", "seal-all").startswith("0 records")
    assert cast.AUDIT.id in said("audits")
    file = next((folder / "data" / "returns").iterdir())
    assert b'"answers"' in CliRunner().invoke(main, ["keys", "open", str(file)]).stdout_bytes


@pytest.mark.usefixtures("folder")
def test_wrong_words_are_told() -> None:
    """A scope, an audit and a head that are none."""
    assert "There is no key for audit/x" in given("keys", "rotate", "audit/x").output
    assert "There is no audit x" in given("journal", "verify", "x").output
    assert "A head looks like" in given("journal", "verify", "a1", "--head", "x").output
    assert "Name the audit" in given("journal", "verify", "--head", "1:aa").output


def test_wrong_master_key_stops_every_command(folder: Path) -> None:
    """And says which is wanted."""
    other = folder / "other.key"
    other.write_text(base64.b64encode(bytes(32)).decode())
    done = given("audits", env={"MACA_MASTER_KEY_FILE": str(other)})
    assert done.exit_code == 1
    assert "not the right one" in done.output


def test_journal_is_proven_and_a_head_kept(folder: Path) -> None:
    """The head of now is in the chain later; what somebody takes away is told with its place."""
    assert "a1: whole, 1 links." in said("journal", "verify")
    head = said("journal", "head", "a1").split()[1]
    assert "whole" in said("journal", "verify", "a1", "--head", head)
    wrong = given("journal", "verify", "a1", "--head", f"9:{'ab' * 40}")
    assert wrong.exit_code == 1
    assert "not in the chain" in wrong.output
    (folder / "data" / "chain" / "a1.links").write_bytes(b"")
    taken = given("journal", "verify")
    assert taken.exit_code == 1
    assert "audits/a1, row 1: was added by somebody else." in taken.output


@pytest.mark.usefixtures("folder")
def test_journal_is_exported_a_row_a_line() -> None:
    """Each with its number, what it is about, and its proof."""
    (line,) = said("journal", "export").splitlines()
    told = json.loads(line)
    assert (told["audit"], told["number"], told["about"]) == ("a1", 1, "audits/a1")
    assert told["row"]["what"] == "setting.changed"


def test_without_a_master_key_nothing_is_opened(tmp_path: Path) -> None:
    """The words say how to make one. Two at once are too many."""
    bare = Settings(data_dir=tmp_path / "data")
    with pytest.raises(SettingsError, match="maca keys new-master"):
        sealing.ring_of(bare)
    two = Settings(
        master_key_file=tmp_path / "x", key_vault_key="https://v.vault.azure.net/keys/maca"
    )
    with pytest.raises(SettingsError, match="only one"):
        sealing.ring_of(two)


def test_demo_keeps_its_master_key_among_its_data_keys(tmp_path: Path) -> None:
    """So that commands find it without any setting."""
    with asyncio.Runner() as runner:
        ring = own_ring(tmp_path / "store")
        store = runner.run(TinyStore.open(tmp_path / "store", ring=ring))
        runner.run(store.keep_audit(cast.AUDIT))
        runner.run(store.close())
        again = runner.run(stores.opened(Settings(data_dir=tmp_path / "store")))
        assert runner.run(again.audit(cast.AUDIT.id))
        runner.run(again.close())


def test_commands_work_on_a_database(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys are listed, rotated and wrapped anew, all sealed anew, and the journal proven."""
    monkeypatch.setenv("MACA_MASTER_KEY", base64.b64encode(bytes(32)).decode())
    with asyncio.Runner() as runner:
        fresh = postgres.fresh()
        monkeypatch.setenv("MACA_DATABASE", runner.run(fresh.__aenter__()))
        runner.run(filled())
        assert "journal/a1" in said("keys", "list")
        assert "audit/a1 from now on" in said("keys", "rotate")
        assert said("keys", "rewrap").startswith("0 data keys")
        assert said("keys", "drop-older", "audit/a1", "roster").startswith("2 older keys")
        assert said("keys", "seal-all").startswith("0 records")
        assert "prove its journal" in given("keys", "drop-older", "journal/a1").output
        assert "a1: whole, 1 links." in said("journal", "verify")
        assert len(said("journal", "export").splitlines()) == 1
        runner.run(fresh.__aexit__(None, None, None))
