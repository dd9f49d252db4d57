"""The command that prepares the database: `maca migrate`."""

import asyncio
from collections.abc import Sequence

import click

from bot.credentials import database_password
from bot.settings import Settings, SettingsError, from_environment
from bot.stores import token_credential
from storage import postgres_migrations
from storage.postgres_migrations import Migration, migrations

NO_DATABASE = (
    "MACA_DATABASE is not set, so everything is kept in the folder of MACA_DATA_DIR, which needs "
    "no migration."
)


@click.command()
def migrate() -> None:
    """Bring the database to the state that this version works with. Doing it again is harmless."""
    try:
        done = asyncio.run(migrated(from_environment()))
    except (SettingsError, OSError) as error:
        raise click.ClickException(str(error)) from error
    for step in done:
        click.echo(f"Step {step.number} is done: {step.name.replace('_', ' ')}.")
    click.echo(f"The database is ready for this version (step {migrations()[-1].number}).")


async def migrated(settings: Settings) -> Sequence[Migration]:
    """Migrate the database, and the one of the keys; return what was done to the first."""
    address = settings.database.get_secret_value()
    keys_at = settings.keys_database.get_secret_value()
    if not address:
        raise SettingsError(NO_DATABASE)
    credential = token_credential(settings)
    password = database_password(settings, credential) if credential else None
    try:
        done = await postgres_migrations.migrate(address, password=password)
        if keys_at:
            await postgres_migrations.migrate(keys_at, password=password)
    finally:
        if credential:
            await credential.close()
    return done
