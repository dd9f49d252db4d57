"""Every setting, command, chat word and button is in the documentation, as the code has it."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bot import reference
from bot.__main__ import main
from bot.settings import GROUPS, Settings, variable
from cards import commands
from cards.command import Command
from dialogs.router import VERBS

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = reference.pages(main)


def each_command(group: click.Group, before: str = "maca") -> Iterator[tuple[str, click.Command]]:
    """Give every command that does something, by all its words."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from each_command(command, f"{before} {name}")
        else:
            yield f"{before} {name}", command


COMMANDS = sorted(each_command(main))


@pytest.mark.parametrize("name", sorted(PAGES))
def test_page_is_as_the_code_makes_it(name: str) -> None:
    """`make reference` writes it again."""
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name]


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_setting_has_a_meaning_and_an_example(name: str) -> None:
    """And stands on the page, in one of the groups."""
    field = Settings.model_fields[name]
    assert field.description
    assert field.examples
    (row,) = (
        line for line in PAGES["settings.md"].splitlines() if f"| `{variable(name)}` |" in line
    )
    cells = row.replace("\\|", "").strip("|").split("|")
    assert len(cells) == 4
    assert cells[1].strip()
    assert cells[3].strip()


def test_no_setting_is_outside_the_groups() -> None:
    """A field that stands in no group would be on no page."""
    assert sorted(Settings.model_fields) == sorted(
        name for group in GROUPS for name in group.model_fields
    )


@pytest.mark.parametrize(("called", "command"), COMMANDS, ids=[called for called, _ in COMMANDS])
def test_command_says_what_it_does(called: str, command: click.Command) -> None:
    """And so does each of its options."""
    assert f"## `{called}" in PAGES["commands.md"]
    assert command.help
    silent = [one.opts for one in command.params if isinstance(one, click.Option) and not one.help]
    assert not silent


@pytest.mark.parametrize("command", commands.ALL, ids=lambda one: one.word)
def test_chat_word_is_on_the_page(command: Command) -> None:
    """With every other way to type it."""
    assert all(f"`{word}`" in PAGES["chat.md"] for word in command.typed)


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_button_says_what_it_does_and_for_whom(verb: str) -> None:
    """In a sentence each."""
    (row,) = (line for line in PAGES["chat.md"].splitlines() if line.startswith(f"| `{verb}` |"))
    _, _, does, who, _ = row.replace("\\|", "").split("|")
    assert does.strip().endswith(".")
    assert who.strip() == VERBS[verb][1]
