"""Rosters for tests, as workbooks that may be spoiled in any way one can think of."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from io import BytesIO
from itertools import islice
from random import Random
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook, load_workbook  # type: ignore[import-untyped]

from audits.roster import Roster, Sheet, family_codes
from bot import demo
from bot.demo_roster import EXAMPLE_AGENCIES, EXAMPLE_FAMILIES, roster_of
from files.roster_columns import COLUMNS
from files.roster_template import rows_of, template

TODAY = date(2026, 11, 23)
Book = Any


@cache
def example() -> Roster:
    """Three families and five agencies."""
    return roster_of(demo.read(TODAY), EXAMPLE_AGENCIES, EXAMPLE_FAMILIES)


@cache
def filled() -> bytes:
    """The example as a workbook, made by the template."""
    return template(example())


def plain_book(
    rows: Mapping[Sheet, Sequence[Sequence[str]]] | None = None,
    change: Callable[[Book], None] = lambda _: None,
) -> bytes:
    """The example, or these rows, as somebody might type it: headings, then rows."""
    book = Workbook()
    book.remove(book.active)
    for sheet, cells in (rows_of(example()) if rows is None else rows).items():
        page = book.create_sheet(str(sheet))
        page.append([column.name for column in COLUMNS[sheet]])
        for row in cells:
            page.append(list(row))
    change(book)
    return saved(book)


def saved(book: Book) -> bytes:
    """The bytes of a workbook."""
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """A workbook with one more part in its package."""
    out = BytesIO(content)
    with ZipFile(out, "a", ZIP_DEFLATED) as packed:
        packed.writestr(name, part)
    return out.getvalue()


def bomb(size: int) -> bytes:
    """A small workbook whose first sheet unpacks to so many bytes."""
    out = BytesIO()
    with ZipFile(BytesIO(plain_book())) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, body + b" " * size if name.endswith("sheet1.xml") else body)
    return out.getvalue()


def many(people: int, families: int) -> dict[Sheet, list[list[str]]]:
    """A roster of a whole region, as rows."""
    agencies = [[f"Service {n}", f"S{n}", "Police", "", "", "", "No"] for n in range(40)]
    contacts = [[f"Person {n}", f"person.{n}@service{n % 40}.example", f"Service {n % 40}", ""]
                for n in range(people)]  # fmt: skip
    codes = list(islice(family_codes(), families))
    home = [row for code in codes for row in (
        [code, "Index child", "Index child", "Female", "", "Yes", "Mother, Father", "", "", ""],
        [code, "Other child", "Brother", "Male", "", "Yes", "Mother, Father", "", "", ""],
        [code, "Adult", "Mother", "Female", "", "Yes", "", "Father", "Separated", ""],
        [code, "Adult", "Father", "Male", "", "No", "", "", "", ""],
    )]  # fmt: skip
    involved = [[code, f"Service {n}", f"person.{n}@service{n}.example"]
                for code in codes for n in range(8)]  # fmt: skip
    names = [[code, role, f"Name {code} {role}", "1/2/2020", "1 Some Street", ""]
             for code in codes for role in ("Index child", "Mother", "Father")]  # fmt: skip
    return {
        Sheet.AGENCIES: agencies, Sheet.CONTACTS: contacts,
        Sheet.FAMILIES: [[code, "1 to 4", "", "", "", ""] for code in codes],
        Sheet.HOUSEHOLD: home, Sheet.INVOLVEMENT: involved, Sheet.IDENTITY: names,
    }  # fmt: skip


def spoiled(seed: int) -> bytes:
    """The example with one to three things done to it that people do, chosen by the seed."""
    chance = Random(seed)  # noqa: S311 - the same spoils each time
    book = load_workbook(BytesIO(plain_book()))
    for _ in range(chance.randint(1, 3)):
        chance.choice(SPOILS)(book, chance)
    return saved(book)


def some_page(book: Book, chance: Random) -> Book:
    """Any sheet."""
    return book[chance.choice(book.sheetnames)]


def some_cell(book: Book, chance: Random) -> Book:
    """Any cell below the headings."""
    page = some_page(book, chance)
    return page.cell(chance.randint(2, max(2, page.max_row)), chance.randint(1, page.max_column))


def lose_a_column(book: Book, chance: Random) -> None:
    """Take a column out."""
    page = some_page(book, chance)
    page.delete_cols(chance.randint(1, page.max_column))


def move_a_column(book: Book, chance: Random) -> None:
    """Put an empty column between two others."""
    page = some_page(book, chance)
    page.insert_cols(chance.randint(1, page.max_column))


def repeat_a_row(book: Book, chance: Random) -> None:
    """Write a row twice."""
    page = some_page(book, chance)
    row = chance.randint(1, page.max_row)
    page.append([cell.value for cell in page[row]])


def blank_rows(book: Book, chance: Random) -> None:
    """Leave rows empty."""
    page = some_page(book, chance)
    page.insert_rows(chance.randint(1, page.max_row), chance.randint(1, 30))


def write_anything(book: Book, chance: Random) -> None:
    """Put something odd into a cell."""
    odd: tuple[object, ...] = (
        -1, 3.5, True, date(2026, 12, 8), "x" * 5000, "\t \n", "Ŵ🙂\u202e", "=1+1", "#REF!",
        "'; drop table", "<at>all</at>", "31/2/2026", "1e99", "nobody@nowhere.example", "ZZZ",
        '=HYPERLINK("http://x")', "@SUM(1)", "{'a':1}", 10**20, "\x7f",
    )  # fmt: skip
    some_cell(book, chance).value = chance.choice(odd)


def empty_a_cell(book: Book, chance: Random) -> None:
    """Clear a cell."""
    some_cell(book, chance).value = None


def messy_words(book: Book, chance: Random) -> None:
    """Change letter case and spaces."""
    cell = some_cell(book, chance)
    if isinstance(cell.value, str):
        cell.value = f"  {cell.value.swapcase()} \u00a0"


def merge(book: Book, chance: Random) -> None:
    """Merge cells."""
    page = some_page(book, chance)
    row, column = chance.randint(1, page.max_row), chance.randint(1, page.max_column)
    page.merge_cells(start_row=row, end_row=row + chance.randint(0, 3), start_column=column,
                     end_column=column + chance.randint(0, 2))  # fmt: skip


def rename_a_sheet(book: Book, chance: Random) -> None:
    """Call a sheet something else."""
    some_page(book, chance).title = chance.choice(("agencies ", "CONTACTS", "Sheet1", "Notes", "x"))


def lose_a_sheet(book: Book, chance: Random) -> None:
    """Take a sheet out."""
    if len(book.sheetnames) > 1:
        book.remove(some_page(book, chance))


def circle(book: Book, chance: Random) -> None:
    """Let somebody be their own grandparent."""
    if "Household" in book.sheetnames:
        page = book["Household"]
        row = chance.randint(2, max(2, page.max_row))
        page.cell(row, 7).value = page.cell(row, 3).value


def many_rows(book: Book, chance: Random) -> None:
    """Ten thousand rows of one thing."""
    page = some_page(book, chance)
    last = [cell.value for cell in page[page.max_row]]
    for _ in range(10_000 if chance.random() < 0.2 else 500):
        page.append(last)


SPOILS = (
    lose_a_column, move_a_column, repeat_a_row, blank_rows, write_anything, write_anything,
    empty_a_cell, messy_words, messy_words, merge, rename_a_sheet, lose_a_sheet, circle, many_rows,
)  # fmt: skip
