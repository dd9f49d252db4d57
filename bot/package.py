"""The `maca package` command: makes the Teams app package, after checking all of it."""

import io
import json
import re
import zipfile
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
from yarl import URL

from bot import manifest_rules
from bot.manifest_rules import MANIFEST
from bot.manifest_shape import VERSIONS
from bot.settings import SettingsError, from_environment
from bot.settings_checks import INVENTED

OURS = Path(__file__).resolve().parent.parent / "manifest"
MOST_CHARACTERS = 32
"""Of the developer's name (manifest schema)."""
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can name; the same in each build, so that each is the same."""
UNIX = 3
READABLE = 0o644 << 16


class PackageError(Exception):
    """Something keeps the package from being made; the message lists all of it."""


@click.command()
@click.option("--bot-id", help="The id of the bot's app registration; MACA_APP_ID.")
@click.option("--domain", help="Where browsers reach the bot, without https://; MACA_ADDRESS.")
@click.option("--developer", help="Who offers the app, at most 32 characters; MACA_PARTNERSHIP.")
@click.option("--website", help="Where people get help, with https://; the bot's own first page.")
@click.option("--version", "number", help="Three numbers; Teams wants a higher one each time.")
@click.option("--schema", type=click.Choice(VERSIONS), default=VERSIONS[0], show_default=True,
              help="The manifest schema that your Teams admin centre takes.")  # fmt: skip
@click.option("--graph-install", is_flag=True, help="Let the bot install itself by Graph.")
@click.option("--from", "folder", type=click.Path(path_type=Path, file_okay=False, exists=True),
              help="A folder with a manifest and icons of your own.")  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False),
              default=Path("case-audit.zip"), show_default=True, help="The zip.")  # fmt: skip
def package(*, folder: Path | None, output: Path, **given: Any) -> None:  # noqa: ANN401 - click's
    """Make the Teams app package, which an administrator uploads.

    It is checked against the rules of Teams' manifest schema and of the store. Whatever is wrong is
    named, all at once, and then nothing is written. The same input gives the same bytes.
    """
    try:
        values = _values(given)
        made = packed(files_in(folder or OURS, values, graph=given["graph_install"]), values)
    except (PackageError, SettingsError, OSError) as error:
        raise click.ClickException(str(error)) from error
    output.write_bytes(made)
    click.echo(f"Written to {output}. An administrator uploads it in the Teams admin centre.")


def _values(given: Mapping[str, Any]) -> dict[str, str]:
    """Return what the placeholders stand for; what was not given comes from the settings."""
    settings = from_environment()
    domain = (given["domain"] or URL(settings.address).host or "").casefold()
    wanting = [
        f"{name} is not given, and {variable} is not set."
        for name, variable, value in (
            ("--bot-id", "MACA_APP_ID", given["bot_id"] or settings.app_id),
            ("--domain", "MACA_ADDRESS", domain),
        )
        if not value
    ]
    if wanting:
        raise PackageError("\n".join(wanting))
    return {
        "BOT_ID": given["bot_id"] or settings.app_id,
        "DOMAIN": domain,
        "DEVELOPER": given["developer"] or _developer(settings.partnership, domain),
        "WEBSITE": given["website"] or f"https://{domain}/",
        "VERSION": given["number"] or version("maca"),
        "SCHEMA": given["schema"],
    }


def _developer(partnership: str, domain: str) -> str:
    """Return who offers the app: the partnership where its name fits, else its domain."""
    fits = len(partnership) <= MOST_CHARACTERS and not INVENTED.search(partnership)
    return partnership if fits else domain


def files_in(folder: Path, values: Mapping[str, str], *, graph: bool = False) -> dict[str, bytes]:
    """Return the files of a package by name: the manifest filled in, and what it names.

    Raises PackageError for a manifest that cannot be read.
    """
    source = (folder / MANIFEST).read_text(encoding="utf-8")
    filled = re.sub(r"\$\{\{(\w+)\}\}", lambda one: _quoted(values, one), source)
    try:
        manifest = json.loads(filled)
    except ValueError as error:
        raise PackageError(f"{MANIFEST} is no JSON: {error}.") from None
    if graph and isinstance(manifest, dict):
        resource = f"api://{values['DOMAIN']}/{values['BOT_ID']}"
        manifest["webApplicationInfo"] = {"id": values["BOT_ID"], "resource": resource}
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    beside = {name: (folder / name).read_bytes() for name in _named(manifest, folder)}
    return {MANIFEST: text.encode(), **beside}


def _quoted(values: Mapping[str, str], found: re.Match[str]) -> str:
    """Return a value as it stands within a JSON text; a placeholder of nobody's stays."""
    value = values.get(found[1])
    return found[0] if value is None else json.dumps(value, ensure_ascii=False)[1:-1]


def _named(manifest: object, folder: Path) -> list[str]:
    """Return the files beside the manifest that it names and that are there."""
    if not isinstance(manifest, dict):
        return []
    icons = manifest.get("icons")
    about = manifest.get("localizationInfo")
    named = list(icons.values()) if isinstance(icons, dict) else []
    for one in (about or {}).get("additionalLanguages", []) if isinstance(about, dict) else []:
        named += [one.get("file")] if isinstance(one, dict) else []
    plain = {one for one in named if isinstance(one, str) and "/" not in one and "\\" not in one}
    return sorted(one for one in plain if one and (folder / one).is_file())


def packed(files: Mapping[str, bytes], values: Mapping[str, str]) -> bytes:
    """Return the zip; raises PackageError that lists all that is wrong.

    The files are stored as they are: how a program compresses depends on its version.
    """
    wrong = manifest_rules.faults(files, domain=values["DOMAIN"], bot_id=values["BOT_ID"])
    if wrong:
        raise PackageError("\n".join(["The package was not made:", *wrong]))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, date_time=EARLIEST)
            entry.create_system, entry.external_attr = UNIX, READABLE
            archive.writestr(entry, files[name])
    return made.getvalue()
