"""The database that the settings name: prepared by a command, refused until it is, then used."""

import asyncio
from collections.abc import AsyncIterator, Mapping

import pytest
from click.testing import CliRunner, Result
from pydantic import SecretStr

from bot import stores
from bot.__main__ import main
from bot.settings import Settings, SettingsError
from storage.postgres import PostgresStore
from tests import cast
from tests.postgres import Server
from tests.storage.rings import MASTER


@pytest.fixture
async def given(postgres: Server) -> AsyncIterator[Mapping[str, str]]:
    """Settings that name two databases with nothing in them."""
    async with postgres.fresh(template=None) as data, postgres.fresh(template=None) as keys:
        yield {"MACA_DATABASE": data, "MACA_KEYS_DATABASE": keys, "MACA_MASTER_KEY": MASTER}


async def run(given: Mapping[str, str], *words: str) -> Result:
    """Run the command with these settings."""
    return await asyncio.to_thread(CliRunner().invoke, main, words, env=given)


def chosen(given: Mapping[str, str]) -> Settings:
    """Return the settings that these variables make."""
    names = ("database", "keys_database", "master_key")
    return Settings.model_validate({one: given[f"MACA_{one.upper()}"] for one in names})


async def test_database_is_migrated_before_it_is_used(given: Mapping[str, str]) -> None:
    """Until then whoever opens it is told what to run; running it again is harmless."""
    before = await run(given, "audits")
    assert before.exit_code == 1
    assert "Run `maca migrate`" in before.output
    first, again = await run(given, "migrate"), await run(given, "migrate")
    assert "Step 1 is done: begin." in first.output
    assert again.output == "The database is ready for this version (step 3).\n"
    assert (await run(given, "audits")).exit_code == 0


async def test_store_in_the_database_is_opened_by_the_settings(given: Mapping[str, str]) -> None:
    """Its data keys lie in the other database, and what is kept is found by the next replica."""
    await run(given, "migrate")
    settings = chosen(given)
    for _ in range(2):
        store = await stores.opened(settings)
        assert isinstance(store, PostgresStore)
        await store.keep_person(cast.HEALTH_VISITOR)
        who = cast.HEALTH_VISITOR
        assert await store.person(who.tenant, who.object_id) == who
        await store.close()
    same = settings.model_copy(update={"keys_database": SecretStr("")})
    with pytest.raises(OSError, match="key"):
        await stores.opened(same)


async def test_database_where_nobody_listens_is_told() -> None:
    """In words, and without its address, which may hold a password."""
    told = await run({"MACA_DATABASE": "postgresql://x:Quiet1@127.0.0.1:1/x"}, "migrate")
    assert told.output == "Error: The database cannot be reached\n"


@pytest.mark.parametrize("address", ["mysql://db/maca", "db.example.org"])
async def test_address_of_another_kind_is_refused(address: str) -> None:
    """Before anything is opened."""
    told = await run({"MACA_DATABASE": address}, "migrate")
    assert "MACA_DATABASE: must be an address like" in told.output


async def test_without_a_database_there_is_nothing_to_migrate() -> None:
    """Which is said."""
    assert "MACA_DATABASE is not set" in (await run({}, "migrate")).output


async def test_token_needs_a_way_to_sign_in(given: Mapping[str, str]) -> None:
    """Where no credential is set."""
    settings = chosen(given).model_copy(
        update={"database_token": True, "dangerously_without_tokens": True}
    )
    with pytest.raises(SettingsError, match="MACA_CREDENTIAL"):
        await stores.opened(settings)
