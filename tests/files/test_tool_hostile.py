"""Spoilt and hostile workbooks: loaded right, or refused with the place. Never half loaded."""

from random import Random

import pytest

from files.tool import ReadTool, read_tool
from files.tool_file import UNPACKED_LIMIT
from files.tool_workbook import workbook
from tests.files.hostile import HEAVY, SOUND, SPOILS

TIMES = 5
"""Nineteen ways, five times each, with the heavy ones and the texts: 111 spoilt files."""
CONTENT = SOUND.read_bytes()
REFUSED = {
    "macros": "The workbook has macros in it",
    "formulas": "A formula stands here",
    "dates": "Excel has made a date of this cell",
    "circles": "These rows wait for each other",
    "double_heading": "Two columns have this heading",
    "many_rows": "rows",
    "far_away": "This row stands far below the others",
    "bomb": "The file unpacks to far more than a tool needs",
    "many_parts": "The file unpacks to far more than a tool needs",
}
"""What must be said of these, whatever else is."""
LOADED = {"links", "sound"}
"""What does no harm."""


def check(found: ReadTool) -> None:
    """Either there is a tool that can be written and read again, or there are faults in words."""
    if found.tool is None:
        assert found.faults
        assert all(fault.wrong and fault.remedy for fault in found.faults)
        assert all(fault.row or fault.column or not fault.sheet or fault.wrong
                   for fault in found.faults)  # fmt: skip
    else:
        assert not found.faults
        for agency in ("police", "housing"):
            found.tool.rules(agency)
        assert read_tool(workbook(found.tool), "again.xlsx").tool == found.tool


@pytest.mark.parametrize("seed", range(TIMES))
@pytest.mark.parametrize("name", SPOILS)
def test_a_spoilt_workbook_is_loaded_right_or_refused(name: str, seed: int) -> None:
    """Every way of spoiling, several times with another seed."""
    found = read_tool(SPOILS[name](CONTENT, Random(f"{name} {seed}")), "six_themes.xlsx")  # noqa: S311
    check(found)
    if name in REFUSED:
        assert any(REFUSED[name] in fault.wrong for fault in found.faults)
    if name in LOADED:
        assert found.tool


@pytest.mark.parametrize("name", HEAVY)
def test_a_heavy_workbook_is_refused_before_it_is_read(name: str) -> None:
    """Ten thousand rows, a hundred megabytes, thousands of parts: refused by what they are."""
    found = read_tool(HEAVY[name](CONTENT, Random(1)), "six_themes.xlsx")  # noqa: S311
    check(found)
    assert found.tool is None
    if name in REFUSED:
        assert any(REFUSED[name] in fault.wrong for fault in found.faults)


def test_a_size_that_is_a_lie_helps_nobody() -> None:
    """What a part unpacks to is counted while it is unpacked, whatever it says of itself."""
    found = read_tool(HEAVY["lying_size"](CONTENT, Random(1)), "six_themes.xlsx")  # noqa: S311
    assert [fault.wrong for fault in found.faults] == ["The file cannot be read as an XLSForm"]
    assert UNPACKED_LIMIT < 100_000_000


TEXTS = [
    "| survey | type | name | label |\n" + "| | text | a | A |\n" * 4_000,
    "| survey | type | name | label |\n| | text | a | " + "A" * 30_000 + " |",
    "| survey |" + " x |" * 300 + "\n| | " + " y |" * 300,
    "| survey | type | name | label |\n| | text | a | \x00\x07 |",
    "| survey | type | name | label | relevant |\n| | text | a | A | " + "(" * 3_000 + " |",
    '"survey",,\n,"type","name\n',
    "| survey |\n| |",
    "| choices | list_name | name | label |\n| settings | form_id |",
    "# only words\n",
    "\ufeff",
]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_spoilt_text_is_refused(text: str) -> None:
    """Markdown and CSV are measured and told of in the same way."""
    found = read_tool(text.encode(), "tool.md")
    check(found)
