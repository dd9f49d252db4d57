"""Returns that need a query: a child at risk now first, then what evidence or impact lacks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audits.audit import Audit
from audits.collected import Only
from audits.flags import Flag, FlagKind, Told
from cards import reading, scoped
from cards.history import BECAME
from cards.parts import (
    BUDGET,
    Card,
    Element,
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
from cards.parts import button as pressed
from cards.words import moment

ROOM = BUDGET - 7_000
MOST = 10
QUOTED = 300

KINDS: Mapping[FlagKind, str] = {
    FlagKind.RISK_OPEN: "A child at risk now, and nothing said of what was done",
    FlagKind.RISK_ACTED: "A child at risk now; they say that they acted",
    FlagKind.NO_BEYOND: "The highest grade, without practice beyond what policy asks for",
    FlagKind.NO_EVIDENCE: "A grade without evidence",
    FlagKind.SERVICE: "The impact tells of the service, not of the child",
}
RISKS = frozenset({FlagKind.RISK_OPEN, FlagKind.RISK_ACTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which audit, from which flag on, and which return was chosen."""

    audit_id: str
    start: int
    return_id: str


def read(data: Mapping[str, Any]) -> Wanted:
    """Read what was asked for."""
    return Wanted(
        audit_id=reading.words_in(data, "audit"),
        start=reading.whole_in(data, "start"),
        return_id=reading.words_in(data, "return"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged:
    """The flags of an audit or of part of it."""

    audit: Audit
    only: Only
    flags: Sequence[Flag]
    told: Mapping[str, Sequence[Told]]
    """By return, who was told of the risk."""
    names: Mapping[str, str]
    start: int = 0
    runs: bool = False
    unknown: str = ""


def draw(flagged: Flagged) -> Card:
    """Draw as many flags as fit on a card, from where one stopped."""
    start = flagged.start if flagged.start < len(flagged.flags) else 0
    pieces = fitting(flagged, start)
    shown = flagged.flags[start : start + len(pieces)]
    body = [
        header("Flags", str(len(flagged.flags)) if flagged.flags else "",
               scoped.called(flagged.audit, flagged.only)),
        *scoped.missed(flagged.unknown),
    ]  # fmt: skip
    for piece in pieces:
        body += piece
    if pieces:
        body += [small("A flag is a reason to ask, and no mark against anybody.",
                       spacing="Medium"), picker(flagged, shown)]  # fmt: skip
    else:
        body.append(notice("**No return needs a query here.**", style="good"))
    return {**card(body, ways(flagged, start, len(pieces))), "msteams": {"width": "Full"}}


def fitting(flagged: Flagged, start: int) -> list[list[Element]]:
    """Return the flags that fit on a card, each kind under its heading."""
    pieces: list[list[Element]] = []
    room, kind = ROOM, None
    for flag in flagged.flags[start : start + MOST]:
        piece = drawn(flagged, flag, heading=flag.kind is not kind)
        room -= size(piece)
        if pieces and room < 0:
            break
        kind = flag.kind
        pieces.append(piece)
    return pieces


def drawn(flagged: Flagged, flag: Flag, *, heading: bool) -> list[Element]:
    """Return one flag: of which return, about which question, and the words."""
    found = [head(flag.kind)] if heading else []
    agency = flagged.audit.agencies[flag.agency]
    where = f"**Family {flag.family}, {agency.name}**"
    if flag.box in flagged.audit.tool.above and flag.kind not in RISKS:
        question = flagged.audit.tool.above[flag.box][1]
        where += f" · {question.number}. {shortened(question.label, 60)}"
    found.append(text(where, spacing="Small"))
    if flag.text:
        found.append(excerpt(flag.text, QUOTED))
    if flag.kind in RISKS:
        found.append(small(who_was_told(flagged, flag)))
    return found


def head(kind: FlagKind) -> Element:
    """Return the heading of a kind of flag; a risk now stands out."""
    if kind in RISKS:
        style = "attention" if kind is FlagKind.RISK_OPEN else "warning"
        return notice(f"**{KINDS[kind]}**", style=style)
    return text(f"**{KINDS[kind]}**", size="Medium", spacing="Large", separator=True)


def who_was_told(flagged: Flagged, flag: Flag) -> str:
    """Return who was told of the risk and when."""
    told = flagged.told.get(flag.return_id, ())
    if not told:
        return "Nobody of the audit team was told by this bot yet. It has called nobody."
    said_to = [
        f"{flagged.names.get(one.person, 'somebody')} ({reached(flagged, one)})" for one in told
    ]
    return f"Told: {', '.join(said_to)}. This bot has called nobody."


def reached(flagged: Flagged, one: Told) -> str:
    """Return when somebody was told, or that the message did not arrive."""
    became = BECAME[one.outcome]
    return became or moment(flagged.audit.here(one.at))


def picker(flagged: Flagged, shown: Sequence[Flag]) -> Element:
    """Return the list from which a return is chosen."""
    pairs = {
        flag.return_id: f"Family {flag.family}, {flagged.audit.agencies[flag.agency].name}"
        for flag in shown
    }
    return {
        "type": "Input.ChoiceSet", "id": "return", "style": "compact", "label": "Which return?",
        "spacing": "Medium", "separator": True, "choices": choices(pairs.items()),
        "value": shown[0].return_id,
    }  # fmt: skip


def ways(flagged: Flagged, start: int, count: int) -> list[Element]:
    """Return the buttons."""
    here = scoped.carried(flagged.audit, flagged.only)
    found = []
    if count:
        found = [pressed("Look at it", "look", {"audit": flagged.audit.id}, first=True)]
        if flagged.runs:
            found.append(pressed("Query it", "ask"))
    end = start + count
    if end < len(flagged.flags):
        found.append(plain_button("Show the next", "flags", {**here, "start": end}))
    if start:
        found.append(plain_button("Show the first", "flags", here))
    about = {"audit": flagged.audit.id}
    return [*found, plain_button("Mismatches", "mismatches", about),
            plain_button("Status", "status", about)]  # fmt: skip
