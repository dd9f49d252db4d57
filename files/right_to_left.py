"""Tells whether a text is read from the right, as Arabic, Hebrew and Urdu are."""

from unicodedata import bidirectional

FROM_RIGHT, FROM_LEFT = frozenset({"R", "AL"}), "L"


def from_right(text: str) -> bool:
    """Say whether the first letter of the text that has a direction is written from the right."""
    for sign in text:
        way = bidirectional(sign)
        if way in FROM_RIGHT:
            return True
        if way == FROM_LEFT:
            return False
    return False
