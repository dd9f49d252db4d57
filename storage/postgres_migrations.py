"""Brings a database to the state that this version of the software works with.

Numbered files of SQL in storage/migrations, applied in order, each whole or not at all, and never
backwards. Whoever migrates holds a lock, so that two who do it at once do it once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

import asyncpg

from storage.postgres_database import SECONDS_TO_CONNECT, Database, Password
from storage.postgres_faults import DatabaseError, explained

LOCK: Final = 6_222_021
"""The number of the lock; nobody else uses it in a database that is maca's alone."""
TABLE: Final = """create table if not exists migrations (
    number integer primary key,
    name text not null,
    applied_at timestamptz not null default now())"""
APPLIED: Final = "select coalesce(max(number), 0) from migrations"


class SchemaError(DatabaseError):
    """The database is not in the state that this software works with. The words say what to do."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: its number, what it is called, and what it does."""

    number: int
    name: str
    sql: str


def migrations() -> Sequence[Migration]:
    """Return all steps that this version knows, in order."""
    folder = files("storage") / "migrations"
    found = sorted(one.name for one in folder.iterdir() if one.name.endswith(".sql"))
    return [
        Migration(int(name[:4]), name[5:-4], (folder / name).read_text(encoding="utf-8"))
        for name in found
    ]


async def migrate(
    address: str, *, password: Password | None = None, steps: Sequence[Migration] | None = None
) -> Sequence[Migration]:
    """Apply what is not applied yet, and return it. Raises DatabaseError, SchemaError."""
    wanted = migrations() if steps is None else steps
    with explained(OSError):
        connection = await asyncpg.connect(address, password=password, timeout=SECONDS_TO_CONNECT)
        try:
            await connection.execute("select pg_advisory_lock($1)", LOCK)
            return await _apply(connection, wanted)
        finally:
            await connection.close()


async def _apply(connection: Any, wanted: Sequence[Migration]) -> Sequence[Migration]:  # noqa: ANN401
    await connection.execute(TABLE)
    stands = await connection.fetchval(APPLIED)
    not_newer_or_fail(stands, wanted)
    new = [step for step in wanted if step.number > stands]
    for step in new:
        async with connection.transaction():
            await connection.execute(step.sql)
            await connection.execute(
                "insert into migrations (number, name) values ($1, $2)", step.number, step.name
            )
    return new


async def at_this_version_or_fail(database: Database) -> None:
    """Raise SchemaError unless all steps that this version knows are applied, and no other."""
    known = migrations()
    there = await database.value("select to_regclass('migrations') is not null")
    stands = await database.value(APPLIED) if there else 0
    not_newer_or_fail(stands, known)
    if stands < known[-1].number:
        raise SchemaError(
            f"The database is not ready for this version of maca (it is at step {stands} of "
            f"{known[-1].number}). Run `maca migrate`, then start again."
        )


def not_newer_or_fail(stands: int, known: Sequence[Migration]) -> None:
    """Raise SchemaError where a later version of this software has migrated the database."""
    if stands > known[-1].number:
        raise SchemaError(
            f"The database belongs to a later version of maca (it is at step {stands}; this one "
            f"knows {known[-1].number}). Nothing was changed. Start that version again."
        )
