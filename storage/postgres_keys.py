"""Wrapped data keys in PostgreSQL, where all replicas find them. See storage/keys.py."""

from collections.abc import Sequence
from typing import Final

from storage.keys import WrappedKey
from storage.postgres_database import Database, Write

EVERY: Final = """select scope, key_id, wrapped, master_id, made_at, retired
    from data_keys order by scope, key_id"""
KEEP: Final = """insert into data_keys (scope, key_id, wrapped, master_id, made_at, retired)
    values ($1, $2, $3, $4, $5, $6) on conflict (scope, key_id) do update
    set wrapped = excluded.wrapped, master_id = excluded.master_id, retired = excluded.retired
    returning true"""
DROP: Final = """with gone as (delete from data_keys where scope = $1 returning true)
    select true"""


DROP_ONE: Final = """with gone as (
    delete from data_keys where scope = $1 and key_id = $2 returning true) select true"""


class PostgresKeys:
    """A table of keys; in the data's database, or better in one that is apart."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def every(self) -> Sequence[WrappedKey]:
        """Return all keys that there are. Raises OSError."""
        return [WrappedKey(**row) for row in await self._database.rows(EVERY)]

    async def keep(self, key: WrappedKey) -> None:
        """Keep the key, on the server's disk before returning. Raises OSError."""
        values = (key.scope, key.key_id, key.wrapped, key.master_id, key.made_at, key.retired)
        await self._database.keep([Write(("data_keys", key.key_id), KEEP, values)])

    async def drop(self, scope: str) -> None:
        """Destroy all keys of the scope. Raises OSError."""
        await self._database.keep([Write(("data_keys", scope), DROP, (scope,))])

    async def drop_one(self, key: WrappedKey) -> None:
        """Destroy this key. Raises OSError."""
        values = (key.scope, key.key_id)
        await self._database.keep([Write(("data_keys", key.key_id), DROP_ONE, values)])
