"""Workbooks that cannot be used: each fault is told in words, with its place."""

from io import BytesIO
from itertools import pairwise
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from audits.asked import Asked
from files.tool import load_tool
from files.tool_circles import DEEPEST, PART, STEP
from files.tool_file import SIZE_LIMIT, UNPACKED_LIMIT
from tests.files.workbooks import END, FIRST, SETTINGS, START, Cells, faults, markdown, row, themed

WRONG = [
    (row("geopoint", "a", "A"), "type", "Places on a map cannot be part of a return"),
    (row("image", "a", "A"), "type", "Files cannot be part of a return"),
    (row("percentage", "a", "A"), "type", "“percentage” cannot be answered in a return"),
    (row("txt", "a", "A"), "type", "There is no type “txt”"),
    (row("dateTime", "a", "A"), "type", "A day and a time are two answers"),
    (row("rank yn", "a", "A"), "type", "Choices cannot be put in order"),
    (row("select_one_from_file towns.csv", "a", "A"), "type",
     "A tool cannot take its choices from another file"),
    (row("select_one", "a", "A"), "type", "select_one names no list of choices"),
    (row("select_one lost", "a", "A"), "type", "There is no list of choices lost"),
    (row("calculate", "a"), "calculation", "Nothing is worked out here"),
    (row("text", "a"), "label", "There is nothing to read"),
    (row("text", "", "A"), "name", "This row has no name"),
    (row("text", "not a name", "A"), "name", "“not a name” is no name"),
    (row("text", "a", "A", readonly="yes"), "readonly",
     "Nobody can answer a row that is only read"),
    (row("text", "a", "A", choice_filter="x = 1"), "choice_filter",
     "Choices cannot depend on other answers"),
    (row("text", "a", "A", trigger="${fine}"), "trigger",
     "Nothing happens when another answer changes"),
    (row("select_one yn", "a", "A", appearance="search('towns')"), "appearance",
     "A tool cannot take its choices from another file"),
    (row("text", "a", "A", appearance="ex:org.other.app"), "appearance",
     "Another program cannot be opened"),
    (row("text", "a", "A" * 301), "label", "This text has 301 characters, and may have 300"),
    (row("text", "a" * 65, "A"), "name", "A name may have 64 characters"),
    (row("text", "a", "A", guidance_hint="A" * 2_501), "guidance_hint",
     "The guidance, with what the choices mean, takes 2,501 bytes"),
    (row("text", "context", "A"), "name", "context has a meaning already"),
    (row("text", "a", "A", image="a.png"), "image", "Pictures and sound cannot be shown"),
    (row("date", "a", "A", default="tomorrow"), "default", "“tomorrow” cannot stand in this box"),
    (row("select_one yn", "a", "A", default="maybe"), "default",
     "“maybe” cannot stand in this box"),
    (row("text", "a", "A", default="today("), "default",
     "This bracket is never closed, at character 6 of today("),
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
    (row("text", "a", "A", constraint=". > "), "constraint",
     "Expected a value, found the end, at character 4 of . >"),
    (row("select_one yn", "a", "A", constraint="selected(., 'yess')"), "constraint",
     "“yess” is not one of the answers of a"),
    (row("text", "a", "A", constraint="area(.) > 3"), "constraint",
     "area() cannot be used: there are no places on a map here, at character 1 of area(.) > 3"),
    (row("text", "a", "A", relevant="../t/fine = 'x'"), "relevant",
     "The path ../t/fine leads to no row"),
    (row("text", "a", "A", relevant="${t} = 'x'"), "relevant",
     "t is a group, which has no answer"),
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
    (row("text", "a", "A", relevant=". != 'x'"), "relevant",
     "These rows wait for each other: a → a"),
    (row("text", "a", "Because of ${agency}"), "label", "A text cannot name agency"),
    (row("text", "a", "Because of ${lost}"), "label", "There is no answer with the name lost"),
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
    ([row("begin_group", "g", "G"), row("hidden", "chased"), END],
     ("g", "type", "This question has no box to answer in")),
    ([row("calculate", "a", calculation="${b} + 1"), row("calculate", "b", calculation="${a}")],
     ("a", "calculation", "These rows wait for each other: a → b → a")),
    ([row("begin_group", "g", "G", audit__look="shared"), row("text", "a", "A"), END],
     ("g", "audit::look", "The rows of a matrix share one list of choices")),
    ([row("begin_group", "g", "G", audit__look="grid"), row("text", "a", "A"), END],
     ("g", "audit::look", "There is no “grid”")),
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


def test_a_name_that_is_given_twice_is_told_where_it_comes_again() -> None:
    """Answers are kept by names; the later row says where the first one stands."""
    rows = [row("text", "a", "A"), row("begin_group", "g", "G"), row("text", "a", "Again"), END]
    found = faults(themed(*rows))
    assert [(f.row, f.column, f.wrong) for f in found] == [
        (FIRST + 2, "name", f"The name a stands in row {FIRST} already")
    ]


ELSEWHERE = [
    (markdown(row("begin_group", "t", "T"), END),
     ("survey", 2, "type", "This theme asks nothing")),
    (markdown(row("text", "a", "A"), END),
     ("survey", 3, "type", "No group is open that could end here")),
    (markdown({"label": "A"}, row("text", "a", "A")),
     ("survey", 2, "type", "This row has no type")),
    (markdown(row("text", "agency", "A")), ("survey", 2, "name", "agency has a meaning already")),
    (markdown(row("hidden", "agency")), ("survey", 0, "", "This tool asks nothing")),
    ("| choices |\n| | list_name | name | label |", ("survey", 0, "", "There is no such sheet")),
    ("| survey |\n| | kind | name |\n| | text | a |",
     ("survey", 1, "type", "There is no such heading")),
    ("| survey |\n| | type | name | label | Label |\n| | text | a | A | B |",
     ("survey", 1, "Label", "Two columns have this heading")),
    (markdown(row("hidden", "weather"), START, row("text", "a", "A"), END),
     ("survey", 2, "name", "Nobody gives this name a value")),
    (markdown(START, row("text", "a", "A", audit__standard="x"), END),
     ("survey", 1, "audit::standard", "There is no such column")),
    (markdown(START, row("text", "a", "A"), END, settings={**SETTINGS, "audit::per_page": "lots"}),
     ("settings", 2, "audit::per_page", "“lots” is no number of questions")),
    (markdown(START, row("select_one yn", "a", "A"), END, choices=[["yn", "a,b", "A or B", ""]]),
     ("choices", 2, "name", "“a,b” cannot be kept as a value")),
    (markdown(START, row("select_one g", "a", "A"), END,
              choices=[["g", "good", "Good", "", "upper"]]),
     ("choices", 2, "half", "There is no half “upper”")),
    (markdown(START, row("select_one yn", "a", "A"), END, choices=[["yn", "yes", "Yes", ""]] * 2),
     ("choices", 3, "name", "yes is in the list yn already, in row 2")),
    (markdown(START, row("select_one yn", "a", "A"), END, choices=[["yn", "yes", "", ""]]),
     ("choices", 2, "label", "There is nothing to read")),
    (markdown(START, row("select_one yn", "a", "A"), END, choices=[["", "yes", "Yes", ""]]),
     ("choices", 2, "list_name", "This choice belongs to no list")),
    (markdown(START, row("select_one yn", "a", "A"), END, choices=[["yn", "", "Yes", ""]]),
     ("choices", 2, "name", "This choice has no name")),
    (markdown(START, row("select_one yn", "a", "A"), END,
              choices=[["yn", f"c{n}", "C", ""] for n in range(121)]),
     ("choices", 122, "list_name", "The list yn is too long for a card here")),
    (markdown(START, row("select_one yn", "a", "A"), END, choices=[["yn", "yes", "Y" * 151, ""]]),
     ("choices", 2, "label", "This text has 151 characters, and may have 150")),
    (markdown(row("begin_group", "t", "T" * 121), row("text", "a", "A"), END),
     ("survey", 2, "label", "This text has 121 characters, and may have 120")),
    ("this is no table", ("", 0, "", "The file cannot be read as an XLSForm")),
    (b"PK\x03\x04 broken", ("", 0, "", "The file cannot be read as an XLSForm")),
    (b"\xd0\xcf\x11\xe0 old", ("", 0, "", "This is an old or a locked workbook")),
    (b"x" * (SIZE_LIMIT + 1), ("", 0, "", "The file is larger than 5 MB")),
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
        book.writestr("xl/workbook.xml", bytes(UNPACKED_LIMIT + 10))
    assert [fault.wrong for fault in faults(packed.getvalue())] == [
        "The file unpacks to far more than a tool needs"
    ]


PYXFORMS = [
    (
        themed(row("text", "a", "A", parameters="rows=many")),
        FIRST,
        "Parameter rows must have an integer",
    ),
    (
        themed(row("range", "a", "A", parameters="start=low")),
        FIRST,
        "parameter 'start' must be a number",
    ),
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
        "Use text, integer, decimal, date, time, select_one or select_multiple."
    )


def test_a_chain_of_rows_that_is_too_long_is_told() -> None:
    """Each row may wait for one before it, but not for so many that nobody can follow."""
    rows = [row("text", "q0", "Q")]
    rows += [row("text", f"q{n}", "Q", relevant=f"${{q{n - 1}}} != ''") for n in range(1, 120)]
    (found,) = faults(themed(*rows))
    assert (found.column, found.wrong) == (
        "relevant",
        "Too many rows wait for one another before this one",
    )


@pytest.mark.parametrize("turn", [1, -1])
def test_the_longest_chain_that_is_allowed_can_be_asked(turn: int) -> None:
    """Forwards or backwards, whether its last row is asked can be worked out."""
    names = [f"q{n}" for n in range(DEEPEST // (STEP + 2 * PART))]
    rows = {name: row("text", name, "Q") for name in names}
    for before, name in pairwise(names):
        rows[name] = row("text", name, "Q", relevant=f"${{{before}}} != ''")
    tool = load_tool(themed(*list(rows.values())[::turn]))
    asked = Asked(tool=tool, agency="phn", facts=frozenset(), involved=frozenset(),
                  answers=dict.fromkeys(names, "x"))  # fmt: skip
    assert asked.is_asked(names[-1])


def test_the_audits_context_stands_in_texts_only() -> None:
    """It is words of the audit, put into texts when it opens: no rule could be about it."""
    rows = [row("hidden", "context"), row("text", "a", "About ${context}"),
            row("text", "b", "B", relevant="${context} != ''")]  # fmt: skip
    (found,) = faults(themed(*rows))
    assert (found.row, found.wrong) == (
        FIRST + 2,
        "context stands in texts only, never in a rule",
    )
