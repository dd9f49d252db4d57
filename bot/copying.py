"""The command `maca copy`: from one store to another, proven by counts and hashes."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import click
from pydantic import SecretStr

from bot import stores
from bot.rosters import told
from bot.sealing import ring_of
from bot.settings import Settings, SettingsError, from_environment
from bot.settings_database import BEGINS
from storage.copying import Copied, NotTheSameError, copied
from storage.moving import ClashError, WholeStore
from storage.names import audit_aside
from storage.snapshot import Snapshot
from storage.tiny import TinyStore

FOLDER = "tiny:"
WHERE = "tiny:FOLDER or postgresql://..."


@click.command()
@click.option("--from", "source", required=True, metavar="STORE", help=WHERE)
@click.option("--to", "target", required=True, metavar="STORE", help=WHERE)
@click.option("--audit", "audit_id", default="", help="One audit and whom it names; all without.")
@told
def copy(source: str, target: str, audit_id: str) -> None:
    """Copy everything, or one audit, from one store into another, and prove that it did.

    The target may hold other audits; what stands there is never written over. What arrived is read
    again and compared by counts and hashes. After an interruption give the same command again. Stop
    the bot before you move for good: what is answered after the copy is only in the source.
    """
    try:
        done, missing = asyncio.run(carried(source, target, audit_id))
    except ClashError as clash:
        raise click.ClickException(
            f"{clash} Nothing was copied. Copy into an empty store, or leave that audit out."
        ) from clash
    except NotTheSameError as wrong:
        raise click.ClickException(str(wrong)) from wrong
    for line in lines_of(done):
        click.echo(line)
    if missing:
        raise click.ClickException(
            "These files cannot be read, and are not in the copy: " + ", ".join(missing)
        )


async def carried(source: str, target: str, audit_id: str) -> tuple[Copied, list[str]]:
    """Copy from one to the other; return what was copied, and which files could not be read.

    Raises SettingsError, ClashError, NotTheSameError, OSError.
    """
    settings = from_environment()
    if source == target:
        raise SettingsError("--from and --to are the same store.")
    async with read_only(source, settings) as given, written(target, settings) as taking:
        if audit_id and await given.audit(audit_id) is None:
            known = ", ".join(audit.id for audit in await given.audits()) or "none"
            raise SettingsError(f"There is no audit {audit_id!r} in {shown(source)}: {known}.")
        done = await copied(given, taking, audit_id)
        names = given.set_aside if isinstance(given, TinyStore) else ()
        return done, [one for one in names if not audit_id or audit_aside(one) in {"", audit_id}]


@asynccontextmanager
async def read_only(where: str, settings: Settings) -> AsyncIterator[WholeStore]:
    """Give a store to read; a folder as it stands at this moment, whoever writes in it."""
    chosen = settings_for(where, settings)
    if where.startswith(BEGINS):
        store: WholeStore = await stores.opened(chosen)
        try:
            yield store
        finally:
            await store.close()
        return
    with tempfile.TemporaryDirectory(prefix="maca-") as beside:
        taken = Path(beside) / "store"
        await asyncio.to_thread(Snapshot(chosen.data_dir, taken).take)
        found = await TinyStore.look(taken, ring=ring_of(chosen), seal=chosen.seal())
        try:
            yield found
        finally:
            await found.close()


@asynccontextmanager
async def written(where: str, settings: Settings) -> AsyncIterator[WholeStore]:
    """Give a store to write in; a folder nobody else may have open, made where there is none."""
    store: WholeStore = await stores.opened(settings_for(where, settings))
    try:
        yield store
    finally:
        await store.close()


def settings_for(where: str, settings: Settings) -> Settings:
    """Return the settings with this store in the place of theirs. Raises SettingsError."""
    if where.startswith(BEGINS):
        return settings.model_copy(update={"database": SecretStr(where)})
    if where.startswith(FOLDER) and where != FOLDER:
        folder = Path(where.removeprefix(FOLDER))
        return settings.model_copy(update={"database": SecretStr(""), "data_dir": folder})
    raise SettingsError(f"{shown(where)!r} is no store. Give {WHERE}.")


def shown(where: str) -> str:
    """Return a store's address without a password that may stand in it."""
    return where.partition("@")[2] if "@" in where else where


def lines_of(done: Copied) -> Iterator[str]:
    """Yield what was copied, and the proof."""
    for kind, count in done.counts.items():
        yield f"{count:>8}  {kind:<12} {done.hashes[kind][:16]}"
    yield (f"{done.new} records are new there, {sum(done.counts.values()) - done.new} stood there "
           f"already the same, {done.known} people stay as they are known there.")  # fmt: skip
    yield f"Read again and compared. SHA-256 of the whole, the same in both: {done.whole}"
