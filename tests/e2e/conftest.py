"""What every browser test needs: Chromium, open windows, and no way out to the internet."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Route, async_playwright, expect

from bot import playground
from bot.playground import Window
from tests import demo_bot
from tests.e2e.chat import Chat
from tests.proofs import LONG

CALLED = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
MILLISECONDS = 60_000 if LONG else 15_000
"""In which what is waited for must come; the long proofs leave little of the machine to each."""
expect.set_options(timeout=MILLISECONDS)

OpenChats = Callable[..., Awaitable[list[Chat]]]


def missing(what: str) -> None:
    """Skip, or fail where a browser is required, so that no machine can skip unnoticed."""
    if os.environ.get("MACA_REQUIRE_BROWSER") == "1":
        pytest.fail(f"{what} It is required here: MACA_REQUIRE_BROWSER=1.")
    pytest.skip(what)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Find Chromium: $MACA_CHROMIUM first, then what is on the PATH."""
    called = (os.environ.get("MACA_CHROMIUM", ""), *CALLED)
    found = [path for name in called if name and (path := shutil.which(name))]
    if not found:
        missing("No Chromium was found on this machine, so browser tests cannot run.")
    return found[0]


@pytest.fixture(scope="session")
def node() -> str:
    """Find node and the Agents Playground."""
    try:
        return playground.node_or_fail()
    except playground.PlaygroundError as error:
        missing(f"The Agents Playground cannot be started: {error}")
        raise


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Say where pictures go: docs/pictures with `make pictures`, nowhere lasting otherwise."""
    return Path(os.environ.get("MACA_PICTURES") or tmp_path)


@pytest.fixture
def free_port() -> Callable[[], int]:
    """Give a port of this machine that nobody uses."""
    return demo_bot.free_port


@pytest.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """Start Chromium without a window."""
    async with async_playwright() as starting:
        started = await starting.chromium.launch(
            executable_path=chromium, headless=True, args=list(FLAGS)
        )
        yield started
        await started.close()


@pytest.fixture
async def open_chats(
    browser: Browser, node: str, free_port: Callable[[], int], tmp_path: Path
) -> AsyncIterator[OpenChats]:
    """Open a window for each person and give their chats, in the order of the persons.

    A person whose port is 0 gets a free one.
    """
    assert node
    async with AsyncExitStack() as closing:

        async def opened(persons: Sequence[Window], *, bot_port: int) -> list[Chat]:
            seated = [
                person if person.port else replace(person, port=free_port()) for person in persons
            ]
            windows = playground.started(seated, bot_port=bot_port, folder=tmp_path / "windows")
            addresses = await closing.enter_async_context(windows)
            return await asyncio.gather(*(_chat(browser, address) for address in addresses))

        yield opened


async def _chat(browser: Browser, address: str) -> Chat:
    context = await browser.new_context(
        viewport={"width": 760, "height": 1000}, locale="en-GB", timezone_id="Europe/London"
    )
    context.set_default_timeout(MILLISECONDS)
    await context.route("**/*", _only_this_machine)
    return await Chat.at(await context.new_page(), address)


async def _only_this_machine(route: Route) -> None:
    if urlsplit(route.request.url).hostname == "127.0.0.1":
        await route.continue_()
    else:
        await route.abort()


@pytest.fixture
async def open_demo(
    tmp_path: Path, free_port: Callable[[], int], open_chats: OpenChats
) -> AsyncIterator[OpenChats]:
    """Return what starts a demo and opens the health visitor's and the business manager's chats."""
    async with AsyncExitStack() as closing:

        async def started(*more: str) -> list[Chat]:
            bot = demo_bot.DemoBot(tmp_path / "data", free_port(), more=more)
            await bot.start()
            closing.push_async_callback(bot.stop)
            opened = await open_chats(demo_bot.windows(), bot_port=bot.port)
            for chat in opened:
                await chat.waits_for("Case audit returns")
            return opened

        yield started
