"""What `maca export --everything` does, beside the exports of one audit."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import click

from bot.clock import Clock
from bot.leaving import Names, Parcel, counted, everything, of_one_moment
from bot.maker import Made
from bot.out_tray import put
from bot.setting_up import person, with_store
from bot.settings import Settings, from_environment
from storage.moving import WholeStore

NAME = Path("everything.zip")


def export(output: Path | None, *, over: bool, with_names: bool, by: str, reason: str) -> None:
    """Write everything into a zip, and say what is in it."""
    if with_names and not (by and reason.strip()):
        raise click.UsageError("Names need --by and --reason: each look at them is on record.")
    made, parcel = with_store(named(by, reason)) if with_names else asyncio.run(unnamed())
    path = put(Made(name=made.name, content=made.content), output or NAME, over=over)
    for line in counted(parcel):
        click.echo(line)
    click.echo(f"Written to {path}. Whoever has this file has everything: keep it so.", err=True)


async def unnamed() -> tuple[Made, Parcel]:
    """Return everything but names, as it stands at this moment."""
    settings = from_environment()
    async with of_one_moment(settings) as store:
        return await everything(store, settings, at=Clock().now())


def named(by: str, reason: str) -> Callable[[WholeStore, Settings], Awaitable[tuple[Made, Parcel]]]:
    """Return what gives everything and the names, and keeps that it was done."""

    async def work(store: WholeStore, settings: Settings) -> tuple[Made, Parcel]:
        who = await person(store, settings, by)
        names = Names(by=who.id, reason=reason)
        return await everything(store, settings, at=Clock().now(), names=names)

    return work
