"""Who owes what, at a glance: agencies down, families across, the state in mark and colour."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from operator import attrgetter
from typing import Any

from audits.audit import Agency, Audit
from audits.involvement import Risk, Stage, Standing
from audits.states import HERE, State, state_of, was_late
from cards import abreast, gaps, lateness, reading
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
from cards.states import LEGEND, MARKS, NAMES
from cards.words import day, days_left, listed, many

ACROSS = 10
"""Families on one card, of as many agencies as `DOWN`; of more agencies, `abreast.ABREAST`."""
DOWN = 13
AGENCY, PLACE = attrgetter("agency"), attrgetter("agency", "family")
OTHERWISE_HERE = HERE - {State.SENT, State.LATE}
"""What says that a return is in, and not whether it came in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was asked for: families from where on, or one return of the grid."""

    audit_id: str
    start: int
    family: str
    agency: str
    wide: bool
    """Whether all families of the card stand in one table."""


def read(data: Mapping[str, Any]) -> Wanted:
    """Read what was asked for."""
    return Wanted(
        audit_id=reading.words_in(data, "audit"),
        start=reading.whole_in(data, "start"),
        family=reading.words_in(data, "family"),
        agency=reading.words_in(data, "agency"),
        wide=data.get("wide") is True,
    )


@dataclass(frozen=True, kw_only=True)
class Grid:
    """An audit and how each of its returns stands. What is asked of it often is found out once."""

    audit: Audit
    standings: Sequence[Standing]
    at: datetime
    start: int = 0
    unreachable: frozenset[str] = frozenset()
    """Ids of people who cannot be written to in Teams."""
    chased: Mapping[str, int] = field(default_factory=dict)
    """By agency, how many messages were sent about its returns."""
    runs: bool = True
    """Whether who looks runs the audit."""
    shared: bool = False
    """Whether others read along, in a channel: nothing but counts and states is shown."""
    wide: bool = False
    """Whether all families stand in one table, for a wide screen."""

    @property
    def across(self) -> int:
        """How many families one card has room for."""
        return ACROSS if len(self.audit.agencies) <= DOWN else abreast.ABREAST

    @property
    def families(self) -> list[str]:
        """The families on this card."""
        codes = sorted(self.audit.families)
        start = self.start if self.start < len(codes) else 0
        return codes[start : start + self.across]

    @cached_property
    def agencies(self) -> list[Agency]:
        """The agencies down, by name."""
        return sorted(self.audit.agencies.values(), key=lambda agency: agency.name)

    @cached_property
    def waiting(self) -> Sequence[Standing]:
        """Those that the audit team still waits for."""
        return [one for one in self.standings if one.waits]

    @cached_property
    def states(self) -> Sequence[State]:
        """How each return stands now, in the order of the returns."""
        audit, at, gone = self.audit, self.at, self.unreachable
        return [state_of(one, audit, at, unreachable=gone) for one in self.standings]

    @cached_property
    def shown(self) -> Mapping[tuple[str, str], State]:
        """How each return stands, by agency and family."""
        return dict(zip(map(PLACE, self.standings), self.states, strict=True))


def draw(grid: Grid, told: Sequence[str] = ()) -> Card:
    """Draw the grid with its counts, what is silent, and what was reported as a risk now."""
    notices = [notice(*told)] if told else []
    body = [face(grid), *notices, *([] if grid.shared else [*risks(grid), *wishes(grid)])]
    body += [*tables(grid), small(legend(grid), spacing="Small"), *other_shape(grid)]
    body += [*late(grid), *silent(grid), *unheld(grid)]
    if grid.shared:
        body.append(small("For more, ask me in our own chat: others read along here.",
                          spacing="Medium"))  # fmt: skip
    else:
        body += picker(grid)
    return {**card(body, foot(grid)), "msteams": {"width": "Full"}}


def face(grid: Grid) -> Element:
    """Return the counts: returns in of expected, and how many are in each state."""
    counts = Counter(grid.states)
    done = sum(counts[state] for state in HERE)
    below = [f"{grid.audit.title} · due {day(grid.audit.due)}"]
    below += [f"{counts[state]} {NAMES[state]}" for state in State if counts[state]]
    stood = zip(grid.standings, grid.states, strict=True)
    others = [one for one, state in stood if state in OTHERWISE_HERE]
    if late := sum(was_late(one, grid.audit) for one in others):
        below.append(f"{counts[State.LATE] + late} of those in came late")
    returns_in = f"Returns in: {done} of {len(grid.standings)}"
    return header(returns_in, days_left(grid.audit, grid.at), " · ".join(below))


def legend(grid: Grid) -> str:
    """Return what the marks mean that are in sight."""
    shown = {MARKS[state][0] for state in set(grid.states)}
    said = [f"{mark} {words}" for mark, words in LEGEND.items() if mark in shown]
    return " · ".join([*said, "– not involved"])


def other_shape(grid: Grid) -> list[Element]:
    """Return the link to the grid in one table, or in several; none where others read along."""
    here = {"audit": grid.audit.id, "start": grid.start}
    shown = 0 if grid.shared else len(grid.families)
    return abreast.link("status", here, shown, wide=grid.wide)


def wishes(grid: Grid) -> list[Element]:
    """Return what waits for the business manager: wishes for more time, and questions."""
    asked = sorted({
        f"{s.family} {grid.audit.agencies[s.agency].short}" for s in grid.standings
        if s.extension and s.waits and not s.extension.decided and s.agency in grid.audit.agencies
    })  # fmt: skip
    questions = sum(not question.answer for question in grid.audit.questions)
    lines = [f"More time is asked for: {', '.join(asked[:12])}"] if asked else []
    if questions:
        lines.append(f"{many(questions, 'question waits', 'questions wait')}: type “questions”")
    return [notice(*lines, style="warning")] if lines else []


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


def tables(grid: Grid) -> list[Element]:
    """Return the grid as tables, and as lines of text where a client knows no tables."""
    codes = grid.families
    return [table(grid, part) for part in abreast.split(codes, wide=grid.wide)]


def table(grid: Grid, families: Sequence[str]) -> Element:
    """Return some families of the grid as a table."""
    shown = grid.shown
    heads = [heading(" "), *(heading(code) for code in families)]
    rows = [
        [named(agency), *(CELLS[shown.get((agency.key, code))] for code in families)]
        for agency in grid.agencies
    ]
    return abreast.table([heads, *rows], "31px", [in_lines(grid, families)])


def heading(words: str) -> Element:
    """Return a cell of the first row."""
    return {
        "type": "TableCell",
        "items": [{"type": "TextBlock", "text": words, "weight": "Bolder", "wrap": True}],
    }


def named(agency: Agency) -> Element:
    """Return the first cell of an agency's row."""
    return {"type": "TableCell", "items": [text(agency.name, size="Small")]}


def cell(sign: str, style: str = "") -> Element:
    """Return the cell of one return: a mark and, with it, a colour. Kept short: there are many."""
    shown = {"type": "TableCell", "items": [{"type": "TextBlock", "text": sign}]}
    return {**shown, "style": style} if style else shown


CELLS: Mapping[State | None, Element] = {
    None: cell("–"), **{state: cell(*mark) for state, mark in MARKS.items()},
}  # fmt: skip
"""The cell of each state, drawn once; None: the agency is not involved."""


def in_lines(grid: Grid, families: Sequence[str]) -> Element:
    """Return some families of the grid as text, a line for each agency."""
    shown = grid.shown
    lines = []
    for agency in grid.agencies:
        stood = [(code, shown.get((agency.key, code))) for code in families]
        marks = [f"{code} {MARKS[state][0]}" for code, state in stood if state]
        lines.append(f"**{agency.short}**: {', '.join(marks) or '–'}")
    return text("\n\n".join(lines), size="Small")


def late(grid: Grid) -> list[Element]:
    """Return which agencies are late and by how many working days, the latest first."""
    words = lateness.in_a_line(grid.audit, grid.waiting, grid.at)
    return [text(words, spacing="Medium")] if words else []


def silent(grid: Grid) -> list[Element]:
    """Return the agencies that nobody has heard from about any family."""
    unheard = []
    owed = Counter(map(AGENCY, grid.standings))
    untouched = (one for one in grid.waiting if one.stage is Stage.NOT_OPENED)
    quiet = Counter(one.agency for one in untouched if one.acknowledged is None)
    for agency in grid.agencies:
        if quiet[agency.key] and quiet[agency.key] == owed[agency.key]:
            said = [many(owed[agency.key], "family", "families")]
            if grid.chased.get(agency.key):
                said.append(f"written to {many(grid.chased[agency.key], 'time')}")
            unheard.append(f"{agency.name} ({', '.join(said)})")
    if not unheard:
        return []
    words = f"**Nothing heard from {listed(unheard)}.**"
    return [text(words, color="Attention", spacing="Medium")]


def unheld(grid: Grid) -> list[Element]:
    """Return which agencies have nobody to be told when they are silent."""
    words = gaps.in_a_line(grid.audit, grid.waiting)
    return [text(words, size="Small", spacing="Small")] if words else []


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
    here = {"audit": grid.audit.id, "start": grid.start} | ({"wide": True} if grid.wide else {})
    about = {"audit": grid.audit.id}
    ways = [] if grid.shared else [button("Look at this return", "look", here)]
    if len(grid.audit.families) > grid.across:
        onward = grid.start + grid.across
        onward = onward if onward < len(grid.audit.families) else 0
        words = "Next families" if onward else "First families"
        ways.append(plain_button(words, "status", {**here, "start": onward}))
    if not grid.shared:
        ways += [
            plain_button("Outstanding", "outstanding", about),
            plain_button("Summary", "summary", about),
        ]
    if grid.runs and not grid.shared:
        ways.append(plain_button("Nudge now", "nudge", about))
    return [*ways, plain_button("Refresh", "status", here)]
