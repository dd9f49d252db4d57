"""What one agency is asked about one family, given what it answered so far.

Relevance is inherited: a box is asked when its theme, its question and the box itself apply to
the kind of agency, the facts about the family and the answers. A box that is not asked counts as
empty in every expression, though its answer stays kept.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from audits.expressions import holds
from audits.tool import WRITING, Box, Question, Theme, Tool

if TYPE_CHECKING:
    from audits.involvement import Involvement

CHASING = re.compile(
    r"\bchas(?:ed|ing|e)\b|\bno (?:reply|response|answer)\b|\bunanswered\b"
    r"|\bnot (?:reply|respond)|\bdid(?:n['’]t| not) (?:get|hear) (?:back|anything)"
    r"|\brepeated(?:ly)? (?:\w+ ){0,2}(?:e-?mail|call|ask|request|contact)"
    r"|\b(?:e-?mailed|rang|called|asked|wrote)\b(?:\W+\w+){0,5}\W+(?:again|twice|three|four|several|many)\b",
    re.IGNORECASE,
)
"""Words by which people tell that they ran after another agency (the 2021 report, theme 4)."""

MINUTES = {"grade": 1.5, "one": 0.5, "many": 0.5, "row": 0.2, "date": 0.3, "count": 0.3}
WRITING_MINUTES = 1.2
"""Minutes that a box takes with the records open: an estimate by which a whole return of the
default tool comes to the hour or so that such returns take."""


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
    def themes(self) -> tuple[Theme, ...]:
        """Themes, questions and boxes that are asked; what is left empty is left out."""
        found = []
        for theme in self.tool.themes:
            kept = [replace(q, boxes=boxes) for q in theme.questions if (boxes := self.within(q))]
            if kept:
                found.append(replace(theme, questions=tuple(kept)))
        return tuple(found)

    def within(self, question: Question) -> tuple[Box, ...]:
        """Return the boxes of the question that are asked."""
        return tuple(box for box in question.boxes if self.is_asked(box.name))

    @cached_property
    def boxes(self) -> dict[str, Box]:
        """Every box that is asked, in order, by name."""
        return {b.name: b for theme in self.themes for q in theme.questions for b in q.boxes}

    @cached_property
    def verdicts(self) -> dict[str, bool]:
        """What is known so far of which boxes are asked."""
        return {}

    def is_asked(self, name: str) -> bool:
        """Tell whether the box is asked. A box that hangs on itself is not."""
        if name not in self.verdicts:
            self.verdicts[name] = False
            self.verdicts[name] = self.applies(name)
        return self.verdicts[name]

    def applies(self, name: str) -> bool:
        """Tell whether every level above and the box itself apply here."""
        levels = (*self.tool.above[name], self.tool.box[name])
        return all(not level.agencies or self.agency in level.agencies for level in levels) and all(
            holds(level.relevant, self.value) for level in levels if level.relevant
        )

    def value(self, name: str) -> str:
        """Return what an expression sees under this name; a box that is not asked is empty."""
        if name in GIVEN:
            return GIVEN[name](self)
        if name not in self.tool.box or not self.is_asked(name):
            return ""
        return self.answers.get(name, "")

    def required(self, box: Box) -> bool:
        """Tell whether the box must be answered, as things stand."""
        return bool(box.required) and holds(box.required, self.value)

    @cached_property
    def chased(self) -> bool:
        """Whether the person's own words tell of running after another agency."""
        written = (box.name for box in self.tool.boxes() if box.kind in WRITING)
        return any(CHASING.search(text) for name in written if (text := self.answers.get(name)))

    @cached_property
    def minutes_left(self) -> int:
        """Minutes that the unanswered boxes should take, rounded up."""
        empty = (box for box in self.boxes.values() if not self.answers.get(box.name))
        return round(sum(MINUTES.get(box.kind, WRITING_MINUTES) for box in empty) + 0.49)


GIVEN: dict[str, Callable[[Asked], str]] = {
    "agency": lambda asked: asked.agency,
    "facts": lambda asked: " ".join(sorted(asked.facts)),
    "involved": lambda asked: " ".join(sorted(asked.involved)),
    "chased": lambda asked: "yes" if asked.chased else "no",
}
"""Names that expressions may use though nobody is asked for them."""


def of(own: "Involvement") -> Asked:
    """Return what this involvement is asked."""
    agencies = own.audit.agencies
    return Asked(
        tool=own.audit.tool,
        agency=own.agency.kind,
        facts=own.family.facts,
        involved=frozenset(agencies[k].kind for k in own.family.involved if k in agencies),
        answers={name: answer.now.value for name, answer in own.ret.answers.items()},
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
