"""`maca copy` between a folder and a real PostgreSQL, as an operator gives it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audits.identity import Identity, Particulars, key_of
from bot.__main__ import main
from bot.copying import settings_for, shown
from bot.settings import SettingsError, from_environment
from bot.stores import opened
from storage.contract import Batch
from tests import cast
from tests.postgres import Server


@pytest.fixture
async def database(postgres: Server) -> AsyncIterator[str]:
    """An empty database."""
    async with postgres.fresh() as address:
        yield address


@pytest.fixture
async def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A folder with an audit, its returns and names; return its address."""
    monkeypatch.setenv("MACA_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("MACA_MASTER_KEY", "A" * 43 + "=")
    where = f"tiny:{tmp_path / 'data'}"
    store = await opened(settings_for(where, from_environment()))
    for who in cast.EVERYBODY:
        await store.keep_person(who)
    people = (Particulars(role="Mother", names="Philippa Quorn"),)
    sheet = Identity(id=key_of("a1", "C"), audit_id="a1", family="C", people=people)
    await store.keep_batch(Batch(audits=(cast.AUDIT,), returns=cast.RETURNS, identities=(sheet,)))
    await store.close()
    return where


async def given(*words: str) -> Result:
    """Give the command."""
    return await asyncio.to_thread(CliRunner().invoke, main, ["copy", *words])


async def names_in(where: str) -> tuple[str, ...]:
    """Return who is on Family C's sheet in this store."""
    store = await opened(settings_for(where, from_environment()))
    sheet = await store.identity("a1.C")
    await store.close()
    return tuple(one.names for one in sheet.people) if sheet else ()


def whole(done: Result) -> str:
    """Return the hash that a copy ended with."""
    assert done.exit_code == 0, done.output
    return done.output.strip().rpartition(" ")[2]


async def test_folder_goes_to_the_database_and_back(
    folder: str, database: str, tmp_path: Path
) -> None:
    """While the bot has the folder; the same hash both ways, names opened under other keys."""
    store = await opened(from_environment())
    there = await given("--from", folder, "--to", database)
    await store.close()
    again = f"tiny:{tmp_path / 'again'}"
    back = await given("--from", database, "--to", again)
    assert whole(back) == whole(there)
    assert "4  returns" in there.output
    assert await names_in(database) == await names_in(again) == ("Philippa Quorn",)
    twice = await given("--from", folder, "--to", database)
    assert "0 records are new there" in twice.output


async def test_one_audit_goes_alone(folder: str, database: str) -> None:
    """One that is not there is told, with those that are."""
    none = await given("--from", folder, "--to", database, "--audit", "a9")
    assert none.exit_code == 1
    assert "There is no audit 'a9'" in none.output
    assert "a1" in none.output
    done = await given("--from", folder, "--to", database, "--audit", "a1")
    assert done.exit_code == 0, done.output
    assert await names_in(database) == ("Philippa Quorn",)


async def test_file_that_cannot_be_read_is_named_and_the_rest_arrives(
    folder: str, tmp_path: Path
) -> None:
    """Nobody takes a copy for whole that is not: the command names what is missing, and fails."""
    damaged = min((tmp_path / "data" / "returns").iterdir())
    damaged.write_bytes(b"noise")
    again = f"tiny:{tmp_path / 'again'}"
    for _ in range(2):
        done = await given("--from", folder, "--to", again)
        assert done.exit_code == 1
        assert f"cannot be read, and are not in the copy: returns.{damaged.name}" in done.output
        assert "3  returns" in done.output
    assert damaged.read_bytes() == b"noise"
    assert await names_in(again) == ("Philippa Quorn",)


async def test_clash_is_told_and_nothing_is_copied(folder: str, database: str) -> None:
    """Another audit stands there under the same id."""
    store = await opened(settings_for(database, from_environment()))
    await store.keep_audit(cast.AUDIT)
    await store.add(cast.RETURNS[0])
    await store.keep_person(cast.STRANGER)
    await store.keep_audit((await store.audit("a1")) or cast.AUDIT)
    await store.close()
    done = await given("--from", folder, "--to", database)
    assert done.exit_code == 1
    assert "audits a1 is there already" in done.output
    assert "Nothing was copied" in done.output
    assert await names_in(database) == ()


async def test_what_is_no_store_is_told(folder: str) -> None:
    """By how a store is written; never with a password in it."""
    for wrong in ("tiny:", "data", "mysql://maca:hidden@host/x"):
        done = await given("--from", folder, "--to", wrong)
        assert done.exit_code == 1
        assert "is no store. Give tiny:FOLDER or postgresql://" in done.output
        assert "hidden" not in done.output
    same = await given("--from", folder, "--to", folder)
    assert "are the same store" in same.output
    with pytest.raises(SettingsError):
        settings_for("tiny:", from_environment())
    assert shown("postgresql://maca:hidden@host/x") == "host/x"


async def test_backup_of_a_database_is_not_pretended(
    folder: str, database: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It is said what to use instead, and no file is written."""
    assert folder
    monkeypatch.setenv("MACA_DATABASE", database)
    done = await asyncio.to_thread(CliRunner().invoke, main, ["backup", str(tmp_path / "b.maca")])
    assert done.exit_code == 1
    assert "pg_dump" in done.output
    assert not (tmp_path / "b.maca").exists()
