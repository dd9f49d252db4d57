"""A database is brought forward step by step, whole or not at all, and never backwards."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from storage.postgres import PostgresStore
from storage.postgres_faults import DatabaseError
from storage.postgres_migrations import Migration, SchemaError, migrate, migrations
from tests.postgres import Server
from tests.storage.made import AMINA, answered, audit, ret
from tests.storage.rings import ring_for

STEPS = migrations()
LATER = Migration(len(STEPS) + 1, "later", "create table later (id integer)")


@pytest.fixture
async def empty(postgres: Server) -> AsyncIterator[str]:
    """The address of a database with nothing in it."""
    async with postgres.fresh(template=None) as address:
        yield address


async def stands_at(address: str) -> int:
    """Return the step that a database is at."""
    connection = await asyncpg.connect(address)
    try:
        return int(await connection.fetchval("select coalesce(max(number), 0) from migrations"))
    finally:
        await connection.close()


def test_steps_are_numbered_without_a_gap() -> None:
    """So that "at step 3" says all."""
    assert [step.number for step in STEPS] == list(range(1, len(STEPS) + 1))


@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"{step.number}-{step.name}")
async def test_step_from_the_state_before(empty: str, step: Migration) -> None:
    """From where the step before left it to where all works; what is applied is not done again."""
    await migrate(empty, steps=STEPS[: step.number - 1] or [Migration(0, "nothing", "")])
    assert await migrate(empty, steps=STEPS[: step.number]) == [step]
    await migrate(empty)
    assert await migrate(empty) == []
    store = await PostgresStore.open(empty, ring=ring_for)
    await store.keep_person(AMINA)
    assert await store.keep_audit(audit())
    assert await store.add(ret())
    assert await store.keep(answered(ret()))
    await store.close()


async def test_two_who_migrate_at_once_do_it_once(empty: str) -> None:
    """The second waits, and finds that nothing is left to do."""
    done = await asyncio.gather(migrate(empty), migrate(empty))
    assert sorted(map(len, done)) == [0, len(STEPS)]


async def test_step_that_fails_leaves_the_state_before(empty: str) -> None:
    """None of it is done, and it can be tried again."""
    broken = Migration(LATER.number, "broken", f"{LATER.sql}; select 1/0")
    with pytest.raises(DatabaseError):
        await migrate(empty, steps=[*STEPS, broken])
    assert await stands_at(empty) == len(STEPS)
    assert await migrate(empty, steps=[*STEPS, LATER]) == [LATER]


async def test_database_that_was_not_migrated_is_refused(empty: str) -> None:
    """With what to do."""
    with pytest.raises(SchemaError, match="Run `maca migrate`"):
        await PostgresStore.open(empty, ring=ring_for)


async def test_database_of_a_later_version_is_refused(empty: str) -> None:
    """Neither opened nor migrated: an old version must not write what a later one misreads."""
    await migrate(empty, steps=[*STEPS, LATER])
    for trying in (PostgresStore.open(empty, ring=ring_for), migrate(empty)):
        with pytest.raises(SchemaError, match="later version"):
            await trying
