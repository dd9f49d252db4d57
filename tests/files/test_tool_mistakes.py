"""Twenty mistakes in one workbook: each is told, with its place, at the first try."""

import openpyxl  # type: ignore[import-untyped]
import pytest

from files.tool import read_tool
from tests.files.hostile import SOUND, saved, sheet_of

MISTAKES = [
    ("survey", "t1_look", "type", "select_one graed", "There is no list of choices graed"),
    ("survey", "t1_look_evidence", "type", "txet", "There is no type “txet”"),
    ("survey", "involved_to", "label", None, "There is nothing to read"),
    ("survey", "author_role", "name", "author role", "“author role” is no name"),
    ("survey", "day", "relevant", "foo(${known})", "There is no function foo()"),
    ("survey", "day_adult", "relevant", "(${known} != 'no'", "This bracket is never closed"),
    ("survey", "adults", "relevant", "${knwon} != 'no'", "There is no row with the name knwon"),
    ("survey", "adults_missing", "required", "maybe", "“maybe” needs quotation marks"),
    ("survey", "others_else", "relevant", "selected(${others})", "selected() takes 2 values"),
    ("survey", "meet_unborn", "relevant", "selected(${facts}, 'unbron')",
     "“unbron” is not one of the answers of facts"),
    ("survey", "meet_discharge", "relevant", "${known} == 'no'", "Write one “=” for “is”"),
    ("survey", "supervision", "relevant", "${supervision_change} = 'x'",
     "These rows wait for each other: supervision → supervision_change → supervision"),
    ("survey", "views_used", "audit::limit", "lots", "“lots” is no number of characters"),
    ("survey", "t2_work", "audit::kind", "grad", "“grad” is no kind of select_one"),
    ("survey", "t3_safe", "audit::agencies", "phn polcie", "There is no kind of agency polcie"),
    ("survey", "t4_grade", "constraint", ". > pulldata('a', 'b', 'c', 'd')",
     "pulldata() cannot be used: a tool cannot look into other files"),
    ("survey", "overall", "audit::part", "known", "Another row plays the part “known” already"),
    ("survey", "learned_best", "type", "geopoint", "Places on a map cannot be part of a return"),
    ("survey", "learned_change", "hint", "Think of ${nobody}.",
     "There is no answer with the name nobody"),
    ("choices", "watched", "label", None, "There is nothing to read"),
]  # fmt: skip


def mistaken() -> tuple[bytes, list[tuple[str, int, str, str]]]:
    """The workbook of six themes with all the mistakes in it, and where each of them stands."""
    book = openpyxl.load_workbook(SOUND)
    wanted = []
    for name, row_name, column, value, wrong in MISTAKES:
        page, columns, rows = sheet_of(book, name)
        if column not in columns:
            columns[column] = len(columns) + 1
            page.cell(1, columns[column], column)
        page.cell(rows[row_name], columns[column]).value = value
        wanted.append((name, rows[row_name], column, wrong))
    return saved(book), wanted


def test_twenty_mistakes_are_all_told_with_their_places() -> None:
    """Nobody should have to load a workbook twenty times."""
    content, wanted = mistaken()
    assert len(wanted) == 20
    told = [(f.sheet, f.row, f.column, f.wrong) for f in read_tool(content, "six.xlsx").faults]
    for sheet, row, column, wrong in wanted:
        assert [1 for s, r, c, w in told if (s, r, c) == (sheet, row, column) and wrong in w], wrong


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda m: f"{m[1]}-{m[2]}")
def test_one_mistake_alone_is_told_in_its_place(
    mistake: tuple[str, str, str, str | None, str],
) -> None:
    """What is found beside others is found by itself, and nearly nothing else is."""
    name, row_name, column, value, wrong = mistake
    book = openpyxl.load_workbook(SOUND)
    page, columns, rows = sheet_of(book, name)
    place = columns.setdefault(column, len(columns) + 1)
    page.cell(1, place, column)
    page.cell(rows[row_name], place).value = value
    told = read_tool(saved(book), "six.xlsx").faults
    here = [f for f in told if (f.sheet, f.row, f.column) == (name, rows[row_name], column)]
    assert any(wrong in fault.wrong for fault in here)
    assert all(fault.remedy for fault in told)


def test_the_workbook_without_mistakes_is_sound() -> None:
    """The mistakes are found because they were made."""
    assert read_tool(SOUND.read_bytes(), "six.xlsx").faults == ()
