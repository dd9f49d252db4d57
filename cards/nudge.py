"""The nudge: what is waited for, how far it is, how long it takes, and the way back to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from audits.involvement import Involvement, Stage
from audits.plan import Kind
from audits.steps import OF_DUE_DATE
from cards.parts import Card, Element, card, header, plain_button, small, text
from cards.words import day, many, short_day, until_due

LINES = 6
"""Families told of one by one; the others are counted."""
TITLES: Mapping[Kind, str] = {
    Kind.OPENED: "A case audit asks for your help",
    Kind.ACKNOWLEDGE: "Do you know these families?",
    Kind.DUE_SOON: "A return is due soon",
    Kind.DUE_TODAY: "A return is due today",
    Kind.OVERDUE: "A return is late",
    Kind.SNOOZED: "You asked us to remind you",
    Kind.NOW: "The audit team is waiting for a return",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One return that is waited for: how far it is, and until when."""

    own: Involvement
    due: date
    filled: int = 0
    pages: int = 0
    minutes: int = 0


def draw(kind: Kind, waiting: Sequence[Waiting], at: datetime) -> Card:
    """Draw the nudge about these returns, the first due first."""
    audit = waiting[0].own.audit
    first = min(one.due for one in waiting)
    count = many(len(waiting), "return is", "returns are")
    who = ", ".join(sorted({one.own.agency.name for one in waiting}))
    body = [
        header(TITLES[as_of(kind, audit.here(at).date(), first)], until_due(audit, first, at),
               audit.title),
        text(f"**{count} waited for from {who}.**"),
        *(line(one, at) for one in waiting[:LINES]),
    ]  # fmt: skip
    if len(waiting) > LINES:
        body.append(small(f"and {len(waiting) - LINES} more"))
    body.append(
        small("Every page you saved is kept. Not now? Press “Remind me later”, or ask for more "
              "time, hand over or decline under “Something else”. No more reminders come once "
              "you have sent it.", spacing="Medium")
    )  # fmt: skip
    return card(body, buttons(kind, waiting))


def as_of(kind: Kind, today: date, due: date) -> Kind:
    """Return the kind that is true today: what was planned for another day may come on this one."""
    if kind not in OF_DUE_DATE:
        return kind
    if today > due:
        return Kind.OVERDUE
    return Kind.DUE_TODAY if today == due else Kind.DUE_SOON


def line(one: Waiting, at: datetime) -> Element:
    """Return one family's line: codes only."""
    own = one.own
    said = [f"**Family {own.family.code}**", f"due {day(one.due)}", how_far(one)]
    if one.minutes:
        said.append(f"about {many(one.minutes, 'minute')} {'left' if one.filled else 'in all'}")
    if one.due < own.audit.here(at).date():
        said[1] = f"was {said[1]}"
    return text(" · ".join(filter(None, said)), spacing="Small")


def how_far(one: Waiting) -> str:
    """Return how far the return is."""
    if one.own.ret.stage is Stage.IN_PROGRESS and one.pages:
        return f"{one.filled} of {one.pages} pages"
    if one.own.ret.stage is Stage.SIGN_OFF:
        return "waits for your sign-off"
    return "not opened" if one.own.ret.stage is Stage.NOT_OPENED else "nothing answered yet"


def buttons(kind: Kind, waiting: Sequence[Waiting]) -> list[Element]:
    """Return the ways on: first the one that goes on where they stopped."""
    audit = waiting[0].own.audit
    ways = [onward(one, first=place == 0) for place, one in enumerate(waiting[:2])]
    if kind in {Kind.OPENED, Kind.ACKNOWLEDGE}:
        asks = plain_button("Known or not known", "acknowledge", {"audit": audit.id}, first=True)
        ways = [asks, onward(waiting[0], first=False)]
    return [
        *ways,
        plain_button("Remind me later", "snooze", {"audit": audit.id}),
        plain_button("Something else", "more", {"return": waiting[0].own.ret.id}),
        plain_button("My returns", "my_returns"),
    ]


def onward(one: Waiting, *, first: bool) -> Element:
    """Return the button that leads to where the person stopped."""
    stage, code = one.own.ret.stage, one.own.family.code
    if stage is Stage.SIGN_OFF:
        return plain_button(f"Look at {code}", "sign_off", {"return": one.own.ret.id}, first=first)
    words = "Go on with" if stage is Stage.IN_PROGRESS else "Start"
    return plain_button(f"{words} {code}", "open", {"return": one.own.ret.id}, first=first)


def summary(waiting: Sequence[Waiting], at: datetime) -> str:
    """Return what a lock screen may show: codes and a date."""
    codes = ", ".join(one.own.family.code for one in waiting[:LINES])
    first = min(one.due for one in waiting)
    late = first < waiting[0].own.audit.here(at).date()
    return f"Case audit: {codes} {'was ' if late else ''}due {short_day(first)}"
