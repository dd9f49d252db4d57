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
from audits.grades import in_kind
from audits.involvement import Risk, Standing
from audits.ledger import Entry, Outcome
from audits.remarks import Advice, of_words
from audits.scale import place, rungs
from audits.tool import Box, Kind, Question, Theme


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
    found = [*at_risk(picked)]
    for theme in picked.audit.tool.themes:
        if chosen.theme in {"", theme.name}:
            for question in theme.questions:
                found += [
                    flag
                    for reading in picked.readings
                    for flag in in_question(Spot(reading, theme, question))
                ]
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


@dataclass(frozen=True, slots=True)
class Spot:
    """A return's answer to one question."""

    reading: Reading
    theme: Theme
    question: Question

    def flag(self, kind: FlagKind, box: Box, *, text: str = "", grade: str = "") -> Flag:
        """Return a flag of what stands here."""
        return Flag(
            kind=kind, family=self.reading.family, agency=self.reading.agency,
            return_id=self.reading.standing.id, box=box.name, theme=self.theme.name, text=text,
            grade=grade,
        )  # fmt: skip


def in_question(spot: Spot) -> Iterator[Flag]:
    """Give what is to be queried in a return's answer to one question."""
    values, boxes = spot.reading.values, spot.question.boxes
    graded = next((box for box in boxes if box.kind is Kind.GRADE), None)
    grade = values.get(graded.name, "") if graded else ""
    if graded and place(graded, grade) is not None:
        yield from of_grade(spot, graded, grade)
    for box in boxes:
        text = values.get(box.name, "")
        if box.kind is Kind.IMPACT and Advice.SERVICE in of_words(box.kind, text):
            yield spot.flag(FlagKind.SERVICE, box, text=text, grade=grade)


def of_grade(spot: Spot, graded: Box, grade: str) -> Iterator[Flag]:
    """Give what is to be queried of a grade: evidence that is missing, or the top for the usual."""
    if not any(box.kind is Kind.EVIDENCE for box in spot.question.boxes):
        return
    evidence = in_kind(spot.reading, spot.question, Kind.EVIDENCE)
    impact = in_kind(spot.reading, spot.question, Kind.IMPACT)
    if not evidence:
        yield spot.flag(FlagKind.NO_EVIDENCE, graded, grade=grade)
    elif grade == rungs(graded)[0] and not BEYOND.search(f"{evidence}\n{impact}"):
        yield spot.flag(FlagKind.NO_BEYOND, graded, text=evidence, grade=grade)


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
