"""Commands about the settings: `maca settings check`, `maca settings list`. No secret is shown."""

import click
from pydantic import SecretStr

from bot import pages, settings_checks
from bot.settings import GROUPS, SettingsError, from_environment, variable
from bot.settings_checks import for_real_use


@click.group()
def settings() -> None:
    """Look at the settings, and check them before the bot is started."""


@settings.command()
def check() -> None:
    """Name everything that is missing, wrong or misspelt, all at once. Nothing is started."""
    found = settings_checks.problems() or _texts()
    if found:
        raise click.ClickException("\n".join(["Not fit for real use:", *found]))
    for_real_use(from_environment())
    click.echo("The settings are complete. Nothing was asked of Azure: `maca serve` does that.")


@settings.command("list")
def list_() -> None:
    """List every setting, what it is now, and what it means. Secrets are not shown."""
    try:
        found = from_environment()
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    for group in GROUPS:
        for name, field in group.model_fields.items():
            value = getattr(found, name)
            mark = "set" if name in found.model_fields_set else "default"
            shown = "(not shown)" if isinstance(value, SecretStr) and value else f"{value or ''}"
            click.echo(f"{variable(name)}={shown}  [{mark}]")
            click.echo(f"    {' '.join((field.description or '').split())}")


def _texts() -> list[str]:
    """Return what is wrong in the texts of the bot's own pages."""
    try:
        pages.drawn(from_environment())
    except SettingsError as error:
        return str(error).splitlines()
    return []
