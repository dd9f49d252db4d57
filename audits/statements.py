"""What agencies told, by theme: good practice and weaker practice, evidence beside impact.

On which side it stands follows from the grade that stands, by the tool's own scale. What has no
grade is told beside. Nothing of it is shortened or ranked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from audits.collected import Collected, Only, Reading, only
from audits.grades import by_family
from audits.items import Item, items, joined
from audits.panel import Panel
from audits.tool import Box, Half, Question, Theme

NEW = timedelta(days=2)
"""A return that came so lately is marked as new."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What one agency told about one family in answer to one question."""

    reading: Reading
    item: Item
    grade: str
    """As it stands; empty where the question has none."""
    half: Half
    """GOOD, WEAK, or NONE for what has no grade or one off the scale."""
    new: bool

    @property
    def return_id(self) -> str:
        """The return that it is in."""
        return self.reading.standing.id

    @property
    def version(self) -> int:
        """The return's version, for what rests on it."""
        return self.reading.standing.version

    @property
    def family(self) -> str:
        """The family's code."""
        return self.reading.standing.family

    @property
    def agency(self) -> str:
        """The agency's key."""
        return self.reading.standing.agency

    @property
    def theme(self) -> Theme:
        """The theme of the question."""
        return self.item.theme

    @property
    def question(self) -> Question:
        """The question that it answers."""
        return self.item.question

    @property
    def own(self) -> str:
        """The agency's own grade."""
        graded = self.item.graded
        return self.reading.values.get(graded.name, "") if graded else ""

    @property
    def evidence(self) -> str:
        """What the agency points to."""
        return joined(self.reading.values, self.item.evidence)

    @property
    def impact(self) -> str:
        """What it meant for the child."""
        return joined(self.reading.values, self.item.impact)

    @property
    def also(self) -> tuple[tuple[Box, str], ...]:
        """What was written that is neither, with its boxes."""
        values, boxes = self.reading.values, self.question.boxes
        return tuple(
            (box, values[box.name])
            for box in boxes
            if box.name in self.item.beside and box.name in values
        )

    @property
    def sources(self) -> tuple[str, ...]:
        """The names of the boxes in which any of it stands, the grade's own among them."""
        return tuple(name for name in self.item.names if name in self.reading.values)

    @property
    def sent_at(self) -> datetime | None:
        """When the return came."""
        return self.reading.standing.sent_at

    @property
    def late(self) -> bool:
        """Whether it came after its due date."""
        return self.reading.late


def statements(
    got: Collected, panels: Sequence[Panel], at: datetime, wanted: Only | None = None
) -> list[Statement]:
    """Return what was told, by family and agency, then as the tool asks.

    A question to which nobody wrote a word and gave no grade is left out.
    """
    chosen = wanted or Only()
    records = by_family(panels)
    asked = items(got.audit.tool, chosen.theme)
    found = []
    for reading in only(got, chosen).readings:
        values, panel = reading.values, records.get(reading.family)
        new = is_new(reading, at)
        for item in asked:
            if values.keys().isdisjoint(item.names):
                continue
            name = item.graded.name if item.graded else ""
            theirs = panel.grade(reading.agency, name) if panel and name in reading.asked else ""
            grade = theirs or values.get(name, "")
            if chosen.grade in {"", grade}:
                half = item.halves.get(grade, Half.NONE)
                found.append(Statement(reading, item, grade, half, new))
    return found


def is_new(reading: Reading, at: datetime) -> bool:
    """Tell whether the return came lately."""
    sent = reading.standing.sent_at
    return sent is not None and timedelta(0) <= at - sent < NEW
