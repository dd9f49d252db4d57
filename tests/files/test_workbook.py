"""The workbook: answers stay words, figures can be traced, nothing has to be set up by hand."""

from dataclasses import replace
from io import BytesIO

import openpyxl  # type: ignore[import-untyped]
import pytest

from files import workbook
from files.collation import tables_of
from files.printable import printable
from tests.cast import ENOUGH, MINE, RETURNS
from tests.files.exports import HOSTILE, SENT_AT, answered, material, nil, panel, parts_of


def opened(content: bytes) -> openpyxl.Workbook:
    """The workbook, read back."""
    return openpyxl.load_workbook(BytesIO(content))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_answer_stays_text(text: str) -> None:
    """Whatever an answer looks like, it is a text in its cell, and the same words come out."""
    made = material(answered(MINE, {**ENOUGH, "look_evidence": text}))
    sheet = opened(workbook.made(made))["Answers (long)"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == printable(text)]
    assert cells
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in cells)


def test_no_cell_is_a_formula() -> None:
    """No sheet has a formula or a link to anywhere else, whoever wrote what."""
    made = material(
        *(answered(ret, {**ENOUGH, "look_evidence": HOSTILE["formula"]}) for ret in RETURNS),
        panels={"C": panel(HOSTILE["formula"])},
    )
    content = workbook.made(made)
    kinds = {c.data_type for s in opened(content) for row in s.iter_rows() for c in row}
    assert kinds <= {"s", "n", "d"}
    assert not any(b'TargetMode="External"' in part for part in parts_of(content).values())


def test_what_xml_cannot_hold_is_shown_as_a_mark() -> None:
    """A control character would make a file that does not open; the words around it stay."""
    made = material(answered(MINE, {**ENOUGH, "look_evidence": "be\x00fo\x0bre\ud800"}))
    values = {c.value for row in opened(workbook.made(made))["Answers (long)"] for c in row}
    assert "be\ufffdfo\ufffdre\ufffd" in values


def test_each_table_is_a_sheet_that_can_be_filtered_and_printed() -> None:
    """Headings stay in sight and on every page; the marking stands on each."""
    made = material(answered(MINE, ENOUGH))
    book = opened(workbook.made(made))
    assert book.sheetnames == ["Read me", *(table.name for table in tables_of(made))]
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes is not None
        assert sheet.freeze_panes.endswith("2")
        assert sheet.auto_filter.ref
        assert sheet.print_title_rows == "$1:$1"
        assert "OFFICIAL-SENSITIVE" in sheet.oddHeader.center.text
        assert all(cell.value for cell in sheet[1])


def test_a_draft_is_not_in_the_workbook() -> None:
    """What an agency has not sent belongs to it alone."""
    sent = answered(MINE, {**ENOUGH, "look_evidence": "Seen by nobody else"})
    draft = replace(sent, stage=sent.stage.IN_PROGRESS, sent_at=None)
    for ret, shows in ((sent, True), (draft, False)):
        content = workbook.made(material(ret))
        found = {c.value for sheet in opened(content) for row in sheet for c in row}
        assert ("Seen by nobody else" in found) is shows


def test_a_moment_is_told_on_the_partnerships_clock() -> None:
    """In June an hour is added to what the server says."""
    at = replace(answered(MINE, ENOUGH), sent_at=SENT_AT.replace(month=6))
    rows = list(opened(workbook.made(material(at)))["Returns"].values)
    heads, mine = rows[0], next(row for row in rows if row[:2] == ("C", "Public health nursing"))
    assert str(mine[heads.index("Sent")]) == "2026-06-01 16:30:00"


def test_the_file_name_tells_nothing() -> None:
    """An audit's id, what it is, and the day: no title and no name."""
    assert workbook.file_name(material(nil(MINE))) == "a1-workbook-2026-12-09.xlsx"
