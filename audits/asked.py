"""What one agency is asked about one family, given what it answered so far.

Relevance is inherited: a box is asked when its theme, its question and the box itself apply to
the kind of agency, the facts about the family and the answers. A box that is not asked counts as
empty in every expression, though its answer stays kept.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import TYPE_CHECKING

from audits import editions
from audits.conversions import string
from audits.expressions import Scope, holds, worked_out
from audits.involvement import IN, Involvement
from audits.once import once
from audits.rules import Rule, Rules, placed
from audits.shape import Shape
from audits.shown import shown
from audits.tool import WRITING, Box, Theme, Tool

if TYPE_CHECKING:
    from audits.audit import Audit, Family

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
    at: datetime | None = None
    """The moment on the partnership's clock, for expressions that ask for today."""
    seed: str = ""
    """What chance hangs on: the id of the return."""

    @once
    def shape(self) -> Shape:
        """What is asked, as themes and pages; remembered for equal grounds to decide on."""
        known, grounds = self.tool.shapes, self.grounds
        found = known.get(grounds)
        if not isinstance(found, Shape):
            if len(known) >= REMEMBERED:
                known.clear()
            names = tuple(filter(self.is_asked, self.rules.of_box))
            found = Shape(self.tool, names, self.in_texts() if self.rules.told else None)
            known[grounds] = found
        return found

    @property
    def grounds(self) -> tuple[object, ...]:
        """All that decides what is asked, as something to look up by."""
        rules, answers = self.rules, self.answers
        chased = self.chased if "chased" in rules.names else None
        said = tuple(map(answers.get, rules.names))
        more = (self.at if rules.clock else None, self.seed if rules.dice else None)
        return self.agency, self.facts, self.involved, chased, said, more

    @property
    def themes(self) -> tuple[Theme, ...]:
        """Themes, questions and boxes that are asked; what is left empty is left out."""
        return self.shape.themes

    @property
    def boxes(self) -> Mapping[str, Box]:
        """Every box that is asked, in order, by name."""
        return self.shape.boxes

    @once
    def rules(self) -> Rules:
        """What decides of each box whether this kind of agency is asked."""
        return self.tool.rules(self.agency)

    @once
    def truths(self) -> dict[Rule, bool]:
        """What is known so far of which rules are true."""
        return {}

    @once
    def sums(self) -> dict[str, str]:
        """What is known so far of what the calculations come to."""
        return {}

    def scope(self, here: str = "") -> Scope:
        """Return what an expression in this row may look at.

        It holds what is asked, so it is not held by that: else the answers would stay until the
        collector comes, turns later.
        """
        return Scope(self.value, here, self.at, self.is_there, self.label, self.seed)

    def is_asked(self, name: str) -> bool:
        """Tell whether the box is asked. A box that hangs on itself is not."""
        rules = self.rules.of_box.get(name)
        return rules is not None and all(map(self.true, rules))

    def is_there(self, name: str) -> bool:
        """Tell whether the name has a place in this return: whoever is not asked has none."""
        return name in GIVEN or name in self.tool.calculated or self.is_asked(name)

    def true(self, rule: Rule) -> bool:
        """Tell whether the rule is true here; while it is being worked out, it is not."""
        truth = self.truths.get(rule)
        if truth is None:
            self.truths[rule] = False
            expression, here = rule
            truth = self.truths[rule] = holds(expression, self.scope(here))
        return truth

    def value(self, name: str) -> str:
        """Return what an expression sees under this name; a box that is not asked is empty."""
        found = self.seen.get(name)
        if found is not None:
            return found
        if name in GIVEN:
            found = GIVEN[name](self)
        elif name in self.tool.calculated:
            return self.calculated(name)
        elif name not in self.tool.box or not self.is_asked(name):
            return ""
        else:
            found = self.answers.get(name, "")
        self.seen[name] = found
        return found

    @once
    def seen(self) -> dict[str, str]:
        """What names stand for, as far as it is sure."""
        return {}

    def calculated(self, name: str) -> str:
        """Return what the calculation comes to; while it is being worked out, it is blank."""
        if name not in self.sums:
            self.sums[name] = ""
            one = self.tool.calculated[name]
            if all(self.true((rule, name)) for rule in one.relevant):
                value = worked_out(one.expression, self.scope(name))
                self.sums[name] = "" if value != value else string(value)  # noqa: PLR0124 - NaN
        return self.sums[name]

    def label(self, name: str, value: str) -> str:
        """Return how the choice is called, blank where the row has no such choice."""
        box = self.tool.box.get(name)
        return next((c.label for c in box.choices if c.value == value), "") if box else ""

    def in_texts(self) -> Callable[[str], str]:
        """Return what gives a text the answers that stand in it, and holds no other answer."""
        return {name: self.told(name) for name in self.rules.names}.__getitem__

    def told(self, name: str) -> str:
        """Return what stands for this name in a text that people read."""
        return shown(self.tool.box.get(name), self.value(name))

    def required(self, box: Box) -> bool:
        """Tell whether the box must be answered, as things stand."""
        return bool(box.required) and self.true(placed(box.required, box.name))

    def refuses(self, box: Box) -> bool:
        """Tell whether an answer stands in the box that its constraint does not allow."""
        given = self.answers.get(box.name)
        return bool(box.constraint and given) and not self.true(placed(box.constraint, box.name))

    def beforehand(self, box: Box) -> str:
        """Return what stands in the box before anybody has answered it."""
        if not box.default_rule:
            return box.default
        value = worked_out(box.default_rule, self.scope(box.name))
        return "" if value != value else string(value)  # noqa: PLR0124 - only NaN differs

    @once
    def chased(self) -> bool:
        """Whether the person's own words tell of running after another agency."""
        written = (box.name for box in self.tool.boxes() if box.kind in WRITING)
        return any(CHASING.search(text) for name in written if (text := self.answers.get(name)))

    @once
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


def of(own: Involvement) -> Asked:
    """Return what this involvement is asked. What was sent stays as it was on that day."""
    at = own.ret.sent_at if own.ret.stage in IN else own.at
    stood = {name: answer.now.value for name, answer in own.ret.answers.items()}
    return Asked(
        tool=editions.tool_for(own.audit, own.ret),
        agency=own.agency.kind,
        facts=own.family.facts,
        involved=kinds_involved(own.audit, own.family),
        answers=stood,
        at=own.audit.here(at) if at else None,
        seed=own.ret.id,
    )


def seen(audit: "Audit", family: "Family", kind: str, stood: Mapping[str, str]) -> Asked:
    """Return what a kind of agency is asked about a family when this stands in its boxes."""
    return Asked(
        tool=audit.tool,
        agency=kind,
        facts=family.facts,
        involved=kinds_involved(audit, family),
        answers=stood,
    )


def kinds_involved(audit: "Audit", family: "Family") -> frozenset[str]:
    """Return the kinds of the agencies that know the family."""
    agencies = audit.agencies
    return frozenset([agencies[k].kind for k in family.involved if k in agencies])


def missing(own: Involvement, now: Asked | None = None) -> list[Box]:
    """Return what must be answered, settled or put right before the return can go.

    `now` is what `of` gives for the involvement, where somebody has it already.
    """
    asked, answers = now or of(own), own.ret.answers
    return [
        box
        for name, box in asked.boxes.items()
        if (not asked.answers.get(name) and asked.required(box))
        or (name in answers and answers[name].rival)
        or asked.refuses(box)
        or editions.unfit(own.audit, own.ret, name)
    ]
