"""What should be queried before the panel meets: advice to the audit team, never a verdict.

A child at risk now stands first and is told of drafts too: that a return says so is known of
every return, what it says is not.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from audits.collected import Collected, Only, Reading, only
from audits.involvement import Risk, Standing
from audits.items import Item, items, joined
from audits.ledger import Entry, Outcome
from audits.remarks import Advice, of_words
from audits.tool import Kind


class FlagKind(StrEnum):
    """Why a return deserves a query, the most urgent first."""

    RISK_OPEN = "risk_open"
    """A child is at risk now, and the return does not say that anything was done."""
    RISK_ACTED = "risk_acted"
    """A child is at risk now, and the return says what was done."""
    NO_EVIDENCE = "no_evidence"
    """A grade without evidence."""
    NO_BEYOND = "no_beyond"
    """The top grade, and nothing that says in which way practice went beyond policy."""
    SERVICE = "service"
    """The impact describes the service and not the child."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One reason to query a return."""

    kind: FlagKind
    family: str
    agency: str
    return_id: str
    box: str = ""
    """The box to ask about; empty for a draft, which belongs to its agency."""
    theme: str = ""
    text: str = ""
    """What stands there: the grade's evidence, the impact; empty where nothing does."""
    grade: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Somebody who was told of a child at risk, and what became of the message."""

    person: str
    at: datetime
    outcome: Outcome


BEYOND = re.compile(
    r"\b(?:beyond|more than|further than|over and above|in addition|additional(?:ly)?|extra"
    r"|not required|no requirement|need(?:ed)? not|did ?n[o']t have to|without being asked"
    r"|unplanned|unannounced|outside (?:of )?(?:hours|policy|the policy)|out of hours"
    r"|own (?:initiative|time)|on top of|earlier than|sooner than|weekly|daily|every (?:day|week)"
    r"|again and again|kept (?:on )?(?:coming|calling|going|trying|asking)|instead of (?:the|a)"
    r"|policy (?:asks|requires|says|expects|sets)|although|even though|persist\w*|innovat\w*"
    r"|creativ\w*|tu hwnt)\b",
    re.IGNORECASE,
)
"""Words by which people tell that they did more than policy asks."""


def flags(got: Collected, wanted: Only | None = None) -> list[Flag]:
    """Return every flag, by kind, then family and agency. A child at risk shows in any theme."""
    chosen = wanted or Only()
    picked = only(got, chosen)
    asked = items(picked.audit.tool, chosen.theme)
    found = [*at_risk(picked)]
    for reading in picked.readings:
        for item in asked:
            if not reading.values.keys().isdisjoint(item.names):
                found += in_answer(reading, item)
    order = {kind: number for number, kind in enumerate(FlagKind)}
    return sorted(found, key=lambda flag: (order[flag.kind], flag.family, flag.agency))


def at_risk(got: Collected) -> Iterator[Flag]:
    """Give every return that tells of a child at risk now."""
    kinds = {Risk.REPORTED: FlagKind.RISK_OPEN, Risk.ACTED: FlagKind.RISK_ACTED}
    for standing in got.standings:
        if standing.risk in kinds:
            yield Flag(
                kind=kinds[standing.risk], family=standing.family, agency=standing.agency,
                return_id=standing.id,
            )  # fmt: skip


def in_answer(reading: Reading, item: Item) -> Iterator[Flag]:
    """Give what is to be queried in a return's answer to one question."""
    values = reading.values
    grade = values.get(item.graded.name, "") if item.graded else ""
    if item.graded and item.evidence and grade in item.rungs:
        evidence = joined(values, item.evidence)
        words = f"{evidence}\n{joined(values, item.impact)}"
        if not evidence:
            yield flag(FlagKind.NO_EVIDENCE, reading, item, item.graded.name)
        elif grade == item.rungs[0] and not BEYOND.search(words):
            yield flag(FlagKind.NO_BEYOND, reading, item, item.evidence[0])
    for name in item.impact:
        if name in values and Advice.SERVICE in of_words(Kind.IMPACT, values[name]):
            yield flag(FlagKind.SERVICE, reading, item, name)


def flag(kind: FlagKind, reading: Reading, item: Item, box: str) -> Flag:
    """Return a flag of what stands in a box."""
    graded = item.graded.name if item.graded else ""
    return Flag(
        kind=kind, family=reading.family, agency=reading.agency, return_id=reading.standing.id,
        box=box, theme=item.theme.name, grade=reading.values.get(graded, ""),
        text="" if box == graded else reading.values.get(box, ""),
    )  # fmt: skip


def told_of_risk(standing: Standing, entries: Sequence[Entry]) -> list[Told]:
    """Return who was told that this return reports a child at risk, and when, in that order."""
    found = [
        Told(
            person=entry.nudge.person, at=entry.settled_at or entry.claimed_at,
            outcome=entry.outcome,
        )
        for entry in entries
        if entry.nudge.about == "risk.reported" and standing.id in entry.nudge.return_ids
    ]  # fmt: skip
    return sorted(found, key=lambda told: (told.at, told.person))
