"""The partnership's school holidays, as ranges of days: a list, one more, or some off it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from audits.audit import Audit
from audits.calendar import Span
from audits.timetable import NAME_LIMIT
from cards import inputs, reading
from cards.parts import Card, button, card, header, notice, plain_button, small, text
from cards.words import short_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What came back: one more, and those that shall go."""

    name: str
    first: date | None
    last: date | None
    gone: tuple[str, ...]

    @property
    def adds(self) -> bool:
        """Whether there is one more."""
        return bool(self.first or self.last or self.name)


def read(data: Mapping[str, Any]) -> Filled:
    """Read what came back."""
    return Filled(
        name=reading.words_in(data, "name").strip(),
        first=inputs.day_in(data, "first"),
        last=inputs.day_in(data, "last"),
        gone=inputs.ticked_in(data, "gone"),
    )


def key(span: Span) -> str:
    """Return what a holiday is known by on the card."""
    return f"{span.first}/{span.last}"


def draw(audit: Audit, told: Sequence[str] = ()) -> Card:
    """Draw the list, with a place for one more."""
    pairs = [(key(span), in_words(span)) for span in audit.school_holidays]
    names = {
        "type": "Input.Text", "id": "name", "label": "What are they called?", "spacing": "Medium",
        "maxLength": NAME_LIMIT, "placeholder": "Easter holidays",
    }  # fmt: skip
    stand = [inputs.many_of("gone", "On the list. Tick those that shall go", pairs)]
    body = [
        header("School holidays", "", audit.title),
        *([notice(*told, style="good")] if told else []),
        text("When they fall into the time for answering, the timetable and the list of nudges "
             "warn you. Schools and health visitors are hard to reach then."),
        *(stand if pairs else []),
        text("**One more**", spacing="Medium"),
        names, inputs.day("first", "First day"), inputs.day("last", "Last day"),
        small("Both days are counted.", spacing="Small"),
    ]  # fmt: skip
    return card(body, [
        button("Save", "save_holidays", {"audit": audit.id}, first=True),
        plain_button("Timetable", "timetable", {"audit": audit.id}),
        plain_button("Status", "status", {"audit": audit.id}),
    ])  # fmt: skip


def in_words(span: Span) -> str:
    """Return a holiday in a line."""
    days = f"{short_day(span.first)} to {short_day(span.last)} {span.last.year}"
    return f"{span.name}, {days}" if span.name else days
