"""Checks the columns that only this software has: those that start with `audit::`."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from audits.tool import TEXT_LIMIT, Look, Part
from files.tool_faults import Fault
from files.tool_form import MOST_PER_PAGE
from files.tool_lines import Line
from files.tool_nodes import whole
from files.tool_rules import Known
from files.tool_sheets import Row, numbered
from files.tool_types import MANY, ONE

OURS = {
    "kind", "look", "part", "agencies", "about", "limit", "look_again", "look_again_message",
}  # fmt: skip
"""What may follow `audit::` in a heading of the survey sheet."""
KINDS: Mapping[str, tuple[str, ...]] = {
    ONE: ("grade",), MANY: ("row",), "text": ("evidence", "impact", "action"),
}  # fmt: skip
"""What may stand under `audit::kind`, by the row's type."""
NEEDED = {Part.KNOWN: "no", Part.RISK: "yes", Part.DIFFER: "no"}
"""The answer that the software acts on must be among the choices."""
WRITTEN = frozenset({Part.ADULTS, Part.ADULTS_MISSING, Part.OTHERS_ELSE})
"""Parts that are played by a text."""


def check_ours(
    survey: Sequence[Row], settings: Sequence[Row], lines: Sequence[Line], names: Known
) -> Iterator[Fault]:
    """Find everything that is wrong with our own columns, but for expressions."""
    yield from check_columns(survey)
    for line in lines:
        yield from check_kind(line)
        yield from check_word(line, "look", Look)
        yield from check_word(line, "part", Part)
        yield from check_agencies(line, names.values.get("agency", frozenset()))
    yield from check_parts(lines, names)
    for place, row in numbered(settings):
        written = row.get("audit::per_page", "")
        if written and not whole(written, MOST_PER_PAGE):
            yield Fault(sheet="settings", row=place, column="audit::per_page",
                        wrong=f"“{written}” is no number of questions",
                        remedy=f"Write a number from 1 to {MOST_PER_PAGE}")  # fmt: skip


def check_columns(survey: Sequence[Row]) -> Iterator[Fault]:
    """Find headings that pretend to be ours."""
    for column in sorted({key for row in survey for key in row if key.startswith("audit::")}):
        if column.removeprefix("audit::").partition("::")[0] not in OURS:
            every = ", ".join(f"audit::{one}" for one in sorted(OURS))
            yield Fault(sheet="survey", row=1, column=column, wrong="There is no such column",
                        remedy=f"Use one of {every}")  # fmt: skip


def check_kind(line: Line) -> Iterator[Fault]:
    """Find kinds that the row's type does not have, and limits that are none."""
    kind, limit = line.row.get("audit::kind", ""), line.row.get("audit::limit", "")
    if kind and line.answered and kind not in KINDS.get(line.type.name, ()):
        known = ", ".join(KINDS.get(line.type.name, ())) or "nothing here"
        wrong = f"“{kind}” is no kind of {line.type.name}"
        yield line.fault("audit::kind", wrong, f"Write {known}")
    if limit and not whole(limit, TEXT_LIMIT):
        remedy = f"Write a whole number from 1 to {TEXT_LIMIT}, or nothing"
        yield line.fault("audit::limit", f"“{limit}” is no number of characters", remedy)


def check_word(line: Line, column: str, names: type[StrEnum]) -> Iterator[Fault]:
    """Find words that mean nothing in this column."""
    written = line.row.get(f"audit::{column}", "")
    if written not in {*names, ""}:
        known = ", ".join(name for name in names if name)
        wrong = f"There is no “{written}”"
        yield line.fault(f"audit::{column}", wrong, f"Write one of {known}")


def check_agencies(line: Line, kinds: frozenset[str]) -> Iterator[Fault]:
    """Find kinds of agency that the list `agency` does not have, where there is such a list."""
    wanted = set(line.row.get("audit::agencies", "").replace(",", " ").split())
    if kinds and wanted - kinds:
        strange = ", ".join(sorted(wanted - kinds))
        remedy = f"Write kinds from the list agency: {', '.join(sorted(kinds))}"
        yield line.fault("audit::agencies", f"There is no kind of agency {strange}", remedy)


def check_parts(lines: Sequence[Line], names: Known) -> Iterator[Fault]:
    """Find parts that are played twice, or by a row that cannot play them."""
    seen: set[str] = set()
    for line in lines:
        part = line.row.get("audit::part", "")
        if not part or part not in {*Part}:
            continue
        if part in seen:
            wrong = f"Another row plays the part “{part}” already"
            yield line.fault("audit::part", wrong, "Keep one of them")
        seen.add(part)
        if part in WRITTEN:
            if line.type.name != "text":
                wrong = f"The part “{part}” needs a text"
                yield line.fault("audit::part", wrong, "Change the type")
            continue
        if part == Part.OTHERS:
            if line.type.name != MANY:
                wrong = (
                    f"The part “{part}” needs a select_multiple whose values are kinds of service"
                )
                yield line.fault("audit::part", wrong, "Change the type")
            continue
        wanted = NEEDED.get(Part(part), "")
        if line.type.name != ONE or (wanted and wanted not in names.values.get(line.name, ())):
            with_choice = f" with the choice {wanted}" if wanted else ""
            wrong = f"The part “{part}” needs a select_one{with_choice}"
            yield line.fault("audit::part", wrong, "Change the type or the list")
