"""Checks a whole app package: the schema's rules, and what the store asks beyond them.

From Teams' store validation guidelines (policy 1140.4.3) and the manifest's reference.
"""

import ipaddress
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from yarl import URL

from bot import manifest_icons, manifest_shape
from dialogs import router

MANIFEST = "manifest.json"
PLACEHOLDERS = re.compile(
    r"\$\{|\{\{|\}\}|<[^>]*>|%\w+%|\b(todo|tbd|lorem ipsum|xxx+)\b", re.IGNORECASE
)
NOBODYS = re.compile(
    r"(^|\.)(example\.(com|org|net)|localhost|local|internal|invalid|test|ngrok(-free)?\.(io|app)"
    r"|devtunnels\.ms)$",
    re.IGNORECASE,
)
"""Domains that stand in examples, belong to nobody, or lead to somebody's own machine."""
NOT_IN_A_NAME = re.compile(r"\b(beta|alpha|dev|test|preview|microsoft|teams)\b", re.IGNORECASE)
SHOWN = ("name.", "description.", "developer.name")
"""Texts that people read in the store."""


def faults(files: Mapping[str, bytes], *, domain: str, bot_id: str) -> list[str]:
    """Return a sentence for everything that is wrong with these files; none where all is well."""
    try:
        manifest = json.loads(files[MANIFEST].decode("utf-8"))
    except KeyError:
        return [f"{MANIFEST} is missing."]
    except ValueError:
        return [f"{MANIFEST} is no JSON in UTF-8."]
    found = [
        *domain_faults(domain),
        *manifest_shape.faults(manifest),
        *_placeholders(manifest),
    ]
    if found:  # the rest reads what must be there by now
        return found
    return [
        *_addresses(manifest, domain),
        *_ids(manifest, bot_id),
        *_words(manifest),
        *_commands(manifest["bots"][0]),
        *_icons(manifest["icons"], files),
        *_languages(manifest, files),
    ]


def domain_faults(domain: str) -> list[str]:
    """Return what keeps this from being the domain of a bot that everybody can reach."""
    if not re.fullmatch(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+", domain):
        return [f"“{domain}” is no domain. Give it without https:// and in small letters."]
    try:
        ipaddress.ip_address(domain)
    except ValueError:
        pass
    else:
        return [f"“{domain}” is a number; Teams wants a name that a certificate can vouch for."]
    if NOBODYS.search(domain):
        return [f"“{domain}” stands for no real domain, or for one machine. Give the bot's own."]
    return []


def _placeholders(manifest: Mapping[str, Any]) -> Iterator[str]:
    for where, words in manifest_shape.texts(manifest):
        if PLACEHOLDERS.search(words):
            yield f"{where} still holds a placeholder: “{words[:60]}”."


def _addresses(manifest: Mapping[str, Any], domain: str) -> Iterator[str]:
    developer = manifest["developer"]
    for name in ("privacyUrl", "termsOfUseUrl"):
        url = URL(developer[name])
        if url.host != domain or not url.is_default_port() or url.user is not None:
            yield f"developer.{name} must be on {domain}, where the bot shows that page."
        if url.path in ("", "/"):
            yield f"developer.{name} must lead to its own page."
    if developer["privacyUrl"] == developer["termsOfUseUrl"]:
        yield "developer.privacyUrl and developer.termsOfUseUrl are the same page."
    host = URL(developer["websiteUrl"]).host or ""
    yield from (f"developer.websiteUrl: {fault}" for fault in domain_faults(host))
    if any(one != domain for one in manifest.get("validDomains", [])):
        yield f"validDomains may name {domain} and no other: the bot shows pages of no other."
    version = manifest["manifestVersion"]
    if f"/teams/v{version}/" not in manifest["$schema"]:
        yield f"$schema and manifestVersion name different versions; the latter says {version}."


def _ids(manifest: Mapping[str, Any], bot_id: str) -> Iterator[str]:
    if manifest["bots"][0]["botId"].casefold() != bot_id.casefold():
        yield "bots[0].botId is not the id that was given."
    for where, one in (("id", manifest["id"]), ("bots[0].botId", bot_id)):
        if len({*one.replace("-", "")}) == 1:
            yield f"{where} is made of one digit only; give the real id."
    signs_in = manifest.get("webApplicationInfo")
    if signs_in and signs_in["id"].casefold() != bot_id.casefold():
        yield "webApplicationInfo.id must be the bot's id, or Graph lets the bot install nothing."
    if signs_in and not signs_in["resource"].startswith(("api://", "https://")):
        yield "webApplicationInfo.resource must begin with api:// or https://."


def _words(manifest: Mapping[str, Any]) -> Iterator[str]:
    for name in ("short", "full"):
        if NOT_IN_A_NAME.search(manifest["name"][name]):
            yield f"name.{name} may not speak of Microsoft or Teams, nor be a test version."
    if manifest["description"]["short"] == manifest["description"]["full"]:
        yield "description.short and description.full say the same."
    for where, words in manifest_shape.texts(manifest):
        if where.startswith(SHOWN) and re.search(r"https?://|www\.", words):
            yield f"{where} holds a web address; the store wants none there."


def _commands(bot: Mapping[str, Any]) -> Iterator[str]:
    if "personal" not in bot["scopes"]:
        yield "bots[0].scopes must hold personal: returns are answered there."
    if bot.get("isNotificationOnly"):
        yield "bots[0].isNotificationOnly must not be true: people type to this bot."
    listed = [scope for one in bot["commandLists"] for scope in one["scopes"]]
    for scope in sorted({*listed}):
        if listed.count(scope) > 1:
            yield f"bots[0].commandLists lists {scope} twice."
        if scope not in bot["scopes"]:
            yield f"bots[0].commandLists lists {scope}, where the bot is not."
    for place, one in enumerate(bot["commandLists"]):
        yield from _menu(one, f"bots[0].commandLists[{place}]")


def _menu(listed: Mapping[str, Any], where: str) -> Iterator[str]:
    titles = [one["title"].casefold() for one in listed["commands"]]
    for row, title in enumerate(titles):
        named = f"{where}.commands[{row}].title"
        verb = router.verb_for(title)
        if title in titles[:row]:
            yield f"{named} “{title}” stands there twice."
        if title.startswith("/"):
            yield f"{named} “{title}” may not begin with a slash."
        elif verb not in router.VERBS or verb == "lost":
            yield f"{named} “{title}” is nothing that the bot understands."
        elif "team" in listed["scopes"] and verb not in router.IN_A_CHANNEL:
            yield f"{named} “{title}” is not answered in a channel."
    if not any(router.verb_for(title) == "help" for title in titles):
        yield f"{where} does not offer help."


def _icons(icons: Mapping[str, str], files: Mapping[str, bytes]) -> Iterator[str]:
    checks = {"color": manifest_icons.color_faults, "outline": manifest_icons.outline_faults}
    for kind, check in checks.items():
        if icons[kind] not in files:
            yield f"icons.{kind}: the file {icons[kind]} is missing."
        else:
            yield from check(icons[kind], files[icons[kind]])
    if icons["color"] == icons["outline"]:
        yield "icons.color and icons.outline are the same file."


def _languages(manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> Iterator[str]:
    """Each language file says all that can be said in it, and nothing else."""
    about = manifest.get("localizationInfo", {})
    tags = [about.get("defaultLanguageTag", "")]
    for one in about.get("additionalLanguages", []):
        if one["languageTag"].casefold() in tags:
            yield f"localizationInfo names the language {one['languageTag']} twice."
        tags.append(one["languageTag"].casefold())
        yield from _strings(
            one["file"], files.get(one["file"]), manifest_shape.translated(manifest)
        )


def _strings(name: str, content: bytes | None, lengths: Mapping[str, int]) -> Iterator[str]:
    if content is None:
        yield f"The language file {name} is missing."
        return
    try:
        strings = json.loads(content.decode("utf-8"))
    except ValueError:
        yield f"{name} is no JSON in UTF-8."
        return
    if not isinstance(strings, dict):
        yield f"{name} must be an object."
        return
    said = {where: words for where, words in strings.items() if where != "$schema"}
    for where, most in lengths.items():
        if where not in said:
            yield f"{name}: {where} is missing."
        else:
            rule = manifest_shape.Text(most=most)
            yield from manifest_shape.faults(said[where], rule, f"{name}: {where}")
            yield from (f"{name}: {fault}" for fault in _placeholders({where: said[where]}))
    yield from (
        f"{name}: {where} is nothing that can be translated."
        for where in said
        if where not in lengths
    )
