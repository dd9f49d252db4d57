"""Which returns are mine, when they are due, how far each is, and one button for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from audits.involvement import IN, Involvement, Stage
from audits.states import due_of
from cards import reading
from cards.parts import Card, Element, card, header, notice, plain_button, row, small, text
from cards.words import STAGES, day, many, moment, short_day, until_due

FIRST = "Back to the first"
ROWS = 4
"""Returns on one card: with the two buttons below, as many buttons as a card may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """One return of the person's, and how many of its pages are filled."""

    own: Involvement
    filled: int
    pages: int

    @property
    def due(self) -> date:
        """Until when it is due, more time counted."""
        return due_of(self.own.ret, self.own.audit)


def read(data: Mapping[str, Any]) -> int:
    """Read from which return on the list shall be shown."""
    return reading.whole_in(data, "start")


def draw(mine: Sequence[Mine], at: datetime, *, start: int = 0, told: Sequence[str] = ()) -> Card:
    """Draw the list, `ROWS` returns at a time. `told` is said on top."""
    notices = [notice(*told, style="good")] if told else []
    if not mine:
        return card([*notices, *nothing()], [plain_button("Help", "help")])
    start = start if start < len(mine) else 0
    shown = mine[start : start + ROWS]
    body = [face(mine, at), *notices, *(line(one, at) for one in shown)]
    actions = []
    if any(one.own.ret.waits for one in mine):
        actions.append(plain_button("Hand over, more time, later", "more"))
    if len(mine) > ROWS:
        onward = start + ROWS if start + ROWS < len(mine) else 0
        body.append(small(f"{start + 1} to {start + len(shown)} of {len(mine)}", spacing="Medium"))
        rest = min(ROWS, len(mine) - onward)
        words = ("Show the next one" if rest == 1 else f"Show the next {rest}") if onward else FIRST
        actions.append(plain_button(words, "my_returns", {"start": onward}))
    return card(body, actions)


def nothing() -> list[Element]:
    """Return what is said to somebody with no return to answer."""
    return [
        text("**You have no returns to answer.**"),
        text("When an audit asks your service about a family, it is listed here and you get a "
             "message."),
    ]  # fmt: skip


def face(mine: Sequence[Mine], at: datetime) -> Element:
    """Return the card's face: how many are sent, and until when the next is due."""
    done = sum(one.own.ret.stage in IN for one in mine)
    audits = {one.own.audit.id: one.own.audit for one in mine}
    soonest = min(mine, key=lambda one: (not one.own.ret.waits, one.due))
    audit = soonest.own.audit
    below = f"{audit.title} · due {day(soonest.due)}, {until_due(audit, soonest.due, at)}"
    if len(audits) > 1:
        below += f" · {many(len(audits), 'audit')}"
    return header("Your returns", f"{done} of {len(mine)} sent", below)


def line(one: Mine, at: datetime) -> Element:
    """Return one return's row: the family's code, how far it is, and its button."""
    own = one.own
    left = [
        text(f"**Family {own.family.code}**", spacing="None"),
        small(f"Index child {own.family.index_child} · {own.agency.short} · {how_far(one)}"),
    ]
    stage = [
        text(STAGES[own.ret.stage], weight="Bolder", size="Small", spacing="None",
             horizontalAlignment="Right"),
        small(until(one, at), horizontalAlignment="Right"),
    ]  # fmt: skip
    words, verb = BUTTONS[own.ret.stage]
    action = plain_button(f"{words} {own.family.code}", verb, {"return": own.ret.id})
    return row([
        ("stretch", left), ("auto", stage),
        ("auto", [{"type": "ActionSet", "actions": [action]}]),
    ])  # fmt: skip


BUTTONS: Mapping[Stage, tuple[str, str]] = {
    Stage.NOT_OPENED: ("Start", "open"),
    Stage.OPENED: ("Start", "open"),
    Stage.IN_PROGRESS: ("Continue", "open"),
    Stage.SIGN_OFF: ("Look at", "open"),
    Stage.SENT: ("Read", "open"),
    Stage.NIL: ("Read", "open"),
}


def how_far(one: Mine) -> str:
    """Return how far a return is, in words."""
    ret = one.own.ret
    if ret.stage in IN and ret.sent_at:
        return f"sent {moment(one.own.audit.here(ret.sent_at))}"
    if ret.stage is Stage.IN_PROGRESS:
        return f"{one.filled} of {one.pages} pages"
    return "not opened" if ret.stage is Stage.NOT_OPENED else "nothing answered yet"


def until(one: Mine, at: datetime) -> str:
    """Return until when, or the reference of what was sent."""
    if one.own.ret.stage in IN:
        return one.own.ret.reference
    if not one.own.ret.waits:
        return "declined" if one.own.ret.declined else "not needed"
    late = one.own.audit.here(at).date() > one.due
    return until_due(one.own.audit, one.due, at) if late else f"due {short_day(one.due)}"
