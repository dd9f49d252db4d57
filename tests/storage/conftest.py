"""Every store, ready to be opened, closed and opened again at the same place."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

import pytest

from storage.contract import Store
from storage.postgres import PostgresStore
from storage.seal import KeyFolder, Seal
from storage.tiny import TinyStore
from tests.storage.rings import RingInMemory


class Place(Protocol):
    """Where a store keeps things."""

    async def open(self) -> Store:
        """Close the store that is open here, and open it anew."""

    async def close(self) -> None:
        """Close the store that is open here."""


class TinyPlace:
    """A folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store: TinyStore | None = None

    async def open(self) -> Store:
        """Open the folder as another process would, that finds it after this one."""
        await self.close()
        seal = Seal(KeyFolder(self.folder.parent / "keys"))
        self.store = await TinyStore.open(self.folder, remembered=2, seal=seal)
        return self.store

    async def close(self) -> None:
        """Let the folder go."""
        if self.store:
            await self.store.close()
        self.store = None


class PostgresPlace:
    """A database on a real server."""

    def __init__(self, address: str, ring: RingInMemory) -> None:
        self.address = address
        self.ring = ring
        self.store: PostgresStore | None = None

    async def open(self) -> Store:
        """Connect as another replica would."""
        await self.close()
        self.store = await PostgresStore.open(self.address, ring=self.ring)
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
        here = PostgresPlace(address, RingInMemory())
        yield here
        await here.close()


@pytest.fixture
async def store(place: Place) -> Store:
    """A store with nothing in it."""
    return await place.open()
