"""The card about a new account at its worst: longest names, as many people as it may be."""

import pytest

from audits.claim import MOST_LIKE, Account, Claim
from cards import newcomers
from tests.cards.lint import elements
from tests.cards.test_worst import TEXTS, check
from tests.cast import AT, AUDIT

LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch " * 8


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_account_with_the_longest_words_fits(text: str) -> None:
    """And what it says of itself is shown as it stands: no link, no mention, no bold."""
    said = " ".join(text.split())[:320]
    account = Account(tenant="t", object_id="o", name=said, email=said, upn=said, home=False)
    claim = Claim(id="c1", account=account, at=AT, like=("p",), asked=("q",))
    likely = [
        newcomers.Likely(person=f"p{place}", name=LONG, email=LONG, agency=LONG)
        for place in range(MOST_LIKE)
    ]
    card = newcomers.draw(AUDIT, claim, likely, waiting=50)
    check(card)
    shown = [one for one in elements(card) if one.get("type") == "TextBlock"]
    assert not any(said[:60] and said[:60] in str(one) for one in shown)


def test_the_other_cards_fit() -> None:
    """Nobody waits; confirmed; refused."""
    for more in (True, False):
        check(newcomers.confirmed(LONG, more=more))
        check(newcomers.refused(more=more))
    check(newcomers.nobody())
    assert "Price" not in newcomers.summary()


def test_what_was_chosen_comes_back() -> None:
    """The account and the person; nothing of either is taken from the card without asking."""
    data = {"audit": "a1", "claim": "c1", "person": "p1"}
    assert newcomers.read(data) == newcomers.Filled(audit_id="a1", claim_id="c1", person="p1")
