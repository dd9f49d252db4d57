"""Ways to spoil the workbook of a tool, as people, programs and enemies do."""

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl  # type: ignore[import-untyped]

SOUND = Path(__file__).resolve().parent.parent.parent / "samples" / "six_themes.xlsx"

Book = Any
"""A workbook or a sheet of it: openpyxl tells no types."""
Spoil = Callable[[bytes, Random], bytes]


def saved(book: Book) -> bytes:
    """The bytes of a workbook."""
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_of(book: Book, name: str) -> tuple[Book, dict[str, int], Mapping[str, int]]:
    """A sheet with its columns by heading and its rows by name."""
    page = book[name]
    columns = {cell.value: cell.column for cell in page[1] if cell.value}
    named = {page.cell(n, columns["name"]).value: n for n in range(page.max_row, 1, -1)}
    return page, columns, named


def in_excel(spoil: Callable[[Book, Random], None]) -> Spoil:
    """Something that is done to the workbook in Excel."""

    def spoilt(content: bytes, random: Random) -> bytes:
        book = openpyxl.load_workbook(BytesIO(content))
        spoil(book, random)
        return saved(book)

    return spoilt


def in_zip(change: Callable[[dict[str, bytes], Random], None]) -> Spoil:
    """Something that is done to the files of which the workbook is packed."""

    def spoilt(content: bytes, random: Random) -> bytes:
        with ZipFile(BytesIO(content)) as old:
            parts = {name: old.read(name) for name in old.namelist()}
        change(parts, random)
        out = BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as new:
            for name, part in parts.items():
                new.writestr(name, part)
        return out.getvalue()

    return spoilt


def a_sheet(book: Book, random: Random) -> Book:
    """One of the sheets that a tool is made of."""
    return book[random.choice(["survey", "choices", "settings"])]


def a_cell(book: Book, random: Random, value: object) -> None:
    """Put something into a cell of the questions."""
    page = book["survey"]
    page.cell(random.randint(2, page.max_row), random.randint(1, page.max_column)).value = value


def drop_column(book: Book, random: Random) -> None:
    """Delete a column."""
    page = a_sheet(book, random)
    page.delete_cols(random.randint(1, max(1, page.max_column)))


def drop_rows(book: Book, random: Random) -> None:
    """Delete some rows."""
    page = a_sheet(book, random)
    page.delete_rows(random.randint(1, page.max_row), random.randint(1, 30))


def double_rows(book: Book, random: Random) -> None:
    """Paste some rows a second time."""
    page = a_sheet(book, random)
    start = random.randint(1, page.max_row)
    for line in list(page.iter_rows(start, start + random.randint(1, 12), values_only=True)):
        page.append(line)


def double_heading(book: Book, random: Random) -> None:
    """Give two columns one heading."""
    page = a_sheet(book, random)
    page.cell(1, page.max_column + 1).value = page.cell(1, random.randint(1, 2)).value


def wrong_types(book: Book, random: Random) -> None:
    """Write what no writer of tools would."""
    odd = ["begin_repeat", "image", "geoshape", "gibberish", "end_group", "begin_group", "A" * 900,
           "select_one", "select_multiple nowhere", "calculate", "note", 7, True, 3.5]  # fmt: skip
    page = book["survey"]
    for _ in range(random.randint(1, 5)):
        page.cell(random.randint(2, page.max_row), 1).value = random.choice(odd)


def wrong_cells(book: Book, random: Random) -> None:
    """Scatter things over the sheet."""
    odd = ["", " ", "${", "${known}", "not(", "))", "'", "a" * 5_000, "(" * 200, "1 div 0", -1,
           1e300, True, "регистр", "\u202e", "=", "|", "#", "::", "audit::", "x\ny"]  # fmt: skip
    for _ in range(random.randint(1, 8)):
        a_cell(book, random, random.choice(odd))


def circles(book: Book, random: Random) -> None:
    """Let two questions wait for each other."""
    page, columns, rows = sheet_of(book, "survey")
    names = [name for name in rows if name and name.endswith(("_evidence", "_impact"))]
    one, other = random.sample(names, 2)
    page.cell(rows[one], columns["relevant"]).value = f"${{{other}}} = ''"
    page.cell(rows[other], columns["relevant"]).value = f"${{{one}}} = ''"


def formulas(book: Book, random: Random) -> None:
    """Put formulas into cells, some of them into other files."""
    for formula in ("=A1", "=[other.xlsx]Sheet1!A1", '=HYPERLINK("http://x.invalid")', "=1/0"):
        a_cell(book, random, formula)


def dates(book: Book, random: Random) -> None:
    """Let Excel make dates of what was typed."""
    from datetime import datetime  # noqa: PLC0415 - only here

    page = book["choices"]
    page.cell(random.randint(2, page.max_row), 2).value = datetime(2026, 5, 1)  # noqa: DTZ001


def many_rows(book: Book, random: Random) -> None:
    """Write ten thousand rows."""
    page = book[random.choice(["survey", "choices"])]
    for number in range(10_000):
        page.append(["text", f"more_{number}", "More?"])


def far_away(book: Book, random: Random) -> None:
    """Write something a million rows below."""
    book["survey"].cell(1_000_000, random.randint(1, 3)).value = "text"


def other_names(book: Book, random: Random) -> None:
    """Give a sheet another name."""
    a_sheet(book, random).title = random.choice(["Sheet1", "SURVEY ", "Choices", "survey2"])


def without_sheet(book: Book, random: Random) -> None:
    """Delete a sheet."""
    del book[a_sheet(book, random).title]


def merged(book: Book, random: Random) -> None:
    """Merge cells."""
    start = random.randint(2, 100)
    book["survey"].merge_cells(f"A{start}:C{start + random.randint(0, 4)}")


def macros(parts: dict[str, bytes], _random: Random) -> None:
    """Put a macro into the workbook."""
    parts["xl/vbaProject.bin"] = b"Sub Auto_Open()"


def links(parts: dict[str, bytes], _random: Random) -> None:
    """Put a link to another file into the workbook."""
    parts["xl/externalLinks/externalLink1.xml"] = b"<externalLink/>"


def bomb(parts: dict[str, bytes], _random: Random) -> None:
    """Let the workbook unpack to a hundred megabytes."""
    parts["xl/worksheets/sheet9.xml"] = b" " * 100_000_000


def entities(parts: dict[str, bytes], _random: Random) -> None:
    """Let a sheet's text unfold without end."""
    lines = [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12)]
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "boom">{"".join(lines)}]>'
    sheet = "<worksheet><sheetData><row><c t='str'><v>&e11;</v></c></row></sheetData></worksheet>"
    parts["xl/worksheets/sheet2.xml"] = (head + sheet).encode()


def many_parts(parts: dict[str, bytes], _random: Random) -> None:
    """Pack thousands of files into the workbook."""
    parts.update({f"xl/junk/{n}.xml": b"<x/>" for n in range(3_000)})


def torn_part(parts: dict[str, bytes], random: Random) -> None:
    """Cut a file of the workbook short, or leave it out."""
    name = random.choice(list(parts))
    if random.random() < 0.5:
        del parts[name]
    else:
        parts[name] = parts[name][: random.randint(0, len(parts[name]))]


def torn(content: bytes, random: Random) -> bytes:
    """Lose the end of the file on the way."""
    return content[: random.randint(1, len(content) - 1)]


def flipped(content: bytes, random: Random) -> bytes:
    """Let some bytes go wrong on the way."""
    spoilt = bytearray(content)
    for _ in range(random.randint(1, 20)):
        spoilt[random.randrange(len(spoilt))] = random.randrange(256)
    return bytes(spoilt)


def another_file(_content: bytes, random: Random) -> bytes:
    """Give a file of another kind the right name."""
    return random.choice([
        b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" + bytes(600),
        b"\xff\xfe" + bytes(99), b"<html><table><tr><td>survey", b"name,role\nx,y\n",
        bytes(random.randbytes(4_000)), b"| survey |\n" * 9, b"\x89PNG\r\n",
        "Größe;ü".encode("latin-1"),
    ])  # fmt: skip


def lying_size(content: bytes, _random: Random) -> bytes:
    """Claim that a part of the workbook is small, and let it be large."""
    packed = in_zip(bomb)(content, Random(0))  # noqa: S311 - not for secrets
    return packed.replace((100_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))


SPOILS: Mapping[str, Spoil] = {
    **{
        one.__name__: in_excel(one)
        for one in (drop_column, drop_rows, double_rows, double_heading, wrong_types, wrong_cells,
                    circles, formulas, dates, other_names, without_sheet, merged)
    },
    **{one.__name__: in_zip(one) for one in (macros, links, entities, torn_part)},
    "torn": torn,
    "flipped": flipped,
    "another_file": another_file,
}  # fmt: skip
"""Ways that are cheap to try many times."""
HEAVY: Mapping[str, Spoil] = {
    **{one.__name__: in_excel(one) for one in (many_rows, far_away)},
    **{one.__name__: in_zip(one) for one in (bomb, many_parts)},
    "lying_size": lying_size,
}
"""Ways that make much of the workbook: once each is enough."""
