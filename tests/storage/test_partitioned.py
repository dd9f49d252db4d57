"""Every table of an audit can be cut up by the audit's id, as a sharded PostgreSQL does."""

import re
from collections.abc import AsyncIterator, Sequence
from typing import cast

import asyncpg
import pytest

from storage import postgres_audits, postgres_identities, postgres_nudges, postgres_returns
from storage.moving import tally
from storage.postgres_migrations import Migration, migrate, migrations
from tests.postgres import Server
from tests.storage.conftest import PostgresPlace
from tests.storage.made import ret
from tests.storage.test_moving import Both, filled, told

SHARED = {"data_keys", "migrations", "people", "reaches", "secrets"}
"""What belongs to no audit. A sharded server keeps a copy on each node."""
OF_ONE_AUDIT = {
    "a return": (postgres_returns.ONE, ("demo", ret().id)),
    "how all stand": (postgres_returns.VERSIONS, ("demo",)),
    "a journal": (postgres_returns.JOURNAL, ("demo", "returns/demo.C.phn")),
    "an audit": (postgres_audits.ONE, ("demo", 1, 1)),
    "a panel's record": (postgres_audits.PANEL, ("demo", "C")),
    "an identity sheet": (postgres_identities.ONE, ("demo", "demo.C")),
    "a document": (postgres_identities.PAPER, ("demo", "demo.waiting")),
    "the ledger": (postgres_nudges.LEDGER, ("demo",)),
}


def cut_up(step: Migration) -> Migration:
    """Return the step with each table of an audit cut into four by the hash of its id."""
    made = re.findall(r"create table (\w+) \(\n    audit_id", step.sql)
    sql = re.sub(
        r"(create table (\w+) \(\n    audit_id.*?\n\))[^;]*;",
        lambda found: f"{found[1]} partition by hash (audit_id);",
        step.sql,
        flags=re.DOTALL,
    )
    parts = [
        f"create table {name}_{part} partition of {name}"
        f" for values with (modulus 4, remainder {part});"
        for name in made
        for part in range(4)
    ]
    return Migration(step.number, step.name, "\n".join([sql, *parts]))


@pytest.fixture
async def place(postgres: Server) -> AsyncIterator[PostgresPlace]:
    """A database whose tables are cut up."""
    async with postgres.fresh(template=None) as address:
        await migrate(address, steps=[cut_up(step) for step in migrations()])
        here = PostgresPlace(address)
        yield here
        await here.close()


async def asked(address: str, sql: str, *values: object) -> Sequence[asyncpg.Record]:
    """Return what the server says."""
    connection = await asyncpg.connect(address)
    try:
        return await connection.fetch(sql, *values)
    finally:
        await connection.close()


async def test_store_works_on_tables_that_are_cut_up(
    place: PostgresPlace, postgres: Server
) -> None:
    """All that is kept is the same, counts and hashes, as where they are not."""
    store = await filled(place)
    assert await store.collected("demo")
    async with postgres.fresh() as whole:
        other = PostgresPlace(whole)
        same = cast("Both", await other.open())
        await same.take_in([one async for one in store.everything()])
        assert told(await tally(same.everything())) == told(await tally(store.everything()))
        await other.close()


async def test_every_table_of_an_audit_is_led_by_it(place: PostgresPlace) -> None:
    """The first column of its primary key is the audit's id; only roster and keys are shared."""
    rows = await asked(
        place.address,
        """select table_name, column_name from information_schema.key_column_usage
        join information_schema.table_constraints
        using (constraint_schema, constraint_name, table_name)
        where constraint_type = 'PRIMARY KEY' and ordinal_position = 1
        and constraint_schema = 'public' and table_name !~ '_[0-3]$'""",
    )
    led = {name for name, column in rows if column == "audit_id"}
    assert {name for name, _ in rows} - led <= SHARED
    assert led == {"audits", "chain", "chain_heads", "drafts", "identities", "journal", "nudges",
                   "panels", "papers", "returns", "sweeps"}  # fmt: skip


@pytest.mark.parametrize("what", sorted(OF_ONE_AUDIT))
async def test_what_is_of_one_audit_is_asked_of_one_part(place: PostgresPlace, what: str) -> None:
    """The other parts, and so the other nodes, are left alone."""
    sql, values = OF_ONE_AUDIT[what]
    plan = "\n".join(row[0] for row in await asked(place.address, f"explain {sql}", *values))
    assert len(set(re.findall(r"(?:on|using) \w+?_([0-3])\b", plan))) == 1
