"""The command `maca prove-isolation`: what the rights are worth, tried on a copy of the data."""

import asyncio
import signal
import tempfile
from contextlib import suppress
from pathlib import Path

import click

from bot import isolation, isolation_report, log
from bot.clock import Clock
from bot.sealing import ring_of
from bot.settings import Settings, SettingsError, from_environment
from bot.stores import folder_or_fail
from storage.snapshot import Snapshot
from storage.tiny import TinyStore

WAIT = "The data are copied. Everybody tries everything on the copy now; this takes minutes."
NOTHING = (
    "There is no audit in the folder {} yet, so there is nothing to try and nothing is proved. "
    "Set MACA_DATA_DIR to the folder of your data."
)


@click.command("prove-isolation")
@click.option("--every", is_flag=True, help="Try every return, not one of each kind.")
def prove_isolation(*, every: bool) -> None:
    """Let everybody try everything on a copy of the data, and tell who can read what.

    Works while the bot runs. The data are copied, sealed as they are, into a folder that only you
    can open and that is removed at the end, also when the command is stopped. Of a database, copy
    the store into a folder first. Ends with 1 where anything is not as it should be.
    """
    log.configure("CRITICAL")
    try:
        lines, good = asyncio.run(proved(from_environment(), every=every))
    except (SettingsError, OSError) as error:
        raise click.ClickException(str(error)) from error
    except asyncio.CancelledError as error:
        raise click.ClickException(
            "Stopped. Nothing is proved, and the copy is removed."
        ) from error
    click.echo("\n".join(lines))
    if not good:
        raise click.exceptions.Exit(1)


async def proved(settings: Settings, *, every: bool) -> tuple[list[str], bool]:
    """Return the report, and whether all was as it should be. Raises SettingsError, OSError."""
    if settings.database:
        raise SettingsError(
            "MACA_DATABASE is set, and this is tried on a folder. First copy the store into one "
            "with “maca copy”, then try again with MACA_DATA_DIR as that folder and without "
            "MACA_DATABASE. Delete the folder afterwards."
        )
    folder_or_fail(settings.data_dir)
    nothing = SettingsError(NOTHING.format(settings.data_dir.absolute()))
    if not any(settings.data_dir.iterdir()):
        raise nothing
    task = asyncio.current_task()
    if task:
        with suppress(NotImplementedError, RuntimeError):  # Windows; a thread that hears none
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    ring = ring_of(settings)
    with tempfile.TemporaryDirectory(prefix="maca-proof-") as folder:
        copy = Path(folder) / "data"
        await asyncio.to_thread(Snapshot(settings.data_dir, copy).take)
        copy.mkdir(exist_ok=True)  # of a store in which nothing is kept yet
        store = await TinyStore.look(copy, ring=ring, seal=settings.seal())
        try:
            if not await store.audits():
                raise nothing
            click.echo(WAIT, err=True)
            ground = await isolation.gathered(store, every=every)
            tries = await isolation.tries(store, settings.partnership_words(), ground=ground)
            audits = await store.audits()
        finally:
            await store.close()
    lines = isolation_report.told(tries, audits, Clock().now())
    return lines, not any(one.faults for one in tries)
