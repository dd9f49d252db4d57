"""A roster read from a workbook: what is forgiven, what is told, and with which place."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from audits.household import Tie
from audits.roster import Roster, Sheet, family_code
from files.roster import RosterFault, load_roster
from files.roster_template import rows_of, template
from files.tool_faults import Fault
from tests.files.rosters import (
    bomb,
    example,
    filled,
    many,
    plain_book,
    spoiled,
    with_part,
)  # fmt: skip

SAMPLES = Path(__file__).parents[2] / "samples"
Change = Callable[[Any], None]


def faults_of(content: bytes, called: str = "roster.xlsx") -> Sequence[Fault]:
    """What is wrong with a file; empty for a good one."""
    try:
        load_roster(content, called)
    except RosterFault as told:
        return told.faults
    return ()


def test_what_the_template_writes_is_read_back() -> None:
    """A roster written as a workbook and loaded again is the same roster."""
    assert load_roster(filled(), "roster.xlsx").roster == example()


def test_empty_template_is_an_empty_roster() -> None:
    """The template as it comes has nothing wrong, and nothing in it."""
    assert load_roster(template()).roster == Roster()


@pytest.mark.parametrize(
    ("name", "content"),
    [("roster_template.xlsx", template()), ("roster_example.xlsx", filled())],
    ids=["template", "example"],
)
def test_sample_is_what_the_program_writes(name: str, content: bytes) -> None:
    """The workbooks in samples are made by `maca roster template`, and stay in step with it."""
    kept = (SAMPLES / name).read_bytes()
    assert load_roster(kept).roster == load_roster(content).roster


def test_codes_go_on_after_z() -> None:
    """There is a code for every family, and each only once."""
    codes = [family_code(n) for n in range(1, 800)]
    assert codes[:2] == ["A", "B"]
    assert codes[25:28] == ["Z", "AA", "AB"]
    assert len(set(codes)) == len(codes)


def moved(book: Any) -> None:  # noqa: ANN401 - a workbook
    """Put guidance above the headings, columns in another order, blank rows between."""
    page = book["Contacts"]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    page.delete_rows(1, page.max_row)
    page.append(["Please fill this in"])
    page.append([])
    for row in rows:
        page.append([None, row[3], row[1], None, row[0], row[2]])
        page.append([])


def untidy(book: Any) -> None:  # noqa: ANN401
    """Write as people write."""
    page = book["Contacts"]
    page["A2"] = "  Bethan   Price "
    page["B2"] = "Bethan Price <HV1@Riverbridge.example>"
    page["C2"] = " public HEALTH nursing"
    page["D2"] = "answers returns ;"
    page["A1"], page["B1"] = "full name", "E-MAIL "
    book["Involvement"]["A2"] = "family a"
    book["Household"].title = "household "
    book["Families"]["C2"] = "chosen"


def merged(book: Any) -> None:  # noqa: ANN401
    """Write a family's code once, for all its rows."""
    page = book["Household"]
    page.merge_cells("A2:A5")


def reversed_sheets(book: Any) -> None:  # noqa: ANN401
    """Put the sheets in another order."""
    book._sheets.reverse()  # noqa: SLF001 - openpyxl has no other way


@pytest.mark.parametrize("change", [moved, untidy, merged, reversed_sheets])
def test_dirt_is_forgiven(change: Change) -> None:
    """Stray spaces, letter case, moved and merged cells and blank rows change nothing."""
    assert load_roster(plain_book(change=change)).roster == example()


@pytest.mark.parametrize(
    "written",
    [date(2027, 1, 25), datetime(2027, 1, 25), "25/1/2027", "25.01.2027", "2027-01-25",  # noqa: DTZ001
     "25 January 2027", "Monday 25th Jan 2027", "25 Jan 27", 46412, "46412"],
)  # fmt: skip
def test_date_is_read_in_any_form(written: object) -> None:
    """Day before month, words, Excel's own days: an expected date is an expected date."""

    def change(book: Any) -> None:  # noqa: ANN401
        book["Household"]["E2"] = written

    roster = load_roster(plain_book(change=change)).roster
    assert roster.families[0].household.members[0].due == date(2027, 1, 25)


def test_csv_of_contacts_is_a_part_of_a_roster() -> None:
    """One sheet may come as a .csv, with semicolons and in Excel's old letters."""
    rows = ["Name;Work e-mail;Agency;Role", "Siân Hughes;sian@nhs.example;Midwifery;Coordinator"]
    loaded = load_roster("\r\n".join(rows).encode("cp1252"), "our people.csv").roster
    assert loaded.holds == {Sheet.CONTACTS}
    assert loaded.contacts[0].name == "Siân Hughes"
    assert loaded.contacts[0].agency == "Midwifery"


def set_cell(sheet: str, place: str, value: object) -> Change:
    """Return what writes one cell."""

    def change(book: Any) -> None:  # noqa: ANN401
        book[sheet][place] = value

    return change


WRONG = {
    "no e-mail": (set_cell("Contacts", "B3", "bethan"), "Contacts", 3, "Work e-mail", "no e-mail"),
    "two rows for one": (set_cell("Contacts", "B3", "hv1@riverbridge.example"), "Contacts", 3,
                         "Work e-mail", "stands in row 2"),
    "unknown agency": (set_cell("Contacts", "C2", "Fire"), "Contacts", 2, "Agency", "“Fire”"),
    "no agency": (set_cell("Contacts", "C2", None), "Contacts", 2, "Agency", "empty"),
    "unknown role": (set_cell("Contacts", "D2", "Boss"), "Contacts", 2, "Role", "“Boss”"),
    "unknown kind": (set_cell("Agencies", "C2", "Zoo"), "Agencies", 2, "Kind", "“Zoo”"),
    "lead unknown": (set_cell("Agencies", "F2", "x@y.example"), "Agencies", 2, "Lead",
                     "not on the sheet “Contacts”"),
    "same agency": (set_cell("Agencies", "A3", "Children's social care"), "Agencies", 3, "Agency",
                    "stands in row 2"),
    "typed code": (set_cell("Families", "A2", "Smith"), "Families", 2, "Code", "is no code"),
    "same code": (set_cell("Families", "A3", "A"), "Families", 3, "Code", "another row"),
    "no age": (set_cell("Families", "B2", None), "Families", 2, "Index child's age", "empty"),
    "neither yes nor no": (set_cell("Families", "D2", "maybe"), "Families", 2,
                           "Father in prison", "neither yes nor no"),
    "unknown family": (set_cell("Household", "A2", "Q"), "Household", 2, "Family",
                       "not on the sheet “Families”"),
    "no index child": (set_cell("Household", "B2", "Other child"), "Household", 2, "Expected date",
                       "Only an unborn"),
    "two index children": (set_cell("Household", "B3", "Index child"), "Household", 3, "Who",
                           "second index child"),
    "same role": (set_cell("Household", "C5", "Mother"), "Household", 5, "Role", "stands twice"),
    "own parent": (set_cell("Household", "G4", "Sister"), "Household", 3, "Parents",
                   "own parent"),
    "unknown parent": (set_cell("Household", "G2", "Stepmother"), "Household", 2, "Parents",
                       "Nobody in this family"),
    "couple of one": (set_cell("Household", "H4", "Mother"), "Household", 4, "Couple with",
                      "with themselves"),
    "no date": (set_cell("Household", "E2", "soon"), "Household", 2, "Expected date", "no date"),
    "name for a role": (set_cell("Household", "C2", "Kim 2019 Smith"), "Household", 2, "Role",
                        "is no role"),
    "unknown contact": (set_cell("Involvement", "C2", "x@y.example"), "Involvement", 2, "Contact",
                        "not on the sheet “Contacts”"),
    "identity of nobody": (set_cell("Identity", "B2", "Cousin"), "Identity", 2, "Role",
                           "Nobody in family A"),
    "formula": (set_cell("Contacts", "A2", "=A3"), "Contacts", 2, "A", "formula"),
    "strange column": (set_cell("Contacts", "E1", "Shoe size"), "", 0, "", ""),
    "strange column used": (set_cell("Contacts", "E2", "43"), "Contacts", 1, "E",
                            "not part of a roster"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "sheet", "row", "column", "words"), WRONG.values(), ids=WRONG.keys()
)
def test_mistake_is_told_with_its_place(
    change: Change, sheet: str, row: int, column: str, words: str
) -> None:
    """Each mistake is told by sheet, row and column, with what is wrong."""
    found = [(f.sheet, f.row, f.column, f.wrong) for f in faults_of(plain_book(change=change))]
    if not sheet:
        assert not found
        return
    assert any((s, r, c) == (sheet, row, column) and words in w for s, r, c, w in found), found


def test_all_mistakes_are_told_at_once() -> None:
    """Nobody has to load a file twenty times to learn of twenty mistakes."""

    def change(book: Any) -> None:  # noqa: ANN401
        for one, *_ in WRONG.values():
            one(book)

    assert len(faults_of(plain_book(change=change))) >= 15


def test_missing_column_is_named() -> None:
    """A needed column that is not there is a fault of its sheet."""
    found = faults_of(plain_book(change=set_cell("Contacts", "B1", "Telephone")))
    assert any("Work e-mail" in one.wrong and one.sheet == "Contacts" for one in found)


def test_message_never_repeats_an_identity() -> None:
    """What stands on the identity sheet is in no message."""
    rows = rows_of(example())
    rows[Sheet.IDENTITY] = [["Q", "Nobody", "Very Secret", "1/1/2020", "Secret Road", "999"]]
    told = " ".join(map(str, faults_of(plain_book(rows))))
    assert "Sheet “Identity”, row 2" in told
    assert "Secret" not in told


def test_tie_said_by_one_row_counts() -> None:
    """A couple is one couple, whichever row names it."""
    family = load_roster(plain_book()).roster.families[1]
    assert {couple.tie for couple in family.household.couples} == {Tie.TOGETHER, Tie.SEPARATED}


def word_document() -> bytes:
    """A package as Word makes them."""
    out = BytesIO()
    with ZipFile(out, "w") as packed:
        packed.writestr("word/document.xml", "<x/>")
    return out.getvalue()


HARMFUL = {
    "macros": (with_part(plain_book(), "xl/vbaProject.bin", b"x"), "macros"),
    "links": (with_part(plain_book(), "xl/externalLinks/externalLink1.xml", b"<x/>"), "another"),
    "bomb": (bomb(100_000_000), "unpacks to more"),
    "old": (b"\xd0\xcf\x11\xe0" + b"\0" * 999, "old kind"),
    "pdf": (b"%PDF-1.7\n\0\0\0", "no workbook"),
    "zip": (with_part(plain_book(), "x", b"")[:300], "damaged"),
    "word": (word_document(), "no Excel workbook"),
    "empty": (b"", "no sheet of a roster"),
    "huge": (b"x" * 8_000_001, "larger than 8 MB"),
    "other workbook": (plain_book({}, lambda book: book.create_sheet("Budget").append(["a"])),
                       "no sheet of a roster"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "words"), HARMFUL.values(), ids=HARMFUL.keys())
def test_harmful_or_wrong_file_is_refused(content: bytes, words: str) -> None:
    """A file with the right name and the wrong inside is refused in words."""
    found = faults_of(content, "roster.xlsx")
    assert any(words in str(one) for one in found), found


@pytest.mark.parametrize("seed", range(100))
def test_spoiled_roster_is_loaded_or_refused_with_places(seed: int) -> None:
    """Whatever people do to a workbook, it is read, or what is wrong is told with its place."""
    for one in faults_of(spoiled(seed)):
        assert one.wrong
        assert one.remedy
        assert one.sheet


def test_roster_of_a_region_is_loaded() -> None:
    """5,000 contacts and 200 families are read."""
    roster = load_roster(plain_book(many(5_000, 200))).roster
    assert (len(roster.contacts), len(roster.families)) == (5_000, 200)
    assert len(roster.identities["GR"]) == 3
