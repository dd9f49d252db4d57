"""Reads an audit tool from an XLSForm: Excel for those who write tools, Markdown for review.

A group at the top is a theme. A row in it is a question with one box; a group in it is a question
with several. Columns that start with `audit::` are ours, and other programs pass them over.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from audits.tool import Tool
from files.tool_faults import Fault, ToolFault

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
    from files import tool_reading  # noqa: PLC0415 - 20 MB, for those who read a tool

    return tool_reading.read_tool(content, name)
