"""Opens the store that the settings name, under its keys."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.sealing import ring_of
from bot.settings import Settings
from storage.tiny import TinyStore

AnyStore = TinyStore


async def opened(settings: Settings) -> TinyStore:
    """Return the store, which nobody else may have open. Raises SettingsError, OSError."""
    return await TinyStore.open(settings.data_dir, ring=ring_of(settings), seal=settings.seal())


@asynccontextmanager
async def looked_at(settings: Settings) -> AsyncIterator[TinyStore]:
    """Give the store to read in while the block runs; the bot may run too.

    Raises SettingsError, OSError.
    """
    folder_or_fail(settings.data_dir)
    ring = ring_of(settings)
    store = await TinyStore.look(settings.data_dir, ring=ring, seal=settings.seal())
    try:
        yield store
    finally:
        await store.close()


def folder_or_fail(folder: Path) -> None:
    """Raise FileNotFoundError where there is no such folder: that comes before its keys."""
    if not folder.is_dir():
        raise FileNotFoundError(f"There is no folder {folder}.")
