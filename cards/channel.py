"""What is said in a channel of what is told in one's own chat only."""

from cards.parts import Card, card, notice, plain_button


def elsewhere() -> Card:
    """Draw that this is for the person's own chat: others read along in a channel."""
    body = [notice("**Ask me this in our own chat.** Others read along here, so I show counts and "
                   "codes only.", "Here you can type “status”, “summary” or “help”.")]  # fmt: skip
    return card(body, [plain_button("Help", "help")])
