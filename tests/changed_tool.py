"""A small tool in two versions, for tests of what a change does to an audit that runs."""

from dataclasses import replace

from audits.tool import Tool
from files.tool import load_tool
from files.tool_workbook import workbook
from tests import cast

FORM = """| survey | type | name | label | required |
| | hidden | agency | | |
| | begin_group | t1 | First theme | |
{rows}
| | end_group | | | |
| choices | list_name | name | label |
| | yn | yes | Yes |
| | yn | no | No |
{choices}
| settings | form_id | form_title | version |
| | small | A small tool | {version} |"""
OLD_ROWS = """| | select_one yn | father | Did you meet the father? | yes |
| | select_one how | seen | How was the child seen? | yes |
| | text | words | What did the child say? | |
| | text | bye | Anything else? | |"""
NEW_ROWS = """| | select_one yn | father | Did you meet both parents? | yes |
| | select_one how | seen | How was the child seen? | yes |
| | text | words | What did the child say? | |
| | text | fresh | What is planned? | yes |"""
HOW = "| | how | home | At home |\n| | how | clinic | In clinic |"


def tool(rows: str, choices: str, version: str) -> Tool:
    """A tool as its workbook says it."""
    return load_tool(FORM.format(rows=rows, choices=choices, version=version))


OLD = tool(OLD_ROWS, f"{HOW}\n| | how | phone | By telephone |", "1")
NEW = tool(NEW_ROWS, HOW, "2")
THIRD = tool(OLD_ROWS, HOW, "3")
"""One question has other words, one an answer less, one is new and one is gone."""
AUDIT = replace(cast.AUDIT, tool=OLD)
ANSWERS = {"father": "yes", "seen": "phone", "words": "Come again", "bye": "Thank you"}


def book(of: Tool = NEW) -> bytes:
    """The tool as an Excel workbook."""
    return workbook(of)
