"""Writes the pages that list everything: settings, commands, and what can be typed or pressed.

They are made of the code, so that they cannot go stale: `make reference`.
"""

import inspect
import sys
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any

import click
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from bot.settings import GROUPS, Settings, variable
from bot.settings_checks import NEEDED
from cards.command import Command
from cards.help import GROUPS as CHAT
from cards.help import NAMES, sentence
from dialogs.router import IN_A_CHANNEL, VERBS

HEADINGS = {
    "Azure": "Microsoft’s side",
    "PartnershipWords": "The partnership",
    "Serving": "The service",
    "Shared": "A database for several replicas",
    "Keeping": "Keeping",
}
SETTINGS = """# Settings

Everything is set by environment variables that begin with `MACA_`. `maca settings check` names all
that is missing, wrong or misspelt before anything is started, and `maca settings list` shows what
is set; neither shows a secret. `maca serve` refuses to start while something is wrong.

Settings marked **needed** have no default that could be right: for real use they must be set, and
what the demo says there (a made-up partnership, a made-up telephone number) is refused.
"""
COMMANDS = """# Commands

`maca` does its work on the server. `maca COMMAND --help` says the same as this page.
"""
CHATTED = """# What can be typed and pressed

In the chat everybody types the same words; what they get is what they may see. `help` lists them
there, and `help` with a word after it tells more. Capitals do not matter, and a slip of the finger
is asked about: “did you mean”.
"""
PRESSED = """
## Buttons

Each button carries one of these words to the bot. Who may use it is decided where the return or the
audit is loaded, never by the card; a test tries every one of them as every person.

| button's word | what it does | who may use it |
|---|---|---|
"""


def settings_page() -> str:
    """Return the page of settings."""
    groups = [_group(group.__name__, group.model_fields) for group in GROUPS]
    return "".join([SETTINGS, *(line for group in groups for line in group)])


def _group(name: str, fields: Mapping[str, FieldInfo]) -> Iterator[str]:
    yield f"\n## {HEADINGS.get(name, name)}\n\n"
    yield "| setting | what it means | default | example |\n|---|---|---|---|\n"
    for one in fields:
        field = Settings.model_fields[one]
        needed = "**Needed.** " if one in NEEDED else ""
        meaning = " ".join((field.description or "").split())
        default = "" if one in NEEDED else _shown(field.get_default())
        example = _shown(next(iter(field.examples or [""])))
        yield f"| `{variable(one)}` | {needed}{_cell(meaning)} | {default} | {example} |\n"


def _shown(value: object) -> str:
    """Return a value as one would set it."""
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, bool):
        value = str(value).lower()
    return "" if value in (None, "") else f"`{_cell(str(value))}`"


def commands_page(main: click.Group) -> str:
    """Return the page of commands."""
    return "".join([COMMANDS, *_commands(main, "maca")])


def _commands(group: click.Group, before: str) -> Iterator[str]:
    for name in sorted(group.commands):
        command, called = group.commands[name], f"{before} {name}"
        if isinstance(command, click.Group):
            yield from _commands(command, called)
            continue
        arguments = [one for one in command.params if isinstance(one, click.Argument)]
        usage = " ".join([called, *(_argument(one) for one in arguments)])
        yield f"\n## `{usage}`\n\n{inspect.cleandoc(command.help or '')}\n"
        options = [one for one in command.params if isinstance(one, click.Option)]
        if options:
            yield "\n| option | what it does |\n|---|---|\n"
            yield from (_option(one) for one in options)


def _argument(argument: click.Argument) -> str:
    name = argument.human_readable_name.upper()
    return name if argument.required else f"[{name}]"


def _option(option: click.Option) -> str:
    value = "" if option.is_flag else f" {option.metavar or (option.name or '').upper()}"
    given = " ".join(option.opts) + value
    default = option.default if option.show_default and not option.is_flag else None
    told = f" Default: {default}." if isinstance(default, str | int) else ""
    needed = " Needed." if option.required else ""
    return f"| `{given}` | {_cell((option.help or '').rstrip('.'))}.{needed}{told} |\n"


def chat_page() -> str:
    """Return the page of what can be typed and pressed."""
    words = [
        part
        for heading, commands in CHAT
        for part in (f"\n## {heading or 'For everybody'}\n", *map(_typed, commands))
    ]
    buttons = [
        f"| `{verb}` | {_cell(_first(talk))} | {_cell(who)} |\n"
        for verb, (talk, who) in VERBS.items()
    ]
    return "".join([CHATTED, *words, PRESSED, *buttons, _in_a_channel()])


def _typed(command: Command) -> str:
    more = f" {command.more}" if command.more else ""
    whose = NAMES[command.whose]
    also = [f"`{one}`" for one in (*command.follows, *command.also)]
    ways = f" Also: {', '.join(also)}." if also else ""
    return f"\n**`{command.word}`** – {sentence(command.what)}{more} For {whose}.{ways}\n"


def _in_a_channel() -> str:
    words = ", ".join(f"`{one}`" for one in sorted(IN_A_CHANNEL))
    return f"\nIn a channel, where others read along, only these are answered: {words}.\n"


def _first(talk: Any) -> str:  # noqa: ANN401 - any function
    """Return the first sentence of what a function says of itself."""
    return " ".join((inspect.getdoc(talk) or "").split("\n\n")[0].split()).replace("`", "")


def _cell(words: str) -> str:
    """Return words that stand in a table without parting it."""
    return " ".join(words.split()).replace("|", "\\|")


def pages(main: click.Group) -> dict[str, str]:
    """Return all pages by their file's name."""
    return {
        "settings.md": settings_page(),
        "commands.md": commands_page(main),
        "chat.md": chat_page(),
    }


def write(folder: Path, main: click.Group) -> None:
    """Write the pages into a folder."""
    for name, words in pages(main).items():
        (folder / name).write_text(words, encoding="utf-8")


if __name__ == "__main__":
    from bot.__main__ import main as maca

    write(Path(sys.argv[1]), maca)
