"""The `maca` command: `maca serve` for Teams, `maca demo` to try it without any account."""

import asyncio
import signal
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from pathlib import Path
from typing import Any

import click

from bot import (
    filing,
    keeping_commands,
    log,
    log_foreign,
    preparing,
    preview,
    proving,
    rehearsal,
    rosters,
    setting_up,
    stores,
    taking_part,
)
from bot.app import Inside, make_app
from bot.clock import Clock
from bot.inviting import invite
from bot.journal_commands import journal
from bot.key_commands import keys
from bot.listening import serving
from bot.migrating import migrate
from bot.package import package
from bot.playground import PlaygroundError
from bot.settings import Settings, SettingsError, from_environment
from bot.settings_checks import for_real_use
from bot.settings_commands import settings as settings_group
from bot.tool_commands import tool
from storage.contract import Store

DEMO_FOLDER, ANSWERED_FOLDER = Path(".demo"), Path(".demo-answered")


@click.group()
def main() -> None:
    """Gather the returns of a multi-agency case audit, in Microsoft Teams."""
    log.configure("WARNING")


@main.command()
@click.option("--port", type=int, help="Where Teams' messages arrive; MACA_PORT, or 3978.")
def serve(port: int | None) -> None:
    """Serve Teams. Settings come from the environment; what is missing is named."""
    try:
        settings = for_real_use(from_environment(port=port))
        rehearsal.no_demo_or_fail(settings.data_dir)
        log.configure(settings.log_level, behind=True)
        asyncio.run(until_stopped(_serve(settings)))
    except (SettingsError, OSError) as error:
        raise click.ClickException(str(error)) from error


@main.command()
@click.option("--headless", is_flag=True, help="The bot alone, without windows.")
@click.option("--port", type=int, help="Where the windows reach the bot; MACA_PORT, or 3978.")
@click.option(
    "--windows-from",
    type=int,
    default=rehearsal.WINDOWS_FROM,
    show_default=True,
    help="The first window's port; the others follow.",
)
@click.option("--fresh", is_flag=True, help="Forget what was entered, and start over.")
@click.option("--answered", is_flag=True, help="After the deadline: 60 returns are in.")
def demo(*, port: int | None, headless: bool, **how: Any) -> None:  # noqa: ANN401 - click's own
    """Try it: two made-up people at two windows. No account, nothing leaves this machine."""
    try:
        settings = _demo_settings(port, ANSWERED_FOLDER if how["answered"] else DEMO_FOLDER)
        log.configure("WARNING" if settings.log_level == "INFO" else settings.log_level)
        asked = rehearsal.Rehearsal(settings=settings, **how)
        asyncio.run(until_stopped(_demo(asked, headless=headless)))
    except (SettingsError, PlaygroundError, OSError) as error:
        raise click.ClickException(str(error)) from error


main.add_command(tool)
main.add_command(migrate)


@main.command()
@click.option("--days", default=10, show_default=True, help="Working days to look ahead.")
def nudges(days: int) -> None:
    """Show who would be reminded when, and why, as things stand now. Nothing is sent."""
    try:
        for line in asyncio.run(preview.told(from_environment(), days, Clock().now())):
            click.echo(line)
    except (SettingsError, OSError) as error:
        raise click.ClickException(str(error)) from error


for command in (
    *(filing.audits, filing.export, filing.report, filing.pack),
    *(rosters.roster, setting_up.audit, setting_up.identity, settings_group, package, invite),
    *(keys, journal),
    proving.prove_isolation,
):
    main.add_command(command)
for command in (*taking_part.COMMANDS, *preparing.COMMANDS):
    setting_up.audit.add_command(command)
for command in keeping_commands.ALL:
    main.add_command(command)


def _demo_settings(port: int | None, folder: Path) -> Settings:
    settings = from_environment(port=port, host="127.0.0.1", dangerously_without_tokens=True)
    if "data_dir" in settings.model_fields_set:
        return settings
    return settings.model_copy(update={"data_dir": folder})


async def _serve(settings: Settings) -> None:
    async def open_store() -> Store:
        return await stores.opened(settings)

    app = make_app(settings, Inside(open_store=open_store))
    async with serving(app, settings) as port:
        click.echo(f"Serving on {settings.host}:{port}. Ctrl-C stops.", err=True)
        await asyncio.Event().wait()


async def _demo(asked: rehearsal.Rehearsal, *, headless: bool) -> None:
    run: Callable[..., AbstractAsyncContextManager[int | Sequence[str]]]
    run = rehearsal.bot_alone if headless else rehearsal.running
    async with AsyncExitStack() as closing:
        with click.progressbar(length=rehearsal.DONE, label="Preparing the demo") as bar:
            running = run(asked, lambda done: bar.update(done - bar.pos))
            found: int | Sequence[str] = await closing.enter_async_context(running)
            bar.update(rehearsal.DONE - bar.pos)
        told = _told_alone(found) if isinstance(found, int) else _told(found)
        click.echo(told.format(folder=asked.settings.data_dir.absolute()))
        await asyncio.Event().wait()


def _told_alone(port: int) -> str:
    return f"""
The demo's bot listens on http://127.0.0.1:{port}/api/messages for this machine only. It checks no
tokens: it is not for real use. Everything is kept in {{folder}}; --fresh starts over.
Ctrl-C stops.
"""


def _told(addresses: Sequence[str]) -> str:
    visitor, manager = addresses
    return f"""
The demo runs on this machine only. It checks no tokens: it is not for real use.
Open these two windows in a browser, side by side:

  {visitor}  Bethan Price, a health visitor. Type: my returns
  {manager}  Carol Whitfield, the business manager. Type: status, summary, or clock +3d

Everything is kept in {{folder}}; `maca demo --fresh` starts over. Ctrl-C stops.
"""


async def until_stopped(work: Coroutine[None, None, None]) -> None:
    """Do the work until Ctrl-C or a request to stop; what it opened is closed before we go."""
    task = asyncio.ensure_future(work)
    log_foreign.hear_loop(asyncio.get_running_loop(), log.logger)
    log_foreign.show_where_on_request()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        if not task.cancelled():
            raise
    finally:
        log.close()


if __name__ == "__main__":
    main()
