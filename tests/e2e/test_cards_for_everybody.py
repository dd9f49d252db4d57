"""Every card as the public renderer draws it, narrow and wide, with axe looking for obstacles."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page

from tests.e2e.cards_drawn import everything
from tests.proofs import LONG, proved

MODULES = Path(__file__).parents[2] / "playground" / "node_modules"
AXE = MODULES / "axe-core" / "axe.min.js"
RENDERER = MODULES / "adaptivecards" / "dist" / "adaptivecards.min.js"
WIDTHS = (320, 480, 800) if LONG else (320,)
MOST = 4 if LONG else 1
EVERY = 1 if LONG else 4
"""Which part of the cards is looked at: all of them, or one in so many."""
SERIOUS = {"serious", "critical"}
# As Teams' light theme has it: the renderer's own colours are not what anybody sees.
LOOK = {
    "fontFamily": "Segoe UI, sans-serif",
    "supportsInteractivity": True,
    "textBlock": {"headingLevel": 2},
    "actions": {"maxActions": 6, "actionsOrientation": "vertical"},
    "containerStyles": {
        style: {
            "backgroundColor": back,
            "foregroundColors": {
                colour: {"default": shade, "subtle": subtle}
                for colour, shade, subtle in (
                    ("default", "#242424", "#616161"), ("accent", "#4F52B2", "#4F52B2"),
                    ("good", "#0B5A08", "#0B5A08"), ("warning", "#6B4A00", "#6B4A00"),
                    ("attention", "#9A1C24", "#9A1C24"),
                )
            },
        }
        for style, back in (
            ("default", "#FFFFFF"), ("emphasis", "#F5F5F5"), ("good", "#F1FAF1"),
            ("warning", "#FFF9F5"), ("attention", "#FDF3F4"), ("accent", "#EBF3FC"),
        )
    },
}  # fmt: skip
PAGE = """<!doctype html><html lang="en-GB"><head><title>A card</title></head>
<body style="margin:0"><main><h1 style="font-size:1rem">Case audit</h1><div id="card"></div></main>
</body></html>"""
DRAW = """([card, look, width]) => {
  const place = document.getElementById('card');
  place.replaceChildren(); place.style.width = width + 'px';
  const drawn = new AdaptiveCards.AdaptiveCard();
  drawn.hostConfig = new AdaptiveCards.HostConfig(look);
  drawn.parse(card);
  place.appendChild(drawn.render());
  return place.scrollWidth;
}"""
LOOK_FOR = "async () => (await axe.run('#card', {resultTypes: ['violations']})).violations"


async def renderer(browser: Browser, width: int) -> Page:
    """Return a page of this width that can draw cards and look at them."""
    page = await browser.new_page(viewport={"width": width, "height": 900})
    await page.set_content(PAGE)
    await page.add_script_tag(path=RENDERER)
    await page.add_script_tag(path=AXE)
    return page


async def faults(page: Page, card: dict[str, Any], width: int) -> list[str]:
    """Return what axe finds that is serious, and whether the card is wider than its place."""
    needs = await page.evaluate(DRAW, [card, LOOK, width])
    found = [f"{needs} px wide"] if needs > width else []
    seen = await page.evaluate(LOOK_FOR)
    serious = [one for one in seen if one["impact"] in SERIOUS]
    return [*found, *(f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in serious)]


@pytest.mark.parametrize("width", WIDTHS)
async def test_cards_have_no_obstacles(browser: Browser, width: int, tmp_path: Path) -> None:
    """Nobody who uses a keyboard, a screen reader or a phone meets anything serious."""
    cards = await everything(tmp_path, most=MOST)
    page = await renderer(browser, width)
    chosen = sorted(cards)[::EVERY]
    wrong = {}
    for name in chosen:
        found = await faults(page, json.loads(json.dumps(cards[name])), width)
        if found:
            wrong[name] = found
    await page.close()
    assert not wrong, "\n".join(f"{name}: {found}" for name, found in wrong.items())
    assert len(chosen) > 20
    proved(f"cards at {width} px, nothing serious for axe-core", f"{len(chosen)} cards")


async def test_axe_finds_an_input_without_a_label(browser: Browser) -> None:
    """The test above can fail."""
    page = await renderer(browser, 320)
    card = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "Input.Text", "id": "x"}]}
    assert any("label" in one for one in await faults(page, card, 320))
    await page.close()
