"""Reads a tool from the bytes of a file, step by step, and gathers all that is wrong with it.

Apart from files/tool.py because pyxform, which it needs, takes memory that most servers can save.
"""

from pathlib import Path

from files.tool import ReadTool
from files.tool_checks import check_lines, passed_over
from files.tool_circles import check_circles
from files.tool_faults import ToolFault, in_order
from files.tool_file import opened
from files.tool_form import tool_of
from files.tool_lines import lines_of
from files.tool_nodes import Reading
from files.tool_rules import Known, check_rules
from files.tool_settings import with_settings
from files.tool_sheets import sheets_of, with_form
from files.tool_sizes import check_guidance, check_sizes
from files.tool_whole import check


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
