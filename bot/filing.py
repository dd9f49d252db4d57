"""Commands that make files: `maca audits`, `maca export`, `maca report`, `maca pack`."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from bot import leaving_commands, out_tray, rehearsal
from bot.clock import Clock
from bot.settings import SettingsError, from_environment
from bot.workshop import TemplateRefusedError, WorkshopError
from dialogs.turn import Making


def placing(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that all of these have."""
    where = click.option("-o", "--output", type=click.Path(path_type=Path), help="File or folder.")
    over = click.option("--over", is_flag=True, help="Write over a file that is there.")
    return where(over(command))


@click.command()
def audits() -> None:
    """List the audits, and how many returns are in. The bot may run meanwhile."""
    _fitly(lambda: _say(asyncio.run(out_tray.listed(from_environment(), Clock().now()))))


@click.command()
@click.argument("audit", default="")
@click.option("--everything", "all_of_it", is_flag=True, help="All audits, for leaving, in a zip.")
@click.option("--with-names", is_flag=True, help="With it the families' names; on record.")
@click.option("--by", default="", metavar="EMAIL", help="Your work e-mail, for names.")
@click.option("--reason", default="", help="Why, for names. It goes into the journal.")
@placing
def export(audit: str, output: Path | None, *, over: bool, **leaving: Any) -> None:  # noqa: ANN401
    """Export an audit as Excel (.xlsx), tables (.zip) or the whole of it (.json).

    The ending of the file decides. AUDIT can be left out where there is only one. With
    --everything all audits go into one zip: workbooks, tables, whole copies, journals, documents,
    certificates. The bot may run meanwhile, unless names are asked for.
    """
    if leaving.pop("all_of_it"):
        _fitly(lambda: leaving_commands.export(output, over=over, **leaving))
        return
    ending = output.suffix.lower() if output and not output.is_dir() else ".xlsx"
    making = out_tray.ENDINGS.get(ending)
    if making is None:
        known = ", ".join(out_tray.ENDINGS)
        raise click.BadParameter(f"must end with one of {known}", param_hint="--output")
    _make(making, (audit, ""), output, over=over)


@click.command()
@click.argument("audit", default="")
@placing
def report(audit: str, output: Path | None, *, over: bool) -> None:
    """Write the draft report in Word. MACA_REPORT_TEMPLATE can name a template of your own."""
    _make(Making.REPORT, (audit, ""), output, over=over)


@click.command()
@click.argument("family")
@click.argument("audit", default="")
@placing
def pack(family: str, audit: str, output: Path | None, *, over: bool) -> None:
    """Write a family's panel pack in Word, or those of all families in a zip."""
    _make(Making.PACK, (audit, family), output, over=over)


def _make(making: Making, what: tuple[str, str], output: Path | None, *, over: bool) -> None:
    def run() -> None:
        settings = from_environment()
        demo = rehearsal.is_demo(settings.data_dir.parent)
        out_tray.partnership_or_fail(settings, demo=demo)
        file = asyncio.run(out_tray.made(settings, making, what, Clock().now()))
        path = out_tray.put(file, output, over=over)
        click.echo(f"Written to {path}. Keep it where only the audit team can open it.", err=True)

    _fitly(run)


def _say(lines: list[str]) -> None:
    for line in lines:
        click.echo(line)


def _fitly(run: Callable[[], Any]) -> None:
    """Run, and tell what goes wrong in words."""
    try:
        run()
    except TemplateRefusedError as error:
        raise click.ClickException(error.words) from error
    except WorkshopError as error:
        raise click.ClickException(not_made(error)) from error
    except (SettingsError, OSError) as error:
        raise click.ClickException(str(error)) from error


def not_made(error: WorkshopError) -> str:
    """Tell an operator that a file was not made, and a maintainer where that happened."""
    where = [f"{one['type']} at {one['places'][-1]}" for one in error.told if one["places"]]
    return "\n".join([f"The file could not be made ({error.code}). Nothing was changed.", *where])
