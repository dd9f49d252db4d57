"""A tool's questions as they are read from returns: which box is the grade, which the evidence."""

from collections.abc import Mapping
from dataclasses import dataclass

from audits.scale import half_of, rungs
from audits.tool import WRITING, Box, Half, Kind, Question, Theme, Tool


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question that is graded or answered in words. Worked out once for many returns."""

    theme: Theme
    question: Question
    graded: Box | None
    halves: Mapping[str, Half]
    """By value of the grade box, the half of the scale."""
    rungs: tuple[str, ...]
    """The values that are grades, the best first."""
    evidence: tuple[str, ...]
    """Names of boxes, like the next two."""
    impact: tuple[str, ...]
    beside: tuple[str, ...]
    """What is written that is neither evidence nor impact."""
    names: tuple[str, ...]
    """All of these, the grade's too, in the order asked."""


def items(tool: Tool, theme: str = "") -> list[Item]:
    """Return the items of the tool, or of one theme, in the order asked."""
    found = (
        item(one, question)
        for one in tool.themes
        if theme in {"", one.name}
        for question in one.questions
    )
    return [one for one in found if one.names]


def item(theme: Theme, question: Question) -> Item:
    """Return a question as an item."""
    graded = next((box for box in question.boxes if box.kind is Kind.GRADE), None)
    written = [box for box in question.boxes if box.kind in WRITING]
    named = {kind: tuple(b.name for b in written if b.kind is kind) for kind in WRITING}
    return Item(
        theme=theme,
        question=question,
        graded=graded,
        halves={c.value: half_of(graded, c.value) for c in graded.choices} if graded else {},
        rungs=rungs(graded) if graded else (),
        evidence=named[Kind.EVIDENCE],
        impact=named[Kind.IMPACT],
        beside=tuple(b.name for b in written if b.kind not in {Kind.EVIDENCE, Kind.IMPACT}),
        names=tuple(b.name for b in question.boxes if b is graded or b.kind in WRITING),
    )


def joined(values: Mapping[str, str], names: tuple[str, ...]) -> str:
    """Return what stands in these boxes, a paragraph each."""
    if len(names) == 1:
        return values.get(names[0], "")
    return "\n\n".join(values[name] for name in names if name in values)
