"""The tool as pages: what stands on each, which comes next, and where somebody stopped."""

from collections.abc import Iterable, Sequence

from audits.asked import Asked
from audits.involvement import Involvement
from audits.shape import Page
from audits.tool import Box, Kind


def all_of(asked: Asked) -> tuple[Page, ...]:
    """Return every page, in order."""
    return asked.shape.pages


def with_box(asked: Asked, name: str) -> Page | None:
    """Return the page on which the box stands, if it is asked."""
    return asked.shape.page_of.get(name)


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
    return next((name for name in reversed(list(asked.boxes)) if order[name] < first), "")


def left_off(own: Involvement, asked: Asked, pages: Sequence[Page]) -> Page | None:
    """Return the page to go on from: where the last answer stands, or the one that follows it.

    None when there is nothing to go on with but the review.
    """
    latest = max(
        (name for name in own.ret.answers if name in asked.boxes),
        key=lambda name: (own.ret.answers[name].now.at, asked.tool.order[name]),
        default="",
    )
    page = with_box(asked, latest)
    if page is None:
        return pages[0] if pages else None
    if any(open_still(asked, box) for box in page.boxes):
        return page
    return None if page.last else pages[page.number]


def filled(asked: Asked, pages: Sequence[Page]) -> int:
    """Return how many pages are done with: nothing is open on them, and something is answered."""
    return sum(
        not any(open_still(asked, box) for box in page.boxes)
        and any(box.kind is Kind.NOTE or asked.answers.get(box.name) for box in page.boxes)
        for page in pages
    )


def open_still(asked: Asked, box: Box) -> bool:
    """Tell whether the box waits for an answer, or for a better one."""
    return asked.refuses(box) or (not asked.answers.get(box.name) and asked.required(box))
