"""An agency is silent: what is told up its ladder, and the business manager's decision about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from audits.audit import Agency, Audit
from audits.plan import Rung
from cards import reading
from cards.parts import Card, Element, card, header, notice, plain_button, small, text
from cards.words import day, many, short_day, until_due

CODES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """What is waited for from one agency, and what was done about it so far."""

    audit: Audit
    agency: Agency
    families: Sequence[str]
    due: date
    asked: Sequence[str] = ()
    """Names of the people who were asked."""
    times: int = 0
    """How many messages were sent to them."""
    unopened: bool = False
    """Nobody has opened or acknowledged any of them."""


def told(silent: Silent, rung: Rung, at: datetime) -> Card:
    """Draw what somebody on the agency's ladder is told."""
    what = "Please look at it" if rung is Rung.LEAD else "Please help"
    body = [face(silent, at), *message(silent, rung, at), text(f"**{what}:** {ASKED[rung]}")]
    ways = [] if rung is Rung.LEAD else [plain_button("My service", "agency", first=True)]
    return card(body, [*ways, plain_button("Help", "help")])


ASKED: Mapping[Rung, str] = {
    Rung.COORDINATOR: "see who has it, give it to somebody else, ask for more time, or decline.",
    Rung.DEPUTY: "you stand in for the coordinator. See who has it, give it to somebody else, ask "
    "for more time, or decline.",
    Rung.LEAD: "ask the people above to answer, or to tell the business manager what is in the "
    "way. A nil return takes two minutes.",
}


def face(silent: Silent, at: datetime) -> Element:
    """Return the card's face."""
    left = until_due(silent.audit, silent.due, at)
    count = many(len(silent.families), "family", "families")
    return header(f"{silent.agency.name}: no answer about {count}", left, silent.audit.title)


def message(silent: Silent, rung: Rung, at: datetime) -> list[Element]:
    """Return the text itself, the same that is approved and sent: codes only."""
    codes = ", ".join(silent.families[:CODES])
    late = silent.audit.here(at).date() > silent.due
    count = many(len(silent.families), "family", "families")
    said = [
        text(f"The audit waits for what your service did for {count}: **{codes}**. It "
             f"{'was' if late else 'is'} due on {day(silent.due)}."
             f"{' Nobody has opened it so far.' if silent.unopened else ''}"),
    ]  # fmt: skip
    if silent.asked:
        sent = f" We wrote {many(silent.times, 'time')}." if silent.times else ""
        said.append(text(f"Asked so far: {', '.join(silent.asked[:6])}.{sent}"))
    if rung is Rung.LEAD:
        said.append(
            text("The audit goes on without it, and its report says which returns did not come.")
        )
    return said


def ask(silent: Silent, nudge_id: str, lead: str, at: datetime) -> Card:
    """Draw the business manager's choice: the text as it would go, and two buttons."""
    carried = {"audit": silent.audit.id, "nudge": nudge_id}
    body = [
        face(silent, at),
        text(f"**Shall we write this to {lead}, who leads {silent.agency.name}?**"),
        {"type": "Container", "style": "emphasis", "items": message(silent, Rung.LEAD, at)},
        small("Nothing goes before you decide. What you decide first stands.", spacing="Medium"),
    ]
    return card(body, [
        plain_button("Send it", "rule", {**carried, "granted": "yes"}, first=True),
        plain_button("Do not send it", "rule", {**carried, "granted": "no"}),
        plain_button("Status", "status", {"audit": silent.audit.id}),
    ])  # fmt: skip


def decided(silent: Silent, lead: str, at: datetime, *, granted: bool) -> Card:
    """Draw what was decided."""
    words = f"**It goes to {lead}.**" if granted else f"**Nothing goes to {lead}.**"
    then = "They get it in their working hours. If the return comes before that, it is not sent."
    body = [
        face(silent, at),
        notice(words, *([then] if granted else []), style="good"),
        small("It is kept who decided this, and when."),
    ]
    return card(body, [plain_button("Status", "status", {"audit": silent.audit.id})])


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """A decision as it came back."""

    audit_id: str
    nudge_id: str
    granted: bool


def read(data: Mapping[str, Any]) -> Ruled:
    """Read a decision that came back."""
    return Ruled(
        audit_id=reading.words_in(data, "audit"),
        nudge_id=reading.words_in(data, "nudge"),
        granted=reading.words_in(data, "granted") == "yes",
    )


def summary(silent: Silent) -> str:
    """Return what a lock screen may show."""
    return f"Case audit: {silent.agency.short} was due {short_day(silent.due)}"
