"""My hours: when somebody may be written to, where they are, and when they are away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from audits.calendar import Span
from audits.habits import Habits
from audits.problems import Code, Problem
from cards import inputs, reading
from cards.parts import Card, button, card, header, notice, plain_button, small, text
from cards.words import short_day

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FROM_TEAMS = "-"
"""Stands for the zone of one's Teams: an empty value would be no choice at all."""
ZONES = (
    "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Madrid", "Europe/Paris",
    "Europe/Berlin", "Europe/Warsaw", "Europe/Bucharest", "Europe/Athens", "Europe/Istanbul",
    "Africa/Lagos", "Africa/Johannesburg", "Africa/Nairobi", "Asia/Dubai", "Asia/Karachi",
    "Asia/Kolkata", "Asia/Dhaka", "Asia/Manila", "Asia/Hong_Kong", "Australia/Sydney",
    "Pacific/Auckland", "America/New_York", "America/Chicago", "America/Los_Angeles",
)  # fmt: skip
"""Where people may be who work for a service here: at home, on leave, or from abroad."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What came back: the terms, leave more, and leave that is no more."""

    habits: Habits
    first: date | None
    last: date | None
    gone: tuple[Span, ...]

    @property
    def adds(self) -> bool:
        """Whether there is leave more."""
        return self.first is not None or self.last is not None


def read(data: Mapping[str, Any], own: Habits) -> Filled:
    """Read what came back, put into one's own terms; `hours.no_zone` for a zone not offered."""
    zone = reading.words_in(data, "zone")
    zone = "" if zone == FROM_TEAMS else zone if reading.told(data, "zone") else own.zone
    if zone not in {"", own.zone, *ZONES}:
        raise Problem(Code.HOURS_NO_ZONE)
    ticked = inputs.ticked_in(data, "days", [str(one) for one in sorted(own.working_days)])
    if not set(ticked) <= {str(number) for number in range(7)}:
        raise Problem(Code.CARD_UNREADABLE, "days")
    return Filled(
        habits=replace(
            own,
            zone=zone,
            day_starts=inputs.clock_in(data, "starts", own.day_starts),
            day_ends=inputs.clock_in(data, "ends", own.day_ends),
            working_days=frozenset(int(one) for one in ticked),
        ),
        first=inputs.day_in(data, "first"),
        last=inputs.day_in(data, "last"),
        gone=tuple(span_of(one) for one in inputs.ticked_in(data, "gone")),
    )


def key(span: Span) -> str:
    """Return what some leave is known by on the card."""
    return f"{span.first}/{span.last}"


def span_of(written: str) -> Span:
    """Return the leave that is known by this; `card.unreadable` for what is none."""
    first, _, last = written.partition("/")
    try:
        return Span(first=date.fromisoformat(first), last=date.fromisoformat(last))
    except ValueError:
        raise Problem(Code.CARD_UNREADABLE, "gone") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Somebody's terms as the card shows them."""

    habits: Habits
    from_teams: str
    """The zone that their Teams tells, or the partnership's."""
    leaves: Sequence[Span] = ()
    due_away: Sequence[str] = ()
    """Codes of families whose return is due while they are away."""


def draw(shown: Shown, told: Sequence[str] = ()) -> Card:
    """Draw the terms, ready to be changed."""
    own = shown.habits
    zones = [(FROM_TEAMS, f"As my Teams says: {named(shown.from_teams)}")]
    zones += [(zone, named(zone)) for zone in dict.fromkeys((own.zone, *ZONES)) if zone]
    ticked = ",".join(str(number) for number in sorted(own.working_days))
    body = [
        header("My hours", "", "When we may write to you"),
        *([notice(*told, style="good")] if told else []),
        *due_away(shown),
        text("Messages that fall outside your hours wait until you are back."),
        inputs.clock("starts", "From", own.day_starts),
        inputs.clock("ends", "Until", own.day_ends),
        inputs.many_of("days", "On which days do you work?",
                       [(str(number), name) for number, name in enumerate(DAYS)], ticked),
        inputs.one_of("zone", "Time zone", zones, own.zone or FROM_TEAMS),
        *([inputs.many_of("gone", "You are away. Tick what is not so any more",
                          [(key(span), in_words(span)) for span in shown.leaves])]
          if shown.leaves else []),
        text("**Away on leave?**", spacing="Large"),
        inputs.day("first", "From the day"), inputs.day("last", "To the day, the last one away"),
        small("The due date stays while you are away. To give a return to a colleague or to ask "
              "for more time, press “Hand over, more time”.", spacing="Medium"),
    ]  # fmt: skip
    return card(body, [
        button("Save my hours", "save_hours", first=True),
        plain_button("Hand over, more time", "more"),
        plain_button("My returns", "my_returns"),
    ])  # fmt: skip


def due_away(shown: Shown) -> list[dict[str, Any]]:
    """Return what is said of returns that are due while the person is away."""
    if not shown.due_away:
        return []
    codes = ", ".join(shown.due_away[:12])
    words = f"**Due while you are away: {codes}.** Hand them over, or ask for more time."
    return [notice(words, style="warning")]


def in_words(span: Span) -> str:
    """Return some leave in words."""
    if span.first == span.last:
        return short_day(span.first)
    return f"{short_day(span.first)} to {short_day(span.last)}"


def named(zone: str) -> str:
    """Return a time zone by its town: London."""
    return zone.rpartition("/")[2].replace("_", " ")
