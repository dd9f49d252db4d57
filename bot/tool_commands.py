"""`maca tool`: check, preview and print an audit tool, or write it as a workbook."""

from collections.abc import Callable
from pathlib import Path

import click

from audits.tool import Tool
from files.tool import ReadTool, default_tool, read_tool
from files.tool_audience import EVERY, kinds
from files.tool_preview import outline, web_page
from files.tool_word import document
from files.tool_workbook import workbook

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.group()
def tool() -> None:
    """Check, preview and print an audit tool: an XLSForm in Excel, Markdown or CSV.

    Without FILE it is the tool of six themes that comes with the software.
    """


def read(file: Path | None) -> ReadTool:
    """Return what became of the file; the tool of six themes for none."""
    if file is None:
        return ReadTool(tool=default_tool())
    try:
        return read_tool(file.read_bytes(), file.name)
    except OSError as error:
        raise click.ClickException(str(error)) from error


def read_or_fail(file: Path | None) -> Tool:
    """Return the tool, or end with everything that is wrong with it."""
    found = read(file)
    if found.tool is None:
        tell(found)
        raise click.ClickException(verdict(found))
    return found.tool


def tell(found: ReadTool) -> None:
    """Print everything that is wrong, and then what is passed over."""
    for fault in found.faults:
        click.echo(str(fault))
    for notice in found.notices:
        click.echo(f"Note: {notice}")


def verdict(found: ReadTool) -> str:
    """Return how it stands with the tool, in a sentence."""
    if found.tool is None:
        count = len(found.faults)
        return f"{many(count, 'thing')} to put right."
    questions = sum(1 for theme in found.tool.themes for q in theme.questions if q.number)
    return (
        f"{found.tool.title}, version {found.tool.version}: {many(questions, 'question')} in "
        f"{many(len(found.tool.themes), 'theme')}. Nothing to put right."
    )


def many(count: int, thing: str) -> str:
    """Return a number with the thing that is counted."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


@tool.command()
@click.argument("file", type=FILE, required=False)
def check(file: Path | None) -> None:
    """Say everything that is wrong with the tool, by sheet, row and column. Ends with 1 if so."""
    found = read(file)
    tell(found)
    if found.tool is None:
        raise click.ClickException(verdict(found))
    click.echo(verdict(found))


@tool.command()
@click.argument("file", type=FILE, required=False)
@click.option("--agency", default=EVERY, help="The kind of agency that looks, such as police.")
@click.option("-o", "--output", type=OUT, help="A web page (.html) to write it to.")
def preview(file: Path | None, agency: str, output: Path | None) -> None:
    """Draw each page as an agency would see it, here or as a web page."""
    found = read_or_fail(file)
    known = kinds(found)
    if agency and known and agency not in known:
        listed = ", ".join(known)
        raise click.ClickException(f"The tool names no kind of agency {agency}. It has: {listed}.")
    if output is None:
        click.echo(outline(found, agency), nl=False)
    else:
        write(output, web_page(found, agency).encode())


@tool.command(name="workbook")
@click.argument("file", type=FILE, required=False)
@click.option("-o", "--output", type=OUT, required=True, help="The workbook (.xlsx) to write.")
def as_workbook(file: Path | None, output: Path) -> None:
    """Write the tool as an Excel workbook, with a sheet that tells how to write one."""
    made(file, output, workbook)


@tool.command(name="print")
@click.argument("file", type=FILE, required=False)
@click.option("-o", "--output", type=OUT, required=True, help="The document (.docx) to write.")
def as_document(file: Path | None, output: Path) -> None:
    """Print the tool as a Word document, for a board to read and approve."""
    made(file, output, document)


def made(file: Path | None, output: Path, make: Callable[[Tool], bytes]) -> None:
    """Write what is made of the tool."""
    write(output, make(read_or_fail(file)))


def write(output: Path, content: bytes) -> None:
    """Write a file and say so."""
    try:
        output.write_bytes(content)
    except OSError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Written: {output}")
