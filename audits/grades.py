"""How grades spread over themes, questions and families: the agencies' own and the panel's.

What stands is the panel's grade where it gave one, else the agency's own. Agencies are never set
in an order by their grades.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from audits.collected import Collected, Only, Reading, only
from audits.items import Item, items, joined
from audits.panel import Cell, Moderated, Panel
from audits.scale import worst
from audits.tool import Box, Kind, Question, Theme, Tool

Grade = tuple[Reading, str]
"""A grade and the return that it is of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How often each grade was given to one question. Every choice is a key, zeros too."""

    theme: Theme
    question: Question
    box: Box
    own: Mapping[str, int]
    """The agencies' own grades."""
    panel: Mapping[str, int]
    """The grades that the panel gave to agencies."""
    stands: Mapping[str, int]
    """The panel's where it gave one, else the agency's own."""
    asked: int
    """Returns that were asked; those of them that are not in `own` left it empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatCell:
    """The grades of all agencies about one family in one theme, as they stand."""

    theme: str
    family: str
    value: str
    """The lowest grade of them, empty where there is none. A median would hide a concern."""
    counts: Mapping[str, int]
    """How often each grade stands; only those that do, and those off the scale too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeCell:
    """One grade of one agency, as the panel looks at it."""

    agency: str
    return_id: str
    version: int
    """The return's version, which a finding that rests on it remembers."""
    box: Box
    own: str
    moderated: Moderated | None
    evidence: str
    impact: str

    @property
    def cell(self) -> Cell:
        """What the panel's grade would be kept as."""
        return Cell(agency=self.agency, of=self.box.name)


def grade_boxes(tool: Tool, theme: str = "") -> list[Box]:
    """Return the tool's grade boxes, or those of one theme, in order."""
    found = (box for box in tool.boxes() if box.kind is Kind.GRADE)
    return [box for box in found if theme in {"", tool.above[box.name][0].name}]


def by_family(panels: Iterable[Panel]) -> dict[str, Panel]:
    """Return the panel's records by family."""
    return {panel.family: panel for panel in panels}


def stands(panels: Mapping[str, Panel], reading: Reading, box: str) -> str:
    """Return the grade of a return that stands: the panel's, else the agency's own.

    A question that the agency is not asked, as its return is now, has no grade.
    """
    if box not in reading.asked:
        return ""
    panel = panels.get(reading.family)
    moderated = panel.grade(reading.agency, box) if panel else ""
    return moderated or reading.values.get(box, "")


def spreads(got: Collected, panels: Sequence[Panel], wanted: Only | None = None) -> list[Spread]:
    """Return how the grades spread, a row for each grade box that anybody was asked."""
    picked = only(got, wanted or Only())
    records = by_family(panels)
    boxes = grade_boxes(got.audit.tool, wanted.theme if wanted else "")
    found = [spread(picked, records, box) for box in boxes]
    return [one for one in found if one.asked]


def spread(got: Collected, panels: Mapping[str, Panel], box: Box) -> Spread:
    """Return how the grades of one box spread."""
    own, given, standing = (dict.fromkeys((c.value for c in box.choices), 0) for _ in range(3))
    readings = [reading for reading in got.readings if box.name in reading.asked]
    for reading in readings:
        panel = panels.get(reading.family)
        mine = reading.values.get(box.name, "")
        theirs = panel.grade(reading.agency, box.name) if panel else ""
        for counts, value in ((own, mine), (given, theirs), (standing, theirs or mine)):
            if value in counts:
                counts[value] += 1
    theme, question = got.audit.tool.above[box.name]
    return Spread(
        theme=theme, question=question, box=box, own=own, panel=given, stands=standing,
        asked=len(readings),
    )  # fmt: skip


def heat(
    got: Collected, panels: Sequence[Panel], wanted: Only | None = None
) -> dict[tuple[str, str], HeatCell]:
    """Return the table theme by family; a pair without any grade has no cell."""
    picked, records = only(got, wanted or Only()), by_family(panels)
    boxes = grade_boxes(got.audit.tool, wanted.theme if wanted else "")
    themes: dict[str, list[Box]] = {}
    for box in boxes:
        themes.setdefault(got.audit.tool.above[box.name][0].name, []).append(box)
    found = {}
    for theme, asked in themes.items():
        for family in got.audit.families:
            cell = heat_cell(picked.of_family.get(family, ()), records, asked)
            if cell.counts:
                found[theme, family] = HeatCell(
                    theme=theme, family=family, value=cell.value, counts=cell.counts
                )
    return found


def heat_cell(
    readings: Iterable[Reading], panels: Mapping[str, Panel], boxes: Sequence[Box]
) -> HeatCell:
    """Return the cell of these returns of a family, not yet named."""
    counts: dict[str, int] = {}
    for reading in readings:
        for box in boxes:
            value = stands(panels, reading, box.name)
            if value:
                counts[value] = counts.get(value, 0) + 1
    return HeatCell(theme="", family="", value=lowest(boxes, frozenset(counts)), counts=counts)


def lowest(boxes: Sequence[Box], values: frozenset[str]) -> str:
    """Return the lowest of these grades. The boxes of a theme are read by the first one's scale."""
    return next((found for box in boxes if (found := worst(box, values))), "")


def cells(got: Collected, panel: Panel, theme: str) -> list[GradeCell]:
    """Return every grade that agencies gave the panel's family in a theme, to be looked at."""
    asked = [
        (item, box)
        for item in items(got.audit.tool, theme)
        for box in item.question.boxes
        if box.kind is Kind.GRADE
    ]
    return [
        grade_cell(reading, panel, item, box)
        for reading in got.of_family.get(panel.family, ())
        for item, box in asked
        if box.name in reading.asked
    ]


def grade_cell(reading: Reading, panel: Panel, item: Item, box: Box) -> GradeCell:
    """Return one grade with the evidence and impact beside it."""
    cell = Cell(agency=reading.agency, of=box.name)
    return GradeCell(
        agency=reading.agency,
        return_id=reading.standing.id,
        version=reading.standing.version,
        box=box,
        own=reading.values.get(box.name, ""),
        moderated=panel.grades.get(cell.key),
        evidence=joined(reading.values, item.evidence),
        impact=joined(reading.values, item.impact),
    )
