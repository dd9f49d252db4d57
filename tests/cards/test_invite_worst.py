"""The invitation at its worst: hundreds of people with the longest names."""

from dataclasses import replace

from cards import invite
from tests.cards.lint import elements
from tests.cards.test_worst import LONG_NAME, TEXTS, check
from tests.cast import AUDIT, PARTNERSHIP


def test_invitation_of_hundreds_fits() -> None:
    """As many as fit are named; the others are counted."""
    for text in (LONG_NAME, *TEXTS.values()):
        words = " ".join(text.split())[:300]
        wordy = replace(PARTNERSHIP, name=words, contact=words, app_link="https://x/" + "a" * 200)
        check(invite.draw(AUDIT, wordy, [words] * 500))


def test_nobody_left_to_invite() -> None:
    """That is said, and the way on is there."""
    card = invite.draw(AUDIT, PARTNERSHIP, [])
    check(card)
    assert {one["verb"] for one in elements(card) if "verb" in one} == {"status"}
