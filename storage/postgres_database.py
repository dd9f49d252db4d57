"""The connections of a PostgresStore: what is read, and what is written whole or not at all."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final, Protocol, Self, TypeVar

import asyncpg

from storage.chain import Told
from storage.postgres_faults import LOST, MOVED, LostError, explained

Password = Callable[[], Awaitable[str]]
"""Gives the password of the next connection: a token that is renewed, for one."""
Row = asyncpg.Record
R = TypeVar("R")

CONNECTIONS: Final = 10
"""Each replica's, at the most."""
SECONDS_TO_CONNECT: Final = 5
SECONDS: Final = 10
"""For one statement. Teams waits 15 seconds for a turn."""
SESSION: Final = {
    "application_name": "maca",
    "idle_in_transaction_session_timeout": "15s",
    "lock_timeout": "5s",
    "statement_timeout": f"{SECONDS}s",
    "timezone": "UTC",
}


@dataclass(frozen=True, slots=True)
class Write:
    """A statement whose one value is true when it kept what it should."""

    place: tuple[str, str]
    """Table and key. All who write several things take them in this order, so that nobody waits
    for somebody who waits for them."""
    sql: str
    values: tuple[object, ...]
    told: tuple[Told, ...] = ()
    """What the journals gain by it."""


class Linking(Protocol):
    """Links the rows that journals gain, each to the one before. See storage/chain.py."""

    async def ready(self, told: Sequence[Told]) -> None:
        """Return when these rows can be linked. Raises OSError."""

    async def extend(self, at: Any, told: Sequence[Told]) -> None:  # noqa: ANN401 - asyncpg's
        """Link these rows, in the transaction that keeps them."""


class StaleError(Exception):
    """One part of what is to be kept together does not stand as it should."""


class Database:
    """A pool of connections. Everything that it cannot do it says by DatabaseError."""

    def __init__(self, pool: "asyncpg.Pool[Row]") -> None:
        self._pool = pool
        self.linking: Linking | None = None
        """What links the rows that journals gain."""

    @classmethod
    async def open(
        cls, address: str, *, password: Password | None = None, connections: int = CONNECTIONS
    ) -> Self:
        """Connect. Raises DatabaseError; ValueError for an address that is none."""
        with explained(OSError):
            pool = await asyncpg.create_pool(
                address,
                password=password,
                min_size=0,
                max_size=connections,
                timeout=SECONDS_TO_CONNECT,
                command_timeout=SECONDS,
                server_settings=SESSION,
                reset=left_as_it_is,
            )
        return cls(pool)

    async def close(self) -> None:
        """Let what runs end, and every connection go."""
        with explained():
            await self._pool.close()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Any]:
        """Give a connection for the block. Raises DatabaseError, also of what the block does."""
        with explained(OSError):
            found = await self._pool.acquire(timeout=SECONDS_TO_CONNECT)
        with explained():
            try:
                yield found
            except MOVED:
                await self._pool.expire_connections()
                raise
            except LOST:
                found.terminate()
                raise
            finally:
                await self._pool.release(found)

    async def rows(self, sql: str, *values: object) -> Sequence[Row]:
        """Return what is there; a connection that was lost meanwhile is no reason to fail."""
        try:
            return await self._fetched(sql, values)
        except LostError:
            return await self._fetched(sql, values)

    async def _fetched(self, sql: str, values: Sequence[object]) -> Sequence[Row]:
        async with self.connection() as at:
            found: Sequence[Row] = await at.fetch(sql, *values)
        return found

    async def row(self, sql: str, *values: object) -> Row | None:
        """Return the first of what is there."""
        found = await self.rows(sql, *values)
        return found[0] if found else None

    async def value(self, sql: str, *values: object) -> Any:  # noqa: ANN401 - as the caller asks
        """Return the first value of the first row that is there."""
        found = await self.row(sql, *values)
        return found[0] if found else None

    @asynccontextmanager
    async def moment(self) -> AsyncIterator[Any]:
        """Give a connection for the block, to which all stays as it stood at its begin."""
        async with (
            self.connection() as at,
            at.transaction(isolation="repeatable_read", readonly=True),
        ):
            yield at

    async def keep(self, writes: Sequence[Write]) -> bool:
        """Keep all of these or none, on the server's disk before returning; False: none."""
        if not writes:
            return True
        told = [row for one in writes for row in one.told]
        if self.linking and told:
            await self.linking.ready(told)
        async with self.connection() as at:
            if len(writes) == 1 and not told:
                return bool(await at.fetchval(writes[0].sql, *writes[0].values))
            try:
                async with at.transaction():
                    for one in sorted(writes, key=lambda write: write.place):
                        await kept_or_stale(at, one)
                    if self.linking and told:
                        await self.linking.extend(at, told)
            except StaleError:
                return False
            return True


async def kept_or_stale(at: Any, write: Write) -> None:  # noqa: ANN401 - asyncpg's
    """Carry the write out; raises StaleError where it kept nothing."""
    if not await at.fetchval(write.sql, *write.values):
        raise StaleError


async def left_as_it_is(_connection: object) -> None:
    """Leave a connection that goes back: we never change its session, so nothing needs a reset."""
