"""Something else than answering: hand over, more time, decline, a question, later."""

from collections.abc import Sequence

from audits.involvement import Involvement
from cards import inputs
from cards.parts import Card, button, card, header, notice, plain_button, text

MOST = 60


def draw(owns: Sequence[Involvement], chosen: str = "", told: str = "") -> Card:
    """Draw what can be done about one of these returns."""
    if not owns:
        words = text("**You have no return that waits.** There is nothing to hand over or put off.")
        return card([words], [plain_button("My returns", "my_returns")])
    pairs = [(own.ret.id, f"Family {own.family.code}, {own.agency.name}") for own in owns[:MOST]]
    known = chosen if any(own.ret.id == chosen for own in owns) else ""
    body = [
        header("Something else", "", "A family that you cannot answer about now"),
        *([notice(told, style="warning")] if told else []),
        inputs.one_of("return", "Which return?", pairs, known or pairs[0][0]),
    ]
    return card(body, [
        button("Hand it over", "hand_over", first=True),
        button("Ask for more time", "more_time"),
        button("Ask the audit team", "question"),
        button("No return will come", "decline"),
        button("Remind me later", "snooze"),
        plain_button("My returns", "my_returns"),
    ])  # fmt: skip
