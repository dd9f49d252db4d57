"""What was done, in a line or two, and the ways on."""

from collections.abc import Sequence

from cards.parts import Card, Element, card, notice, plain_button, small


def draw(*said: str, ways: Sequence[Element] = (), below: str = "") -> Card:
    """Draw it; `My returns` is where one goes when nothing else is offered."""
    body = [notice(*said, style="good"), *([small(below, spacing="Medium")] if below else [])]
    return card(body, [*ways] or [plain_button("My returns", "my_returns", first=True)])
