"""Where two returns contradict each other, with both texts, and what the team makes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audits.audit import Audit
from audits.collected import Only
from audits.laid import Said
from audits.mismatches import Mismatch, MismatchKind
from audits.panel import Settled, Verdict
from cards import reading, scoped
from cards.boxes import INPUT
from cards.parts import (
    BUDGET,
    Card,
    Element,
    button,
    card,
    choices,
    excerpt,
    header,
    notice,
    plain_button,
    shortened,
    size,
    small,
    text,
)  # fmt: skip

ROOM = BUDGET - 6_000
MOST = 6
"""Mismatches on one card; each has two inputs."""
SHORTER = (1_500, 700, 300, 120)
WORDS_LIMIT = 1_000

KINDS: Mapping[MismatchKind, str] = {
    MismatchKind.NOT_RECEIVED: "One told the other, whose records show nothing",
    MismatchKind.NO_REPLY: "One got no reply; the other says that it told",
    MismatchKind.NOT_INVITED: "One lists a meeting to which the other was not asked",
    MismatchKind.MEETING: "One lists a meeting; the other says that there was none",
    MismatchKind.MAN_DENIED: "One knows of a man in the child's life; the other of none",
    MismatchKind.ADULT: "An adult whom one service alone names",
    MismatchKind.GRADES_APART: "Grades two or more steps apart",
    MismatchKind.NO_DIFFERENCE: "No difference of view, yet somebody did not reply",
}
VERDICTS: Mapping[Verdict, str] = {
    Verdict.DISCUSS: "To discuss on the day",
    Verdict.EXPLAINED: "Explained",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """What was decided about one mismatch, as it came back."""

    mismatch_id: str
    verdict: Verdict
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What came back: where one is, and what was decided."""

    audit_id: str
    start: int
    ruled: Sequence[Ruled]


def read(data: Mapping[str, Any]) -> Filled:
    """Read what came back; what nothing was chosen about is left out."""
    ruled = [
        Ruled(
            mismatch_id=one,
            verdict=reading.one_of(Verdict, data, f"verdict.{one}"),
            words=reading.words_in(data, f"{INPUT}{one}"),
        )
        for one in reading.names_in(data, "shown")
        if reading.words_in(data, f"verdict.{one}")
    ]
    start = reading.whole_in(data, "start")
    return Filled(audit_id=reading.words_in(data, "audit"), start=start, ruled=ruled)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The mismatches of an audit or of part of it."""

    audit: Audit
    only: Only
    mismatches: Sequence[Mismatch]
    settled: Mapping[str, Settled]
    """By mismatch id."""
    start: int = 0
    told: str = ""
    unknown: str = ""


def draw(found: Found) -> Card:
    """Draw as many as fit on a card, from where one stopped."""
    start = found.start if found.start < len(found.mismatches) else 0
    pieces = fitting(found, start)
    shown = [one.id for one in found.mismatches[start : start + len(pieces)]]
    left = sum(one.id not in found.settled for one in found.mismatches)
    body = [
        header("Mismatches", f"{left} open of {len(found.mismatches)}" if found.mismatches else "",
               scoped.called(found.audit, found.only)),
        *scoped.missed(found.unknown),
        *([notice(found.told, style="good")] if found.told else []),
    ]  # fmt: skip
    for piece in pieces:
        body += piece
    if not pieces:
        body.append(notice("**No two returns contradict each other here.**", style="good"))
    if len(found.mismatches) > len(pieces) or found.only.family:
        body.append({**scoped.of_family(found.audit, found.only.family), "separator": True})
    return {**card(body, ways(found, start, shown)), "msteams": {"width": "Full"}}


def fitting(found: Found, start: int) -> list[list[Element]]:
    """Return the mismatches that fit on a card, at least one."""
    pieces: list[list[Element]] = []
    room = ROOM
    for one in found.mismatches[start : start + MOST]:
        piece = drawn(found, one)
        room -= size(piece)
        if pieces and room < 0:
            break
        pieces.append(piece)
    return pieces


def drawn(found: Found, one: Mismatch) -> list[Element]:
    """Return one mismatch, as long as a card can hold it."""
    for most in SHORTER:
        piece = block(found, one, most)
        if size(piece) < ROOM:
            break
    return piece


def block(found: Found, one: Mismatch, most: int) -> list[Element]:
    """Return one mismatch: what kind, both texts side by side, and what is decided."""
    settled = found.settled.get(one.id)
    about = " · ".join(filter(None, (shortened(one.about, 90), others(found.audit, one))))
    columns = [
        {"type": "Column", "width": 1, "items": side(found.audit, each, most)}
        for each in (one.a, one.b)
    ]
    return [
        text(f"**Family {one.family}: {KINDS[one.kind]}**", spacing="Large", separator=True),
        *([small(about)] if about else []),
        {"type": "ColumnSet", "spacing": "Small", "columns": columns},
        *decided(settled),
        *inputs(one, settled),
    ]


def others(audit: Audit, one: Mismatch) -> str:
    """Return which further services say what one of the two says."""
    known = (audit.agencies[key].name for key in one.others if key in audit.agencies)
    named = shortened(", ".join(known), 120)
    if not named:
        return ""
    if one.kind is MismatchKind.ADULT:
        return f"not named either by {named}"
    return f"so too {named}"


def side(audit: Audit, one: Said, most: int) -> list[Element]:
    """Return what one of the two says: what it ticked, and its own words."""
    agency = audit.agencies.get(one.agency)
    drawn = [small(f"**{agency.name if agency else one.agency}**")]
    if one.ticked:
        drawn.append(text(shortened("; ".join(one.ticked), most), spacing="None"))
    if one.words:
        drawn.append(excerpt(one.words, most))
    return drawn if drawn[1:] else [*drawn, small("Says nothing of it")]


def decided(settled: Settled | None) -> list[Element]:
    """Return what was decided, with the words that the box below may be too short for."""
    if settled is None:
        return []
    head = text(f"**{VERDICTS[settled.verdict]}**", spacing="Small", color="Accent")
    return [head, excerpt(settled.words, 400)] if settled.words else [head]


def inputs(one: Mismatch, settled: Settled | None) -> list[Element]:
    """Return what can be decided about it, with what was decided before."""
    choice: Element = {
        "type": "Input.ChoiceSet", "id": f"verdict.{one.id}", "style": "compact",
        "label": "What of it?", "placeholder": "Still open", "spacing": "None",
        "choices": choices((verdict, words) for verdict, words in VERDICTS.items()),
    }  # fmt: skip
    words: Element = {
        "type": "Input.Text", "id": f"{INPUT}{one.id}", "label": "Why, or what to ask",
        "maxLength": WORDS_LIMIT, "spacing": "None", "placeholder": "Needed when explained",
    }  # fmt: skip
    if settled:
        choice["value"] = settled.verdict
        words |= {"value": settled.words} if settled.words else {}
    columns = [{"type": "Column", "width": 1, "items": [each]} for each in (choice, words)]
    return [{"type": "ColumnSet", "spacing": "Small", "columns": columns}]


def ways(found: Found, start: int, shown: Sequence[str]) -> list[Element]:
    """Return the buttons."""
    here = scoped.carried(found.audit, found.only)
    ways_on = []
    if shown:
        carried = {**here, "start": start, "shown": list(shown)}
        ways_on.append(button("Keep what I chose", "rule_mismatches", carried, first=True))
    end = start + len(shown)
    if end < len(found.mismatches):
        ways_on.append(plain_button("Show the next", "mismatches", {**here, "start": end}))
    if start:
        ways_on.append(plain_button("Show the first", "mismatches", here))
    about = {"audit": found.audit.id}
    if len(found.mismatches) > len(shown) or found.only.family:
        ways_on.append(button("Only this family", "mismatches", about))
    return [
        *ways_on,
        plain_button("Summary", "summary", about),
        plain_button("Flags", "flags", about),
    ]
