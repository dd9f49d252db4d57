"""What the business manager can do about one return: query it, accept it, do without it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from audits.involvement import IN, Involvement
from audits.states import state_of
from cards import inputs, reading
from cards.page import face
from cards.parts import Card, button, card, notice, plain_button, small, title
from cards.states import NAMES


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


def draw(own: Involvement, at: datetime, told: str = "") -> Card:
    """Draw how the return stands and what can be done about it."""
    carried = {"return": own.ret.id}
    state = NAMES[state_of(own.ret, own.audit, at)]
    body = [
        face(own), title(state.capitalize()),
        *([notice(told, style="good")] if told else []),
    ]  # fmt: skip
    ways = [plain_button("Status", "status", {"audit": own.audit.id})]
    if own.ret.stage in IN:
        body.append(inputs.words("Your query", "What would you like to know?"))
        ways = [
            plain_button("Accept it", "accept", carried, first=True),
            button("Send the query", "query", carried),
            plain_button("Read it", "read", carried),
            *ways,
        ]
    elif own.ret.waits:
        body.append(inputs.words("Why can the audit do without it?"))
        body.append(small("The report names the reason. No more reminders come."))
        ways = [button("Do without this return", "waive", carried, first=True), *ways]
    return card(body, ways)
