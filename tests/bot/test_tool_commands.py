"""`maca tool`: what people type to check, preview and print a tool."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main
from files.tool import default_tool, load_tool

BAD = "| survey | type | name | label |\n| | txt | a | A |\n| | select_one lost | b | B |"
GOOD = "| survey | type | name | label |\n| | start | s | |\n| | text | a | Why? |"


def run(*words: str | Path) -> Result:
    """What happens when somebody types this."""
    return CliRunner().invoke(main, ["tool", *map(str, words)])


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """A tool with two mistakes."""
    file = tmp_path / "bad.md"
    file.write_text(BAD, encoding="utf-8")
    return file


def test_check_tells_everything_and_fails(bad: Path) -> None:
    """A script can tell from the end of the command whether the tool can be used."""
    done = run("check", bad)
    assert done.exit_code == 1
    assert "Sheet “survey”, row 2, column “type”: There is no type “txt”." in done.output
    assert "Sheet “survey”, row 3, column “type”: There is no list of choices lost." in done.output
    assert "2 things to put right." in done.output


def test_check_is_content_with_a_sound_tool(tmp_path: Path) -> None:
    """What is passed over is told, and is no failure."""
    file = tmp_path / "good.md"
    file.write_text(GOOD, encoding="utf-8")
    done = run("check", file)
    assert done.exit_code == 0
    assert "Note: Sheet “survey”, row 2" in done.output
    assert "good, version 1: 1 question in 1 theme. Nothing to put right." in done.output
    assert run("check").exit_code == 0


@pytest.mark.parametrize("command", ["preview", "workbook", "print"])
def test_a_tool_with_mistakes_is_neither_shown_nor_written(
    command: str, bad: Path, tmp_path: Path
) -> None:
    """Nothing is made of half a tool."""
    out = tmp_path / "out.bin"
    done = run(command, bad, "-o", out)
    assert done.exit_code == 1
    assert "There is no type “txt”" in done.output
    assert not out.exists()


def test_preview_shows_the_pages_of_one_agency(tmp_path: Path) -> None:
    """In the terminal, or as a web page."""
    done = run("preview", "--agency", "housing")
    assert done.exit_code == 0
    assert "as Housing sees it" in done.output
    page = tmp_path / "preview.html"
    assert run("preview", "--agency", "housing", "-o", page).exit_code == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_preview_names_the_agencies_that_there_are() -> None:
    """A kind of agency that the tool does not know is no reason for an empty page."""
    done = run("preview", "--agency", "nobody")
    assert done.exit_code == 1
    assert "It has: csc, police" in done.output


def test_workbook_and_print_write_files(tmp_path: Path) -> None:
    """The workbook loads as the tool that it was made from."""
    book, paper = tmp_path / "tool.xlsx", tmp_path / "tool.docx"
    assert run("workbook", "-o", book).exit_code == 0
    assert load_tool(book.read_bytes()) == default_tool()
    assert run("print", book, "-o", paper).exit_code == 0
    assert paper.read_bytes().startswith(b"PK")


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A wrong folder is told in a sentence."""
    done = run("workbook", "-o", tmp_path / "nowhere" / "tool.xlsx")
    assert done.exit_code == 1
    assert "nowhere" in done.output
