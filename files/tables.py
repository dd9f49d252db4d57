"""What a table of an export is: named columns and rows of plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

Value = str | int | float | date | datetime | None
"""One cell. A text is a text whatever it starts with; nobody ever makes a formula of it."""
Row = Sequence[Value]


@dataclass(frozen=True, slots=True)
class Column:
    """The heading of a column and how wide it is shown, in characters."""

    heading: str
    width: int = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table, which becomes one sheet of the workbook and one CSV file."""

    name: str
    """At most 31 characters, as Excel has it."""
    about: str
    """What a row is, as one would tell a reader of the file."""
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    held: int = 1
    """Columns that stay in sight when the reader moves to the right."""


def columns(*named: tuple[str, int]) -> tuple[Column, ...]:
    """Return columns from headings and widths."""
    return tuple(Column(heading, width) for heading, width in named)
