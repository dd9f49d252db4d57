"""Who still owes a return: services with their people, the longest overdue first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from audits.audit import Agency, Audit
from audits.involvement import Standing
from audits.states import state_of
from cards import reading, scoped
from cards.parts import (
    Card,
    Element,
    card,
    header,
    notice,
    plain_button,
    shortened,
    small,
    text,
)  # fmt: skip
from cards.states import NAMES
from cards.words import many, short_day, until_due

ROWS = 8
"""Services on one card."""
CODES = 12
"""Families named of one person; the others are counted."""
PEOPLE = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was asked for."""

    audit_id: str
    start: int


def read(data: Mapping[str, Any]) -> Wanted:
    """Read what was asked for."""
    return Wanted(
        audit_id=reading.words_in(data, "audit"),
        start=reading.whole_in(data, "start"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Owing:
    """A service that owes returns."""

    agency: Agency
    due: date
    """The earliest date on which one of them was or is due."""
    standings: Sequence[Standing]
    people: Sequence[tuple[str, Sequence[str]]]
    """Names with the families whose returns they have."""
    chased: int = 0
    last: datetime | None = None
    unreachable: Sequence[str] = ()
    """Names of those who cannot be written to in Teams."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Who owes what in an audit."""

    audit: Audit
    at: datetime
    owing: Sequence[Owing]
    declined: Sequence[str] = ()
    """Family and service of the returns that were declined."""
    runs: bool = False
    start: int = 0
    agency: str = ""
    unknown: str = ""
    """A word that was typed and that nothing is called."""


def draw(listed: Listed) -> Card:
    """Draw the list, or the part of it that was asked for."""
    start = listed.start if listed.start < len(listed.owing) else 0
    shown = listed.owing[start : start + ROWS]
    returns = sum(len(one.standings) for one in listed.owing)
    body = [
        header("Outstanding", many(returns, "return"), listed.audit.title),
        *scoped.missed(listed.unknown),
    ]
    for one in shown:
        body += block(listed, one)
    if not shown:
        body.append(notice("**Nobody owes a return.**", style="good"))
    if len(listed.owing) > ROWS:
        body.append(small(f"Services {start + 1} to {start + len(shown)} of {len(listed.owing)}, "
                          "the longest overdue first", spacing="Medium"))  # fmt: skip
    if listed.declined:
        named = shortened(", ".join(listed.declined), 200)
        body.append(small(f"Declined, so not waited for: {named}", spacing="Medium"))
    return {**card(body, ways(listed, start)), "msteams": {"width": "Full"}}


def block(listed: Listed, one: Owing) -> list[Element]:
    """Return one service: how late, who has which family, how often it was written to."""
    late = one.due < listed.audit.here(listed.at).date()
    columns = [
        {"type": "Column", "width": "stretch", "items": [text(f"**{one.agency.name}**")]},
        {"type": "Column", "width": "auto", "items": [text(
            f"**{until_due(listed.audit, one.due, listed.at)}**",
            color="Attention" if late else "Default", horizontalAlignment="Right")]},
    ]  # fmt: skip
    drawn = [{"type": "ColumnSet", "spacing": "Medium", "separator": True, "columns": columns}]
    drawn += [text(person, size="Small", spacing="None") for person in persons(listed, one)]
    return [*drawn, small(written(listed, one))]


def persons(listed: Listed, one: Owing) -> list[str]:
    """Return a line for each person: who, which families, and how those returns stand."""
    states = {s.family: NAMES[state_of(s, listed.audit, listed.at)] for s in one.standings}
    found = []
    for name, families in one.people[:PEOPLE]:
        codes = ", ".join(families[:CODES])
        more = f" and {len(families) - CODES} more" if len(families) > CODES else ""
        stands = sorted({states[family] for family in families})
        found.append(f"{name or 'Nobody has it'}: {codes}{more} ({', '.join(stands)})")
    if len(one.people) > PEOPLE:
        found.append(f"and {many(len(one.people) - PEOPLE, 'more person', 'more people')}")
    return found


def written(listed: Listed, one: Owing) -> str:
    """Return how often the service was written to, and when last."""
    said = "Not written to yet."
    if one.chased:
        when = f", last on {short_day(listed.audit.here(one.last).date())}" if one.last else ""
        said = f"Written to {many(one.chased, 'time')}{when}."
    if one.unreachable:
        said += f" Not reachable in Teams: {', '.join(one.unreachable[:PEOPLE])}."
    return said


def ways(listed: Listed, start: int) -> list[Element]:
    """Return the buttons."""
    about = {"audit": listed.audit.id, "agency": listed.agency}
    found = []
    if listed.owing and listed.runs:
        whom = f"agency:{listed.agency}" if listed.agency else "all:"
        carried = {"audit": listed.audit.id, "chosen": True, "whom": whom}
        found.append(plain_button("Nudge these", "nudge", carried, first=True))
    if len(listed.owing) > ROWS:
        onward = start + ROWS if start + ROWS < len(listed.owing) else 0
        words = "Show the next" if onward else "Show the first"
        found.append(plain_button(words, "outstanding", {**about, "start": onward}))
    if listed.agency:
        found.append(plain_button("All services", "outstanding", {"audit": listed.audit.id}))
    return [*found, plain_button("Status", "status", {"audit": listed.audit.id})]
