"""The part of a tool that is asked, as themes and as pages.

It follows from which boxes are asked and from nothing else, so it is worked out once for all
returns of which the same boxes are asked.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any, TypeVar

from audits.rules import IN_TEXT, TEXTS
from audits.tool import Box, Question, Theme, Tool

MINUTES = {
    "grade": 1.5, "one": 0.5, "many": 0.5, "row": 0.2, "date": 0.3, "count": 0.3, "number": 0.3,
    "time": 0.3, "note": 0.0,
}  # fmt: skip
WRITING_MINUTES = 1.2
"""Minutes that a box takes with the records open: an estimate by which a whole return of the
default tool comes to the hour or so that such returns take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some questions of one theme, few enough for a card."""

    number: int
    """Counted from 1, of those that are asked."""
    of: int
    theme: Theme
    questions: tuple[Question, ...]

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Every box on the page, in order."""
        return tuple([box for question in self.questions for box in question.boxes])

    @property
    def last(self) -> bool:
        """Whether the review comes next."""
        return self.number == self.of


@dataclass(frozen=True)
class Shape:
    """Themes, questions and boxes that are asked; what is left empty is left out."""

    tool: Tool
    names: tuple[str, ...]
    told: Callable[[str], str] | None = None
    """What stands for a name in a text, where texts have names in them."""

    @cached_property
    def themes(self) -> tuple[Theme, ...]:
        """The themes with what is asked of them."""
        asked, found = set(self.names), []
        for theme in self.tool.themes:
            kept = [q for question in theme.questions if (q := less(question, asked)).boxes]
            if kept:
                found.append(replace(theme, questions=tuple(kept)))
        return tuple(self.filled(theme) for theme in found) if self.told else tuple(found)

    def filled(self, theme: Theme) -> Theme:
        """Return the theme with answers in the place of the names in its texts."""
        questions = tuple(
            with_answers(replace(q, boxes=tuple(with_answers(b, self.told) for b in q.boxes)),
                         self.told)
            for q in theme.questions
        )  # fmt: skip
        return with_answers(replace(theme, questions=questions), self.told)

    @cached_property
    def boxes(self) -> dict[str, Box]:
        """Every box that is asked, in order, by name."""
        if not self.told:
            return {name: self.tool.box[name] for name in self.names}
        return {box.name: box for theme in self.themes for q in theme.questions for box in q.boxes}

    @cached_property
    def asked(self) -> frozenset[str]:
        """The names of the boxes that are asked, to look one up."""
        return frozenset(self.names)

    @cached_property
    def minutes(self) -> dict[str, float]:
        """How many minutes each box takes."""
        return {name: MINUTES.get(box.kind, WRITING_MINUTES) for name, box in self.boxes.items()}

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """Every page, in order."""
        most = self.tool.per_page
        cut = [(theme, part) for theme in self.themes for part in evenly(theme, most)]
        return tuple(
            Page(number=number, of=len(cut), theme=theme, questions=part)
            for number, (theme, part) in enumerate(cut, start=1)
        )

    @cached_property
    def page_of(self) -> dict[str, Page]:
        """The page on which each box stands."""
        return {box.name: page for page in self.pages for box in page.boxes}


L = TypeVar("L", Theme, Question, Box)


def with_answers(level: L, told: Callable[[str], str] | None) -> L:
    """Return the theme, question or box with answers in the place of the names in its texts."""
    texts = {field: text for field in TEXTS if "${" in (text := getattr(level, field, ""))}
    if not texts or told is None:
        return level
    said: dict[str, Any] = {
        field: IN_TEXT.sub(lambda match: told(match[1]), text) for field, text in texts.items()
    }
    return replace(level, **said)


def less(question: Question, asked: set[str]) -> Question:
    """Return the question with those of its boxes that are asked."""
    boxes = tuple(box for box in question.boxes if box.name in asked)
    return question if len(boxes) == len(question.boxes) else replace(question, boxes=boxes)


def evenly(theme: Theme, most: int) -> list[tuple[Question, ...]]:
    """Cut the theme's questions into as few parts as `most` allows, about equally long."""
    count = len(theme.questions)
    parts = -(-count // max(most, 1))
    ends = [round(count * part / parts) for part in range(parts + 1)]
    return [theme.questions[start:end] for start, end in pairwise(ends)]
