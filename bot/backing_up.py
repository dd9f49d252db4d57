"""The commands `maca backup` and `maca restore`: one file of one moment, and back from it."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from bot.clock import Clock
from bot.rosters import FILE, told
from bot.settings import SettingsError, from_environment
from storage import backup as files
from storage.backup import About, BackupError
from storage.folder import made_private
from storage.snapshot import Snapshot

TINY = "tiny"


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@told
def backup(file: Path) -> None:
    """Write a backup of everything to FILE, and read it back at once. The bot may run meanwhile.

    What is sealed in the store is sealed in the backup, and no key is in it: keep a copy of the
    keys apart (docs/backup.md).
    """
    settings = from_environment()
    if settings.database:
        raise SettingsError(
            "MACA_DATABASE is set: back the database up by its own means, point-in-time restore or "
            "pg_dump. What lies in it is sealed. See docs/backup.md."
        )
    with tempfile.TemporaryDirectory(prefix=".maca-", dir=file.absolute().parent) as beside:
        made_private(Path(beside))
        copy = Snapshot(settings.data_dir, Path(beside) / "store")
        copy.take()
        about = fitly(lambda: files.write(file, copy.target, TINY, at=Clock().now()))
    for name in copy.damaged:
        click.echo(
            f"The day book {name} is damaged: what is whole of it is in the backup.", err=True
        )
    click.echo(f"{file} holds the store as it stood on {about.made_at:%d %b %Y at %H:%M} UTC, and "
               "was read back.")  # fmt: skip
    tell(about)


def tell(about: About) -> None:
    """Say what is in a backup."""
    for room, count in about.counts().items():
        click.echo(f"  {count:>8}  {room}")
    click.echo(f"SHA-256 of the whole: {about.whole}")


def fitly(work: Callable[[], About]) -> About:
    """Do it, and tell in words what is wrong with a backup."""
    try:
        return work()
    except BackupError as error:
        raise click.ClickException(str(error)) from error


@click.command()
@click.argument("file", type=FILE)
@click.option("--into", type=click.Path(path_type=Path, file_okay=False),
              help="A new folder; MACA_DATA_DIR where none is given.")  # fmt: skip
@click.option("--check", is_flag=True, help="Only read the backup, and say what is in it.")
@told
def restore(file: Path, into: Path | None, *, check: bool) -> None:
    """Put a backup into a new folder, after reading all of it. Nothing is written over.

    Then set MACA_DATA_DIR to that folder and MACA_KEYS to the folder of keys that the bot had. What
    was sealed by a key that was destroyed meanwhile stays unreadable.
    """
    if check:
        about = fitly(lambda: files.check(file))
        click.echo(f"{file} is whole. It was made on {about.made_at:%d %b %Y at %H:%M} UTC.")
    else:
        folder = into or from_environment().data_dir
        about = fitly(lambda: files.unpack(file, folder))
        made_private(folder)
        click.echo(f"{folder} holds what {file} held. It was made on "
                   f"{about.made_at:%d %b %Y at %H:%M} UTC.")  # fmt: skip
    tell(about)
