"""The command `maca prove-isolation`: what the rights are worth, tried on a copy of the data."""

import asyncio
import tempfile
from pathlib import Path

import click

from bot import isolation, isolation_report, log
from bot.clock import Clock
from bot.sealing import ring_of
from bot.settings import Settings, SettingsError, from_environment
from bot.stores import folder_or_fail
from storage.snapshot import Snapshot
from storage.tiny import TinyStore


@click.command("prove-isolation")
@click.option("--every", is_flag=True, help="Try every return, not one of each kind.")
def prove_isolation(*, every: bool) -> None:
    """Let everybody try everything on a copy of the data, and tell who can read what.

    Works while the bot runs. The data are copied, sealed as they are, into a folder that only you
    can open and that is removed at the end. Ends with 1 where anything is not as it should be.
    """
    log.configure("CRITICAL")
    try:
        lines, good = asyncio.run(proved(from_environment(), every=every))
    except (SettingsError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo("\n".join(lines))
    if not good:
        raise click.exceptions.Exit(1)


async def proved(settings: Settings, *, every: bool) -> tuple[list[str], bool]:
    """Return the report, and whether all was as it should be. Raises OSError."""
    folder_or_fail(settings.data_dir)
    ring = ring_of(settings)
    with tempfile.TemporaryDirectory(prefix="maca-proof-") as folder:
        copy = Path(folder) / "data"
        await asyncio.to_thread(Snapshot(settings.data_dir, copy).take)
        store = await TinyStore.look(copy, ring=ring, seal=settings.seal())
        try:
            ground = await isolation.gathered(store, every=every)
            tries = await isolation.tries(store, settings.partnership_words(), ground=ground)
            audits = await store.audits()
        finally:
            await store.close()
    lines = isolation_report.told(tries, audits, Clock().now())
    return lines, not any(one.faults for one in tries)
