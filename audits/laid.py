"""The returns about one family, laid side by side: who says what of whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from audits.audit import Audit
from audits.collected import Reading
from audits.tool import Box, Kind, Look, Tool


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one agency says in a box: the labels of what it ticked or chose, or its own words."""

    agency: str
    return_id: str
    version: int
    box: str
    ticked: tuple[str, ...] = ()
    """Labels of the tool; empty where it ticked nothing."""
    words: str = ""
    """The agency's own words: evidence beside a grade, adults by role."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a tool's matrices, worked out once for all families."""

    about: Mapping[str, Box]
    """By kind of agency, the row in which others tell what passed with it."""
    meetings: tuple[Box, ...]
    people: tuple[Box, ...]
    labels: Mapping[str, Mapping[str, str]]
    """By box, the labels of its choices."""


def rows_of(audit: Audit) -> Rows:
    """Return the rows. The row about a kind of agency is the one whose name ends in the kind."""
    about, shared = {}, tuple(in_look(audit.tool, Look.SHARED))
    for kind in sorted({agency.kind for agency in audit.agencies.values()}):
        named = [box for box in shared if box.name == kind or box.name.endswith(f"_{kind}")]
        if named:
            about[kind] = min(named, key=lambda box: len(box.name))
    labels = {
        name: {choice.value: choice.label for choice in box.choices}
        for name, box in audit.tool.box.items()
    }
    meetings = tuple(in_look(audit.tool, Look.MEETINGS))
    return Rows(about, meetings, tuple(in_look(audit.tool, Look.PEOPLE)), labels)


def in_look(tool: Tool, look: Look) -> Iterator[Box]:
    """Give the rows of the tool's matrices that look so."""
    for theme in tool.themes:
        for question in theme.questions:
            if question.look is look:
                yield from (box for box in question.boxes if box.kind is Kind.ROW)


class Laid:
    """The returns about one family that have answers."""

    def __init__(self, audit: Audit, family: str, readings: Sequence[Reading], rows: Rows) -> None:
        self.audit = audit
        self.family = family
        self.readings = [reading for reading in readings if reading.values]
        self.rows = rows
        self.kinds = {r.agency: audit.agencies[r.agency].kind for r in self.readings}
        self._ticks = {
            (reading.agency, box.name): tuple(reading.values[box.name].split())
            for reading in self.readings
            for box in (*rows.about.values(), *rows.meetings, *rows.people)
            if box.name in reading.values
        }
        names = {box.name for box in rows.about.values()}
        self.told = {agency for agency, box in self._ticks if box in names}
        """The agencies that ticked anything of what passed between them and others."""
        self._said: dict[tuple[str, str, str], Said] = {}

    def ticks(self, reading: Reading, box: Box) -> tuple[str, ...]:
        """Return what is ticked in a row, in the order of its choices."""
        return self._ticks.get((reading.agency, box.name), ())

    def kind_of(self, reading: Reading) -> str:
        """Return the kind of the agency: rows of a matrix are about kinds."""
        return self.kinds[reading.agency]

    def box_about(self, reading: Reading, kind: str) -> Box | None:
        """Return the box in which a return tells what passed with agencies of this kind."""
        box = self.rows.about.get(kind)
        return box if box and box.name in reading.asked else None

    def of(self, reading: Reading, kind: str) -> tuple[str, ...]:
        """Return what a return ticks of what passed with agencies of this kind."""
        box = self.rows.about.get(kind)
        return self.ticks(reading, box) if box else ()

    def said(self, reading: Reading, box: Box, words: str = "") -> Said:
        """Return what a return says in a box."""
        key = (reading.agency, box.name, words)
        found = self._said.get(key)
        if found is None:
            found = self._said[key] = self._says(reading, box, words)
        return found

    def _says(self, reading: Reading, box: Box, words: str) -> Said:
        labels = self.rows.labels[box.name]
        found = self.ticks(reading, box) or tuple(reading.values.get(box.name, "").split())
        standing = reading.standing
        return Said(
            agency=reading.agency, return_id=standing.id, version=standing.version, box=box.name,
            ticked=tuple(labels[v] for v in found if v in labels), words=words,
        )  # fmt: skip
