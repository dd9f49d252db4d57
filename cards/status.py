"""Who owes what, at a glance: agencies down, families across, the state in mark and colour."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from audits.audit import Agency, Audit
from audits.involvement import IN, Risk, Stage, Standing
from cards import reading
from cards.parts import (
    Card,
    Element,
    button,
    card,
    choices,
    header,
    notice,
    plain_button,
    small,
    text,
)  # fmt: skip
from cards.words import day, days_left, many

ACROSS = 10
"""Families on one card; a phone shows no more columns."""

MARKS: Mapping[Stage, tuple[str, str]] = {
    Stage.SENT: ("✓", "good"),
    Stage.NIL: ("N", "good"),
    Stage.SIGN_OFF: ("●", "accent"),
    Stage.IN_PROGRESS: ("◐", "accent"),
    Stage.OPENED: ("○", "warning"),
    Stage.NOT_OPENED: ("!", "attention"),
}
LEGEND = "✓ sent · N nil return · ◐ in progress · ○ opened · ! nothing yet · – not involved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was asked for: families from where on, or one return of the grid."""

    audit_id: str
    start: int
    family: str
    agency: str


def read(data: Mapping[str, Any]) -> Wanted:
    """Read what was asked for."""
    return Wanted(
        audit_id=reading.words_in(data, "audit"),
        start=reading.whole_in(data, "start"),
        family=reading.words_in(data, "family"),
        agency=reading.words_in(data, "agency"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """An audit and how each of its returns stands."""

    audit: Audit
    standings: Sequence[Standing]
    start: int = 0

    @property
    def families(self) -> list[str]:
        """The families across, ten at a time."""
        codes = sorted(self.audit.families)
        start = self.start if self.start < len(codes) else 0
        return codes[start : start + ACROSS]

    @property
    def agencies(self) -> list[Agency]:
        """The agencies down, by name."""
        return sorted(self.audit.agencies.values(), key=lambda agency: agency.name)

    def cells(self) -> dict[tuple[str, str], Standing]:
        """How each return stands, by agency and family."""
        return {(standing.agency, standing.family): standing for standing in self.standings}


def draw(grid: Grid, at: datetime, told: Sequence[str] = ()) -> Card:
    """Draw the grid with its counts, what is silent, and what was reported as a risk now."""
    notices = [notice(*told)] if told else []
    body = [
        face(grid, at), *notices, *risks(grid), table(grid),
        small(LEGEND, spacing="Small"), *silent(grid), *picker(grid),
    ]  # fmt: skip
    return card(body, foot(grid))


def face(grid: Grid, at: datetime) -> Element:
    """Return the counts: returns in of expected, and how the others stand."""
    counts = Counter(standing.stage for standing in grid.standings)
    done = sum(counts[stage] for stage in IN)
    below = [
        f"{grid.audit.title} · due {day(grid.audit.due)}",
        many(counts[Stage.NIL], "nil return"),
        f"{counts[Stage.IN_PROGRESS]} in progress",
        f"{counts[Stage.OPENED]} opened",
        f"{counts[Stage.NOT_OPENED]} not opened",
    ]
    returns_in = f"Returns in: {done} of {len(grid.standings)}"
    return header(returns_in, days_left(grid.audit, at), " · ".join(below))


def risks(grid: Grid) -> list[Element]:
    """Return where a child was reported at risk now: codes only."""
    told = {Risk.REPORTED: "not yet said what was done", Risk.ACTED: "they say they acted"}
    lines = [
        f"Family {s.family}, {grid.audit.agencies[s.agency].name}: {told[s.risk]}"
        for s in grid.standings
        if s.risk in told and s.agency in grid.audit.agencies
    ]
    return (
        [notice("**A child at risk now was reported**", *lines, style="attention")] if lines else []
    )


def table(grid: Grid) -> Element:
    """Return the grid as a table, and as lines of text where a client knows no tables."""
    cells, families = grid.cells(), grid.families
    heads = [heading(" "), *(heading(code) for code in families)]
    rows = [
        [named(agency), *(state(cells.get((agency.key, code))) for code in families)]
        for agency in grid.agencies
    ]
    return {
        "type": "Table", "firstRowAsHeader": True, "showGridLines": False, "spacing": "Medium",
        "horizontalCellContentAlignment": "Center", "verticalCellContentAlignment": "Center",
        "columns": [{"width": 1}, *({"width": "25px"} for _ in families)],
        "rows": [{"type": "TableRow", "cells": row} for row in (heads, *rows)],
        "fallback": {"type": "Container", "items": in_lines(grid)},
    }  # fmt: skip


def heading(words: str) -> Element:
    """Return a cell of the first row."""
    return {
        "type": "TableCell",
        "items": [{"type": "TextBlock", "text": words, "weight": "Bolder"}],
    }


def named(agency: Agency) -> Element:
    """Return the first cell of an agency's row."""
    words = text(agency.name, size="Small", horizontalAlignment="Left")
    return {"type": "TableCell", "items": [words]}


def state(standing: Standing | None) -> Element:
    """Return the cell of one return: a mark and, with it, a colour. Kept short: there are many."""
    sign, style = MARKS[standing.stage] if standing else ("–", "")
    shown = {"type": "TableCell", "items": [{"type": "TextBlock", "text": sign}]}
    return {**shown, "style": style} if style else shown


def in_lines(grid: Grid) -> list[Element]:
    """Return the grid as text, a line for each agency."""
    cells = grid.cells()
    lines = []
    for agency in grid.agencies:
        stood = [(code, cells.get((agency.key, code))) for code in grid.families]
        marks = [f"{code} {MARKS[s.stage][0]}" for code, s in stood if s]
        lines.append(text(f"**{agency.name}**: {', '.join(marks) or '–'}", size="Small"))
    return lines


def silent(grid: Grid) -> list[Element]:
    """Return the agencies that nobody has heard from about any family."""
    unheard = []
    for agency in grid.agencies:
        stages = [s.stage for s in grid.standings if s.agency == agency.key]
        if stages and set(stages) == {Stage.NOT_OPENED}:
            unheard.append(f"{agency.name} ({many(len(stages), 'family', 'families')})")
    if not unheard:
        return []
    words = " and ".join([", ".join(unheard[:-1]), unheard[-1]] if unheard[1:] else unheard)
    return [text(f"**Nothing heard from {words}.**", color="Attention", spacing="Medium")]


def picker(grid: Grid) -> list[Element]:
    """Return the two lists from which one return is chosen to be read."""
    agencies = choices((agency.key, agency.name) for agency in grid.agencies)
    families = choices((code, f"Family {code}") for code in grid.families)
    return [
        {"type": "Input.ChoiceSet", "id": "family", "label": "Look at one return: family",
         "style": "compact", "placeholder": "Family", "choices": families, "separator": True,
         "spacing": "Medium"},
        {"type": "Input.ChoiceSet", "id": "agency", "label": "and agency", "style": "compact",
         "placeholder": "Agency", "choices": agencies},
    ]  # fmt: skip


def foot(grid: Grid) -> list[Element]:
    """Return the grid's buttons."""
    here = {"audit": grid.audit.id, "start": grid.start}
    ways = [button("Look at this return", "look", here)]
    if len(grid.audit.families) > ACROSS:
        onward = grid.start + ACROSS if grid.start + ACROSS < len(grid.audit.families) else 0
        words = "Next families" if onward else "First families"
        ways.append(plain_button(words, "status", {**here, "start": onward}))
    return [*ways, plain_button("Refresh", "status", here)]
