"""The tables of an audit as CSV files in a zip, for programs that read no Excel.

A spreadsheet that opens a CSV file takes a cell that starts with =, + and the like for a formula.
Such a text gets an apostrophe before it, and so does a text that starts with an apostrophe: take
one apostrophe away from the start of any cell that has one, and the text is as it was written.
"""

import csv
from collections.abc import Sequence
from datetime import datetime
from io import StringIO

from files.collation import tables_of
from files.material import Material, file_name_of, zipped
from files.printable import one_line, printable
from files.tables import Table, Value

RISKY = ("=", "+", "-", "@", "\t", "\n", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}",
         "\N{FULLWIDTH HYPHEN-MINUS}", "\N{FULLWIDTH COMMERCIAL AT}", "'")  # fmt: skip
"""How a text starts that gets an apostrophe before it."""
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""By which Excel knows that a file is UTF-8, so that Welsh letters come out right."""


def made(material: Material) -> bytes:
    """Return the zip: a file for each table, and one that says what they hold."""
    tables = tables_of(material)
    written = {f"{number:02} {t.name}.csv": csv_of(t) for number, t in enumerate(tables, start=1)}
    return zipped({"00 Read me.txt": read_me(material, tables), **written}, material.at)


def file_name(material: Material) -> str:
    """Return what the file is called."""
    return file_name_of(material, "tables", "zip")


def csv_of(table: Table) -> bytes:
    """Return one table as a CSV file."""
    out = StringIO(newline="")
    write = csv.writer(out, lineterminator="\r\n").writerow
    write([column.heading for column in table.columns])
    for row in table.rows:
        write([cell(value) for value in row])
    return (MARK + out.getvalue()).encode("utf-8")


def cell(value: Value) -> str:
    """Return one cell: texts so that they stay texts, times as ISO 8601 has them."""
    match value:
        case None:
            return ""
        case str():
            fit = printable(value)
            return f"'{fit}" if fit.startswith(RISKY) else fit
        case datetime():
            return value.isoformat(timespec="minutes")
        case _:
            return str(value)


def read_me(material: Material, tables: Sequence[Table]) -> bytes:
    """Return the file that says which audit this is and what each table holds."""
    facts = [f"{name}: {told}" for name, told in material.facts()]
    about = [f"{n:02} {t.name}.csv: {t.about}" for n, t in enumerate(tables, start=1)]
    rule = (
        "The files are UTF-8 with commas. A text that starts with = + - @ a tab, a new line or an"
        " apostrophe has one more apostrophe before it, so that no program takes it for a formula."
    )
    lines = [one_line(material.audit.title), "", *facts, "", *about, "", rule, ""]
    return "\r\n".join(map(printable, lines)).encode("utf-8")
