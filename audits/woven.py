"""All versions of a tool as one: what was ever asked has its place in it, and what is gone says so.

Nobody is asked by it. Figures, files and cards of the audit team read answers with it, so that an
answer given under an earlier version has a question to stand under.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from audits.tool import Box, Choice, Question, Theme, Tool

T = TypeVar("T", Theme, Question, Box, Choice)


def woven(tools: Sequence[Tool]) -> Tool:
    """Return the newest of these tools, oldest first, with what only earlier ones had."""
    whole = tools[-1]
    for old in reversed(tools[:-1]):
        whole = replace(whole, themes=with_gone(whole, old))
    return whole


def with_gone(whole: Tool, old: Tool) -> tuple[Theme, ...]:
    """Return the themes of the whole tool, with those parts that only the old one has."""
    here = {name: box.choices for name, box in old.box.items()}
    mark = f"(version {old.version})"

    def theme(new: Theme, before: Theme | None) -> Theme:
        gone = [kept for q in (before.questions if before else ()) if (kept := question_gone(q))]
        had = {q.name: q for q in gone}
        grown = tuple(question(one, had.get(one.name)) for one in new.questions)
        left = [marked(one, mark) for one in gone if one.name not in {q.name for q in grown}]
        order = [q.name for q in before.questions] if before else []
        return replace(new, questions=put_in(grown, left, order, lambda one: one.name))

    def question(new: Question, before: Question | None) -> Question:
        boxes = tuple(choosing(one) for one in new.boxes)
        left = [replace(one, label=f"{one.label} {mark}".strip()) for one in
                (before.boxes if before else ())]  # fmt: skip
        order = [one.name for one in old.boxes()]
        return replace(new, boxes=put_in(boxes, left, order, lambda one: one.name))

    def choosing(new: Box) -> Box:
        had = here.get(new.name, ())
        known = {one.value for one in new.choices}
        left = [replace(one, label=f"{one.label} {mark}") for one in had if one.value not in known]
        if not left:
            return new
        order = [one.value for one in had]
        return replace(new, choices=put_in(new.choices, left, order, lambda one: one.value))

    def question_gone(before: Question) -> Question | None:
        boxes = tuple(one for one in before.boxes if one.name not in whole.box)
        return replace(before, boxes=boxes) if boxes else None

    named = {one.name: one for one in old.themes}
    grown = tuple(theme(one, named.get(one.name)) for one in whole.themes)
    empty = (replace(one, questions=()) for one in old.themes
             if one.name not in {theme.name for theme in whole.themes})  # fmt: skip
    left = [made for one in empty if (made := theme(one, named[one.name])).questions]
    left = [replace(one, title=f"{one.title} {mark}") for one in left]
    return put_in(grown, left, [one.name for one in old.themes], lambda one: one.name)


def marked(question: Question, mark: str) -> Question:
    """Return a question that is gone, saying so."""
    return replace(question, label=f"{question.label} {mark}".strip())


def put_in(
    there: Sequence[T], left: Sequence[T], order: Sequence[str], key: Callable[[T], str]
) -> tuple[T, ...]:
    """Return what is there with what is left, each after the one that came before it once."""
    found = list(there)
    for one in left:
        before = order[: order.index(key(one))]
        places = [place for place, other in enumerate(found, 1) if key(other) in before]
        found.insert(max(places, default=0), one)
    return tuple(found)
