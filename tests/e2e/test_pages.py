"""The bot's own pages in a real browser: their style is let in, they fit, and axe finds nothing."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page

from bot import pages, pickup, uploads
from bot.app import Inside, make_app
from bot.clock import Clock
from bot.settings import Settings
from bot.uploads import Files
from cards import offered
from storage.tiny import TinyStore
from tests.cast import STRANGER
from tests.e2e.rendered import AXE
from tests.proofs import LONG, proved

LONGEST = f"{'a' * 60}-pack-{'F' * 20}-2026-11-23.docx"
BOT = "http://127.0.0.1:3978"
SEEN = [(width, scheme) for width in (320, 480, 800) for scheme in ("light", "dark")]


class Papers:
    """A store of documents, and of nothing else."""

    async def keep_paper(self, key: str, content: bytes) -> None:
        """Take it."""


@pytest.fixture
async def addresses() -> AsyncIterator[list[str]]:
    """Serve every page that the bot has, and give the addresses of all of them."""
    settings = Settings(contact="write to audit@riverbridge.example or ring 01632 960 102",
                        address=BOT)  # fmt: skip
    files, papers = Files(None, settings, Clock()), Papers()  # type: ignore[arg-type]
    app, store = web.Application(), lambda: papers
    pages.add_to(app, settings)
    uploads.add_page(app, lambda: files, store)  # type: ignore[arg-type]

    async def file(request: web.Request) -> web.Response:
        waits = request.path.endswith("/waits")
        return pickup.page(offered.page(LONGEST)) if waits else pickup.gone()

    app.router.add_get("/files/{secret}", file)
    server = TestServer(app)
    await server.start_server()
    upload = files.link_for(STRANGER)("d").removeprefix(BOT)
    paths = [*pages.PATHS, upload, f"{uploads.PATH}/never", "/files/waits", "/files/never"]
    yield [str(server.make_url(path)) for path in paths]
    await server.close()


async def found_on(page: Page, width: int) -> list[str]:
    """Return what is wrong with the page that is open."""
    style = await page.evaluate("getComputedStyle(document.querySelector('main')).maxWidth")
    assert style == "672px", "The policy kept the style out."
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = await page.evaluate("axe.run()")
    return [f"{one['id']}: {one['nodes'][0]['html'][:100]}" for one in found["violations"]]


def test_every_page_is_looked_at() -> None:
    """Whatever answers a browser with a page is served above; the rest is for machines."""
    inside = Inside(open_store=lambda: TinyStore.open(Path("never-opened")))
    app = make_app(Settings(port=0, dangerously_without_tokens=True), inside)
    shown = {route.resource.canonical for route in app.router.routes()
             if route.method == "GET" and route.resource}  # fmt: skip
    closed = {f"{uploads.PATH}/{{secret}}", "/files/{secret}"}
    assert shown - {"/healthz", "/readyz", "/metrics"} == {*pages.PATHS, *closed}


@pytest.mark.parametrize(("width", "scheme"), SEEN if LONG else [SEEN[0], SEEN[-1]])
async def test_page_is_readable_by_everybody(
    browser: Browser, addresses: list[str], width: int, scheme: str
) -> None:
    """By WCAG's automatic part, in both colours, from the narrowest to a usual width."""
    context = await browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page = await context.new_page()
    for address in addresses:
        await page.goto(address)
        assert await found_on(page, width) == [], address
    proved(f"own pages at {width} px, {scheme}, nothing for axe-core", f"{len(addresses)} pages")
    await context.close()


async def test_file_is_sent_by_a_browser(
    browser: Browser, addresses: list[str], tmp_path: Path
) -> None:
    """The policy lets the form through, and each page that may follow is readable."""
    page = await browser.new_page(viewport={"width": 320, "height": 700})
    (sent := tmp_path / "roster.xlsx").write_bytes(b"a roster")
    (address,) = [one for one in addresses if "/upload/" in one and "never" not in one]
    await page.goto(address)
    await page.get_by_label("The roster, the audit tool").set_input_files(sent)
    await page.get_by_role("button", name="Upload").click()
    await page.get_by_role("heading", name="The file is here").wait_for()
    assert await found_on(page, 320) == []
    await page.close()
