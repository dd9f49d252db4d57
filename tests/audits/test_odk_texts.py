"""ODK's rules for texts and choices, function by function: what each comes to."""

import pytest

from audits.expressions import Scope, worked_out

ANSWERS = {
    "name": "Siân",
    "ticked": "red  blue green",
    "one": "yes",
    "spaced": "  a \t b ",
    "n": "7",
}
LABELS = {("ticked", "red"): "Deep red", ("one", "yes"): "Yes, often"}
SCOPE = Scope(
    lambda name: ANSWERS.get(name, ""),
    "spaced",
    label=lambda name, value: LABELS.get((name, value), ""),
)

SAME = [
    # string
    ("string(0)", "0"),
    ("string(-0)", "0"),
    ("string(123456.0000)", "123456"),
    ("string(.557586)", "0.557586"),
    ("string(1230000000000000000000)", "1230000000000000000000"),
    ("string(0.00000000000000000123)", "0.00000000000000000123"),
    ("string('  ')", "  "),
    ("string(1 = 1)", "true"),
    ("string(date('1989-11-09'))", "1989-11-09"),
    ("string(0 div 0)", "NaN"),
    ('"it\'s"', "it's"),
    ("'say \"so\"'", 'say "so"'),
    # concat and join
    ("concat()", ""),
    ("concat('a')", "a"),
    ("concat('a', 'b', '')", "ab"),
    ("concat('a', 1, false(), 2.50)", "a1false2.5"),
    ("concat(${name} | ${n}, '!')", "Siân7!"),
    ("join(' ')", ""),
    ("join(', ', 'a', 'b', 3)", "a, b, 3"),
    ("join('-', ${name} | ${n})", "Siân-7"),
    ("join('', 'a', '', 'b')", "ab"),
    # substr: from 0, negative from the end
    ("substr('hello', 0)", "hello"),
    ("substr('hello', 1, 4)", "ell"),
    ("substr('hello', -2)", "lo"),
    ("substr('hello', 0, -1)", "hell"),
    ("substr('hello', -1.9)", "o"),
    ("substr('hello', 1.9)", "ello"),
    ("substr('hello', 3, 99)", "lo"),
    ("substr('hello', 9)", ""),
    ("substr('', 0, 1)", ""),
    # substring: from 1, by a count
    ("substring('12345', 2, 3)", "234"),
    ("substring('12345', 2)", "2345"),
    ("substring('12345', 1.5, 2.6)", "234"),
    ("substring('12345', 0, 3)", "12"),
    ("substring('12345', -42, 1 div 0)", "12345"),
    ("substring('12345', 0 div 0, 3)", ""),
    ("substring('12345', -1 div 0, 1 div 0)", ""),
    # before, after, translate
    ("substring-before('hello', 'l')", "he"),
    ("substring-before('hello', 'q')", ""),
    ("substring-before('hello', '')", ""),
    ("substring-after('hello', 'l')", "lo"),
    ("substring-after('hello', 'q')", ""),
    ("substring-after('hello', '')", "hello"),
    ("substring-after('2026-11-23', '-')", "11-23"),
    ("translate('hello', 'lo', 'LO')", "heLLO"),
    ("translate('hello world', 'hello', '')", " wrd"),
    ("translate('aa', 'aa', 'bc')", "bb"),
    ("translate('ab', 'a', 'AB')", "Ab"),
    ("translate('2019/01/02', '/', '-')", "2019-01-02"),
    # lengths and white space
    ("string-length('')", 0.0),
    ("string-length(' ')", 1.0),
    ("string-length(12.50)", 4.0),
    ("string-length(${name})", 4.0),
    ("string-length()", 8.0),
    ("normalize-space('  a \n b  ')", "a b"),
    ("normalize-space()", "a b"),
    ("normalize-space('\u00a0a')", "\u00a0a"),
    # does it contain, match
    ("contains('asdf', 'sd')", True),
    ("contains('', 'a')", False),
    ("contains('a', '')", True),
    ("starts-with('', 'b')", False),
    ("starts-with('ba', 'b')", True),
    ("ends-with('', '')", True),
    ("ends-with('abc', 'a')", False),
    ("regex('12345', '[0-9]+')", True),
    ("regex('12345x', '[0-9]+')", False),
    ("regex('1234', '[0-9]{3}')", False),
    ("regex('', '.*')", True),
    ("regex(${name}, 'S\\p{L}+')", True),
    ("regex('AB1 2CD', '[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}')", True),
    ("regex('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', '(a+)+$')", False),
    ("regex('a', concat('(', 'a'))", False),
    # fingerprints
    ("digest('some text', 'MD5', 'hex')", "552e21cd4cd9918678e3c1a0df491bc3"),
    ("digest('some text', 'MD5')", "VS4hzUzZkYZ448Gg30kbww=="),
    ("digest('some text', 'SHA-1', 'base64')", "N6pjx3OY2VRHMmLhoAV8HmMu2nc="),
    ("digest('some text', 'SHA-256')", "uU9vElx546X/qoJvWEwQ1SraZp5nYgUbgmtVd20FrtI="),
    ("digest('a', 'no such kind')", ""),
    ("base64-decode('SGVsbG8=')", "Hello"),
    ("base64-decode('w6nDqMOx')", "éèñ"),
    ("base64-decode('not base64!')", ""),
    # choices
    ("selected('apple baby crimson', '  baby  ')", True),
    ("selected('apple baby crimson', 'bab')", False),
    ("selected('', 'apple')", False),
    ("selected(${ticked}, 'blue')", True),
    ("selected(12, 12)", True),
    ("is-selected(${one}, 'yes')", True),
    ("selected-at(${ticked}, 1)", "blue"),
    ("selected-at('zero one', '1')", "one"),
    ("selected-at('zero one', 1.9)", "one"),
    ("selected-at('zero one', -1)", ""),
    ("selected-at('zero one', 2)", ""),
    ("selected-at('zero', 'x')", ""),
    ("count-selected(${ticked})", 3.0),
    ("count-selected('')", 0.0),
    ("count-selected(.)", 2.0),
    ("jr:choice-name('red', '${ticked}')", "Deep red"),
    ("jr:choice-name(selected-at(${ticked}, 0), ' ${ ticked } ')", "Deep red"),
    ("jr:choice-name(${one}, ' /form/group/one ')", "Yes, often"),
    ("jr:choice-name('none', '${one}')", ""),
    # deciding
    ("if(true(), 5, 'abc')", 5.0),
    ("if(6 > 7, 5, 'abc')", "abc"),
    ("if ('', 5, 'abc')", "abc"),
    ("if(${n}, ${name}, '')", "Siân"),
    ("coalesce('', 'SECOND')", "SECOND"),
    ("coalesce(${nobody}, ${n})", "7"),
    ("coalesce(${nobody} * 2, 0)", 0.0),
    ("coalesce('', '')", ""),
    ("coalesce(0, 1)", 0.0),
    ("once('first')", "  a \t b "),
    ("boolean-from-string('true')", True),
    ("boolean-from-string('1')", True),
    ("boolean-from-string(1.0)", True),
    ("boolean-from-string(true())", True),
    ("boolean-from-string('TRUE')", False),
    ("boolean-from-string('yes')", False),
    ("boolean-from-string(1.0001)", False),
    ("boolean('  ')", True),
    ("boolean('false')", True),
    ("boolean(0 div 0)", False),
    ("boolean(-0)", False),
    ("boolean(0.0001)", True),
    ("not('')", True),
    ("not(1 = 1)", False),
    # lists of what is true
    ("checklist(-1, 2, 2 > 1)", True),
    ("checklist(-1, 2, 1 = 1, 2 = 2, 3 = 3)", False),
    ("checklist(2, -1, 1 = 1, 2 = 2, 3 = 3)", True),
    ("checklist(1, 1, true(), false(), false())", True),
    ("checklist(1, -1, '', 0)", False),
    ("checklist(0, 0)", True),
    ("checklist(2, 2, ${name} | ${n})", True),
    ("weighted-checklist(-1, 2, 2 > 1, 3)", False),
    ("weighted-checklist(1, 2, 1 = 1, 1, 2 = 2, 1, 3 = 3, 1)", False),
    ("weighted-checklist(2, 2, true(), 2, false(), 5)", True),
    ("weighted-checklist(2, -1, true(), 999)", True),
    ("weighted-checklist(1, 1, 1 = 1, 0)", False),
]


@pytest.mark.parametrize(("text", "value"), SAME)
def test_an_expression_of_texts_comes_to(text: str, value: object) -> None:
    """Whatever is given is read as text where text is wanted; patterns match the whole text."""
    found = worked_out(text, SCOPE)
    assert (found, type(found)) == (value, type(value))


def test_chance_falls_the_same_way_for_one_return_and_place() -> None:
    """A dice that fell once stays as it fell, for each return, row and place in the expression."""
    throws = [
        worked_out(text, Scope(here=here, seed=seed))
        for text, here, seed in (
            ("random()", "a", "r1"),
            ("random()", "a", "r1"),
            ("random()", "b", "r1"),
            ("random()", "a", "r2"),
            ("0 + random()", "a", "r1"),
        )
    ]
    assert throws[0] == throws[1]
    assert len(set(throws)) == 4
    assert all(isinstance(throw, float) and 0 <= throw < 1 for throw in throws)


def test_ids_have_the_form_that_is_asked_for() -> None:
    """Without a length an id is a UUID of the fourth kind; with one it has so many characters."""
    pattern = "'[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}'"
    assert worked_out(f"regex(uuid(), {pattern})", SCOPE) is True
    assert worked_out("string-length(uuid(12))", SCOPE) == 12.0
    assert worked_out("uuid('x')", SCOPE) == ""


def test_only_the_branch_that_is_taken_is_worked_out() -> None:
    """`if` and `coalesce` leave alone what they do not need."""
    seen: list[str] = []

    def told(name: str) -> str:
        seen.append(name)
        return "x"

    worked_out("if(1 = 1, ${a}, ${b}) = coalesce(${c}, ${d})", Scope(told))
    assert seen == ["a", "c"]
