"""What is written about tools is true: the page names what there is, and its examples work."""

import re
from pathlib import Path

from audits.expressions import compiled
from bot.tool_commands import tool
from files.tool_ours import OURS
from files.tool_types import ANSWERED, CALCULATE, NOTE

PAGE = (
    Path(__file__).resolve().parent.parent.parent / "docs" / "writing-a-tool.md"
).read_text(encoding="utf-8")  # fmt: skip


def test_every_type_column_and_command_is_explained() -> None:
    """Whoever adds one tells those who write tools."""
    for name in (*ANSWERED, NOTE, CALCULATE, *(f"audit::{one}" for one in OURS)):
        assert f"`{name}" in PAGE
    for command in tool.commands:
        assert f"maca tool {command} " in PAGE


def test_rules_on_the_page_can_be_read() -> None:
    """An example that does not work is worse than none."""
    rules = re.findall(r"^\| `([^`]*[$.(][^`]*)` \| ", PAGE.split("## Rules")[1], re.MULTILINE)
    assert len(rules) == 5
    assert all(compiled(rule) for rule in rules)
