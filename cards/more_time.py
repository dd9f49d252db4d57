"""Ask for more time, with a reason; and the decision about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from audits.involvement import Involvement
from audits.states import due_of
from cards import inputs, reading
from cards.page import face
from cards.parts import Card, button, card, notice, plain_button, small, title
from cards.words import day


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What came back: a wish, or the decision about one."""

    return_id: str
    until: date | None
    words: str
    granted: bool


def read(data: Mapping[str, Any]) -> Filled:
    """Read what came back."""
    return Filled(
        return_id=reading.id_in(data, "return"),
        until=inputs.day_in(data, "until"),
        words=inputs.written_in(data),
        granted=reading.words_in(data, "granted") == "yes",
    )


def draw(own: Involvement) -> Card:
    """Draw the wish to be filled in, or how it stands."""
    wish, now = own.ret.extension, due_of(own.ret, own.audit)
    told = []
    if wish and not wish.decided:
        words = f"**You asked for time until {day(wish.until)}.** It is not decided yet."
        told.append(notice(words))
    body = [
        face(own), title("Ask for more time"), *told,
        small(f"It is due by {day(now)}."),
        inputs.day("until", "Until when do you need?"),
        inputs.words("Why?", "For example: school holidays, an inspection, sick leave."),
        small("The business manager decides, and you get a message. Until then the date stays.",
              spacing="Small"),
    ]  # fmt: skip
    return card(body, [
        button("Ask for it", "ask_time", {"return": own.ret.id}, first=True),
        plain_button("Something else", "more", {"return": own.ret.id}),
    ])  # fmt: skip
