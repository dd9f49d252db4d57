"""ODK's rules for days, moments and comparisons: what each comes to."""

import math
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from audits.expressions import Scope, compiled, worked_out

SUMMER = datetime(2026, 7, 5, 9, 20, 30, 250_000, tzinfo=UTC).astimezone(ZoneInfo("Europe/London"))
ANSWERS = {"born": "2026-03-01", "met": "2026-07-05", "time": "14:30", "one": "1", "two": "2"}
SCOPE = Scope(lambda name: ANSWERS.get(name, ""), at=SUMMER)
PHOENIX = Scope(at=SUMMER.astimezone(timezone(timedelta(hours=-7))))

SAME = [
    ("today()", "2026-07-05"),
    ("now()", "2026-07-05T10:20:30.250+01:00"),
    ("today() - 1", 20638.0),
    ("date(today() - 1)", "2026-07-04"),
    ("date(today() + 365)", "2027-07-05"),
    ("${met} = today()", True),
    ("${born} < today()", True),
    ("today() < now()", True),
    ("'2100-01-02' > today()", True),
    ("today() - ${born}", 126.0),
    ("int((today() - ${born}) div 7)", 18.0),
    # date
    ("date('1970-01-01')", "1970-01-01"),
    ("date('1970-1-2')", "1970-01-02"),
    ("date(0)", "1970-01-01"),
    ("date(1.5)", "1970-01-02"),
    ("date(-1)", "1969-12-31"),
    ("date(14127)", "2008-09-05"),
    ("date(-10252)", "1941-12-07"),
    ("date(date('1989-11-09'))", "1989-11-09"),
    ("date('2026-07-05T23:30:00Z')", "2026-07-06"),
    ("date('2026-07-05T10:00:00')", "2026-07-05"),
    ("date('2026-02-30')", ""),
    ("date('not a date')", ""),
    ("date('')", ""),
    ("date(true())", ""),
    ("date(0 div 0)", ""),
    ("date(1 div 0)", ""),
    ("date(99999999)", ""),
    ("date('2001-12-26') + 5", 11687.0),
    ("date('2008-09-08') - date('1983-10-06')", 9104.0),
    # date-time
    ("date-time('1970-01-01')", "1970-01-01"),
    ("date-time('2026-07-05T10:00:00Z')", "2026-07-05T11:00:00.000+01:00"),
    ("date-time('2026-01-05T10:00:00.5Z')", "2026-01-05T10:00:00.500+00:00"),
    ("date-time(20639.5)", "2026-07-05T13:00:00.000+01:00"),
    ("date-time('nonsense')", ""),
    # decimal-date-time and decimal-time
    ("decimal-date-time('1970-01-02T00:00:00Z')", 1.0),
    ("decimal-date-time('1969-12-31T00:00:00Z')", -1.0),
    ("decimal-date-time('2018-04-24T15:30:00.000+06:00')", 17645.395833333332),
    ("decimal-date-time('2026-01-05')", 20458.0),
    ("decimal-date-time(12.5)", 12.5),
    ("decimal-time('12:00')", 0.5),
    ("decimal-time('18:00:00.000')", 0.75),
    ("decimal-time(${time})", 14.5 / 24),
    ("decimal-time('00:00:00.000')", 0.0),
    ("decimal-time('2026-07-05T06:00:00.000+01:00')", 0.25),
    # format-date and format-date-time
    ("format-date('2001-12-31', '%b %e, %Y')", "Dec 31, 2001"),
    ("format-date('2012-07-03', '%Y/%n | %y/%m | %b | %d')", "2012/7 | 12/07 | Jul | 03"),
    ("format-date('2026-11-23', '%a')", "Mon"),
    ("format-date(${born}, '%e %b')", "1 Mar"),
    ("format-date(today() + 1, '%e')", "6"),
    ("format-date('2018-01-02T10:20:30.123', '%Y-%m-%e %H:%M:%S')", "2018-01-2 10:20:30"),
    ("format-date-time('2018-01-02T07:08:09.012', '%h:%M:%S.%3')", "7:08:09.012"),
    ("format-date-time('2026-07-05T23:30:00Z', '%d %H:%M')", "06 00:30"),
    ("format-date('2026-11-23', '100%% %q')", "100% %q"),
    ("format-date('', '%Y')", ""),
    ("format-date('2026-13-01', '%Y')", ""),
    ("format-date('2026-12-01T24:00:00Z', '%Y')", ""),
    ("format-date('26-12-12', '%Y')", ""),
    # equal, unequal, smaller, larger
    ("1 = 1.0", True),
    ("6.1 - 7.8 = -1.7", True),
    ("1 = 1.0000001", False),
    ("1 div 0 = 2 div 0", True),
    ("'1' = '1.0'", False),
    ("17 = '17.0000000'", True),
    ("'0017.' = 17", True),
    ("'' = 0", False),
    ("'' != 0", True),
    ("'' = ''", True),
    ("true() = 'true'", True),
    ("true() = 17", True),
    ("false() = ''", True),
    ("false() != 'true'", True),
    ("'abc' = 'ABC'", False),
    ("0 div 0 = 0 div 0", False),
    ("0 div 0 != 0 div 0", True),
    ("'-17' > '-172'", True),
    ("'abc' < 'abcd'", False),
    ("'abc' >= 'abc'", False),
    ("true() > 0.9999", True),
    ("'' <= 0", False),
    ("date('1969-07-20') < date('1969-07-21')", True),
    ("'string' != date('1999-09-09')", True),
    ("'2018-06-25' = '2018-06-25T00:00:00Z'", False),
    ("'2018-06-25' < '2018-06-25T00:00:00.001Z'", True),
    ("true() != date('1999-09-09')", False),
    # several rows: whether any fits
    ("(${one} | ${two}) = 2", True),
    ("(${one} | ${two}) != 2", True),
    ("${one} | ${two} = 3", False),
    ("(${one} | ${two}) > 1", True),
    ("(${one} | ${two}) > 2", False),
    ("2 <= (${one} | ${two})", True),
    ("(${one} | ${two}) = true()", True),
    # ranks
    ("3 < 4 < 5", True),
    ("3 < (4 < 5)", False),
    ("-3 < 3 = 6 >= 6", True),
    ("1 < 2 = 3 > 4 and 5 <= 6 != 7 >= 8 or 9 and 10", True),
    ("false() and false() < true()", False),
    ("(false() and false()) < true()", True),
    ("false() and true() != true()", False),
    ("(false() and true()) != true()", True),
    ("true() or true() and false()", True),
    ("(true() or true()) and false()", False),
    ("6*(3+4)and(5or2)", True),
    ("false() or 0 + 2", True),
    ("'' or 17", True),
    ("6 < 7 - 4", False),
    ("not(1 = 1 and 2 = 3 or 4 = 4)", False),
]


@pytest.mark.parametrize(("text", "value"), SAME)
def test_an_expression_of_days_comes_to(text: str, value: object) -> None:
    """Days count from 1970, a day begins where the partnership is, and dates compare."""
    found = worked_out(text, SCOPE)
    assert (found, type(found)) == (value, type(value))


AWAY = [
    ("date-time(0)", "1969-12-31T17:00:00.000-07:00"),
    ("decimal-date-time('1970-01-01')", 7 / 24),
    ("decimal-date-time('1970-01-01T00:00:00')", 7 / 24),
    ("decimal-time('06:00:00.000-07:00')", 0.25),
    ("decimal-time('06:00:00.000-01:00')", 0.0),
    ("format-date('2012-08-20T00:00:00.00+00:00', '%Y-%m-%d')", "2012-08-19"),
    ("date('2012-08-20T00:00:00.00+00:00')", "2012-08-19"),
    ("number('2012-08-20')", 15572.0),
]


@pytest.mark.parametrize(("text", "value"), AWAY)
def test_a_day_begins_where_the_partnership_is(text: str, value: object) -> None:
    """What has no offset of its own is local time."""
    assert worked_out(text, PHOENIX) == value


NAN = [
    "decimal-date-time('')",
    "decimal-date-time('1970-13-01')",
    "decimal-date-time(true())",
    "decimal-time('24:00:00')",
    "decimal-time('06:60')",
    "decimal-time('06:00:00.000-24:00')",
    "decimal-time('06:00:00.000-07:60')",
    "decimal-time('now()')",
    "decimal-time(2)",
    "decimal-time('')",
]


@pytest.mark.parametrize("text", NAN)
def test_what_is_no_moment_is_not_a_number(text: str) -> None:
    """There is no day after the last of a month, and no hour after the last of a day."""
    found = worked_out(text, SCOPE)
    assert isinstance(found, float)
    assert math.isnan(found)


def test_without_a_clock_there_is_no_today() -> None:
    """Nothing is true of a day that nobody knows."""
    assert worked_out("today()", Scope()) == worked_out("now()", Scope()) == ""
    assert worked_out("'2026-01-01' <= today()", Scope()) is False


def test_it_is_known_what_an_expression_hangs_on() -> None:
    """Whoever keeps what an expression came to must know when it may come to something else."""
    assert compiled("${a} < today()").looks_at_the_clock
    assert not compiled("${a} < '2026-01-01'").looks_at_the_clock
    assert compiled("random() > 0.5").throws_dice
    assert compiled(". > 1").looks_at_itself
    assert not compiled("${a} > 1").looks_at_itself
    assert compiled("../a + /f/g/b").names == {"a", "b"}
    assert compiled("../a + /f/g/b").paths == {"../a", "/f/g/b"}
    assert compiled("selected(., 'x')").tests == {(".", "x")}
