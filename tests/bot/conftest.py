"""Gives each test a bot of its own, listening, with the world around it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from storage.tiny import TinyStore
from tests.bot.outboxes import StoodClock
from tests.bot.retaining import CLOSED, Kept, filled
from tests.bot.world import World

Build = Callable[..., Awaitable[World]]


@pytest.fixture
async def build(tmp_path: Path) -> AsyncIterator[Build]:
    """Make a world with something in it other than usual."""
    async with AsyncExitStack() as closing:

        async def built(**unusual: object) -> World:
            world = World(tmp_path / "store", **unusual)  # type: ignore[arg-type]
            await world.start(closing)
            return world

        yield built


@pytest.fixture
async def world(build: Build) -> World:
    """Make the usual world."""
    return await build()


@pytest.fixture
async def kept(tmp_path: Path) -> AsyncIterator[Kept]:
    """The store, on the day on which its audit closed."""
    store = await TinyStore.open(tmp_path / "store")
    await filled(store)
    yield Kept(store, tmp_path / "store", StoodClock(at=CLOSED))
    await store.close()
