"""Writes the roster workbook: empty as a template, or filled with a roster, to be changed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from audits.household import Household, Member, Who
from audits.roster import KINDS, Part, Roster, Sheet, family_codes
from files.roster_columns import AGE_FACTS, CHOICE, COLUMNS, HOMES, PARTS, SIGNS, TIES, WHO, Column
from files.roster_guide import GUIDE, SHEETS

FONT, INK, PALE, LINE, ACCENT = "Calibri", "#1F2A37", "#F3F5F8", "#C9D1DB", "#1F4E79"
HEAD_ROW = 3
"""The row of the headings, counted from 0: a title, a sentence and what to write stand above."""
ROWS: Mapping[Sheet, int] = {
    Sheet.AGENCIES: 40, Sheet.CONTACTS: 400, Sheet.FAMILIES: 40, Sheet.HOUSEHOLD: 300,
    Sheet.INVOLVEMENT: 400, Sheet.IDENTITY: 300,
}  # fmt: skip
"""Rows that are laid out; more can be filled in below them."""
LISTS = "Lists"
Paper = Any
"""One of xlsxwriter's worksheets, which have no types."""


@dataclass(slots=True)
class Book:
    """A workbook while it is written."""

    book: Any
    made: dict[str, Any] = field(default_factory=dict)

    def look(self, **more: object) -> Any:  # noqa: ANN401 - xlsxwriter's format
        """Return a format, made once."""
        key = repr(sorted(more.items()))
        if key not in self.made:
            base = {"font_name": FONT, "font_size": 11, "font_color": INK, "valign": "top"}
            self.made[key] = self.book.add_format(base | more)
        return self.made[key]


def template(roster: Roster | None = None) -> bytes:
    """Return the workbook. Rows of a roster are filled in; without one they are empty."""
    out = BytesIO()
    book = Book(Workbook(out, {"in_memory": True, "strings_to_formulas": False,
                               "strings_to_urls": False}))  # fmt: skip
    book.book.set_properties({"title": "Roster of a multi-agency case audit"})
    guide(book)
    rows = rows_of(roster) if roster else {}
    for sheet in Sheet:
        write(book, sheet, rows.get(sheet, []))
    lists(book)
    book.book.close()
    return out.getvalue()


def guide(book: Book) -> None:
    """Write the sheet that says how to fill the others in."""
    page = book.book.add_worksheet("Guide")
    page.hide_gridlines(2)
    page.set_column(0, 0, 3)
    page.set_column(1, 1, 22)
    page.set_column(2, 2, 84)
    page.set_row(1, 30)
    page.write(1, 1, GUIDE[0], book.look(bold=True, font_size=20, font_color=ACCENT))
    row = 2
    for words in GUIDE[1:]:
        page.merge_range(row, 1, row, 2, words, book.look(text_wrap=True))
        page.set_row(row, 15.5 * (1 + len(words) // 104) + 4)
        row += 1
    for sheet in Sheet:
        page.write_url(
            row + 1,
            1,
            f"internal:'{sheet}'!A1",
            book.look(bold=True, font_color=ACCENT, underline=1),
            str(sheet),
        )
        page.write(row + 1, 2, SHEETS[sheet], book.look(text_wrap=True))
        page.set_row(row + 1, 15.5 * (1 + len(SHEETS[sheet]) // 84) + 4)
        row += 1
    printed(page, "Guide")


def write(book: Book, sheet: Sheet, rows: Sequence[Sequence[str]]) -> None:
    """Write one sheet with its headings, its drop-downs and its rows."""
    page, columns = book.book.add_worksheet(str(sheet)), COLUMNS[sheet]
    page.hide_gridlines(2)
    page.set_default_row(18)
    page.set_tab_color("#8A1538" if sheet is Sheet.IDENTITY else ACCENT)
    page.set_row(0, 28)
    page.write(0, 0, str(sheet), book.look(bold=True, font_size=18, font_color=ACCENT))
    page.write(1, 0, SHEETS[sheet], book.look(font_color="#5B6675"))
    page.set_row(2, 48)
    page.set_row(HEAD_ROW, 22)
    last = HEAD_ROW + max(ROWS[sheet], len(rows))
    for place, column in enumerate(columns):
        page.set_column(place, place, column.wide)
        page.write(2, place, column.asks, book.look(
            text_wrap=True, font_size=9, font_color="#5B6675", valign="bottom"))  # fmt: skip
        page.write(HEAD_ROW, place, f"{column.name} *" if column.needed else column.name, book.look(
            bold=True, font_color="#FFFFFF", bg_color=ACCENT, border=1, border_color=ACCENT,
            valign="vcenter"))  # fmt: skip
        drop_down(page, sheet, place, column, last=last)
    cells(book, page, sheet, rows, last=last)
    page.freeze_panes(HEAD_ROW + 1, 1)
    page.autofilter(HEAD_ROW, 0, last, len(columns) - 1)
    page.repeat_rows(HEAD_ROW)
    printed(page, str(sheet))


def cells(
    book: Book,
    page: Paper,
    sheet: Sheet,
    rows: Sequence[Sequence[str]],
    *,
    last: int,
) -> None:
    """Write the rows; what is not filled in gets its lines, and families their codes."""
    used = {given[0] for given in rows if given}
    left = (code for code in family_codes() if code not in used)
    made = [*(given[0] if given else "" for given in rows), *islice(left, last)]
    wide = len(COLUMNS[sheet])
    for number in range(last - HEAD_ROW):
        row = HEAD_ROW + 1 + number
        given = rows[number] if number < len(rows) else []
        for place in range(wide):
            words = given[place] if place < len(given) else ""
            code = sheet is Sheet.FAMILIES and place == 0
            look = {
                "border": 1,
                "border_color": LINE,
                "text_wrap": True,
                "num_format": "@",
                "valign": "vcenter",
                "indent": 0 if code else 1,
            }
            look |= {"bg_color": PALE, "font_color": "#5B6675", "align": "center"} if code else {}
            page.write_string(row, place, words or (made[number] if code else ""),
                              book.look(**look))  # fmt: skip


def drop_down(page: Paper, sheet: Sheet, place: int, column: Column, *, last: int) -> None:
    """Let a column be chosen from: its own list, or what another sheet holds."""
    source = source_of(sheet, column)
    rule: dict[str, object]
    if sheet is Sheet.FAMILIES and column.name == "Code":
        rule = {"validate": "custom", "value": "=FALSE", "error_title": "Leave this cell",
                "error_message": "The code is made for you.", "error_type": "stop"}  # fmt: skip
    elif source:
        # A warning only: several values with a comma between are allowed in some columns.
        rule = {"validate": "list", "source": source, "error_type": "warning",
                "error_title": column.name[:32],
                "error_message": "This is not on the list. Keep it?"}  # fmt: skip
    else:
        return
    page.data_validation(HEAD_ROW + 1, place, last, place,
                         rule | {"input_title": column.name[:32],
                                 "input_message": column.asks[:255]})  # fmt: skip


def source_of(sheet: Sheet, column: Column) -> str:
    """Return the cells that a drop-down takes its choices from; empty for none."""
    if column.choices:
        place = next(n for n, (_, choices) in enumerate(all_lists()) if choices == column.choices)
        return f"={LISTS}!${chr(65 + place)}$2:${chr(65 + place)}${len(column.choices) + 1}"
    first, ends = HEAD_ROW + 2, {s: HEAD_ROW + 1 + n for s, n in ROWS.items()}
    if column.name == "Family":
        return f"={Sheet.FAMILIES}!$A${first}:$A${ends[Sheet.FAMILIES]}"
    if column.name == "Agency" and sheet is not Sheet.AGENCIES:
        return f"={Sheet.AGENCIES}!$A${first}:$A${ends[Sheet.AGENCIES]}"
    if column.name in {"Contact", "Coordinator", "Deputy", "Lead"}:
        return f"={Sheet.CONTACTS}!$B${first}:$B${ends[Sheet.CONTACTS]}"
    return ""


def all_lists() -> list[tuple[str, tuple[str, ...]]]:
    """Return every list of choices with the heading of its column, each list once."""
    found: dict[tuple[str, ...], str] = {}
    for columns in COLUMNS.values():
        for column in columns:
            if column.choices:
                found.setdefault(column.choices, column.name)
    return [(name, choices) for choices, name in found.items()]


def lists(book: Book) -> None:
    """Write the sheet that the drop-downs read, out of sight."""
    page = book.book.add_worksheet(LISTS)
    for place, (name, choices) in enumerate(all_lists()):
        page.write_column(0, place, (name, *choices), book.look())
    page.hide()


def printed(page: Paper, name: str) -> None:
    """Let a sheet print on A4 across, one page wide."""
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.set_footer(f"&L{name}&RPage &P of &N")


def rows_of(roster: Roster) -> dict[Sheet, list[list[str]]]:
    """Return a roster as rows of cells, in the order of the columns."""
    return {
        Sheet.AGENCIES: [
            [a.name, a.short, KINDS.get(a.kind, KINDS["other"]), "; ".join(a.coordinators),
             "; ".join(a.deputies), a.lead, "Yes" if a.sign_off else "No"]
            for a in roster.agencies
        ],
        Sheet.CONTACTS: [
            [c.name, c.email, c.agency, ", ".join(PARTS[p] for p in Part if p in c.parts)]
            for c in roster.contacts
        ],
        Sheet.FAMILIES: [
            [f.code, age(f.facts), CHOICE[f.listed], yes_no("father_in_prison" in f.facts),
             yes_no("step_down" in f.facts), ", ".join(sorted(f.facts - OWN_COLUMNS)),
             ", ".join(f.also)]
            for f in roster.families
        ],
        Sheet.HOUSEHOLD: [
            row for f in roster.families for row in household_rows(f.code, f.household)
        ],
        Sheet.INVOLVEMENT: [
            [f.code, agency, person]
            for f in roster.families for agency, people in f.involved.items()
            for person in people or ("",)
        ],
        Sheet.IDENTITY: [
            [code, p.role, p.names, p.born, p.addresses, p.numbers]
            for code, people in roster.identities.items() for p in people
        ],
    }  # fmt: skip


OWN_COLUMNS = frozenset({"sibling", "unborn", "father_in_prison", "step_down", *AGE_FACTS.values()})
"""Facts that have columns of their own, or follow from the household."""


def age(facts: frozenset[str]) -> str:
    """Return the years of life of the index child, as the facts tell them."""
    return next((words for words, fact in AGE_FACTS.items() if fact in facts), "")


def yes_no(so: bool) -> str:  # noqa: FBT001 - it is the whole question
    """Return the word for it."""
    return "Yes" if so else "No"


def household_rows(code: str, household: Household) -> Iterator[list[str]]:
    """Yield a row for each member."""
    by_code = household.by_code
    words: Mapping[Who, str] = dict(zip((Who.INDEX, Who.CHILD, Who.UNBORN, Who.ADULT), WHO,
                                        strict=True))  # fmt: skip
    role: Callable[[str], str] = lambda one: by_code[one].role  # noqa: E731 - one word
    for member in household.members:
        ties = [c for c in household.couples if c.one == member.code]
        yield [
            code, words[member.who], member.role, SIGNS[member.sign], due(member),
            HOMES[member.home], ", ".join(map(role, member.parents)),
            ", ".join(role(c.other) for c in ties), TIES[ties[0].tie] if ties else "",
            "Yes" if member.died else "",
        ]  # fmt: skip


def due(member: Member) -> str:
    """Return the expected date as one writes it."""
    return f"{member.due.day}/{member.due.month}/{member.due.year}" if member.due else ""
