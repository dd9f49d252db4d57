"""Every card as the public renderer draws it, narrow and wide, with axe looking for obstacles."""

from pathlib import Path

import pytest
from playwright.async_api import Browser

from dialogs import router
from tests.cards.recording import drawing
from tests.e2e.cards_drawn import Card, everything
from tests.e2e.rendered import Rendered
from tests.proofs import LONG, proved

SEEN = [(320, "light"), (480, "light"), (800, "light"), (320, "dark"), (800, "dark")]
MOST = 9 if LONG else 1
EVERY = 1 if LONG else 4
"""Which part of the cards is looked at: all of them, or one in so many."""


DRAWN: dict[str, Card] = {}
"""All cards. To draw them takes most of a minute, so each process does it once."""


async def drawn_once(folder: Path) -> dict[str, Card]:
    """Return every card by name."""
    if not DRAWN:
        DRAWN.update(await everything(folder, most=MOST))
    return DRAWN


def none_is_forgotten(cards: dict[str, Card]) -> None:
    """Whatever draws a card draws it at its worst in tests/cards; each verb's card is here."""
    names = [name.split() for name in cards]
    assert not drawing() - {name for kind, name, *_ in names if kind == "worst"}
    assert not set(router.VERBS) - {name for kind, name, *_ in names if kind == "demo"}
    assert not set(router.VERBS) - {name for kind, name, *_ in names if kind == "answered"}


@pytest.mark.parametrize(("width", "scheme"), SEEN if LONG else [(320, "light")])
async def test_cards_have_no_obstacles(
    browser: Browser, width: int, scheme: str, tmp_path: Path
) -> None:
    """Nobody who uses a keyboard, a screen reader or a phone meets anything serious on any card."""
    cards = await drawn_once(tmp_path)
    none_is_forgotten(cards)
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


async def test_axe_finds_an_input_without_a_label(browser: Browser) -> None:
    """The test above can fail."""
    page = await Rendered.at(browser, 320)
    card = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "Input.Text", "id": "x"}]}
    assert any("label" in one for one in await page.faults(card))
    await page.close()
