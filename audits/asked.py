"""What one agency is asked about one family, given what it answered so far.

Relevance is inherited: a box is asked when its theme, its question and the box itself apply to
the kind of agency, the facts about the family and the answers. A box that is not asked counts as
empty in every expression, though its answer stays kept.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import TYPE_CHECKING

from audits.expressions import holds
from audits.shape import Shape
from audits.tool import WRITING, Box, Rules, Theme, Tool

if TYPE_CHECKING:
    from audits.audit import Agency, Audit, Family
    from audits.involvement import Involvement

CHASING = re.compile(
    r"\bchas(?:ed|ing|e)\b|\bno (?:reply|response|answer)\b|\bunanswered\b"
    r"|\bnot (?:reply|respond)|\bdid(?:n['’]t| not) (?:get|hear) (?:back|anything)"
    r"|\brepeated(?:ly)? (?:\w+ ){0,2}(?:e-?mail|call|ask|request|contact)"
    r"|\b(?:e-?mailed|rang|called|asked|wrote)\b(?:\W+\w+){0,5}\W+(?:again|twice|three|four|several|many)\b",
    re.IGNORECASE,
)
"""Words by which people tell that they ran after another agency (the 2021 report, theme 4)."""


@dataclass(frozen=True)
class Asked:
    """The tool as it applies to one involvement. Worked out once a turn, then looked up."""

    tool: Tool
    agency: str
    """The kind of agency."""
    facts: frozenset[str]
    involved: frozenset[str]
    """Kinds of the agencies that know the family."""
    answers: Mapping[str, str]

    @cached_property
    def shape(self) -> Shape:
        """What is asked, as themes and pages; remembered for equal grounds to decide on."""
        known, grounds = self.tool.shapes, self.grounds
        found = known.get(grounds)
        if not isinstance(found, Shape):
            if len(known) >= REMEMBERED:
                known.clear()
            found = Shape(self.tool, tuple(filter(self.is_asked, self.rules.of_box)))
            known[grounds] = found
        return found

    @property
    def grounds(self) -> tuple[object, ...]:
        """All that decides what is asked, as something to look up by."""
        names, answers = self.rules.names, self.answers
        chased = self.chased if "chased" in names else None
        said = tuple([answers.get(name) for name in names])
        return self.agency, self.facts, self.involved, chased, said

    @property
    def themes(self) -> tuple[Theme, ...]:
        """Themes, questions and boxes that are asked; what is left empty is left out."""
        return self.shape.themes

    @property
    def boxes(self) -> Mapping[str, Box]:
        """Every box that is asked, in order, by name."""
        return self.shape.boxes

    @cached_property
    def rules(self) -> Rules:
        """What decides of each box whether this kind of agency is asked."""
        return self.tool.rules(self.agency)

    @cached_property
    def truths(self) -> dict[str, bool]:
        """What is known so far of which expressions are true."""
        return {}

    def is_asked(self, name: str) -> bool:
        """Tell whether the box is asked. A box that hangs on itself is not."""
        rules = self.rules.of_box.get(name)
        return rules is not None and all(map(self.true, rules))

    def true(self, expression: str) -> bool:
        """Tell whether the expression is true here; while it is being worked out, it is not."""
        truth = self.truths.get(expression)
        if truth is None:
            self.truths[expression] = False
            truth = self.truths[expression] = holds(expression, self.value)
        return truth

    def value(self, name: str) -> str:
        """Return what an expression sees under this name; a box that is not asked is empty."""
        if name in GIVEN:
            return GIVEN[name](self)
        if name not in self.tool.box or not self.is_asked(name):
            return ""
        return self.answers.get(name, "")

    def required(self, box: Box) -> bool:
        """Tell whether the box must be answered, as things stand."""
        return bool(box.required) and self.true(box.required)

    @cached_property
    def chased(self) -> bool:
        """Whether the person's own words tell of running after another agency."""
        written = (box.name for box in self.tool.boxes() if box.kind in WRITING)
        return any(CHASING.search(text) for name in written if (text := self.answers.get(name)))

    @cached_property
    def minutes_left(self) -> int:
        """Minutes that the unanswered boxes should take, rounded up."""
        minutes, answers = self.shape.minutes, self.answers
        return ceil(sum([minutes[name] for name in minutes if not answers.get(name)]))


REMEMBERED = 2_000
"""Shapes kept for one tool; answers open and close only so many boxes."""

GIVEN: dict[str, Callable[[Asked], str]] = {
    "agency": lambda asked: asked.agency,
    "facts": lambda asked: " ".join(sorted(asked.facts)),
    "involved": lambda asked: " ".join(sorted(asked.involved)),
    "chased": lambda asked: "yes" if asked.chased else "no",
}
"""Names that expressions may use though nobody is asked for them."""


def of(own: "Involvement") -> Asked:
    """Return what this involvement is asked."""
    stood = {name: answer.now.value for name, answer in own.ret.answers.items()}
    return seen(own.audit, own.family, own.agency, stood)


def seen(audit: "Audit", family: "Family", agency: "Agency", stood: Mapping[str, str]) -> Asked:
    """Return what an agency is asked about a family when this stands in its boxes."""
    agencies = audit.agencies
    return Asked(
        tool=audit.tool,
        agency=agency.kind,
        facts=family.facts,
        involved=frozenset(agencies[k].kind for k in family.involved if k in agencies),
        answers=stood,
    )


def missing(own: "Involvement") -> list[Box]:
    """Return what must be answered, or settled between two people, before the return can go."""
    asked, answers = of(own), own.ret.answers
    return [
        box
        for name, box in asked.boxes.items()
        if (not asked.answers.get(name) and asked.required(box))
        or (name in answers and answers[name].rival)
    ]
