"""ODK's rules for numbers, function by function: what each comes to."""

import math

import pytest

from audits.expressions import Scope, worked_out

ANSWERS = {"three": "3", "ten": "10", "half": "0.5", "minus": "-4", "word": "cheese", "many": "b a"}
ASKED = {*ANSWERS, "blank"}
SCOPE = Scope(lambda name: ANSWERS.get(name, ""), "three", is_there=lambda name: name in ASKED)

SAME = [
    # literals, as XPath's grammar has them
    ("0", 0.0),
    ("007", 7.0),
    ("1230000000000000000000", 1.23e21),
    (".25", 0.25),
    ("3.", 3.0),
    ("- 5", -5.0),
    ("----5", 5.0),
    # number
    ("number('12')", 12.0),
    ("number(' -12345.6789  ')", -12345.6789),
    ("number('\n7\t')", 7.0),
    ("number('.5')", 0.5),
    ("number('5.')", 5.0),
    ("number('-0.25')", -0.25),
    ("number(true())", 1.0),
    ("number(false())", 0.0),
    ("number(1 = 2)", 0.0),
    ("number('1970-01-02')", 1.0),
    ("number('1969-12-31')", -1.0),
    ("number('1970-01-02T12:00:00Z')", 1.5),
    ("number('1970-01-02T01:00:00.000+01:00')", 1.0),
    ("number(date('2008-09-05'))", 14127.0),
    ("number(${three})", 3.0),
    # int
    ("int(2.99)", 2.0),
    ("int(-2.99)", -2.0),
    ("int('2.5')", 2.0),
    ("int(0.999999)", 0.0),
    ("int(123456789012345)", 123456789012345.0),
    # round: halves go up
    ("round(0.5)", 1.0),
    ("round(-0.5)", 0.0),
    ("round(1.5)", 2.0),
    ("round(-1.5)", -1.0),
    ("round(-1.51)", -2.0),
    ("round('14.6')", 15.0),
    ("round(14.29123, 1.9)", 14.3),
    ("round(23.7825, 2)", 23.78),
    ("round(2.15, 1)", 2.2),
    ("round(-12345.15, 1)", -12345.1),
    ("round(12350.12, -2)", 12400.0),
    ("round(12345.12, -3)", 12000.0),
    ("round(0.1 + 0.2, 40)", 0.30000000000000004),
    ("round(1 div 0, 2)", math.inf),
    # floor, ceiling, abs
    ("floor(-1.55)", -2.0),
    ("floor(2.44)", 2.0),
    ("floor(1 div 0)", math.inf),
    ("ceiling(-1.55)", -1.0),
    ("ceiling(2.001)", 3.0),
    ("abs(-3.5)", 3.5),
    ("abs('-2')", 2.0),
    # powers and logarithms
    ("pow(2, 10)", 1024.0),
    ("pow(2.5, 2)", 6.25),
    ("pow(16, 0.25)", 2.0),
    ("pow(-1, 3)", -1.0),
    ("pow(5, 0)", 1.0),
    ("pow(0, -1)", math.inf),
    ("pow(10, 400)", math.inf),
    ("pow(-10, 401)", -math.inf),
    ("exp(0)", 1.0),
    ("exp(1000)", math.inf),
    ("exp10(3)", 1000.0),
    ("exp10(-2)", 0.01),
    ("log(exp(1))", 1.0),
    ("log(0)", -math.inf),
    ("log10(1000)", 3.0),
    ("sqrt(9)", 3.0),
    # angles
    ("pi()", math.pi),
    ("sin(0)", 0.0),
    ("cos(pi())", -1.0),
    ("tan(0)", 0.0),
    ("asin(1)", math.pi / 2),
    ("acos(1)", 0.0),
    ("atan(1)", math.pi / 4),
    ("atan2(1, -1)", 3 * math.pi / 4),
    # operators and their ranks
    ("1-1", 0.0),
    ("5- 4-1--1--4", 5.0),
    ("2 * 3 div 8 * 2", 1.5),
    ("1-10 mod 3 div 3", 1 - 1 / 3),
    ("-(8*5)", -40.0),
    ("-'19'", -19.0),
    ("-10 div -4", 2.5),
    ("3mod2", 1.0),
    ("6 div2", 3.0),
    ("5 mod 1.5", 0.5),
    ("-5 mod -3", -2.0),
    ("10 mod (1 div 0)", 10.0),
    ("'123' * '456'", 56088.0),
    ("true() + 8", 9.0),
    ("(6 < 7) - 4", -3.0),
    ("1 div -0", -math.inf),
    ("-${three} + 1", -2.0),
    ("${three}*${ten}", 30.0),
    # sums and extremes of rows
    ("sum(${three})", 3.0),
    ("sum(${three} | ${ten} | ${half})", 13.5),
    ("sum(${three} | ${three})", 3.0),
    ("sum(${three} | ${elsewhere})", 3.0),
    ("count(${three})", 1.0),
    ("count(${blank})", 1.0),
    ("count(${three} | ${blank} | ${elsewhere})", 2.0),
    ("count-non-empty(${three} | ${blank} | ${ten})", 2.0),
    ("count-non-empty(${elsewhere})", 0.0),
    ("max(1, 2, 3)", 3.0),
    ("max(-4, -1, -3)", -1.0),
    ("max(${three} | ${ten}, 7)", 10.0),
    ("max('5', 2)", 5.0),
    ("min(3, ${half})", 0.5),
    ("min(${minus} | ${ten})", -4.0),
    ("(${three} | ${ten}) + 1", 4.0),
    ("-(${ten} | ${three})", -10.0),
    # the row itself
    (".", "3"),
    (". * 2", 6.0),
    ("current() + 1", 4.0),
    ("current()/. + 1", 4.0),
    ("sum(.)", 3.0),
    ("../ten", "10"),
    ("/form/group/ten + 1", 11.0),
    ("current()/../ten - .", 7.0),
    ("../../group/ten", "10"),
]

NAN = [
    "number('')",
    "number('  ')",
    "number('- 17')",
    "number('+17')",
    "number('1,5')",
    "number('1.1e6')",
    "number('34.56.7')",
    "number(' . ')",
    "number('Infinity')",
    "number('NaN')",
    "number('1asdf')",
    "number('2026-02-29')",
    "number('2026-1-2')",
    "number('2026-01-01T24:00:00Z')",
    "number(${blank})",
    "${blank} * 2",
    "${word} - 1",
    "-${blank}",
    "'' + ''",
    "0 div 0",
    "0 div -0",
    "1 mod 0",
    "(1 div 0) mod 1",
    "int('a')",
    "floor('')",
    "ceiling('x')",
    "round('4,6')",
    "round('1 div 0', 0)",
    "abs('')",
    "sqrt(-1)",
    "log(-1)",
    "asin(2)",
    "acos('')",
    "sin(1 div 0)",
    "pow(-1, 0.5)",
    "pow('', 2)",
    "max('')",
    "max(1, ${word})",
    "min(1, ${blank})",
    "max(${elsewhere})",
    "sum(${three} | ${word})",
    "sum(${blank})",
]


@pytest.mark.parametrize(("text", "value"), SAME)
def test_an_expression_of_numbers_comes_to(text: str, value: object) -> None:
    """Text becomes a number where a number is wanted; halves round up; ranks are XPath's."""
    found = worked_out(text, SCOPE)
    assert type(found) is type(value)
    assert found == (pytest.approx(value, abs=1e-15) if isinstance(value, float) else value)


@pytest.mark.parametrize("text", NAN)
def test_what_is_no_number_is_not_a_number(text: str) -> None:
    """Blank is not nought: whoever reckons with it gets NaN, and never an error."""
    found = worked_out(text, SCOPE)
    assert isinstance(found, float)
    assert math.isnan(found)
