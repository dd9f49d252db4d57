"""One return of the grid: how it stands, all that happened, and what can be done about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from audits.involvement import IN, Involvement, Standing
from audits.states import due_of, state_of, was_late
from cards import history, inputs, reading
from cards.history import Past
from cards.page import face
from cards.parts import Card, Element, button, card, notice, plain_button, said, small, text, title
from cards.states import NAMES
from cards.words import day, nil_words, until_due


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """Which return, by id or by its place in the grid, and the words."""

    return_id: str
    audit_id: str
    family: str
    agency: str
    words: str


def read(data: Mapping[str, Any]) -> Filled:
    """Read what came back."""
    return Filled(
        return_id=reading.words_in(data, "return"),
        audit_id=reading.words_in(data, "audit"),
        family=reading.words_in(data, "family"),
        agency=reading.words_in(data, "agency"),
        words=inputs.written_in(data),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A return as the audit team sees it. Of a draft, only how it stands is shown."""

    own: Involvement
    past: Past
    at: datetime
    runs: bool
    """Whether who looks runs the audit."""
    told: str = ""
    """What was just done."""


def draw(seen: Seen) -> Card:
    """Draw the return."""
    own = seen.own
    state = NAMES[state_of(own.ret, own.audit, seen.at)]
    body = [
        face(own), title(state.capitalize()),
        *([notice(seen.told, style="good")] if seen.told else []),
        *facts(seen), *words_said(own.ret),
        *history.drawn(own.audit, seen.past), *asked(seen),
    ]  # fmt: skip
    return card(body, ways(seen))


def facts(seen: Seen) -> list[Element]:
    """Return who has it, by when, and how it came."""
    own, ret = seen.own, seen.own.ret
    due = due_of(ret, own.audit)
    found = [("Due", day(due))]
    if ret.waits:
        found[0] = ("Due", f"{day(due)}: {until_due(own.audit, due, seen.at)}")
    names = [seen.past.names[who] for who in ret.contacts if who in seen.past.names]
    found.append(("With", ", ".join(names) or "nobody yet"))
    if ret.stage in IN and ret.sent_at:
        late = ", after it was due" if was_late(ret, own.audit) else ""
        found.append(("Came", f"{day(own.audit.here(ret.sent_at).date())}{late}"))
    if ret.nil:
        found.append(("Nil return", nil_words(ret)))
    return [{"type": "FactSet", "facts": [{"title": t, "value": v} for t, v in found]}]


def words_said(ret: Standing) -> list[Element]:
    """Return what people wrote about the return: why declined or waived, what is asked."""
    sayings = (
        ("Declined, because", ret.declined),
        ("No return is needed, because", ret.waived),
        ("The query that waits for an answer", ret.queried if ret.stage in IN else None),
    )
    drawn: list[Element] = []
    for heading, saying in sayings:
        if saying and saying.words:
            drawn += [text(f"**{heading}:**", spacing="Medium"), said(saying.words)]
    return drawn


def asked(seen: Seen) -> list[Element]:
    """Return the box for the reason why no return is needed."""
    if not (seen.runs and seen.own.ret.waits):
        return []
    return [
        inputs.words("Why can the audit do without it?"),
        small("Only to do without it: the report names the reason, and no more reminders come."),
    ]


def ways(seen: Seen) -> Sequence[Element]:
    """Return what can be done, most likely first."""
    own, carried = seen.own, {"return": seen.own.ret.id}
    status = plain_button("Status", "status", {"audit": own.audit.id})
    if own.ret.stage in IN:
        reading_it = plain_button("Read it", "read", carried, first=not seen.runs)
        return [*running(seen, carried), reading_it, status]
    if own.ret.waits and seen.runs:
        whom = {"audit": own.audit.id, "chosen": True, "whom": f"agency:{own.agency.key}"}
        return [
            plain_button(f"Nudge {own.agency.short}", "nudge", whom, first=True),
            button("Do without this return", "waive", carried),
            status,
        ]
    return [status]


def running(seen: Seen, carried: Mapping[str, Any]) -> list[Element]:
    """Return what the business manager can do about a return that is in."""
    if not seen.runs:
        return []
    late = was_late(seen.own.ret, seen.own.audit)
    accept = plain_button("Accept it late" if late else "Accept it", "accept", carried, first=True)
    query = plain_button("Query it, or open it again", "ask", carried)
    return [query] if seen.own.ret.accepted else [accept, query]
