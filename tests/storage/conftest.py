"""Every store, ready to be opened, closed and opened again at the same place."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

import pytest

from storage.contract import Store
from storage.masters import own_ring
from storage.postgres import PostgresStore
from storage.tiny import TinyStore
from tests.storage.rings import ring_for


class Place(Protocol):
    """Where a store keeps things."""

    async def open(self) -> Store:
        """Close the store that is open here, and open it anew."""

    async def close(self) -> None:
        """Close the store that is open here."""


class TinyPlace:
    """A folder."""

    def __init__(self, folder: Path, ring_of: Path | None = None) -> None:
        """`ring_of` is the store whose keys seal this one too; else it has its own."""
        self.folder = folder
        self._ring_of = ring_of or folder
        self.store: TinyStore | None = None

    async def open(self) -> Store:
        """Open the folder as another process would, that finds it after this one."""
        await self.close()
        self.store = await TinyStore.open(self.folder, remembered=2, ring=own_ring(self._ring_of))
        return self.store

    async def close(self) -> None:
        """Let the folder go."""
        if self.store:
            await self.store.close()
        self.store = None


class PostgresPlace:
    """A database on a real server."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.store: PostgresStore | None = None

    async def open(self) -> Store:
        """Connect as another replica would."""
        await self.close()
        self.store = await PostgresStore.open(self.address, ring=ring_for)
        return self.store

    async def close(self) -> None:
        """Let every connection go."""
        if self.store:
            await self.store.close()
        self.store = None


async def now_and_later(place: Place, store: Store) -> AsyncIterator[Store]:
    """Give the store as it is, then the same one opened again, which has nothing in memory."""
    yield store
    yield await place.open()


@pytest.fixture(params=["tiny", "postgres"])
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Place]:
    """One place for each kind of store there is."""
    if request.param == "tiny":
        here: Place = TinyPlace(tmp_path / "store")
        yield here
        await here.close()
        return
    async with request.getfixturevalue("postgres").fresh() as address:
        here = PostgresPlace(address)
        yield here
        await here.close()


@pytest.fixture
async def store(place: Place) -> Store:
    """A store with nothing in it."""
    return await place.open()
