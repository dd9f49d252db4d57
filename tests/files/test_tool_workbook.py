"""A tool is written back as the workbook that it came from, and loads again as the same tool."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl  # type: ignore[import-untyped]
import pytest

from audits.tool import Kind, Tool
from files import tool_guide
from files.tool import default_tool, load_tool
from files.tool_workbook import workbook
from tests.files.workbooks import END, START, loaded, markdown, row

ROOT = Path(__file__).resolve().parent.parent.parent
HOME_VISIT = load_tool((Path(__file__).parent / "home_visit.md").read_text(encoding="utf-8"))
STRANGE = """
| survey | type | name | label | our notes | kobo--thing | audit::about |
| | text | a | =1+1 | @SUM(A1) | -2 | +3 |
| | text | b | Line \\| stroke | | | ${a} |
| My lists | one | two |
| | 1 | 2 |
| settings | form_title | form_id | version | style |
| | Größe | strange | 007 | pages |
"""


def cells(content: bytes) -> Mapping[str, list[list[object]]]:
    """All cells of a workbook by sheet."""
    book = openpyxl.load_workbook(BytesIO(content))
    return {page.title: [[c.value for c in line] for line in page.iter_rows()] for page in book}


@pytest.mark.parametrize(
    "tool", [default_tool(), HOME_VISIT, load_tool(STRANGE)], ids=lambda t: t.id
)
def test_a_tool_that_is_written_loads_again_as_itself(tool: Tool) -> None:
    """Labels, languages, other people's columns and sheets: nothing is lost on the way."""
    again = load_tool(workbook(tool))
    assert again == tool
    assert load_tool(workbook(again)) == tool


def test_languages_and_other_columns_are_written() -> None:
    """What the software has no use for stands in the workbook all the same."""
    survey = cells(workbook(HOME_VISIT))["survey"]
    assert "label::Cymraeg (cy)" in survey[0]
    assert "Y gegin" in str(cells(workbook(HOME_VISIT))["choices"])
    assert cells(workbook(load_tool(STRANGE)))["My lists"] == [["one", "two"], ["1", "2"]]


def test_no_cell_is_written_as_a_formula() -> None:
    """What starts with a sign of equality is text, whoever wrote it."""
    book = openpyxl.load_workbook(BytesIO(workbook(load_tool(STRANGE))))
    kinds = {cell.data_type for page in book for line in page.iter_rows() for cell in line}
    assert "f" not in kinds
    assert book["survey"]["C2"].value == "=1+1"


def test_the_same_tool_gives_the_same_bytes() -> None:
    """A workbook that is kept in a repository changes only when the tool does."""
    assert workbook(HOME_VISIT) == workbook(HOME_VISIT)


def test_the_workbook_in_samples_is_made_from_the_markdown() -> None:
    """One source: `make samples` writes the workbook again after a change to the Markdown."""
    kept = (ROOT / "samples" / "six_themes.xlsx").read_bytes()
    assert load_tool(kept) == default_tool()
    with ZipFile(BytesIO(kept)) as old, ZipFile(BytesIO(workbook(default_tool()))) as new:
        assert old.namelist() == new.namelist()
        assert [old.read(name) for name in old.namelist()] == [
            new.read(name) for name in new.namelist()
        ]


def test_the_guide_tells_how_to_write_a_tool_and_is_no_part_of_it() -> None:
    """It stands first, and a tool that is loaded knows nothing of it."""
    content = workbook(HOME_VISIT)
    assert next(iter(cells(content))) == "guide"
    told = str(cells(content)["guide"])
    for line in (*tool_guide.TYPES, *tool_guide.COLUMNS, *tool_guide.RULES):
        assert line[1] in told
    assert "guide" not in {sheet.name for sheet in load_tool(content).sheets}


def test_a_tool_without_sheets_cannot_be_written() -> None:
    """A tool that came from no file has no workbook to go back into."""
    with pytest.raises(ValueError, match="x"):
        workbook(Tool(id="x", title="X", version="1", themes=()))


SCALES = sorted({line[0] for line in tool_guide.SCALES})


@pytest.mark.parametrize("scale", SCALES)
def test_each_scale_of_the_guide_can_be_a_grade(scale: str) -> None:
    """Scales are lists of choices: four levels, red to green, one to five, nought to ten."""
    choices = [list(line) for line in tool_guide.SCALES]
    rows = (START, row(f"select_one {scale}", "g", "Grade", audit__kind="grade",
                       required="${g} = ''"), END)  # fmt: skip
    tool = load_tool(markdown(*rows, choices=choices))
    wanted = [line[1] for line in tool_guide.SCALES if line[0] == scale]
    assert tool.box["g"].kind is Kind.GRADE
    assert [choice.value for choice in tool.box["g"].choices] == wanted


def test_a_tool_may_do_without_grades() -> None:
    """Grading is off where no row is a grade."""
    kinds = {box.kind for box in loaded(row("text", "a", "A?")).boxes()}
    assert Kind.GRADE not in kinds


def test_excel_s_own_ways_are_forgiven() -> None:
    """Whole numbers stay whole, TRUE is yes, stray spaces and blank rows do no harm."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Survey"
    for line in (
        ["  Type ", "NAME", "label", "required"],
        [None, None, None, None],
        [" integer ", "visits", " How many? \xa0", True],
        ["select_one n", "n", "Which?", False],
    ):
        page.append(line)
    page["J200"] = None
    more = book.create_sheet("choices")
    for line in (["List Name", "name", "label"], ["n", 1, "One"], ["n", 2.0, "Two"]):
        more.append(line)
    saved = BytesIO()
    book.save(saved)
    tool = load_tool(saved.getvalue())
    assert tool.box["visits"].required == "true()"
    assert tool.box["visits"].label == "How many?"
    assert tool.box["n"].required == ""
    assert [choice.value for choice in tool.box["n"].choices] == ["1", "2"]
