"""What the pages for information governance say of settings, commands and figures is true."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from audits.keeping import NOTICE
from audits.retention import DataClass, Periods
from bot import data_flow
from bot.__main__ import main
from bot.settings import Settings, variable

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
NAMES = ("answers-for-it", "backup", "dpia", "information-sharing", "moving", "retention")
PAGES = [ROOT / "SECURITY.md", *(DOCS / f"{name}.md" for name in NAMES)]
LINK = re.compile(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"")
INLINE = re.compile(r"`maca ([^`]+)`")
FENCED = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
TYPED = re.compile(r"^(?:MACA_\w+=\S+ )?maca (.+)$", re.MULTILINE)


def words(page: Path) -> str:
    """Return what a page says."""
    return page.read_text(encoding="utf-8")


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as they are made of their words."""
    heads = re.findall(r"^#+ (.+)$", words(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    """To a file that is there, and to a heading in it."""
    for found in LINK.finditer(words(page)):
        link = found[1] or found[2]
        if link.startswith("http"):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.is_file(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_setting_is_there(page: Path) -> None:
    """A renamed setting must not leave somebody setting the old one."""
    known = {variable(name) for name in Settings.model_fields}
    assert set(re.findall(r"MACA_[A-Z_]+[A-Z]", words(page))) <= known


def commands(page: Path) -> Iterator[list[str]]:
    """Yield the words of every command on a page, without `maca`."""
    typed = [line for block in FENCED.findall(words(page)) for line in TYPED.findall(block)]
    yield from (found.split() for found in (*INLINE.findall(words(page)), *typed))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_is_there_with_its_options(page: Path) -> None:
    """What stands on the page can be typed."""
    for typed in commands(page):
        command: click.Command = main
        for word in typed:
            if isinstance(command, click.Group):
                assert word in command.commands, typed
                command = command.commands[word]
            elif word.startswith("-"):
                options = {name for one in command.params for name in one.opts}
                assert word in options, typed


def test_pages_name_commands_at_all() -> None:
    """The tests above look at something."""
    assert sum(len(list(commands(page))) for page in PAGES) > 10


def test_months_are_those_of_the_settings() -> None:
    """On every page that says them."""
    usual = Periods()
    page = words(DOCS / "retention.md")
    for data in DataClass:
        row = next(line for line in page.splitlines() if f"(`{data}`)" in line)
        assert row.endswith(f"| {usual.of(data)} |")
        setting = variable(f"keep_{data}")
        assert setting in row
        assert Settings.model_fields[f"keep_{data}"].default == usual.of(data)
        assert f"{usual.of(data)} months" in words(DOCS / "dpia.md")
    assert NOTICE.days == 14
    assert "Two weeks before" in page


def test_all_twenty_questions_are_answered_in_order() -> None:
    """None is left out, none twice."""
    heads = re.findall(r"^### (\d+)\. ", words(DOCS / "answers-for-it.md"), re.MULTILINE)
    assert heads == [str(n) for n in range(1, 21)]


def test_picture_of_data_is_the_one_that_the_program_draws() -> None:
    """`python -m bot.data_flow docs/pictures/data_flow.svg` draws it again."""
    assert words(DOCS / "pictures" / "data_flow.svg") == data_flow.svg()


def test_what_the_partnership_must_say_is_marked() -> None:
    """A page that looks finished would not be filled in."""
    for name in ("dpia", "answers-for-it"):
        assert "**[to fill in" in words(DOCS / f"{name}.md").lower()
