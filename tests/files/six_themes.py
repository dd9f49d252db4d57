"""The six themes as the tests ask about them: every kind of agency, and what brings up what."""

from collections.abc import Mapping

from audits.asked import Asked
from audits.tool import Kind, Question
from files.tool import default_tool

KINDS = (
    "csc", "police", "phn", "midwifery", "gp", "amh", "perinatal", "sub", "paed", "dasv",
    "education", "probation", "housing",
)  # fmt: skip
FACTS = ("", "unborn", "infant", "unborn sibling father_in_prison step_down")
ALL_FOLLOW_UPS = {
    "known": "both", "supervision": "yes", "t3_protocol": "late", "t3_knew": "yes",
    "t4_differ": "yes", "t5_next": "yes", "t5_closed": "yes", "risk": "yes",
}  # fmt: skip
TOOL = default_tool()
QUESTIONS = tuple(question for theme in TOOL.themes for question in theme.questions)
GRADES = tuple(box for box in TOOL.boxes() if box.kind is Kind.GRADE)


def asks(kind: str, facts: str = "", answers: Mapping[str, str] | None = None) -> Asked:
    """What the tool asks of a kind of agency in a family that every kind knows."""
    return Asked(
        tool=TOOL,
        agency=kind,
        facts=frozenset(facts.split()),
        involved=frozenset(KINDS),
        answers=answers or {},
    )


def questions(asked: Asked) -> list[Question]:
    """The numbered questions that are asked."""
    return [question for theme in asked.themes for question in theme.questions]
