"""What agencies told, by theme: good practice and weaker practice, evidence beside impact.

On which side it stands follows from the grade that stands, by the tool's own scale. What has no
grade is told beside. Nothing of it is shortened or ranked.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from audits.collected import Collected, Only, Reading, only
from audits.grades import by_family, in_kind, stands
from audits.panel import Panel
from audits.scale import half_of
from audits.tool import WRITING, Box, Half, Kind, Question, Theme

NEW = timedelta(days=2)
"""A return that came so lately is marked as new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one agency told about one family in answer to one question."""

    return_id: str
    version: int
    family: str
    agency: str
    theme: Theme
    question: Question
    grade: str
    """As it stands; empty where the question has none."""
    own: str
    """The agency's own grade."""
    half: Half
    """GOOD, WEAK, or NONE for what has no grade or one off the scale."""
    evidence: str
    impact: str
    also: tuple[tuple[Box, str], ...]
    """What was written in the question's other boxes."""
    sources: tuple[str, ...]
    """The names of the boxes in which any of it stands, the grade's own among them."""
    sent_at: datetime | None
    new: bool
    late: bool


def statements(
    got: Collected, panels: Sequence[Panel], at: datetime, wanted: Only | None = None
) -> list[Statement]:
    """Return what was told, by family and agency, then as the tool asks.

    A question to which nobody wrote a word and gave no grade is left out.
    """
    chosen = wanted or Only()
    records = by_family(panels)
    asked = [
        (theme, question)
        for theme in got.audit.tool.themes
        if chosen.theme in {"", theme.name}
        for question in theme.questions
        if any(box.kind in WRITING or box.kind is Kind.GRADE for box in question.boxes)
    ]
    found = (
        one
        for reading in only(got, chosen).readings
        for theme, question in asked
        for one in told(reading, records, theme, question, at)
    )
    return [one for one in found if chosen.grade in {"", one.grade}]


def told(
    reading: Reading, panels: Mapping[str, Panel], theme: Theme, question: Question, at: datetime
) -> Iterator[Statement]:
    """Give the statement in a return's answer to a question, if there is one."""
    values = reading.values
    sources = tuple([
        box.name
        for box in question.boxes
        if box.name in values and (box.kind in WRITING or box.kind is Kind.GRADE)
    ])  # fmt: skip
    if not sources:
        return
    graded = next((box for box in question.boxes if box.kind is Kind.GRADE), None)
    grade = stands(panels, reading, graded.name) if graded else ""
    sent = reading.standing.sent_at
    yield Statement(
        return_id=reading.standing.id,
        version=reading.standing.version,
        family=reading.family,
        agency=reading.agency,
        theme=theme,
        question=question,
        grade=grade,
        own=values.get(graded.name, "") if graded else "",
        half=half_of(graded, grade) if graded else Half.NONE,
        evidence=in_kind(reading, question, Kind.EVIDENCE),
        impact=in_kind(reading, question, Kind.IMPACT),
        also=tuple(beside(question, values)),
        sources=sources,
        sent_at=sent,
        new=sent is not None and timedelta(0) <= at - sent < NEW,
        late=reading.late,
    )


def beside(question: Question, values: Mapping[str, str]) -> Iterator[tuple[Box, str]]:
    """Give what was written that is neither evidence nor impact."""
    for box in question.boxes:
        if box.name in values and box.kind in WRITING - {Kind.EVIDENCE, Kind.IMPACT}:
            yield box, values[box.name]
