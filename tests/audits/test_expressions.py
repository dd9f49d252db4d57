"""Expressions: what each comes to."""

import math

import pytest

from audits.expressions import Scope, compiled, holds, names_in, worked_out

GIVEN = {
    "agency": "phn",
    "facts": "infant unborn",
    "involved": "csc phn police",
    "known": "yes",
    "visits": "3",
    "due": "2026-03-01",
    "words": "  rang   twice ",
    "t1_look": "exceeds",
}


def value_of(name: str) -> str:
    """What each name stands for; others are blank."""
    return GIVEN.get(name, "")


SCOPE = Scope(value_of)

TRUE = [
    "true()",
    "not(false())",
    "${known} = 'yes'",
    '${known} = "yes"',
    "${ known }='yes'",
    "${known} != 'no'",
    "${nobody} = ''",
    "'' = ''",
    "'a' = 'a'",
    "'A' != 'a'",
    "${visits} = 3",
    "${visits} = 3.0",
    "${visits} = '3'",
    "${visits} >= 3 and ${visits} <= 3",
    "${visits} > 2",
    "${visits} < 10",
    "'10' > '9'",
    "-1 < 0",
    ".5 = 0.5",
    "5. = 5",
    "' 3 ' = 3",
    "${nobody} != 3",
    "true() = 'yes'",
    "true() = 1",
    "false() = ''",
    "true() > false()",
    "${due} > '2026-02-28'",
    "${due} <= '2026-03-01'",
    "'2025-12-31' < ${due}",
    "${due} = '2026-03-01'",
    "${due} - '2026-02-27' = 2",
    "number('1970-01-02') = 1",
    "selected(${facts}, 'unborn')",
    "selected(${facts}, ' unborn ')",
    "selected(${involved}, 'police') and ${agency} != 'police'",
    "not(selected(${facts}, 'born'))",
    "not(selected(${facts}, ''))",
    "selected(${t1_look}, 'exceeds') or selected(${t1_look}, 'concern')",
    "selected('prison unborn', 'unborn')",
    "count-selected(${involved}) = 3",
    "count-selected(${nobody}) = 0",
    "true() or false() and false()",
    "(true() or false()) and true()",
    "not((true() or false()) and false())",
    "false() or false() or true()",
    "true() and true() and not(false())",
    "1 < 2 = true()",
    "1 = 1 = 1",
    "1 != 2 != false()",
    "1 + 1 = 2 and 2 * 2 = 4",
    "contains(${facts}, 'born')",
    "contains('anything', '')",
    "starts-with('police', 'pol')",
    "ends-with('police', 'ice')",
    "boolean('false')",
    "boolean(-1)",
    "'a'",
    "1",
    "${visits}",
    "string-length(${agency}) = 3",
    "if(${known} = 'yes', ${visits} > 1, false())",
    "coalesce(${nobody}, 'none') = 'none'",
    "normalize-space(${words}) = 'rang twice'",
    "\n true()\t",
]

FALSE = [
    "false()",
    "not(true())",
    "${known} = 'no'",
    "${nobody} != ''",
    "${nobody} = 0",
    "${nobody} < 3",
    "${nobody} >= 0",
    "${nobody} > 0 or ${nobody} <= 0",
    "'x' > 1",
    "3 > 2 > 1",
    "'2026-02-30' < '2026-03-01'",
    "${due} < '2026-02-28'",
    "selected(${facts}, 'born')",
    "selected(${nobody}, 'unborn')",
    "true() and false()",
    "false() or false()",
    "''",
    "0",
    "0 div 0",
    "${nobody} + 1",
    "boolean('')",
    "boolean(0)",
    "${nobody}",
    "contains(${facts}, 'prison')",
    "starts-with('police', 'ice')",
    "ends-with('police', 'pol')",
    "true() = ''",
    "not('false')",
]

VALUES = [
    ("1 + 2 * 3", 7.0),
    ("(1 + 2) * 3", 9.0),
    ("10 - 3 - 2", 5.0),
    ("10 - (3 - 2)", 9.0),
    ("7 div 2", 3.5),
    ("8 div 2 div 2", 2.0),
    ("1 div 0", math.inf),
    ("-1 div 0", -math.inf),
    ("5 mod 2", 1.0),
    ("-5 mod 2", -1.0),
    ("5 mod -2", 1.0),
    ("1.5 mod 0.5", 0.0),
    ("-${visits}", -3.0),
    ("--3", 3.0),
    ("- - -3", -3.0),
    ("2 * -3", -6.0),
    ("3-2", 1.0),
    ("${visits}-1", 2.0),
    ("${visits}+true()", 4.0),
    ("string(3)", "3"),
    ("string(3.0)", "3"),
    ("string(-0.5)", "-0.5"),
    ("string(0.1)", "0.1"),
    ("string(1 div 3)", "0.3333333333333333"),
    ("string(0.0000001)", "0.0000001"),
    ("string(1000000 * 1000000)", "1000000000000"),
    ("string(1 div 0)", "Infinity"),
    ("string(-1 div 0)", "-Infinity"),
    ("string(number('x'))", "NaN"),
    ("string(true())", "true"),
    ("string(false())", "false"),
    ("concat('a', 1, true())", "a1true"),
    ("concat(${visits} + 1)", "4"),
    ("number(' 4 ')", 4.0),
    ("number(true())", 1.0),
    ("int(3.9)", 3.0),
    ("int(-3.9)", -3.0),
    ("int(1 div 0)", math.inf),
    ("round(2.5)", 3.0),
    ("round(-2.5)", -2.0),
    ("round(2.345, 2)", 2.35),
    ("round(1234, -2)", 1200.0),
    ("round(1 div 0)", math.inf),
    ("abs(-3)", 3.0),
    ("min(3, 1, 2)", 1.0),
    ("max(3, ${visits}, '4')", 4.0),
    ("min(5)", 5.0),
    ("substr('health', 2)", "alth"),
    ("substr('health', 0, 4)", "heal"),
    ("substr('health', -2)", "th"),
    ("substr('health', 4, 2)", ""),
    ("substr('health', 1 div 0)", ""),
    ("substr('health', number('x'))", ""),
    ("selected-at(${involved}, 0)", "csc"),
    ("selected-at(${involved}, 2)", "police"),
    ("selected-at(${involved}, 3)", ""),
    ("selected-at(${involved}, -1)", ""),
    ("if(${known} = 'yes', 'seen', 'not seen')", "seen"),
    ("if('', 1, 2)", 2.0),
    ("coalesce(${visits}, 'x')", "3"),
    ("${visits}", "3"),
    ("count-selected(' a  b ')", 2.0),
    ("string-length('Siân')", 4.0),
]

NOT_A_NUMBER = [
    "number('')",
    "number('1e5')",
    "number('+5')",
    "number('٣')",
    "number('2026-13-01')",
    "${nobody} + 1",
    "0 div 0",
    "5 mod 0",
    "(1 div 0) mod 2",
    "min(1, '')",
    "max(1, 'x')",
    "int('x')",
    "round('')",
    "round(1, '')",
]


@pytest.mark.parametrize("text", TRUE)
def test_an_expression_that_is_true_holds(text: str) -> None:
    """Each of these is true of the answers above."""
    assert holds(text, SCOPE) is True


@pytest.mark.parametrize("text", FALSE)
def test_an_expression_that_is_false_does_not_hold(text: str) -> None:
    """Each of these is false of the answers above; blank is neither less nor more."""
    assert holds(text, SCOPE) is False


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_an_expression_comes_to_a_typed_value(text: str, value: object) -> None:
    """Text stays text, numbers are numbers, and both are told apart."""
    found = worked_out(text, SCOPE)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("text", NOT_A_NUMBER)
def test_blanks_and_words_are_not_numbers(text: str) -> None:
    """Arithmetic with anything that is no number gives NaN, and never an error."""
    found = worked_out(text, SCOPE)
    assert isinstance(found, float)
    assert math.isnan(found)


def test_names_are_those_the_expression_asks_for() -> None:
    """Every ${name} is named once; words in quotation marks are not names."""
    text = "selected(${facts}, 'unborn') and (${agency} != '${no}' or ${facts} = '')"
    assert names_in(text) == {"facts", "agency"}


def test_tests_are_the_texts_that_names_are_compared_with() -> None:
    """Whoever loads a tool can check each text against the choices of the box."""
    text = "${a} = 'yes' or 'no' != ${b} or selected(${c}, 'd') or ${e} > 1 or ${f} = ${g}"
    assert compiled(text).tests == {("a", "yes"), ("b", "no"), ("c", "d")}


def test_only_what_is_needed_is_asked_for() -> None:
    """`and` and `or` stop as soon as the outcome is sure."""
    asked: list[str] = []

    def told(name: str) -> str:
        asked.append(name)
        return ""

    assert not holds("${a} = 'x' and ${b} = 'x'", Scope(told))
    assert asked == ["a"]


def test_an_expression_is_read_once() -> None:
    """Reading is kept, so that asking again costs no reading."""
    assert compiled("${a} = 'once'") is compiled("${a} = 'once'")
