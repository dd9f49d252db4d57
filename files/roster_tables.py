"""Finds a roster's sheets and columns in a file, wherever they stand, and reads cells as values."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar

from audits.roster import Sheet
from files.roster_columns import COLUMNS, Column
from files.tool_faults import Fault
from files.workbook_in import Page, Row

T = TypeVar("T")
HEADING_WITHIN = 25
"""Rows within which the headings are looked for: guidance may stand above them."""
PASSED_OVER = frozenset({"guide", "lists", "readme", "how to fill this in"})
FIRST_EXCEL_DAY = date(1899, 12, 30)
FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%d.%m.%y", "%d %B %Y",
         "%d %b %Y", "%d %B %y", "%d %b %y", "%Y/%m/%d")  # fmt: skip
EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]]{1,64}@[^\s@<>,;:\"()\[\]]+\.[^\s@<>,;:\"()\[\]]{2,}")
EMAIL_LIMIT = 254


@dataclass(slots=True)
class Faults:
    """What is wrong, and what was passed over and should be known."""

    found: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, line: "Line", column: str, wrong: str, remedy: str) -> None:
        """Keep a fault in this line."""
        self.found.append(Fault(sheet=line.sheet, row=line.number, column=column, wrong=wrong,
                                remedy=remedy))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet: its cells by the names of the columns."""

    sheet: str
    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of a roster."""

    sheet: Sheet
    lines: tuple[Line, ...]


def plain(words: str) -> str:
    """Return words as they are compared: letter case, spaces and signs make no difference."""
    return re.sub(r"[^a-z0-9]+", " ", words.casefold().replace("’", "'").replace("'", "")).strip()


def tables_in(pages: Sequence[Page], faults: Faults) -> dict[Sheet, Table]:
    """Return the sheets that the file has. A .csv is the sheet whose headings it has."""
    found: dict[Sheet, Table] = {}
    for page in pages:
        sheet = named(page.name) or (by_headings(page) if len(pages) == 1 else None)
        if sheet is None:
            if plain(page.name) not in PASSED_OVER and page.rows:
                faults.notes.append(f"The sheet “{page.name}” is not part of a roster. "
                                    "We passed over it.")  # fmt: skip
        elif sheet in found:
            faults.found.append(Fault(sheet=page.name, wrong=f"There are two sheets “{sheet}”",
                                      remedy="Put their rows into one"))  # fmt: skip
        elif table := table_in(page, sheet, faults):
            found[sheet] = table
    return found


def named(name: str) -> Sheet | None:
    """Return which sheet this name means."""
    words = plain(name).rstrip("s")
    return next((one for one in Sheet if plain(one).rstrip("s") == words), None) or (
        Sheet.AGENCIES if words in {"agencie", "agency"} else
        Sheet.FAMILIES if words in {"familie", "family"} else
        Sheet.IDENTITY if words in {"identity sheet", "identitie"} else None
    )  # fmt: skip


def by_headings(page: Page) -> Sheet | None:
    """Return the sheet of which all needed columns are there, and most columns."""
    fits = {}
    for sheet, columns in COLUMNS.items():
        _, places = headings(page, columns)
        if all(column.name in places.values() for column in columns if column.needed):
            fits[sheet] = len(places)
    return max(fits, key=lambda sheet: fits[sheet], default=None)


def headings(page: Page, columns: Sequence[Column]) -> tuple[int, dict[int, str]]:
    """Return the row of the headings, and by place the column that each heading means."""
    best: tuple[int, dict[int, str]] = (0, {})
    for row in page.rows[:HEADING_WITHIN]:
        places: dict[int, str] = {}
        for place, words in enumerate(row.cells):
            column = meant(words, columns)
            if column and column.name not in places.values():
                places[place] = column.name
        if len(places) > len(best[1]):
            best = (row.number, places)
    return best


def meant(words: str, columns: Sequence[Column]) -> Column | None:
    """Return the column that a heading means, None for none of them."""
    asked = plain(words.rstrip(" *"))
    if not asked:
        return None
    by_name = (column for column in columns if plain(column.name) == asked)
    by_other = (column for column in columns if asked in map(plain, column.also))
    return next(by_name, None) or next(by_other, None)


def table_in(page: Page, sheet: Sheet, faults: Faults) -> Table | None:
    """Return the table of this sheet, None where its headings are not there."""
    columns = COLUMNS[sheet]
    top, places = headings(page, columns)
    wanting = [c.name for c in columns if c.needed and c.name not in places.values()]
    if not places or wanting:
        names = ", ".join(f"“{name}”" for name in wanting)
        many = "columns" if len(wanting) > 1 else "column"
        faults.found.append(Fault(sheet=page.name, row=top, wrong=f"There is no {many} {names}",
                                  remedy="Write the heading as in the template"))  # fmt: skip
        return None
    body = [row for row in page.rows if row.number > top]
    strange_columns(page, top, places, body, faults=faults)
    return Table(sheet, tuple(lines_of(page.name, body, places)))


def strange_columns(
    page: Page, top: int, places: Mapping[int, str], body: Sequence[Row], *, faults: Faults
) -> None:
    """Keep a fault for each column that holds something and is none of ours."""
    heads = next(row.cells for row in page.rows if row.number == top)
    used = {place for row in body for place, words in enumerate(row.cells) if words}
    for place in sorted(used - places.keys()):
        head = heads[place] if place < len(heads) else ""
        faults.found.append(Fault(
            sheet=page.name, row=top, column=head or letters(place),
            wrong="This column is not part of a roster", remedy="Take it out, or move its cells",
        ))  # fmt: skip


def letters(place: int) -> str:
    """Return a column as Excel calls it: 0 is A."""
    name, number = "", place + 1
    while number:
        number, letter = divmod(number - 1, 26)
        name = chr(65 + letter) + name
    return name


def lines_of(sheet: str, body: Sequence[Row], places: Mapping[int, str]) -> Iterator[Line]:
    """Return the rows that say something, by the names of the columns."""
    for row in body:
        cells = {name: row.cells[place] for place, name in places.items() if place < len(row.cells)}
        if any(cells.values()):
            yield Line(sheet, row.number, cells)


def listed(words: str) -> tuple[str, ...]:
    """Return the parts of a cell that holds several, each once."""
    found = (part.strip() for part in re.split(r"[,;\n/]", words))
    return tuple(dict.fromkeys(part for part in found if part))


def choice(line: Line, column: str, among: Mapping[T, str], faults: Faults, *, without: T) -> T:
    """Return which of the choices a cell holds; `without` for an empty or a wrong cell."""
    words = line[column]
    return chosen(words, line, column, faults=faults, among=among) or without if words else without


def chosen(
    words: str, line: Line, column: str, *, faults: Faults, among: Mapping[T, str]
) -> T | None:
    """Return which of the choices these words are; None, and a fault kept, for none of them."""
    asked = plain(words)
    for value, label in among.items():
        if asked in {plain(label), plain(str(value))}:
            return value
    names = ", ".join(among.values())
    faults.add(line, column, f"“{shown(words)}” is not one of the choices", f"Write {names}")
    return None


def yes(line: Line, column: str, faults: Faults) -> bool:
    """Return whether a cell says yes; no when it is empty."""
    words = plain(line[column])
    if words in {"yes", "y", "true", "1", "x", "ja", "ydy"} or line[column] in {"✓", "✔"}:
        return True
    if words not in {"", "no", "n", "false", "0"}:
        faults.add(line, column, f"“{shown(line[column])}” is neither yes nor no",
                   "Write Yes or No")  # fmt: skip
    return False


def email(words: str) -> str:
    """Return the e-mail address in these words, empty where there is none."""
    found = EMAIL.search(words.replace("mailto:", " "))
    return found.group().rstrip(".").lower() if found and len(words) <= EMAIL_LIMIT else ""


def day(line: Line, column: str, faults: Faults) -> date | None:
    """Return the day in a cell, day before month; None, and a fault kept, where there is none."""
    words = line[column]
    if not words:
        return None
    found = as_day(words)
    if found is None:
        faults.add(line, column, f"“{shown(words)}” is no date",
                   "Write day, month and year: 8/12/2026")  # fmt: skip
    return found


def as_day(words: str) -> date | None:
    """Return the day that these words say, None where they say none."""
    kept = re.sub(r"(\d)(st|nd|rd|th)\b", r"\1", words.replace(",", " "), flags=re.IGNORECASE)
    kept = re.sub(r"^[A-Za-z]+day\s+", "", " ".join(kept.split()))
    kept = re.sub(r"[T ]\d\d:\d\d(:\d\d)?(\.\d+)?$", "", kept).replace("Sept ", "Sep ")
    for form in FORMS:
        try:
            return datetime.strptime(kept, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    if re.fullmatch(r"[2-6]\d{4}", kept):
        return FIRST_EXCEL_DAY + timedelta(days=int(kept))
    return None


def shown(words: str) -> str:
    """Return the beginning of what stands in a cell, for a message to who wrote it."""
    flat = " ".join(words.split())
    return flat if len(flat) <= 40 else flat[:39] + "…"  # noqa: PLR2004 - a short line


def by_plain(found: Sequence[T], *names: Callable[[T], str]) -> dict[str, T]:
    """Return things by what they may be called, the first of two that share a name."""
    by: dict[str, T] = {}
    for name in names:
        for one in found:
            by.setdefault(plain(name(one)), one)
    by.pop("", None)
    return by
