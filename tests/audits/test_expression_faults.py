"""Expressions that are wrong, very deep or very long: told in words, never a harm."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.expressions import DEPTH_LIMIT, ExpressionFault, Scope, compiled, worked_out
from audits.function import answers_of_rows
from audits.functions import FUNCTIONS
from audits.syntax import LENGTH_LIMIT

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)

FAULTS = [
    ("", "The expression is empty", 1),
    ("   ", "The expression is empty", 1),
    ("1 +", "Expected a value, found the end", 4),
    ("* 2", "Expected a value, found “*”", 1),
    ("1 2", "Expected “and”, “or” or the end, found “2”", 3),
    ("${a} ${b}", "Expected “and”, “or” or the end, found “b”", 6),
    ("(1", "This bracket is never closed", 1),
    ("not(true()", "This bracket is never closed", 4),
    ("1)", "Expected “and”, “or” or the end, found “)”", 2),
    ("(1 'a')", "Expected “)”, found “a”", 4),
    ("concat('a' 'b')", "Expected “)”, found “b”", 12),
    ("concat('a',)", "Expected a value, found “)”", 12),
    ("${a} == 1", "Write one “=” for “is”", 6),
    ("${a} <> 1", "Write “!=” for “is not”", 6),
    ("${a} && ${b}", "Write “and” instead of “&&”", 6),
    ("${a} || ${b}", "Write “or” instead of “||”", 6),
    ("!true()", "Write “not(...)”, or “!=” for “is not”", 1),
    ("${a} / 2", "A path is written /form/group/name or ../name, and division is “div”", 6),
    (".x > 3", "“.” is not understood here: write ${name}", 1),
    ("..", "“..” stands for a group, which has no answer: write ${name}", 1),
    ("${a}[1] = 2", "Rows do not repeat here, so [...] has no meaning: write ${name}", 5),
    ("@a", "Write ${name}: “@” is not understood", 1),
    ("${last-saved#a}", "An earlier return cannot be looked at", 1),
    ("area(${a})", "area() cannot be used: there are no places on a map here", 1),
    (
        "pulldata('f', 'a', 'b', 'c')",
        "pulldata() cannot be used: a tool cannot look into other files",
        1,
    ),
    ("1 + position(..)", "position() cannot be used: rows do not repeat here", 5),
    ("jr:itext('x')", "jr:itext() cannot be used: write the text itself", 1),
    ("sum('x')", "sum() is about rows: write ${name}", 1),
    ("${a} | 'x'", "“|” joins rows: write ${name} on both sides", 6),
    ("${a} | -${b}", "Expected a value, found “-”", 8),
    ("regex(., '(?=a)')", "The pattern “(?=a)” cannot be understood", 1),
    ("jr:choice-name('a', 3)", "jr:choice-name() wants the row in quotation marks: '${name}'", 1),
    ("weighted-checklist(1, 2, 3)", "weighted-checklist() takes its values in pairs", 1),
    (
        "${a} = \N{LEFT SINGLE QUOTATION MARK}yes’",
        "Write straight quotation marks (') around a text",
        8,
    ),
    ("${a} = 'yes", "This quotation mark is never closed", 8),
    ("${a} = \"yes'", "This quotation mark is never closed", 8),
    (
        "${a b} = 1",
        "A name is written ${name}: letters, digits and underscores in curly brackets",
        1,
    ),
    ("${a} # 1", "“#” is not understood here", 6),
    ("yes", "“yes” needs quotation marks if it is a text, ${} if it is a name", 1),
    (
        "${a} = police",
        "“police” needs quotation marks if it is a text, ${} if it is a name",
        8,
    ),
    ("selectd(${a}, 'b')", "There is no function selectd(): did you mean selected()?", 1),
    ("1 + zzz()", "There is no function zzz()", 5),
    ("selected(${a})", "selected() takes 2 values, 1 was given", 1),
    ("true(1)", "true() takes 0 values, 1 was given", 1),
    ("not()", "not() takes 1 value, 0 were given", 1),
    ("substr('a')", "substr() takes 2 to 3 values, 1 was given", 1),
    ("(" * 60 + "1" + ")" * 60, "More than 60 parts in one another", 61),
    ("'" + "a" * 4_000 + "'", "An expression may have 4,000 characters", 4_000),
]


@pytest.mark.parametrize(("text", "message", "at"), FAULTS)
def test_a_fault_says_what_is_wrong_and_where(text: str, message: str, at: int) -> None:
    """A fault is told in plain words, with the character it is at, counted from 1."""
    with pytest.raises(ExpressionFault) as caught:
        compiled(text)
    assert (caught.value.message, caught.value.at) == (message, at)
    assert str(caught.value) == f"{message} (character {at})"


@pytest.mark.parametrize(
    ("part", "levels"),
    [("(", 1), ("not(", 1), ("-(", 1), ("1 or (", 2), ("1 or 1 and 1 = 1 < 1 + 1 * (", 7)],
)
def test_the_deepest_expression_is_still_worked_out(part: str, levels: int) -> None:
    """The limit on depth leaves room: the worst that it allows can be read and worked out."""
    deep = (DEPTH_LIMIT - 1) // levels
    assert worked_out(part * deep + "1" + ")" * deep, Scope(str)) is not None
    with pytest.raises(ExpressionFault, match="in one another"):
        compiled(part * (deep + 1) + "1" + ")" * (deep + 1))


def test_the_longest_expression_is_still_worked_out() -> None:
    """The limit on characters leaves room: a sum as long as it allows is a loop, not a pit."""
    assert worked_out("1" + "+1" * (LENGTH_LIMIT // 2 - 1), Scope(str)) == LENGTH_LIMIT / 2


PARTS = st.sampled_from(
    [*FUNCTIONS, *"()+-*<>=!,.'\"", "${a}", "${", " ", "and", "or", "div", "1", "'x'", "2026-01-01"]
)


@given(st.lists(PARTS, max_size=40).map("".join) | st.text(max_size=200))
def test_no_text_does_harm(text: str) -> None:
    """Whatever stands in a workbook's cell is worked out or told as a fault, nothing else."""
    try:
        found = worked_out(text, Scope(str))
    except ExpressionFault as fault:
        assert 1 <= fault.at <= len(text) + 1  # noqa: PT017 - both outcomes are right
    else:
        assert isinstance(found, str | float | bool)


ODD = ["''", "'x'", "-1", "0", "1 div 0", "number('')", "true()", "1000000", "'2026-02-30'",
       "'9999-12-31T23:59:59+00:00'", "10000000", "-1000000"]  # fmt: skip
ROWS = ["${a}", "${a} | ${b}", "."]


@given(st.lists(st.sampled_from(sorted(FUNCTIONS)), min_size=1, max_size=6), st.data())
def test_no_values_make_a_function_fail(names: list[str], data: st.DataObject) -> None:
    """A function takes any values of any type and gives one."""
    for name in names:
        least, most = FUNCTIONS[name].bounds
        about_rows = answers_of_rows in FUNCTIONS[name].reads or name == "jr:choice-name"
        odd = st.sampled_from(ROWS if about_rows else [*ODD, *ROWS])
        step = 2 if name == "weighted-checklist" else 1
        values = data.draw(st.lists(odd, min_size=least, max_size=max(least, min(most, 3 * step))))
        if name == "jr:choice-name":
            values[1] = "'${a}'"
        given_values = ", ".join(values[: len(values) // step * step])
        found = worked_out(f"{name}({given_values})", Scope(str, "a", NOON))
        assert isinstance(found, str | float | bool)
