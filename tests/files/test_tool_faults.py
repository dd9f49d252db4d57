"""Workbooks that cannot be used: each fault is told in words, with its place."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from files.tool_sheets import SIZE_LIMIT
from tests.files.workbooks import END, FIRST, SETTINGS, START, Cells, faults, markdown, row, themed

WRONG = [
    (row("geopoint", "a", "A"), "type", "Places on a map cannot be part of a return"),
    (row("image", "a", "A"), "type", "Files cannot be part of a return"),
    (row("decimal", "a", "A"), "type", "“decimal” cannot be answered in a return"),
    (row("note", "a", "A"), "type", "A note belongs to a question"),
    (row("text", "a", "A", audit__kind="grade"), "audit::kind", "“grade” is no kind of text"),
    (row("text", "a", "A", audit__part="knwon"), "audit::part", "There is no “knwon”"),
    (row("text", "a", "A", audit__part="risk"), "audit::part",
     "The part “risk” needs a select_one with the choice yes"),
    (row("select_one yn", "a", "A", audit__part="adults"), "audit::part",
     "The part “adults” needs a text"),
    (row("text", "a", "A", audit__limit="many"), "audit::limit",
     "“many” is no number of characters"),
    (row("text", "a", "A", audit__limit="4001"), "audit::limit",
     "“4001” is no number of characters"),
    (row("text", "a", "A", audit__agencies="phn polcie"), "audit::agencies",
     "There is no kind of agency polcie"),
    (row("text", "a", "A", constraint=". > 3"), "constraint",
     "Answers are not checked against rules of one’s own"),
    (row("text", "a", "A", default="x"), "default", "Nobody’s answer is filled in beforehand"),
    (row("text", "a", "A", relevant="selectd()"), "relevant",
     "There is no function selectd(): did you mean selected()?, at character 1 of selectd()"),
    (row("text", "a", "A", required="maybe"), "required",
     "“maybe” needs quotation marks if it is a text, ${} if it is a name, at character 1 of maybe"),
    (row("text", "a", "A", audit__look_again="${b} = 1"), "audit::look_again",
     "There is no row with the name b"),
    (row("text", "a", "A", relevant="${agency} = 'polcie'"), "relevant",
     "“polcie” is not one of the answers of agency"),
    (row("text", "a", "A", relevant="selected(${facts}, 'born')"), "relevant",
     "“born” is not one of the answers of facts"),
    (row("text", "a", "A", required="${chased} = 'maybe'"), "required",
     "“maybe” is not one of the answers of chased"),
    (row("text", "a", "A", relevant="${a} = ''"), "relevant",
     "These rows wait for each other: a → a"),
    (row("text", "a", "Because of ${agency}"), "label", "A text cannot name an answer"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "column", "wrong"), WRONG)
def test_a_wrong_row_is_told_with_its_place(cells: Cells, column: str, wrong: str) -> None:
    """A fault names the sheet, the row as Excel counts it, the column, and what to do."""
    found = faults(themed(row("text", "fine", "Fine"), cells))
    assert [(f.sheet, f.row, f.column, f.wrong) for f in found] == [
        ("survey", FIRST + 1, column, wrong)
    ]
    assert found[0].remedy


GROUPS = [
    ([row("begin_repeat", "r", "R"), row("text", "a", "A"), row("end_repeat")],
     ("r", "type", "Questions cannot repeat")),
    ([row("begin_group", "g", "G"), row("begin_group", "h", "H"), row("text", "a", "A"), END, END],
     ("h", "type", "Groups stand in one another no deeper than this")),
    ([row("begin_group", "g", "G"), row("note", "n", "N"), END],
     ("g", "type", "This question has no box to answer in")),
    ([row("begin_group", "g", "G", audit__look="shared"), row("text", "a", "A"), END],
     ("g", "audit::look", "The rows of a matrix share one list of choices")),
    ([row("begin_group", "g", "G", audit__look="grid"), row("text", "a", "A"), END],
     ("g", "audit::look", "There is no “grid”")),
    ([row("text", "a", "A"), row("begin_group", "g", "G"), row("text", "a", "Again"), END],
     ("a", "name", "The name a is given 2 times")),
    ([row("text", "a", "A", relevant="${b} = 'x'"), row("text", "b", "B", relevant="${a} = 'x'")],
     ("a", "relevant", "These rows wait for each other: a → b → a")),
    ([row("select_one yn", "a", "A", audit__part="known"),
      row("select_one yn", "b", "B", audit__part="known")],
     ("b", "audit::part", "Another row plays the part “known” already")),
    ([row("select_one yn", "a", "A", relevant="${b} = 'yess'"), row("select_one yn", "b", "B")],
     ("a", "relevant", "“yess” is not one of the answers of b")),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "wanted"), GROUPS)
def test_rows_that_do_not_fit_together_are_told(
    rows: list[Cells], wanted: tuple[str, str, str]
) -> None:
    """What is wrong between rows is told in the row that should change."""
    name, column, wrong = wanted
    place = FIRST + next(place for place, cells in enumerate(rows) if cells.get("name") == name)
    found = [(f.row, f.column, f.wrong) for f in faults(themed(*rows))]
    assert (place, column, wrong) in found


ELSEWHERE = [
    (markdown(row("text", "a", "A")),
     ("survey", 2, "type", "Only themes stand at the top of a tool")),
    (markdown(row("hidden", "weather"), START, row("text", "a", "A"), END),
     ("survey", 2, "name", "Nobody gives this name a value")),
    (markdown(START, row("text", "a", "A", audit__standard="x"), END),
     ("survey", 1, "audit::standard", "There is no such column")),
    (markdown(START, row("text", "a", "A"), END, settings={"form_id": "x", "form_title": "X"}),
     ("settings", 2, "version", "The tool has no version")),
    (markdown(START, row("text", "a", "A"), END, settings={**SETTINGS, "audit::per_page": "lots"}),
     ("settings", 2, "audit::per_page", "“lots” is no number of questions")),
    (markdown(START, row("select_one yn", "a", "A"), END, choices=[["yn", "a/b", "A or B", ""]]),
     ("choices", 2, "name", "“a/b” cannot be kept as a value")),
    (markdown(START, row("select_one g", "a", "A"), END,
              choices=[["g", "good", "Good", "", "upper"]]),
     ("choices", 2, "half", "There is no half “upper”")),
    ("this is no table", ("survey", 0, "", "The file cannot be read as an XLSForm")),
    (b"PK\x03\x04 broken", ("survey", 0, "", "The file cannot be read as an XLSForm")),
    (b"x" * (SIZE_LIMIT + 1), ("survey", 0, "", "The file is larger than 5 MB")),
    ("| survey |\n| | type | name |\n| | text | a | A | B |",
     ("survey", 0, "", "The file cannot be read as an XLSForm")),
    (markdown(START, row("begin_group", "g", "G"), END, END),
     ("survey", 3, "type", "This question has no box to answer in")),
]  # fmt: skip


@pytest.mark.parametrize(("source", "wanted"), ELSEWHERE)
def test_what_is_wrong_elsewhere_is_told(
    source: str | bytes, wanted: tuple[str, int, str, str]
) -> None:
    """Settings, choices, headings and files that are no workbook have their faults too."""
    assert wanted in [(f.sheet, f.row, f.column, f.wrong) for f in faults(source)]


def test_a_workbook_that_unpacks_to_very_much_is_refused() -> None:
    """A small file may hold a great deal of nothing."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", bytes(SIZE_LIMIT * 10 + 10))
    assert [fault.wrong for fault in faults(packed.getvalue())] == ["The file is larger than 5 MB"]


PYXFORMS = [
    (themed(row("select_one lost", "a", "A")), FIRST, "List name not in choices sheet: lost"),
    (themed(row("text", "a", "A", audit__about="${b}")), FIRST, "Could not find the name 'b'"),
    (themed(row("text", "not a name", "A")), FIRST, "Names must begin with a letter"),
    (markdown(START, row("text", "a", "A")), 2, "begin_group"),
]


@pytest.mark.parametrize(("source", "place", "words"), PYXFORMS)
def test_what_pyxform_finds_is_told_in_the_same_way(source: str, place: int, words: str) -> None:
    """Structure is pyxform's to check: its words are kept, and its place is ours."""
    (found,) = faults(source)
    assert (found.sheet, found.row) == ("survey", place)
    assert words in found.wrong


def test_everything_that_is_wrong_is_told_at_once() -> None:
    """Nobody should have to load a workbook once for each fault."""
    found = faults(
        themed(
            row("geopoint", "a", "A"),
            row("text", "b", "B", relevant="${a"),
            row("text", "c", "C", required="foo()", audit__limit="0"),
        )
    )
    places = [(f.row, f.column) for f in found]
    assert (FIRST + 1, "relevant") in places
    assert (FIRST + 2, "required") in places


def test_a_fault_reads_as_sentences() -> None:
    """People who are no programmers read these."""
    (found,) = faults(themed(row("text", "fine", "Fine"), row("image", "a", "A")))
    assert str(found) == (
        "Sheet “survey”, row 8, column “type”: Files cannot be part of a return. "
        "Use text, integer, date, select_one or select_multiple."
    )
