"""Checks a tool as a whole: names, what expressions compare, circles, and the parts boxes play."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from audits.asked import GIVEN
from audits.expressions import Expression, ExpressionFault, compiled
from audits.tool import CHOOSING, WRITING, Box, Half, Kind, Look, Part, Question, Theme, Tool
from files.tool_sheets import Fault, Row, Sheets, numbered

NEEDED = {Part.KNOWN: "no", Part.RISK: "yes", Part.DIFFER: "no"}
"""The answer that the software acts on must be among the choices."""
WRITTEN = frozenset({Part.ADULTS, Part.ADULTS_MISSING})
"""Parts that are played by a text."""
LISTS = {"agency": "agency", "involved": "agency", "facts": "facts"}
"""Lists of choices that say which values a given name can have, where a workbook has them."""

Level = Theme | Question | Box


def check(tool: Tool, sheets: Sheets) -> None:
    """Keep every fault that shows only when the tool is looked at as a whole."""
    values = values_of(tool, sheets.choices)
    for level in levels(tool):
        for column, written in rules(level):
            check_rule(sheets, level, column, written, values)
        check_agencies(sheets, level, values.get("agency", frozenset()))
    check_names(tool, sheets)
    check_parts(tool, sheets)
    check_circles(tool, sheets)
    for theme in tool.themes:
        for question in theme.questions:
            check_boxes(sheets, question)
    sheets.faults += [*spaced(sheets.choices), *halved(sheets.choices)]


def levels(tool: Tool) -> Iterator[Level]:
    """Every theme, question and box."""
    for theme in tool.themes:
        yield theme
        for question in theme.questions:
            yield question
            yield from question.boxes


def rules(level: Level) -> Iterator[tuple[str, str]]:
    """The expressions of a theme, a question or a box, with their columns."""
    yield "relevant", level.relevant
    if isinstance(level, Box):
        yield "required", level.required
        yield "audit::look_again", level.look_again


def values_of(tool: Tool, rows: list[Row]) -> Mapping[str, frozenset[str]]:
    """Return the values that each name can have, where that is known."""
    found = {
        box.name: frozenset(choice.value for choice in box.choices)
        for box in tool.boxes()
        if box.choices
    }
    for name, listed in LISTS.items():
        values = frozenset(row["name"] for row in rows if row.get("list_name") == listed)
        if values:
            found[name] = values
    return {**found, "chased": frozenset({"yes", "no"})}


def check_rule(
    sheets: Sheets, level: Level, column: str, written: str, values: Mapping[str, frozenset[str]]
) -> None:
    """Keep texts that a name is compared with and that it never stands for."""
    expression = readable(written)
    if expression is None:
        return
    for name, text in sorted(expression.tests):
        answers = values.get(name)
        if text and answers and text not in answers:
            wrong = f"“{text}” is not one of the answers of {name}"
            sheets.fault(level.name, column, wrong, f"Write one of {', '.join(sorted(answers))}")


def readable(written: str) -> Expression | None:
    """Return the expression, None if there is none or its fault has been told already."""
    try:
        return compiled(written) if written else None
    except ExpressionFault:
        return None


def check_agencies(sheets: Sheets, level: Level, known: frozenset[str]) -> None:
    """Keep kinds of agency that the list `agency` does not have, where there is such a list."""
    if known and level.agencies - known:
        strange = ", ".join(sorted(level.agencies - known))
        remedy = f"Write kinds from the list agency: {', '.join(sorted(known))}"
        sheets.fault(level.name, "audit::agencies", f"There is no kind of agency {strange}", remedy)


def check_names(tool: Tool, sheets: Sheets) -> None:
    """Keep names that are given twice: answers are kept by them."""
    given = Counter(row["name"] for row in sheets.survey if row.get("name"))
    for name, times in given.items():
        if times > 1:
            wrong, remedy = f"The name {name} is given {times} times", "Give each row its own name"
            sheets.fault(name, "name", wrong, remedy)
    for box in tool.boxes():
        if box.name in GIVEN:
            sheets.fault(box.name, "name", f"{box.name} has a meaning already", "Use another name")


def check_parts(tool: Tool, sheets: Sheets) -> None:
    """Keep parts that are played twice, or by a box that cannot play them."""
    seen: set[Part] = set()
    for box in tool.boxes():
        if not box.part:
            continue
        if box.part in seen:
            wrong = f"Another row plays the part “{box.part}” already"
            sheets.fault(box.name, "audit::part", wrong, "Keep one of them")
        seen.add(box.part)
        if box.part in WRITTEN:
            if box.kind not in WRITING:
                wrong = f"The part “{box.part}” needs a text"
                sheets.fault(box.name, "audit::part", wrong, "Change the type")
            continue
        wanted = NEEDED.get(box.part, "")
        values = {choice.value for choice in box.choices}
        if box.kind is not Kind.ONE or (wanted and wanted not in values):
            wrong = f"The part “{box.part}” needs a select_one" + (
                f" with the choice {wanted}" if wanted else ""
            )
            sheets.fault(box.name, "audit::part", wrong, "Change the type or the list")


def check_boxes(sheets: Sheets, question: Question) -> None:
    """Keep choices that are missing, and rows of a matrix that do not share their choices."""
    for box in question.boxes:
        if not box.label:
            sheets.fault(box.name, "label", "There is nothing to read", "Write a label")
        if box.kind in CHOOSING | {Kind.MANY, Kind.ROW} and not box.choices:
            wrong, remedy = "There are no choices", "Write them in the sheet choices"
            sheets.fault(box.name, "type", wrong, remedy)
    if not question.label:
        sheets.fault(question.name, "label", "There is nothing to read", "Write a label")
    lists = {box.choices for box in question.boxes if box.kind is Kind.ROW}
    if question.look is not Look.PLAIN and len(lists) != 1:
        wrong = "The rows of a matrix share one list of choices"
        sheets.fault(question.name, "audit::look", wrong, "Use select_multiple with one list")


def spaced(rows: list[Row]) -> Iterator[Fault]:
    """Find values of choices that cannot be kept side by side with spaces between them."""
    for place, row in numbered(rows):
        value = row.get("name", "")
        if not value.replace("_", "").replace("-", "").isalnum():
            yield Fault(sheet="choices", row=place, column="name",
                        wrong=f"“{value}” cannot be kept as a value",
                        remedy="Use letters, digits, underscores and hyphens")  # fmt: skip


def check_circles(tool: Tool, sheets: Sheets) -> None:
    """Keep circles: boxes each of which is asked only if the other was answered."""
    hangs_on = {box.name: asks_for(tool, box) for box in tool.boxes()}
    told: set[str] = set()
    for name in hangs_on:
        circle = found_circle(name, hangs_on)
        if circle and not told & {*circle}:
            told |= {*circle}
            wrong = f"These rows wait for each other: {' → '.join([*circle, circle[0]])}"
            sheets.fault(name, "relevant", wrong, "Let one of them be asked without the other")


def asks_for(tool: Tool, box: Box) -> frozenset[str]:
    """Return the boxes that decide whether this one is asked."""
    above = (*tool.above[box.name], box)
    read = (readable(level.relevant) for level in above)
    return frozenset[str]().union(*(each.names for each in read if each)) & tool.box.keys()


def found_circle(name: str, hangs_on: Mapping[str, frozenset[str]]) -> list[str]:
    """Return the shortest way from a box back to itself, empty where there is none."""
    ways = [[name]]
    seen: set[str] = set()
    for way in ways:
        for one in sorted(hangs_on[way[-1]]):
            if one == name:
                return way
            if one not in seen:
                seen.add(one)
                ways.append([*way, one])
    return []


def halved(choices: Sequence[Row]) -> Iterator[Fault]:
    """Find what is no half of a scale."""
    known = ", ".join(half for half in Half if half)
    for place, row in numbered(choices):
        written = row.get("half", "").strip()
        if written not in set(Half):
            wrong, remedy = f"There is no half “{written}”", f"Use one of {known}"
            yield Fault(sheet="choices", row=place, column="half", wrong=wrong, remedy=remedy)
