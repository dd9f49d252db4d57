"""The commands for keys: `maca keys list`, `new-master`, `rewrap`, `rotate` and so on."""

import asyncio
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

import click

from bot import stores
from bot.preview import table
from bot.rosters import told
from bot.sealing import ring_of
from bot.settings import Settings, SettingsError, from_environment
from storage import additions
from storage.masters import put_first
from storage.ring import Ring

T = TypeVar("T")
HEAD = ("key", "made", "state", "master key", "seals")


@click.group()
def keys() -> None:
    """See and change the keys with which all that is kept is sealed."""


def with_ring(work: Callable[[Ring], Awaitable[T]]) -> T:
    """Do something with the keys; the bot may run, and takes up what changes within a minute."""

    async def run() -> T:
        async with ring_at(from_environment()) as ring:
            return await work(ring)

    running: Coroutine[None, None, T] = run()
    return asyncio.run(running)


@asynccontextmanager
async def ring_at(settings: Settings) -> AsyncIterator[Ring]:
    """Give the keys of the settings while the block runs. Raises SettingsError, OSError."""
    if settings.database:
        async with stores.looked_at(settings) as store:
            yield store.ring
        return
    ring = ring_of(settings)
    try:
        yield ring
    finally:
        await ring.close()


@keys.command("list")
@told
def show() -> None:
    """List the data keys: what each seals, since when, and under which master key."""

    async def work(ring: Ring) -> list[str]:
        await ring.look()
        found = ring.known()
        today = await ring.master.current()
        rows = [
            (key.key_id, f"{key.made_at:%d %b %Y}", "older" if key.retired else "seals",
             key.master_id, key.scope)
            for key in found
        ]  # fmt: skip
        older = Counter(key.master_id for key in found if key.master_id != today)
        lines = [f"The master key of today is {today}."]
        lines += [f"{count} keys are still under {name}: run `maca keys rewrap`."
                  for name, count in sorted(older.items())]  # fmt: skip
        return [*(table([HEAD, *rows]) if rows else ["There is no data key yet."]), *lines]

    for line in with_ring(work):
        click.echo(line)


@keys.command("new-master")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@told
def new_master(file: Path | None) -> None:
    """Make a master key in FILE, or in that of MACA_MASTER_KEY_FILE; older ones stay beneath it."""
    path = file or from_environment().master_key_file
    if path is None:
        raise SettingsError("Name the file, or set MACA_MASTER_KEY_FILE.")
    there = path.exists()
    name = put_first(path)
    click.echo(
        f"{name} is the master key in {path}. Keep a copy of the file in a safe place, apart from "
        "the data and its backups: without it nothing that is kept can be read."
    )
    if there:
        click.echo("Now run `maca keys rewrap`. Then take the older lines out of the file.")


@keys.command("rewrap")
@told
def rewrap() -> None:
    """Wrap all data keys by the master key of today. The bot may run meanwhile."""
    count = with_ring(Ring.rewrap)
    click.echo(
        f"{count} data keys were wrapped anew. Older master keys are needed no more, but for "
        "copies of the keys that were taken before."
    )


@keys.command("rotate")
@click.argument("scopes", nargs=-1, metavar="[SCOPE]...")
@told
def rotate(scopes: tuple[str, ...]) -> None:
    """Seal with new keys from now on: those of each SCOPE, or all. What is kept stays readable.

    A bot that runs takes them up within a minute, and seals what it has anew by itself.
    """

    async def work(ring: Ring) -> list[str]:
        await ring.look()
        known = sorted({key.scope for key in ring.known()})
        wrong = [one for one in scopes if one not in known]
        if wrong:
            raise SettingsError(f"There is no key for {wrong[0]}. `maca keys list` names them all.")
        return [f"{await ring.rotate(one)} seals {one} from now on." for one in scopes or known]

    for line in with_ring(work):
        click.echo(line)


@keys.command("seal-all")
@told
def seal_all() -> None:
    """Seal all that is unsealed, or under an older key, by the keys of today.

    A bot that runs does so by itself; for a folder, stop it first.
    """

    async def run(settings: Settings) -> int:
        store = await stores.opened(settings)
        try:
            return await store.seal_all()
        finally:
            await store.close()

    count = asyncio.run(run(from_environment()))
    click.echo(f"{count} records were sealed anew. All is under the keys of today.")


@keys.command("drop-older")
@click.argument("scopes", nargs=-1, required=True, metavar="SCOPE...")
@told
def drop_older(scopes: tuple[str, ...]) -> None:
    """Destroy the older keys of each SCOPE, once all is sealed by those of today.

    What only backups hold under them can then be read by nobody: use it after a destruction.
    """
    proofs = [one for one in scopes if one.startswith("journal/")]
    if proofs:
        raise SettingsError(f"The older keys of {proofs[0]} prove its journal: they have to stay.")

    async def run(settings: Settings) -> int:
        store = await stores.opened(settings)
        try:
            await store.seal_all()
            return sum([await store.ring.destroy_older(one) for one in scopes])
        finally:
            await store.close()

    count = asyncio.run(run(from_environment()))
    click.echo(f"{count} older keys were destroyed.")


@keys.command("open")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@told
def open_file(file: Path) -> None:
    """Write what is in a sealed FILE of the data folder to standard output, for who mends it."""
    kept, place = file.read_bytes(), file.absolute()

    async def work(ring: Ring) -> bytes:
        await ring.look()
        return b"\n".join(additions.opened(ring, f"{place.parent.name}/{place.name}", kept))

    sys.stdout.buffer.write(with_ring(work))
