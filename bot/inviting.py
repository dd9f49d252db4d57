"""The `maca invite` command: who has never opened the bot, and the e-mail to send them."""

import asyncio
import csv
import io
from collections.abc import Sequence
from pathlib import Path

import click

from audits.people import Person
from bot.out_tray import chosen
from bot.settings import Settings, SettingsError, from_environment
from bot.stores import looked_at
from cards import invite as words
from dialogs.invite import not_opened


@click.command()
@click.argument("audit", default="")
@click.option("--csv", "table", type=click.Path(path_type=Path, dir_okay=False),
              help="Write names and e-mails here, for a mail merge.")  # fmt: skip
def invite(audit: str, table: Path | None) -> None:
    """Show who has never opened the bot, and the e-mail to send them. Nothing is sent.

    The bot may run meanwhile. AUDIT can be left out where there is only one.
    """
    try:
        settings = from_environment()
        people = asyncio.run(_waiting(settings, audit))
        if table is not None:
            table.write_text(as_table(people), encoding="utf-8-sig", newline="")
    except (SettingsError, OSError) as error:
        raise click.ClickException(str(error)) from error
    if not people:
        click.echo("Everybody on the list has opened Case audit.")
        return
    click.echo(f"{words.SUBJECT}\n\n{words.letter(settings.partnership_words())}\n\nTo:")
    for person in people:
        click.echo(f"{person.name} <{person.email}>")


async def _waiting(settings: Settings, audit_id: str) -> list[Person]:
    """Return those who take part and never opened the bot."""
    async with looked_at(settings) as store:
        return await not_opened(await chosen(store, audit_id), store)


def as_table(people: Sequence[Person]) -> str:
    """Return names and e-mails as CSV; what would be a formula in a spreadsheet is words."""
    made = io.StringIO()
    rows = csv.writer(made)
    rows.writerow(["name", "email"])
    rows.writerows([_harmless(one.name), _harmless(one.email)] for one in people)
    return made.getvalue()


def _harmless(words_in_a_cell: str) -> str:
    """Return the words so that no spreadsheet takes them for a formula."""
    return f"'{words_in_a_cell}" if words_in_a_cell[:1] in tuple("=+-@\t\r") else words_in_a_cell
