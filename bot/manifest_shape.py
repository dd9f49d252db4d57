"""What Teams' published schema asks of the parts of a manifest that this bot uses, rule by rule.

The schema itself is Microsoft's and does not come with us, so that a package can be checked on a
machine without a network. A test holds these rules against the published schema. They are stricter:
what we do not use is refused, and the lengths are the shortest that any version since 1.19 has.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

VERSIONS = ("1.19", "1.20", "1.21", "1.22", "1.23", "1.24", "1.25", "1.26", "1.27", "1.28", "1.29")
"""The versions of the schema that take what we use; there is no 1.18."""
GUID = r"[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
NUMBER = r"(0|[1-9][0-9]*)"
LANGUAGE = r"[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8}){0,2}"
A_FILE = r"[A-Za-z0-9][A-Za-z0-9._-]*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text that is not empty."""

    most: int
    pattern: str = ""
    like: str = ""
    """What the pattern means, for people."""
    one_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Many:
    """A list, of things that differ where they are texts."""

    of: "Rule"
    least: int = 0
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """An object: what it must have, and what it may."""

    needs: Mapping[str, "Rule"]
    may: Mapping[str, "Rule"] = field(default_factory=dict)


Rule = Text | Flag | Many | Group

ADDRESS = Text(most=2048, pattern=r"https://[^\s]+", like="an address that begins with https://")
ICON = Text(most=2048, pattern=A_FILE + r"\.png", like="a PNG file beside the manifest")
STRINGS = Text(most=2048, pattern=A_FILE + r"\.json", like="a JSON file beside the manifest")
AN_ID = Text(most=36, pattern=GUID, like="an id like 1b4e28ba-2fa1-11d2-883f-0016d3cca427")
TAG = Text(most=26, pattern=LANGUAGE, like="a language like en-gb")
SCOPES = Many(of=Text(most=9, one_of=("personal", "team")), least=1, most=2)
COMMAND = Group(needs={"title": Text(most=32), "description": Text(most=128)})
BOT = Group(
    needs={
        "botId": AN_ID,
        "scopes": SCOPES,
        "commandLists": Many(
            of=Group(
                needs={
                    "scopes": SCOPES,
                    "commands": Many(of=COMMAND, least=1, most=10),
                }
            ),
            least=1,
            most=3,
        ),
    },
    may={"supportsFiles": Flag(), "isNotificationOnly": Flag()},
)
MANIFEST = Group(
    needs={
        "$schema": Text(most=2048),
        "manifestVersion": Text(most=4, one_of=VERSIONS),
        "version": Text(
            most=256, pattern=rf"{NUMBER}\.{NUMBER}\.{NUMBER}", like="three numbers like 1.0.2"
        ),
        "id": AN_ID,
        "developer": Group(
            needs={
                "name": Text(most=32),
                "websiteUrl": ADDRESS,
                "privacyUrl": ADDRESS,
                "termsOfUseUrl": ADDRESS,
            }
        ),
        "name": Group(needs={"short": Text(most=30), "full": Text(most=100)}),
        "description": Group(needs={"short": Text(most=80), "full": Text(most=4000)}),
        "icons": Group(needs={"color": ICON, "outline": ICON}),
        "accentColor": Text(
            most=7, pattern=r"#[0-9a-fA-F]{6}", like="a colour like #1F4E79, with six digits"
        ),
        "bots": Many(of=BOT, least=1, most=1),
    },
    may={
        "permissions": Many(of=Text(most=18, one_of=("identity", "messageTeamMembers")), most=2),
        "validDomains": Many(of=Text(most=2048), most=100),
        "webApplicationInfo": Group(needs={"id": AN_ID, "resource": Text(most=2048)}),
        "localizationInfo": Group(
            needs={"defaultLanguageTag": TAG},
            may={
                "additionalLanguages": Many(
                    of=Group(needs={"languageTag": TAG, "file": STRINGS}), least=1, most=100
                )
            },
        ),
    },
)


def faults(found: object, rule: Rule = MANIFEST, where: str = "") -> Iterator[str]:
    """Give a sentence for everything that breaks a rule: where, what, and what to do."""
    match rule:
        case Text():
            yield from _text(found, rule, where)
        case Flag():
            if not isinstance(found, bool):
                yield f"{where} must be true or false."
        case Many():
            yield from _many(found, rule, where)
        case Group():
            yield from _group(found, rule, where)


def _text(found: object, rule: Text, where: str) -> Iterator[str]:
    if not isinstance(found, str):
        yield f"{where} must be a text."
        return
    if not found.strip() or found != found.strip() or not found.isprintable():
        yield f"{where} must be a text in one line, with no space before or after it."
    elif rule.one_of and found not in rule.one_of:
        yield f"{where} must be one of: {', '.join(rule.one_of)}."
    elif rule.pattern and not re.fullmatch(rule.pattern, found):
        yield f"{where} must be {rule.like}."
    if len(found) > rule.most:
        yield f"{where} has {len(found)} characters; Teams takes {rule.most}. Shorten it."


def _many(found: object, rule: Many, where: str) -> Iterator[str]:
    if not isinstance(found, list):
        yield f"{where} must be a list."
        return
    if not rule.least <= len(found) <= rule.most:
        yield f"{where} has {len(found)} entries; there must be {rule.least} to {rule.most}."
    texts = [one for one in found if isinstance(one, str)]
    if len({*texts}) < len(texts):
        yield f"{where} says the same twice. Leave one out."
    for place, one in enumerate(found):
        yield from faults(one, rule.of, f"{where}[{place}]")


def _group(found: object, rule: Group, where: str) -> Iterator[str]:
    if not isinstance(found, dict):
        yield f"{where or 'The manifest'} must be an object."
        return
    known: dict[str, Rule] = {**rule.needs, **rule.may}
    for name, one in found.items():
        inside = f"{where}.{name}" if where else str(name)
        if name in known:
            yield from faults(one, known[name], inside)
        else:
            yield f"{inside} is nothing that this bot uses. Leave it out."
    for name in rule.needs:
        if name not in found:
            yield f"{where}.{name} is missing." if where else f"{name} is missing."


def texts(found: object, where: str = "") -> Iterator[tuple[str, str]]:
    """Give every text in the manifest with the place where it stands."""
    if isinstance(found, str):
        yield where, found
    elif isinstance(found, list):
        for place, one in enumerate(found):
            yield from texts(one, f"{where}[{place}]")
    elif isinstance(found, dict):
        for name, one in found.items():
            yield from texts(one, f"{where}.{name}" if where else str(name))


def translated(manifest: Mapping[str, Any]) -> dict[str, int]:
    """Return what each language file must say, with its greatest length, as Teams names it."""
    lengths = {
        "name.short": 30,
        "name.full": 100,
        "description.short": 80,
        "description.full": 4000,
    }
    for place, listed in enumerate(manifest["bots"][0]["commandLists"]):
        for row in range(len(listed["commands"])):
            named = f"bots[0].commandLists[{place}].commands[{row}]"
            lengths |= {f"{named}.title": 32, f"{named}.description": 128}
    return lengths
