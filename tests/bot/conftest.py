"""Gives each test a bot of its own, listening, with the world around it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

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
