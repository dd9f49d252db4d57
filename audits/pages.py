"""The tool as pages: what stands on each, which comes next, and where somebody stopped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from audits.asked import Asked
from audits.involvement import Involvement
from audits.tool import Box, Question, Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some questions of one theme, few enough for a card."""

    number: int
    """Counted from 1, of those that this involvement is asked."""
    of: int
    theme: Theme
    questions: tuple[Question, ...]

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Every box on the page, in order."""
        return tuple(box for question in self.questions for box in question.boxes)

    @property
    def last(self) -> bool:
        """Whether the review comes next."""
        return self.number == self.of


def all_of(asked: Asked) -> tuple[Page, ...]:
    """Return every page, in order."""
    cut = [(theme, part) for theme in asked.themes for part in evenly(theme, asked.tool.per_page)]
    return tuple(
        Page(number=number, of=len(cut), theme=theme, questions=part)
        for number, (theme, part) in enumerate(cut, start=1)
    )


def evenly(theme: Theme, most: int) -> list[tuple[Question, ...]]:
    """Cut the theme's questions into as few parts as `most` allows, about equally long."""
    count = len(theme.questions)
    parts = -(-count // max(most, 1))
    ends = [round(count * part / parts) for part in range(parts + 1)]
    return [theme.questions[start:end] for start, end in pairwise(ends)]


def with_box(pages: Sequence[Page], name: str) -> Page | None:
    """Return the page on which the box stands, if it is asked."""
    return next((page for page in pages if any(box.name == name for box in page.boxes)), None)


def next_box(asked: Asked, shown: Iterable[str]) -> str:
    """Return the first asked box after the first of `shown` that was not shown itself.

    That is a box which an answer has just brought up, or else the first of the page that
    follows. Empty when nothing follows.
    """
    order, seen = asked.tool.order, set(shown)
    first = min((order[name] for name in seen if name in order), default=-1)
    return next((n for n in asked.boxes if order[n] > first and n not in seen), "")


def box_before(asked: Asked, shown: Iterable[str]) -> str:
    """Return the asked box just before the first of `shown`, empty when there is none."""
    order = asked.tool.order
    first = min((order[name] for name in shown if name in order), default=0)
    return next((name for name in reversed(asked.boxes) if order[name] < first), "")


def left_off(own: Involvement, asked: Asked, pages: Sequence[Page]) -> Page | None:
    """Return the page to go on from: where the last answer stands, or the one that follows it.

    None when there is nothing to go on with but the review.
    """
    latest = max(
        (name for name in own.ret.answers if name in asked.boxes),
        key=lambda name: (own.ret.answers[name].now.at, asked.tool.order[name]),
        default="",
    )
    page = with_box(pages, latest)
    if page is None:
        return pages[0] if pages else None
    waits = any(asked.required(box) and not asked.answers.get(box.name) for box in page.boxes)
    if waits:
        return page
    return None if page.last else pages[page.number]


def filled(asked: Asked, pages: Sequence[Page]) -> int:
    """Return how many pages have at least one answer and nothing compulsory open."""
    return sum(
        any(asked.answers.get(box.name) for box in page.boxes)
        and not any(asked.required(b) and not asked.answers.get(b.name) for b in page.boxes)
        for page in pages
    )
