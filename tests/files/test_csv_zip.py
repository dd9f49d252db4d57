"""The CSV files: any program reads the words back, and none takes them for a formula."""

import csv
from io import StringIO

import pytest

from files import csv_zip
from files.collation import tables_of
from files.printable import printable
from tests.cast import ENOUGH, MINE
from tests.files.exports import HOSTILE, answered, material, parts_of


def rows_of(content: bytes, sheet: str) -> list[list[str]]:
    """The rows of one of the files."""
    parts = parts_of(content)
    name = next(name for name in parts if name.endswith(f" {sheet}.csv"))
    return list(csv.reader(StringIO(parts[name].decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_answer_comes_back_as_it_was(text: str) -> None:
    """Take one apostrophe from the start of a cell that has one: there are the words."""
    made = csv_zip.made(material(answered(MINE, {**ENOUGH, "look_evidence": text})))
    cells = [cell for row in rows_of(made, "Answers (long)") for cell in row]
    assert printable(text) in {cell.removeprefix("'") for cell in cells}


def test_no_cell_starts_like_a_formula() -> None:
    """A cell may start with a letter, a digit or an apostrophe, and never with what calculates."""
    starts = {f"{sign}1" for sign in "=+-@\t\n＝＋－＠"}  # noqa: RUF001 - wide signs calculate too
    for text in starts:
        made = csv_zip.made(material(answered(MINE, {**ENOUGH, "look_evidence": text})))
        cells = [cell for row in rows_of(made, "Answers (long)") for cell in row]
        assert f"'{text}" in cells
        assert text not in cells


def test_every_table_has_its_file_and_the_read_me_tells_of_it() -> None:
    """As many rows as the table has, below its headings."""
    made = material(answered(MINE, ENOUGH))
    content = csv_zip.made(made)
    told = parts_of(content)["00 Read me.txt"].decode("utf-8")
    for table in tables_of(made):
        rows = rows_of(content, table.name)
        assert rows[0] == [column.heading for column in table.columns]
        assert len(rows) == len(table.rows) + 1
        assert table.about in told
