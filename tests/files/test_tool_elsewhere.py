"""Tools written for ODK or KoboToolbox, with none of our columns, load sensibly."""

from pathlib import Path

import pytest

from audits import values
from audits.asked import Asked
from audits.problems import Problem
from audits.tool import Kind, Tool
from files.tool import load_tool, read_tool

KOBO = (Path(__file__).parent / "home_visit.md").read_text(encoding="utf-8")


def asks(tool: Tool, **answers: str) -> Asked:
    """What is asked of anybody who answered this much."""
    return Asked(tool=tool, agency="phn", facts=frozenset(), involved=frozenset(), answers=answers)


def test_a_form_of_another_program_becomes_themes_and_questions() -> None:
    """Groups become themes, questions outside make one of their own, deeper groups lend rules."""
    tool = load_tool(KOBO)
    assert (tool.id, tool.title, tool.version) == ("home_visit", "Home visit", "1")
    assert [(theme.name, theme.title) for theme in tool.themes] == [
        ("questions_1", "Home visit"),
        ("home", "The home"),
    ]
    assert [(q.number, q.name) for theme in tool.themes for q in theme.questions] == [
        (1, "who"), (0, "hello"), (2, "rooms"), (3, "height"), (4, "damp"), (5, "damp_more"),
        (6, "when"), (7, "day"), (0, "shown"), (8, "out_of_ten"), (9, "seen"), (0, "twice"),
    ]  # fmt: skip
    boxes = tool.box
    assert boxes["deep"].kind is Kind.NOTE
    assert boxes["deep_text"].relevant == "selected(${damp_where}, 'kitchen')"
    assert boxes["damp_where_other"].relevant == "selected(../damp_where, 'other')"
    assert boxes["when"].relevant == "${damp} = 'no'"
    assert boxes["out_of_ten"].kind is Kind.NUMBER
    assert [one.name for one in tool.calculations] == ["total", "twice"]


def test_what_is_passed_over_is_told() -> None:
    """Rows about the device do no harm; whoever wrote them is told that nobody is asked."""
    told = read_tool(KOBO.encode(), "visit.md").notices
    assert [(one.row, one.column) for one in told] == [
        (2, "type"), (3, "type"), (4, "type"), (5, "type"), (2, "version"),
    ]  # fmt: skip


def test_the_forms_own_rules_take_effect() -> None:
    """Relevant, constraint, calculation and default mean what they mean in ODK."""
    tool = load_tool(KOBO)
    now = asks(tool, rooms="3", damp="yes", damp_where="kitchen none", who="the *baby*")
    assert {"damp_where", "deep_text"} <= now.boxes.keys()
    assert "when" not in now.boxes
    assert now.refuses(tool.box["damp_where"])
    assert not asks(tool, damp="yes", damp_where="none").refuses(tool.box["damp_where"])
    assert now.value("total") == "6"
    assert now.boxes["shown"].label == "That makes 6."
    assert now.boxes["hello"].label == "Thank you for coming to see the baby."
    assert now.boxes["twice"].label == "Twice the rooms 6"
    assert now.beforehand(tool.box["damp"]) == "no"
    assert asks(tool, out_of_ten="11").refuses(tool.box["out_of_ten"])
    assert asks(tool, out_of_ten="2.5").refuses(tool.box["out_of_ten"])
    assert not asks(tool, out_of_ten="10").refuses(tool.box["out_of_ten"])


CSV = """"survey",,,
,"type","name","label"
,"text","a","What, if anything, did you see?"
"settings",,,
,"form_title","form_id","version"
,"Small","small","2"
"""


def test_a_form_may_be_a_csv() -> None:
    """Sheets are named in the first column, as pyxform has it."""
    tool = load_tool(CSV)
    assert (tool.id, tool.version) == ("small", "2")
    assert tool.box["a"].label == "What, if anything, did you see?"


def test_names_may_have_letters_of_other_alphabets_and_hints_stand_for_labels() -> None:
    """XML allows names such as tŷ, and ODK rows that have a hint alone."""
    tool = load_tool(
        "| survey | type | name | label | hint | relevant |\n"
        "| | integer | tŷ | | How many houses? |\n"
        "| | text | b | B ${tŷ}? | | ${tŷ} > 1 |"
    )
    assert tool.box["tŷ"].label == "How many houses?"
    now = asks(tool, tŷ="2")
    assert now.boxes["b"].label == "B 2?"
    assert "b" not in asks(tool, tŷ="1").boxes


def test_old_spellings_are_understood() -> None:
    """One colon before a language, capitals, `value` for name: as pyxform reads them."""
    tool = load_tool(
        "| SURVEY |\n| | TYPE | Value | label:English (en) | Hint |\n"
        "| | select one from yn or specify other | q1 | Good? | Think |\n"
        "| CHOICES |\n| | list name | value | label:English (en) |\n| | yn | 1 | Yes |"
    )
    assert tool.box["q1"].label == "Good?"
    assert [choice.value for choice in tool.box["q1"].choices] == ["1", "other"]
    assert "q1_other" in tool.box


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("Text", Kind.TEXT), ("q string", Kind.TEXT), ("add text prompt", Kind.TEXT),
        ("INT", Kind.COUNT), ("add integer prompt", Kind.COUNT), ("q decimal", Kind.NUMBER),
        ("Q Date", Kind.DATE), ("add note prompt", Kind.NOTE), ("q acknowledge", Kind.ONE),
        ("Select_One yn", Kind.ONE), ("select all that apply from yn", Kind.MANY),
        ("add select multiple prompt using yn", Kind.MANY),
    ],
)  # fmt: skip
def test_types_are_known_by_older_names_and_in_capitals(written: str, kind: Kind) -> None:
    """The library pyxform has many words for one type; each means the same here."""
    tool = load_tool(
        "| survey | type | name | label |\n| | text | a | A |\n"
        f"| | {written} | b | B |\n| choices | list_name | name | label |\n| | yn | y | Yes |"
    )
    assert tool.box["b"].kind is kind


def test_a_type_that_brings_its_own_rule_is_refused() -> None:
    """A percentage is a number from 0 to 100: read as any number, the rule would be lost."""
    form = b"| survey | type | name | label |\n| | percentage | a | A |\n| | text | b | B |"
    found = read_tool(form, "a.md")
    assert found.tool is None
    assert [(one.row, one.column) for one in found.faults] == [(2, "type")]


def test_notes_need_no_name() -> None:
    """Forms leave names out where nobody asks for the answer, as pyxform lets them."""
    tool = load_tool(
        "| survey | type | name | label |\n| | note | | Read this |\n| | text | a | A |\n"
        "| | note | | And this |"
    )
    assert [box.label for box in tool.box.values() if box.kind is Kind.NOTE] == [
        "Read this", "And this",
    ]  # fmt: skip


def test_choices_may_be_called_anything_without_spaces_and_commas() -> None:
    """`<5`, `10+` and `don't` are common; they are kept and compared as they are."""
    tool = load_tool(
        "| survey | type | name | label | relevant |\n| | select_multiple l | a | A | |\n"
        "| | text | b | B | selected(${a}, '<5') |\n"
        "| choices | list_name | name | label |\n"
        "| | l | <5 | Few |\n| | l | 10+ | Many |\n| | l | don't | Not known |"
    )
    assert values.checked(tool, "a", "don't,<5") == "<5 don't"
    assert "b" in asks(tool, a="<5 don't").boxes
    assert "b" not in asks(tool, a="don't").boxes


def test_whole_numbers_have_nine_digits_and_may_be_below_nought() -> None:
    """As in ODK Collect; what should not be is for the form's own constraint."""
    tool = load_tool("| survey | type | name | label |\n| | integer | a | A |")
    assert [values.checked(tool, "a", one) for one in ("-3", "999999999", "007")] == [
        "-3", "999999999", "7",
    ]  # fmt: skip
    with pytest.raises(Problem):
        values.checked(tool, "a", "1000000000")


@pytest.mark.parametrize(
    ("default", "fixed"),
    [
        ("f-g", True), ("call me (soon)", True), ("https://my-site.org", True), ("12", True),
        ("2 + 3", False), ("7 - 4", False), ("string(today())", False), ("${a}", False),
    ],
)  # fmt: skip
def test_a_default_is_fixed_or_worked_out_as_pyxform_decides(default: str, fixed: bool) -> None:  # noqa: FBT001
    """What reads like an expression is one; other words are the answer itself."""
    box = load_tool(
        "| survey | type | name | label | default |\n| | text | a | A |\n"
        f"| | text | b | B | {default} |"
    ).box["b"]
    assert (box.default, box.default_rule) == ((default, "") if fixed else ("", default))


def test_a_form_without_settings_is_named_after_its_file() -> None:
    """The name of the file stands for what nobody wrote."""
    tool = read_tool(b"| survey | type | name | label |\n| | text | a | A? |", "visits.md").tool
    assert tool
    assert (tool.id, tool.title, tool.version) == ("visits", "visits", "1")


def test_curly_quotation_marks_are_straightened() -> None:
    """Excel and Word put them in by themselves."""
    text = KOBO.replace("${damp} = 'yes'", "${damp} = \N{LEFT SINGLE QUOTATION MARK}yes’")
    assert load_tool(text).themes == load_tool(KOBO).themes
