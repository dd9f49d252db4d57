"""The commands for the roster workbook: `maca roster template`, `maca roster check`."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from audits.problems import Problem
from bot.settings import SettingsError
from cards.words import PROBLEMS
from files.roster import RosterFault, load_roster
from files.roster_template import template
from files.tool import ToolFault

P = ParamSpec("P")
T = TypeVar("T")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def told(command: Callable[P, T]) -> Callable[P, T]:
    """Let a command end in words, not in a trace, for what can be explained."""

    @wraps(command)
    def run(*args: P.args, **more: P.kwargs) -> T:
        try:
            return command(*args, **more)
        except Problem as problem:
            words = PROBLEMS[problem.code]
            where = f" ({problem.where})" if problem.where else ""
            raise click.ClickException(f"{words.happened}{where} {words.now}") from problem
        except (RosterFault, ToolFault, SettingsError, OSError) as error:
            raise click.ClickException(str(error)) from error

    return run


@click.group()
def roster() -> None:
    """Write or check the workbook with agencies, contacts and families."""


@roster.command("template")
@click.option(
    "-o", "--output", help="Where to write it.", type=click.Path(path_type=Path), required=True
)
@told
def write_template(output: Path) -> None:
    """Write an empty roster workbook."""
    output.write_bytes(template())
    click.echo(f"{output} is ready to be filled in. Begin with its sheet “Guide”.")


@roster.command("check")
@click.argument("file", type=FILE)
@told
def check(file: Path) -> None:
    """Say everything that is wrong with a roster, with its place."""
    loaded = load_roster(file.read_bytes(), file.name)
    for note in loaded.notes:
        click.echo(note)
    found = loaded.roster
    click.echo(f"Nothing is wrong. {len(found.agencies)} agencies, {len(found.contacts)} contacts, "
               f"{len(found.families)} families.")  # fmt: skip
