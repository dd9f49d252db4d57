"""Which agencies a tool asks what: the same for its document and its preview."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from audits.shape import Shape
from audits.tool import Kind, Question, Tool
from files.tool_plain import asked, labels_of

EVERY = ""
"""Stands for an agency of no kind that the tool names."""


def kinds(tool: Tool) -> Mapping[str, str]:
    """Return the kinds of agency that the tool knows, with what they are called."""
    listed = labels_of(tool, "agency")
    named = {kind for box in tool.boxes() for kind in box.agencies}
    for theme in tool.themes:
        named |= theme.agencies.union(*(question.agencies for question in theme.questions))
    return {**listed, **{kind: kind for kind in sorted(named - listed.keys())}}


def as_read(tool: Tool) -> Tool:
    """Return the tool with words in the place of names that stand for answers."""
    named = tool.about("[the audit’s context]")

    def told(name: str) -> str:
        return f"[{asked(named, name)}]" if name in named.box else "[worked out]"

    shape = Shape(named, tuple(named.box), told)
    return replace(named, themes=shape.themes)


def everything_for(tool: Tool, agency: str) -> Shape:
    """Return all that an agency of this kind may be asked, whatever it answers."""
    return Shape(tool, tuple(tool.rules(agency).of_box))


def numbered(shape: Shape) -> Iterator[Question]:
    """The questions that are answered."""
    for theme in shape.themes:
        yield from (question for question in theme.questions if question.number)


def minutes(shape: Shape) -> int:
    """Return how long answering all of it should take, in minutes."""
    return round(sum(shape.minutes.values()))


HOW: Mapping[Kind, str] = {
    Kind.GRADE: "Choose a grade",
    Kind.ONE: "Choose one",
    Kind.MANY: "Tick all that apply",
    Kind.ROW: "Tick all that apply",
    Kind.DATE: "A date",
    Kind.COUNT: "A whole number",
    Kind.NUMBER: "A number",
    Kind.TIME: "A time of day",
    Kind.TEXT: "In words",
    Kind.EVIDENCE: "Evidence, in words",
    Kind.IMPACT: "Impact on the child, in words",
    Kind.ACTION: "An action, in words",
    Kind.NOTE: "To be read",
}
"""How each kind of box is answered."""
