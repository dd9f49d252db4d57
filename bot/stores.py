"""Opens the store that the settings name, under its keys: a folder, or a database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from azure.core.credentials_async import AsyncTokenCredential

from bot.credentials import credential_for, database_password
from bot.sealing import ring_of
from bot.settings import Settings, SettingsError
from storage.postgres import PostgresStore
from storage.tiny import TinyStore

AnyStore = TinyStore | PostgresStore


async def opened(settings: Settings) -> AnyStore:
    """Return the store; a folder nobody else may have open. Raises SettingsError, OSError."""
    if settings.database:
        return await connected(settings)
    return await TinyStore.open(settings.data_dir, ring=ring_of(settings), seal=settings.seal())


async def connected(settings: Settings) -> PostgresStore:
    """Return the store in the database, which other replicas share. Raises as `opened` does."""
    credential = token_credential(settings)
    try:
        store = await PostgresStore.open(
            settings.database.get_secret_value(),
            ring=lambda keeper: ring_of(settings, keeper),
            password=database_password(settings, credential) if credential else None,
            keys_at=settings.keys_database.get_secret_value(),
        )
    except BaseException:
        if credential:
            await credential.close()
        raise
    if credential:
        store.closing.push_async_callback(credential.close)
    return store


def token_credential(settings: Settings) -> AsyncTokenCredential | None:
    """Return what signs in to the database; None for a password. Raises SettingsError."""
    if not settings.database_token:
        return None
    credential = credential_for(settings)
    if credential is None:
        raise SettingsError("MACA_DATABASE_TOKEN needs MACA_CREDENTIAL, to sign in to Azure.")
    return credential


@asynccontextmanager
async def looked_at(settings: Settings) -> AsyncIterator[AnyStore]:
    """Give the store to read in while the block runs; the bot may run too.

    Raises SettingsError, OSError.
    """
    if settings.database:
        store: AnyStore = await connected(settings)
    else:
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
