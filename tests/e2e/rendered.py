"""A page of a browser that draws cards as an older client does, and looks for obstacles."""

import json
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page

from tests.e2e.looks import LOOKS

MODULES = Path(__file__).parents[2] / "playground" / "node_modules"
AXE = MODULES / "axe-core" / "axe.min.js"
RENDERER = MODULES / "adaptivecards" / "dist" / "adaptivecards.min.js"
SERIOUS = {"serious", "critical"}
PAGE = """<!doctype html><html lang="en-GB"><head><title>A card</title><style>
body { margin: 0; font: 14px "Segoe UI", sans-serif; background: GROUND; color: INK; }
h1 { font-size: 1rem; margin: .5rem; }
#card { overflow-wrap: anywhere; }
#card p { margin: 0; }
input, textarea, select { box-sizing: border-box; max-width: 100%; font: inherit;
  background: GROUND; color: INK; border: 1px solid #888; }
button { font: inherit; padding: .4rem .8rem; background: GROUND; color: INK;
  border: 1px solid #888; }
</style></head>
<body><main><h1>Case audit</h1><div id="card"></div></main></body></html>"""
DRAW = r"""([card, look, width]) => {
  const place = document.getElementById('card');
  place.replaceChildren(); place.style.width = width + 'px';
  const plain = words => words.replace(/[&<>]/g, one => `&#${one.charCodeAt(0)};`);
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (words, result) => {
    result.outputHtml = plain(words).split(/\n\n/)
      .map(line => `<p>${line.replace(/[*][*](.+?)[*][*]/g, '<b>$1</b>')}</p>`).join('');
    result.didProcess = true;
  };
  const drawn = new AdaptiveCards.AdaptiveCard();
  drawn.hostConfig = new AdaptiveCards.HostConfig(look);
  drawn.parse(card);
  place.appendChild(drawn.render());
  return place.scrollWidth;
}"""
# What ends in an ellipsis was shortened by us already, and stands whole elsewhere on the card.
CUT = """() => [...document.querySelectorAll('#card *')]
  .filter(one => getComputedStyle(one).overflowX === 'hidden'
    && one.scrollWidth > one.clientWidth && one.clientWidth > 0
    && !one.textContent.trimEnd().endsWith('…'))
  .map(one => `cut: ${one.textContent.slice(0, 40)}`)"""
LOOK_FOR = "async where => (await axe.run(where, {resultTypes: ['violations']})).violations"


class Rendered:
    """A page of this width, in Teams' light or dark colours, that shows one card at a time."""

    def __init__(self, page: Page, width: int, scheme: str) -> None:
        self.page, self.width, self.look = page, width, LOOKS[scheme]

    @classmethod
    async def at(cls, browser: Browser, width: int, scheme: str = "light") -> "Rendered":
        """Open the page."""
        page = await browser.new_page(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        style = LOOKS[scheme]["containerStyles"]["default"]
        ink = style["foregroundColors"]["default"]["default"]
        ground = style["backgroundColor"]
        await page.set_content(PAGE.replace("GROUND", ground).replace("INK", ink))
        await page.add_script_tag(path=RENDERER)
        await page.add_script_tag(path=AXE)
        return cls(page, width, scheme)

    async def show(self, card: dict[str, Any]) -> int:
        """Draw the card, and return how wide it is."""
        plain = json.loads(json.dumps(card))
        wide: int = await self.page.evaluate(DRAW, [plain, self.look, self.width])
        return wide

    async def faults(self, card: dict[str, Any]) -> list[str]:
        """Return what axe finds that is serious, what is cut, and a card wider than its place."""
        needs = await self.show(card)
        found = [f"{needs} px wide"] if needs > self.width else []
        found += await self.page.evaluate(CUT)
        return [*found, *await serious(self.page, "#card")]

    async def close(self) -> None:
        """Close the page."""
        await self.page.close()


async def serious(page: Page, where: str) -> list[str]:
    """Return what axe finds there that is serious or critical; the page has axe already."""
    seen = await page.evaluate(LOOK_FOR, where)
    return [
        f"{one['id']}: {node['html'][:200]}"
        for one in seen
        if one["impact"] in SERIOUS
        for node in one["nodes"][:1]
    ]
