"""Hand a return over to a colleague, with all that was answered."""

from collections.abc import Mapping, Sequence
from typing import Any

from audits.involvement import Involvement
from audits.people import Person
from cards import inputs, reading
from cards.page import face
from cards.parts import Card, button, card, plain_button, small, text, title

MOST = 60


def read(data: Mapping[str, Any]) -> tuple[str, str]:
    """Read which return goes to whom."""
    return reading.id_in(data, "return"), reading.words_in(data, "to")


def draw(own: Involvement, colleagues: Sequence[Person]) -> Card:
    """Draw the colleagues to choose from."""
    back = plain_button("Something else", "more", {"return": own.ret.id})
    told = title(f"Hand over Family {own.family.code}")
    if not colleagues:
        words = "Nobody else of your service is on the list. Ask the business manager to add them."
        return card([face(own), told, text(words)], [back])
    body = [
        face(own), told,
        text("Your colleague goes on from what is answered. **You can no longer open it then.**"),
        inputs.one_of("to", "Who takes it?", [(one.id, one.name) for one in colleagues[:MOST]]),
        small("Not on the list? Ask your coordinator or the business manager to add them.",
              spacing="Small"),
    ]  # fmt: skip
    return card(body, [button("Hand it over", "give", {"return": own.ret.id}, first=True), back])
