"""The rules in the six themes: what answers make compulsory, and what to look at again."""

from collections.abc import Iterator

import pytest

from audits.expressions import holds
from audits.tool import Box, Kind, Part
from tests.files.six_themes import (
    ALL_FOLLOW_UPS,
    GRADES,
    KINDS,
    TOOL,
    asks,
)


def companions(grade: Box) -> dict[Kind, Box]:
    """The evidence and impact boxes that belong to a grade."""
    _, question = TOOL.above[grade.name]
    return {box.kind: box for box in question.boxes if box.kind in {Kind.EVIDENCE, Kind.IMPACT}}


@pytest.mark.parametrize("grade", GRADES, ids=lambda box: box.name)
@pytest.mark.parametrize(
    ("value", "compulsory"),
    [("exceeds", True), ("concern", True), ("good", False), ("improve", False), ("", False)],
)
def test_the_top_and_lowest_grade_need_evidence_and_impact(
    grade: Box,
    value: str,
    compulsory: bool,  # noqa: FBT001
) -> None:
    """The 2021 report, section 5: what exceeds goes beyond policy, and shows for the child."""
    answers = {**ALL_FOLLOW_UPS, grade.name: value}
    asked = asks("csc", "unborn", answers)
    needed = companions(grade)
    assert needed.keys() == {Kind.EVIDENCE, Kind.IMPACT}
    always = {"overall_why"}
    for box in needed.values():
        assert box.name in asked.boxes
        assert asked.required(box) is (compulsory or box.name in always)
        assert box.required_why or box.name in always


def with_reasons() -> Iterator[tuple[Box, Box]]:
    """Every box that can be answered with "does not apply", and the box beside it for why."""
    for box in TOOL.boxes():
        if any(choice.value == "not_applicable" for choice in box.choices):
            yield box, TOOL.box[f"{box.name}_na"]


REASONS = [*with_reasons()]


@pytest.mark.parametrize(("box", "why"), REASONS, ids=lambda box: box.name)
def test_does_not_apply_needs_a_reason(box: Box, why: Box) -> None:
    """Having looked and found nothing is a finding and needs none; the two are kept apart."""
    for value in ("not_applicable", "nothing_recorded", "not_recorded", "good"):
        asked = asks("csc", "unborn", {box.name: value})
        assert (why.name in asked.boxes) is (value == "not_applicable")
    assert why.required == "true()"
    values = {choice.value for choice in box.choices}
    assert values & {"nothing_recorded", "not_recorded"}


def test_every_theme_that_grades_can_also_be_silent_or_not_apply() -> None:
    """All grades have descriptors; four stand in every list."""
    for box in GRADES:
        assert [choice.value for choice in box.choices][:4] == [
            "exceeds", "good", "improve", "concern",
        ]  # fmt: skip
        assert all(choice.meaning for choice in box.choices)
        _, question = TOOL.above[box.name]
        assert all(choice.meaning in question.guidance for choice in box.choices)
    full = {box.name for box in GRADES if len(box.choices) == 6}
    assert full == {"t1_look", "t2_work", "t3_safe", "t5_care"}


def test_no_change_is_an_answer_of_its_own() -> None:
    """In the context theme it stands beside "does not apply", and asks for a record."""
    box, said = TOOL.box["t6_change"], TOOL.box["t6_change_evidence"]
    assert {"no_change", "not_applicable"} <= {choice.value for choice in box.choices}
    for value, needed in (("no_change", True), ("changed", False)):
        asked = asks("police", "", {"t6_change": value})
        assert "t6_change_evidence" in asked.boxes
        assert asked.required(said) is needed


@pytest.mark.parametrize(
    ("answers", "wanted"),
    [
        ({"t4_differ": "no"}, False),
        ({"t4_differ": "no", "shared_csc": "we_told no_response"}, True),
        ({"t4_differ": "no", "t1_look_evidence": "We chased the GP for a week."}, True),
        ({"t4_differ": "yes", "shared_csc": "no_response"}, False),
        ({"t4_differ": "not_recorded", "shared_csc": "no_response"}, False),
        ({"shared_csc": "no_response"}, False),
    ],
)
def test_no_difference_beside_no_reply_is_looked_at_again(
    answers: dict[str, str],
    wanted: bool,  # noqa: FBT001
) -> None:
    """The 2021 report, theme 4: one return said "not needed" and told of unanswered concerns."""
    rule = TOOL.box["t4_differ"].look_again
    assert holds(rule, asks("phn", "", answers).scope()) is wanted


@pytest.mark.parametrize("other", KINDS)
def test_no_reply_from_any_service_counts(other: str) -> None:
    """Whichever service did not reply, it is asked about again."""
    kind = "phn" if other != "phn" else "csc"
    answers = {"t4_differ": "no", f"shared_{other}": "no_response"}
    assert holds(TOOL.box["t4_differ"].look_again, asks(kind, "", answers).scope())


@pytest.mark.parametrize("grade", GRADES, ids=lambda box: box.name)
def test_a_cause_for_concern_asks_again_about_risk(grade: Box) -> None:
    """A concern that nobody dealt with is a child at risk now."""
    rule = TOOL.box["risk"].look_again
    for risk, value in (("no", "concern"), ("no", "good"), ("yes", "concern")):
        answers = {**ALL_FOLLOW_UPS, "risk": risk, grade.name: value}
        again = holds(rule, asks("csc", "unborn", answers).scope())
        assert again is ((risk, value) == ("no", "concern"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("known", ["no", "adult", ""])
def test_everybody_is_asked_about_risk_now(kind: str, known: str) -> None:
    """It is asked whatever else was answered; Yes asks what was done, and that is compulsory."""
    risk, done = TOOL.box_of(Part.RISK), TOOL.box_of(Part.RISK_DONE)
    assert risk is not None
    assert done is not None
    assert [choice.value for choice in risk.choices] == ["yes", "no"]
    calm = asks(kind, "", {"known": known, "risk": "no"})
    assert risk.name in calm.boxes
    assert calm.required(risk)
    assert done.name not in calm.boxes
    worried = asks(kind, "", {"known": known, "risk": "yes"})
    assert done.name in worried.boxes
    assert worried.required(done)


def test_few_boxes_are_always_compulsory() -> None:
    """Grades, closed questions, the sign-off; words of one's own only where a rule needs them."""
    words = {box.name for box in TOOL.boxes() if box.required == "true()" and not box.choices}
    assert words == {*(why.name for _, why in REASONS), "overall_why"}
    for kind in KINDS:
        asked = asks(kind)
        assert sum(asked.required(box) for box in asked.boxes.values()) <= 15
