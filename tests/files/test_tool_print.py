"""A tool on paper and in a preview: all that it asks, in words that a board can read."""

from io import BytesIO
from pathlib import Path

import docx
import pytest

from files.tool import default_tool, load_tool
from files.tool_audience import everything_for, kinds
from files.tool_plain import said
from files.tool_preview import outline, web_page
from files.tool_word import document
from tests.files.workbooks import loaded, row

TOOL = default_tool()
HOME_VISIT = load_tool((Path(__file__).parent / "home_visit.md").read_text(encoding="utf-8"))


def words_of(content: bytes) -> str:
    """Everything that is written in a Word document."""
    paper = docx.Document(BytesIO(content))
    cells = [cell.text for table in paper.tables for line in table.rows for cell in line.cells]
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


def test_every_question_and_choice_is_printed() -> None:
    """A board approves the whole of it: questions, boxes, choices, guidance and conditions."""
    printed = words_of(document(TOOL))
    for theme in TOOL.about("[the audit’s context]").themes:
        assert theme.title in printed
        for question in theme.questions:
            assert f"{question.number}. {question.label}" in printed
            assert question.guidance.split("\n\n")[0].replace("**", "") in printed
            for box in question.boxes:
                assert box.label in printed
                assert all(choice.label in printed for choice in box.choices)


def test_the_document_says_version_agencies_and_where_to_sign() -> None:
    """What is approved is told apart from what comes after it."""
    printed = words_of(document(TOOL))
    assert "version 1" in printed
    assert "Approved by" in printed
    assert all(name in printed for name in kinds(TOOL).values())
    assert document(TOOL) == document(TOOL)


def test_names_in_texts_are_printed_as_what_they_stand_for() -> None:
    """Nobody on a board knows what ${who} is."""
    printed = words_of(document(HOME_VISIT)) + outline(HOME_VISIT, "")
    assert "${" not in printed
    assert "Thank you for coming to see [question 1]." in printed
    assert "That makes [worked out]." in printed


@pytest.mark.parametrize("agency", ["", *kinds(TOOL)])
def test_a_preview_shows_what_this_agency_may_be_asked(agency: str) -> None:
    """Everything that it may be asked is there, and nothing that only others are asked."""
    shown, page = outline(TOOL, agency), web_page(TOOL, agency)
    may = everything_for(TOOL, agency).boxes
    for theme in TOOL.themes:
        for question in theme.questions:
            line = f"{question.number}. {question.label}"
            wanted = any(box.name in may for box in question.boxes)
            assert (line in shown) is wanted
            assert (f"<h3>{line}" in page) is wanted


def test_a_preview_page_can_do_no_harm() -> None:
    """What somebody wrote into a workbook is shown as text in a browser."""
    tool = loaded(row("text", "a", "<script>alert(1)</script>", hint="<img src=x>"))
    assert "<script>" not in web_page(tool, "")
    assert "<img" not in web_page(tool, "")


WORDS = [
    ("${known} != 'no'", "question 1 is not “No, not known to us”"),
    ("selected(${facts}, 'unborn')", "the family has “An unborn baby in the family”"),
    ("selected(${involved}, 'police') and ${agency} != 'police'",
     "Police is involved and the agency is not Police"),
    ("(${t1_look} = 'exceeds' or ${known} = '')",
     "question 12 (Your grade) is “Exceeds good practice” or question 1 is empty"),
    ("not(selected(${others}, 'csc'))", ("it is not so that question 7 (Services in your records) "
     "includes “Children’s social care”")),
    ("${known} != ''", "question 1 is answered"),
    ("string-length(${known}) > 3", "string-length(${known}) > 3"),
    ("${known} = 'no or yes'", "question 1 is “no or yes”"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "words"), WORDS)
def test_a_rule_is_said_in_words(rule: str, words: str) -> None:
    """Simple rules are said in words with the labels of the tool; others stand as written."""
    assert said(TOOL, rule) == words
