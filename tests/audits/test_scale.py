"""Which grades are good and which weak is read from the tool, whatever its scale."""

import pytest

from audits.scale import half_of, place, rungs, worst
from audits.tool import Box, Choice, Half, Kind
from tests.audits.laid_out import TOOL
from tests.cast import LOOK


def scale(*values: str, halves: str = "") -> Box:
    """Return a grade box with these choices; `halves` has a letter for each: g, w or n."""
    said = {"g": Half.GOOD, "w": Half.WEAK, "n": Half.NONE}
    letters = halves or "-" * len(values)
    choices = tuple(
        Choice(value=value, label=value, half=said.get(letter, Half.UNSAID))
        for value, letter in zip(values, letters, strict=True)
    )
    return Box(name="grade", kind=Kind.GRADE, label="Grade", choices=choices)


SCALES = [
    (scale("outstanding", "good", "requires_improvement", "inadequate"),
     ("outstanding", "good", "requires_improvement", "inadequate"), {"outstanding", "good"}),
    (scale("0", "1", "2", "3", "4", "not_recorded"), ("4", "3", "2", "1", "0"), {"4", "3"}),
    (scale("3", "2", "1", "0"), ("3", "2", "1", "0"), {"3", "2"}),
    (scale("red", "amber", "green", halves="wwg"), ("green", "amber", "red"), {"green"}),
    (scale("green", "amber", "red", "unknown", halves="gwwn"), ("green", "amber", "red"),
     {"green"}),
    (scale("good", "fair", "poor"), ("good", "fair", "poor"), {"good"}),
    (scale("met", "unmet", "not_applicable"), ("met", "unmet"), {"met"}),
    (scale("nothing_recorded", "not_applicable"), (), set()),
    (LOOK, ("exceeds", "good", "improve", "concern"), {"exceeds", "good"}),
    (TOOL.box["t1_look"], ("exceeds", "good", "improve", "concern"), {"exceeds", "good"}),
]  # fmt: skip


@pytest.mark.parametrize(("box", "best_first", "good"), SCALES)
def test_scale_is_read_best_first(box: Box, best_first: tuple[str, ...], good: set[str]) -> None:
    """By the column `half` where it is filled in, else by the order of the choices."""
    assert rungs(box) == best_first
    values = [choice.value for choice in box.choices]
    assert {value for value in values if half_of(box, value) is Half.GOOD} == good
    assert {v for v in values if half_of(box, v) is Half.WEAK} == {*best_first} - good
    for value in values:
        assert (half_of(box, value) is Half.NONE) == (place(box, value) is None)


def test_worst_of_some_is_the_lowest_grade_among_them() -> None:
    """What is no grade is passed over; of none there is none."""
    assert worst(LOOK, frozenset({"good", "improve", "not_applicable"})) == "improve"
    assert worst(LOOK, frozenset({"not_applicable"})) == ""


def test_value_that_is_no_choice_is_no_grade() -> None:
    """Nor is an empty one."""
    assert half_of(LOOK, "splendid") is half_of(LOOK, "") is Half.NONE
