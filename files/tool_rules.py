"""Checks the expressions of a tool, row by row.

They are read here as they stand in the sheet, so that everything wrong is told at once, even
where the form as a whole cannot be made.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyxform.utils import default_is_dynamic  # type: ignore[import-untyped]

from audits.asked import GIVEN
from audits.expressions import Expression, ExpressionFault, compiled
from audits.rules import IN_TEXT
from files.tool_faults import Fault
from files.tool_lines import Line, has_value
from files.tool_sheets import Row, rule
from files.tool_types import BEGIN, CHOOSING, HIDDEN, KEPT_ANYWAY

EXPRESSIONS = ("relevant", "required", "constraint", "calculation", "audit::look_again")
"""Columns that hold expressions."""
TEXTS = ("label", "hint", "guidance_hint", "required_message", "constraint_message",
         "audit::about", "audit::look_again_message")  # fmt: skip
LISTS = {"agency": "agency", "involved": "agency", "facts": "facts"}
"""Lists of choices that say which values a given name can have, where a workbook has them."""
OTHER = "other"
TOLD = 20
"""Words named in a message; the rest is counted."""
UP = re.compile(r"^(?:current\(\)/|\./)")


@dataclass(frozen=True, slots=True)
class Known:
    """What the rows and lists of a workbook say of names."""

    lines: Mapping[str, Line]
    values: Mapping[str, frozenset[str]]
    """The values that a name can have, where that is known."""

    @classmethod
    def of(cls, lines: Sequence[Line], choices: Sequence[Row]) -> "Known":
        """Gather it."""
        lists: dict[str, set[str]] = {}
        for row in choices:
            lists.setdefault(row.get("list_name", ""), set()).add(row.get("name", ""))
        values = {
            line.name: frozenset(lists[line.type.choices] | ({OTHER} if line.type.other else set()))
            for line in lines
            if line.type.name in CHOOSING and lists.get(line.type.choices)
        }
        values |= {name: frozenset(lists[each]) for name, each in LISTS.items() if lists.get(each)}
        values["chased"] = frozenset({"yes", "no"})
        named = {line.name: line for line in lines if line.name}
        others = {f"{line.name}_{OTHER}": line for line in lines if line.type.other}
        return cls(lines={**others, **named}, values=values)


def check_rules(lines: Sequence[Line], known: Known) -> Iterator[Fault]:
    """Find everything wrong with each expression and with the names in texts."""
    for line in lines:
        for column, written in expressions(line):
            yield from check_expression(line, column, written, known)
        for column in TEXTS:
            for key, text in line.texts(column):
                yield from check_text(line, key, text, known)


def expressions(line: Line) -> Iterator[tuple[str, str]]:
    """The expressions of a line, with their columns."""
    for column in EXPRESSIONS:
        if written := rule(line.row.get(column, "")):
            yield column, written
    default = line.row.get("default", "")
    if default and line.answered and default_is_dynamic(default, line.type.name):
        yield "default", rule(default)


def check_expression(line: Line, column: str, written: str, known: Known) -> Iterator[Fault]:
    """Find what is wrong with one expression."""
    try:
        expression = compiled(written)
    except ExpressionFault as fault:
        wrong = f"{fault.message}, at character {fault.at} of {written}"
        yield line.fault(column, wrong, "Put the expression right")
        return
    for name in sorted(expression.names):
        if told := nameless(name, known):
            yield line.fault(column, *told)
    yield from strange_values(line, column, expression, known)
    yield from lost_paths(line, column, expression, known)


def nameless(name: str, known: Known) -> tuple[str, str] | None:
    """Return what is wrong with asking for this name, None if nothing is."""
    found = known.lines.get(name)
    if found is None:
        if name in GIVEN:
            return f"There is no row with the name {name}", f"Add a row of type hidden named {name}"
        return f"There is no row with the name {name}", "Write the name of a row in this sheet"
    if name == "context":
        return "context stands in texts only, never in a rule", "Take it out of the rule"
    if found.type.name == BEGIN:
        return f"{name} is a group, which has no answer", "Write the name of a row in it"
    if found.type.name in KEPT_ANYWAY:
        return f"{name} is asked of nobody, so it has no value", "Use today() or now(), or leave it"
    return None


def strange_values(
    line: Line, column: str, expression: Expression, known: Known
) -> Iterator[Fault]:
    """Find texts that a name is compared with and that it never stands for."""
    for name, text in sorted(expression.tests):
        answers = known.values.get(line.name if name == "." else name)
        if text.strip() and answers and text.strip() not in answers:
            shown = line.name if name == "." else name
            wrong = f"“{text}” is not one of the answers of {shown}"
            yield line.fault(column, wrong, f"Write one of {listed(sorted(answers))}")


def listed(words: Sequence[str]) -> str:
    """Return words with commas between them, and how many more there are."""
    more = f" and {len(words) - TOLD} more" if len(words) > TOLD else ""
    return ", ".join(words[:TOLD]) + more


def lost_paths(line: Line, column: str, expression: Expression, known: Known) -> Iterator[Fault]:
    """Find paths that do not lead to the row with whose name they end."""
    for path in sorted(expression.paths):
        name = path.rpartition("/")[2]
        found = known.lines.get(name)
        if found is not None and led_to(line, path) != (*found.way[:-1], name):
            wrong, remedy = f"The path {path} leads to no row", f"Write ${{{name}}}"
            yield line.fault(column, wrong, remedy)


def led_to(line: Line, path: str) -> tuple[str, ...]:
    """Return the groups and the name to which a path leads from this line."""
    if path.startswith("/"):
        return tuple(path.split("/")[2:])
    place = list(line.way)
    for step in UP.sub("", path).split("/"):
        if step == "..":
            place[-1:] = []
        elif step != ".":
            place.append(step)
    return tuple(place)


def check_text(line: Line, column: str, text: str, known: Known) -> Iterator[Fault]:
    """Find names in a text that have no answer to stand there."""
    for name in dict.fromkeys(IN_TEXT.findall(text)):
        found = known.lines.get(name)
        if name in GIVEN:
            yield line.fault(column, f"A text cannot name {name}", f"Take ${{{name}}} out")
        elif found is None or not has_value(found):
            yield line.fault(column, f"There is no answer with the name {name}",
                             "Write the name of a row that is answered")  # fmt: skip


def given(line: Line) -> bool:
    """Tell whether the line declares a name that the software gives a value."""
    return line.type.name == HIDDEN and line.name in {*GIVEN, "context"}
