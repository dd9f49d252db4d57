"""What the demo's clock says once it was moved."""

from datetime import datetime

from cards.parts import Card, card, notice, plain_button
from cards.words import many, moment


def draw(now: datetime, sent: int) -> Card:
    """Draw what time it is now in the demo, and how many messages went out meanwhile."""
    went = f"{many(sent, 'message')} went out meanwhile, to all people of the demo together."
    return card([notice(f"**The demo’s clock says {moment(now)}.**", went)],
                [plain_button("Status", "status")])  # fmt: skip
