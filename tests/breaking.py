"""Ways to break an app package."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PIL import Image

from bot.manifest_shape import VERSIONS, translated

BOT_ID = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
DOMAIN = "audit.riverbridge.example"
VALUES = {
    "BOT_ID": BOT_ID,
    "DOMAIN": DOMAIN,
    "DEVELOPER": "Riverbridge SCP",
    "WEBSITE": f"https://{DOMAIN}/",
    "VERSION": "1.0.0",
    "SCHEMA": VERSIONS[0],
}
Files = dict[str, bytes]
Manifest = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """One way to break a package."""

    made: Callable[[Files], Files]
    reason: str
    times: int = 1
    at_most: int = 1
    """How many sentences there may be: one fault should not be told three times."""
    by_schema: bool = False
    """Whether the published schema refuses it too."""


def as_manifest(files: Files) -> Manifest:
    """Read the manifest of these files."""
    found: Manifest = json.loads(files["manifest.json"])
    return found


def changed(change: Callable[[Manifest], object]) -> Callable[[Files], Files]:
    """Break the manifest."""

    def made(files: Files) -> Files:
        manifest = as_manifest(files)
        change(manifest)
        return files | {"manifest.json": json.dumps(manifest).encode()}

    return made


def put(where: str, value: object) -> Callable[[Files], Files]:
    """Put something else at a place like `name.short` or `bots.0.botId`; None takes it out."""

    def change(manifest: Manifest) -> None:
        *outer, last = where.split(".")
        found: Any = manifest
        for name in outer:
            found = found[int(name)] if name.isdigit() else found[name]
        if value is None:
            del found[last]
        else:
            found[int(last) if last.isdigit() else last] = value

    return changed(change)


def picture(name: str, size: int, colour: tuple[int, int, int, int]) -> Callable[[Files], Files]:
    """Put another picture in place of an icon."""
    made = io.BytesIO()
    Image.new("RGBA", (size, size), colour).save(made, "PNG")
    return lambda files: files | {name: made.getvalue()}


def without(name: str) -> Callable[[Files], Files]:
    """Take a file out."""
    return lambda files: {one: content for one, content in files.items() if one != name}


def menu(place: int, change: Callable[[list[dict[str, str]]], object]) -> Callable[[Files], Files]:
    """Break a list of commands."""
    return changed(lambda one: change(one["bots"][0]["commandLists"][place]["commands"]))


def spoken(strings: Callable[[dict[str, str]], object] | None) -> Callable[[Files], Files]:
    """Add Welsh, with a language file that is broken; none where `strings` is None."""

    def made(files: Files) -> Files:
        manifest = as_manifest(files)
        manifest["localizationInfo"] = {
            "defaultLanguageTag": "en-gb",
            "additionalLanguages": [{"languageTag": "cy-gb", "file": "cy.json"}],
        }
        files = files | {"manifest.json": json.dumps(manifest).encode()}
        if strings is None:
            return files
        said = dict.fromkeys(translated(manifest), "Dychweliadau")
        strings(said)
        return files | {"cy.json": json.dumps(said).encode()}

    return made


def row(title: str) -> dict[str, str]:
    """Make a line of a menu."""
    return {"title": title, "description": "Something"}
