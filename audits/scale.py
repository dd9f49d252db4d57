"""A box's scale of grades: which of its choices are grades, the best first, and which are good.

A tool says it with the column `half` of its choices: `good`, `weak` or `none`. Where it does not,
the first choice is the best and the upper half is good, but a scale of numbers rises; the choices
that say that nothing is known are no grades.
"""

from audits.tool import Box, Choice, Half

NO_GRADES = frozenset({"nothing_recorded", "not_recorded", "not_applicable", "unsure"})
"""Choices that stand beside every scale: they say that there is no grade, and are findings."""


def rungs(box: Box) -> tuple[str, ...]:
    """Return the values that are grades, the best first."""
    graded = [choice for choice in box.choices if is_grade(choice)]
    values = tuple(choice.value for choice in graded)
    return values[::-1] if rises(graded) else values


def is_grade(choice: Choice) -> bool:
    """Tell whether the choice is a grade."""
    if choice.half is Half.UNSAID:
        return choice.value not in NO_GRADES
    return choice.half is not Half.NONE


def rises(graded: list[Choice]) -> bool:
    """Tell whether the scale begins with the worst."""
    halves = [choice.half for choice in graded if choice.half is not Half.UNSAID]
    if halves:
        return halves[0] is Half.WEAK and Half.GOOD in halves
    numbers = [int(choice.value) for choice in graded if choice.value.isdecimal()]
    return len(numbers) == len(graded) > 1 and numbers == sorted(numbers)


def half_of(box: Box, value: str) -> Half:
    """Return the half on which the value stands; NONE for what is no grade.

    The rung in the middle of an odd number of them is weak: it is not yet good.
    """
    found = next((choice for choice in box.choices if choice.value == value), None)
    if found is None or not is_grade(found):
        return Half.NONE
    if found.half is not Half.UNSAID:
        return found.half
    steps = rungs(box)
    return Half.GOOD if steps.index(value) < len(steps) // 2 else Half.WEAK


def place(box: Box, value: str) -> int | None:
    """Return the value's place on the scale, 0 for the best; None for what is no grade."""
    steps = rungs(box)
    return steps.index(value) if value in steps else None


def worst(box: Box, values: frozenset[str]) -> str:
    """Return the lowest grade among these values, empty when there is none."""
    return next((value for value in reversed(rungs(box)) if value in values), "")
