"""The bot's own pages in a real browser: their style is let in, they fit, and axe finds nothing."""

from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser

from bot import pages
from bot.settings import Settings

AXE = Path(__file__).parents[2] / "playground" / "node_modules" / "axe-core" / "axe.min.js"
SETTINGS = Settings(contact="write to audit@riverbridge.example or ring 01632 960 102")


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
async def test_page_is_readable_by_everybody(browser: Browser, width: int, scheme: str) -> None:
    """By WCAG's automatic part, in both colours, at the narrowest and at a usual width."""
    app = web.Application()
    pages.add_to(app, SETTINGS)
    server = TestServer(app)
    await server.start_server()
    context = await browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page = await context.new_page()
    for path in pages.PATHS:
        await page.goto(str(server.make_url(path)))
        style = await page.evaluate("getComputedStyle(document.querySelector('main')).maxWidth")
        assert style != "none", "The policy kept the style out."
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        await page.evaluate(AXE.read_text(encoding="utf-8"))
        found = await page.evaluate("axe.run()")
        assert [one["id"] for one in found["violations"]] == []
    await context.close()
    await server.close()
