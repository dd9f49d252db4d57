"""Reads an audit tool from an XLSForm: Excel for those who write tools, Markdown for review.

A group at the top is a theme. A row in it is a question with one box; a group in it is a question
with several. Columns that start with `audit::` are ours, and other programs pass them over.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from audits.tool import Tool
from files.tool_checks import check_lines, passed_over
from files.tool_circles import check_circles
from files.tool_faults import Fault, ToolFault, in_order
from files.tool_file import opened
from files.tool_form import tool_of
from files.tool_lines import lines_of
from files.tool_nodes import Reading
from files.tool_rules import Known, check_rules
from files.tool_settings import with_settings
from files.tool_sheets import sheets_of, with_form
from files.tool_sizes import check_guidance, check_sizes
from files.tool_whole import check

__all__ = ["Fault", "ReadTool", "ToolFault", "default_tool", "load_tool", "read_tool"]

SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "six_themes.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTool:
    """What became of a file: a tool, or everything that is wrong with it."""

    tool: Tool | None
    faults: tuple[Fault, ...] = ()
    notices: tuple[Fault, ...] = ()
    """What is passed over, and does no harm."""


@lru_cache(maxsize=1)
def default_tool() -> Tool:
    """Return the tool that comes with the software: six themes."""
    return load_tool(SAMPLE.read_text(encoding="utf-8"))


def load_tool(source: str | bytes, name: str = "tool") -> Tool:
    """Return the tool that a file holds: Markdown as text, or the bytes of any file.

    Raises ToolFault, which lists everything that is wrong.
    """
    found = read_tool(source.encode() if isinstance(source, str) else source, name)
    if found.tool is None:
        raise ToolFault(found.faults)
    return found.tool


def read_tool(content: bytes, name: str) -> ReadTool:
    """Read the bytes of a file of this name, in Excel, Markdown or CSV."""
    try:
        sheets = sheets_of(opened(content))
        lines = lines_of(sheets.survey, sheets.faults)
        known = Known.of(lines, sheets.choices)
        sheets.faults += [*check_lines(sheets, lines, known), *check_rules(lines, known)]
        sheets.faults += [*check_circles(lines, known), *check_sizes(lines, sheets.choices)]
        with_form(sheets, Path(name).stem)
        tool = None
        if sheets.form:
            tool = with_settings(tool_of(Reading(sheets)))
            check(tool, sheets)
            check_guidance(tool, sheets)
        faults = in_order(sheets.faults)
        notices = in_order([*passed_over(lines, sheets.settings), *sheets.notices])
        return ReadTool(tool=None if faults else tool, faults=faults, notices=notices)
    except ToolFault as caught:
        return ReadTool(tool=None, faults=caught.faults)
