"""Remind me later: at one of the times that are left, or on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from audits.problems import Code, Problem
from audits.snooze import Terms
from cards import inputs, reading
from cards.parts import Card, button, card, header, notice, plain_button, small, text
from cards.words import clock, short_day

NOON = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What was chosen: a moment, or a day."""

    when: datetime | None
    day: date | None


def read(data: Mapping[str, Any]) -> Filled:
    """Read what was chosen; `snooze.not_a_time` when it is no time."""
    found = reading.words_in(data, "when")
    try:
        when = datetime.fromisoformat(found) if found else None
    except ValueError:
        raise Problem(Code.SNOOZE_NOT_A_TIME) from None
    if when is not None and when.tzinfo is None:
        raise Problem(Code.SNOOZE_NOT_A_TIME)
    return Filled(when=when, day=inputs.day_in(data, "day"))


def draw(terms: Terms, times: Sequence[datetime]) -> Card:
    """Draw the times that are offered."""
    if not times:
        return card(
            [text("**There is no time left to put it off.** Ask for more time instead.")],
            [plain_button("Ask for more time", "more"), plain_button("My returns", "my_returns")],
        )
    pairs = [(moment.isoformat(), named(moment, terms)) for moment in times]
    body = [
        header("Remind me later", "", "No reminder comes before the time you choose."),
        inputs.shown_at_once("when", "When shall we remind you?", pairs, pairs[0][0]),
        inputs.day("day", "Or on another day, in the morning"),
        small("You can choose a time up to the day the return is due.", spacing="Small"),
    ]
    return card(body, [
        button("Remind me then", "set_snooze", first=True),
        plain_button("My hours", "my_hours"),
        plain_button("My returns", "my_returns"),
    ])  # fmt: skip


def named(moment: datetime, terms: Terms) -> str:
    """Return the time as one would say it."""
    zone = ZoneInfo(terms.clock)
    here, today = moment.astimezone(zone), terms.at.astimezone(zone).date()
    part = "morning" if here.hour < NOON else "afternoon"
    days = {today: f"This {part}", today + timedelta(days=1): f"Tomorrow {part}"}
    spoken = days.get(here.date(), f"{here:%A} {part}")
    return f"{spoken} ({short_day(here.date())}, {clock(here)})"


def done(terms: Terms, until: datetime) -> Card:
    """Draw until when it is quiet."""
    here = until.astimezone(ZoneInfo(terms.clock))
    words = f"**We remind you {short_day(here.date())} at {clock(here)}**, and not before."
    return card([notice(words, style="good")], [plain_button("My returns", "my_returns")])
