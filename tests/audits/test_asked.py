"""What one agency is asked about one family, given what it answered so far."""

import weakref
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits import asked
from audits.answers import Answer, Words
from audits.asked import Asked
from audits.involvement import Involvement
from audits.tool import Box, Kind, Question, Theme, Tool
from tests import cast
from tests.cast import AT, ENOUGH, involved

KNOWS = "selected(${involved}, 'police')"


def answered(answers: Mapping[str, str], *, rival: str = "") -> Involvement:
    """The health visitor's involvement with these answers in it."""
    words = {name: Words(value=text, by="hv", at=AT, version=1) for name, text in answers.items()}
    other = Words(value="other words", by="hv2", at=AT, version=2)
    kept = {
        name: Answer(now=now, rival=other if name == rival else None) for name, now in words.items()
    }
    own = involved()
    return replace(own, ret=replace(own.ret, answers=kept))


def small(*boxes: Box, agencies: str = "", relevant: str = "") -> Tool:
    """A tool of one question in one theme."""
    question = Question(name="q", number=1, label="Q?", boxes=boxes, relevant=relevant)
    theme = Theme(name="t", title="T", questions=(question,), agencies=frozenset(agencies.split()))
    return Tool(id="small", title="Small", version="1", themes=(theme,))


def box(name: str, relevant: str = "", *, agencies: str = "", kind: Kind = Kind.TEXT) -> Box:
    """A box."""
    return Box(
        name=name, kind=kind, label=name, relevant=relevant, agencies=frozenset(agencies.split())
    )


def asks(tool: Tool, answers: Mapping[str, str] | None = None, agency: str = "phn") -> Asked:
    """The tool as it applies to an agency that works with the police."""
    return Asked(
        tool=tool,
        agency=agency,
        facts=frozenset({"unborn"}),
        involved=frozenset({"phn", "police"}),
        answers=answers or {},
    )


def test_only_what_applies_is_asked() -> None:
    """Family C has an unborn baby and the police know it: both bring up their boxes."""
    assert list(asked.of(involved()).boxes) == [
        "known", "since", "visits", "shared", "look", "look_evidence", "look_impact",
        "unborn", "differ", "risk",
    ]  # fmt: skip


def test_what_does_not_apply_leaves_no_empty_question_behind() -> None:
    """Family F has no unborn baby and no police: two questions are not there at all."""
    found = asked.of(involved(cast.RETURNS[3]))
    numbers = [question.number for theme in found.themes for question in theme.questions]
    assert numbers == [1, 2, 4, 6, 7]


def test_an_answer_brings_up_its_follow_up() -> None:
    """A follow-up is asked as soon as the answer that it hangs on is given."""
    assert "outcome" not in asked.of(answered({"differ": "no"})).boxes
    assert "outcome" in asked.of(answered({"differ": "yes"})).boxes


@pytest.mark.parametrize(
    ("tool", "agency", "wanted"),
    [
        (small(box("a")), "phn", True),
        (small(box("a"), agencies="phn gp"), "phn", True),
        (small(box("a"), agencies="gp"), "phn", False),
        (small(box("a", agencies="gp")), "phn", False),
        (small(box("a"), relevant="selected(${facts}, 'unborn')"), "phn", True),
        (small(box("a"), relevant="selected(${facts}, 'infant')"), "phn", False),
        (small(box("a", KNOWS)), "gp", True),
        (small(box("a", f"{KNOWS} and ${{agency}} != 'gp'")), "phn", True),
        (small(box("a", f"{KNOWS} and ${{agency}} != 'police'")), "police", False),
        (small(box("a", "${nobody} = ''")), "phn", True),
        (small(box("a", "${a} = ''")), "phn", True),
    ],
)  # fmt: skip
def test_every_level_above_decides_too(tool: Tool, agency: str, wanted: bool) -> None:  # noqa: FBT001
    """A box is asked when theme, question and box all apply to the agency and the family."""
    assert ("a" in asks(tool, agency=agency).boxes) is wanted


def test_a_hidden_answer_counts_as_none() -> None:
    """What hangs on a box that is no longer asked is not asked either; its answer is kept."""
    tool = small(box("a"), box("b", "${a} = 'yes'"), box("c", "${b} = 'yes'"))
    answers = {"a": "yes", "b": "yes"}
    assert list(asks(tool, answers).boxes) == ["a", "b", "c"]
    hidden = asks(tool, {**answers, "a": "no"})
    assert list(hidden.boxes) == ["a"]
    assert hidden.value("b") == ""
    assert hidden.answers["b"] == "yes"


def test_names_that_are_given_have_their_values() -> None:
    """Expressions may ask for the agency, the facts, and who else knows the family."""
    found = asks(small(box("a")))
    assert [found.value(name) for name in asked.GIVEN] == ["phn", "unborn", "phn police", "no"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("We emailed again on 3 May and got no reply.", True),
        ("The worker was chased twice.", True),
        ("Repeated requests went unanswered.", True),
        ("Rang several times.", True),
        ("We did not hear back.", True),
        ("They replied the same day.", False),
        ("", False),
    ],
)
def test_chasing_is_read_from_the_persons_own_words(text: str, wanted: bool) -> None:  # noqa: FBT001
    """The 2021 report, theme 4: a return's own words showed that a difference went unnamed."""
    found = asks(small(box("a")), {"a": text})
    assert found.chased is wanted
    assert found.value("chased") == ("yes" if wanted else "no")


def test_a_grade_makes_its_boxes_compulsory() -> None:
    """The top and the lowest grade need evidence and impact; others do not."""
    assert [b.name for b in asked.missing(answered({**ENOUGH, "look": "exceeds"}))] == [
        "look_evidence",
        "look_impact",
    ]
    assert asked.missing(answered(ENOUGH)) == []


def test_what_two_people_wrote_waits_for_a_choice() -> None:
    """An answer with a rival is as good as missing until somebody chooses."""
    assert [b.name for b in asked.missing(answered(ENOUGH, rival="differ"))] == ["differ"]


def test_a_hidden_box_is_never_missing() -> None:
    """What is not asked cannot be compulsory."""
    assert "risk_done" not in {b.name for b in asked.missing(answered({}))}
    risky = {**ENOUGH, "risk": "yes"}
    assert [b.name for b in asked.missing(answered(risky))] == ["risk_done"]


def test_minutes_left_go_down_with_each_answer() -> None:
    """The estimate is rounded up, and nought only when nothing is left."""
    tool = small(box("a"), box("b", kind=Kind.DATE))
    left = [asks(tool, answers).minutes_left for answers in ({}, {"a": "x"}, {"a": "x", "b": "y"})]
    assert left[0] > left[1] > left[2] == 0


RULES = st.sampled_from(["", "${a} = 'x'", "${a} != 'x' or ${b} = 'x'", "${b} = ''"])


@given(
    st.lists(RULES, min_size=3, max_size=3),
    st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["", "x", "y"])),
)
def test_verdicts_do_not_depend_on_where_one_looks_first(
    rules: list[str], answers: dict[str, str]
) -> None:
    """Without circles, whether a box is asked is the same from whichever box one starts."""
    boxes = [box("a"), box("b", "${a} != 'y'")]
    boxes += [box(name, rule) for name, rule in zip("cde", rules, strict=True)]
    there, back = asks(small(*boxes), answers), asks(small(*boxes), answers)
    assert {n: there.is_asked(n) for n in "abcde"} == {n: back.is_asked(n) for n in "edcba"}


@pytest.mark.parametrize("label", ["b", "You said ${a}."])
def test_answers_go_with_the_turn_that_asked(label: str) -> None:
    """What a turn looked at is held neither by what it worked out nor by what the tool keeps."""
    tool = small(box("a"), replace(box("b", "${a} = 'yes'"), label=label), box("c"))
    now = asks(tool, {"a": "yes", "c": "for nobody else"})
    assert [one.label for one in now.shape.pages[0].boxes] == [
        "a",
        label.replace("${a}", "yes"),
        "c",
    ]
    left = weakref.ref(now)
    del now
    assert left() is None
