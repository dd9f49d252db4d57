"""Every card as the public renderer draws it, narrow and wide, with axe looking for obstacles."""

from pathlib import Path

import pytest
from playwright.async_api import Browser

from dialogs import router
from tests.cards.recording import drawing
from tests.e2e.cards_drawn import everything
from tests.e2e.rendered import Rendered
from tests.proofs import LONG, proved

SEEN = [(320, "light"), (480, "light"), (800, "light"), (320, "dark"), (800, "dark")]
MOST = 9 if LONG else 1
EVERY = 1 if LONG else 4
"""Which part of the cards is looked at: all of them, or one in so many."""


@pytest.mark.parametrize(("width", "scheme"), SEEN if LONG else [(320, "light")])
async def test_cards_have_no_obstacles(
    browser: Browser, width: int, scheme: str, tmp_path: Path
) -> None:
    """Nobody who uses a keyboard, a screen reader or a phone meets anything serious."""
    cards = await everything(tmp_path, most=MOST)
    page = await Rendered.at(browser, width, scheme)
    chosen = sorted(cards)[::EVERY]
    wrong = {}
    for name in chosen:
        found = await page.faults(cards[name])
        if found:
            wrong[name] = found
    await page.close()
    assert not wrong, "\n".join(f"{name}: {found}" for name, found in wrong.items())
    assert len(chosen) > 20
    proved(f"cards at {width} px, {scheme}, nothing serious for axe-core", f"{len(chosen)} cards")


async def test_no_card_is_forgotten(tmp_path: Path) -> None:
    """Whatever draws a card draws it at its worst in tests/cards; each verb's card is here."""
    names = [name.split() for name in await everything(tmp_path, most=1)]
    assert not drawing() - {name for kind, name, *_ in names if kind == "worst"}
    assert not set(router.VERBS) - {name for kind, name, *_ in names if kind == "demo"}
    assert not set(router.VERBS) - {name for kind, name, *_ in names if kind == "answered"}


async def test_axe_finds_an_input_without_a_label(browser: Browser) -> None:
    """The test above can fail."""
    page = await Rendered.at(browser, 320)
    card = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "Input.Text", "id": "x"}]}
    assert any("label" in one for one in await page.faults(card))
    await page.close()
