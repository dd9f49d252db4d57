"""An audit set up in the chat, in a bot with nothing in it, as the documentation tells."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from playwright.async_api import expect

from bot import demo
from bot.app import DESK, Inside, Outside, make_app
from bot.listening import serving
from bot.playground import Window
from bot.settings import Settings
from storage.contract import Store
from storage.tiny import TinyStore
from tests.e2e.chat import Chat
from tests.e2e.conftest import OpenChats

ROSTER = Path(__file__).parents[2] / "samples" / "roster_example.xlsx"
CAROL = Window(
    name="Carol Whitfield",
    object_id=demo.object_id("bm"),
    email="bm@riverbridge.example",
    tenant=demo.TENANT,
    port=0,
)


@pytest.fixture
async def bot(tmp_path: Path, free_port: Callable[[], int]) -> AsyncIterator[tuple[int, Store]]:
    """A bot that knows nobody, and whose operator named Carol by her work e-mail."""
    port = free_port()
    settings = Settings(
        port=port,
        dangerously_without_tokens=True,
        set_up_by=CAROL.email,
        address=f"http://127.0.0.1:{port}",
    )

    async def opened() -> Store:
        return await TinyStore.open(tmp_path / "data")

    outside = Outside(trust_env=False, credential=lambda _settings: None)
    app = make_app(settings, Inside(open_store=opened), outside=outside)
    async with serving(app, settings):
        yield port, app[DESK].store


async def test_audit_is_set_up_in_the_chat(
    bot: tuple[int, Store], open_chats: OpenChats, pictures: Path
) -> None:
    """From nothing to an open audit of three families and five agencies."""
    port, store = bot
    (chat,) = await open_chats([CAROL], bot_port=port)
    await chat.waits_for("Case audit returns")
    await chat.say("new audit")
    await chat.waits_for("You need the day of the audit")
    await chat.press("Begin a new audit")
    await chat.fill("Title", "Case audit: three families")
    await chat.fill("Which time does it ask about?", "the last 12 months")
    await chat.fill("Why is it made?", "A rapid review asked for it.")
    await chat.press("Save and go on")
    await chat.fill("The day of the audit", "2099-02-25")
    await chat.press("Work out the dates")
    await chat.waits_for("Pack to the panel:")
    await chat.picture(pictures / "setup_dates.png")
    await upload(chat)
    await chat.picture(pictures / "setup_preview.png")
    await chat.press("Take it")
    await chat.waits_for("Everything is there.")
    await look_at_family_b(chat, pictures)
    await chat.picture(pictures / "setup_review.png")
    await chat.press("Open the audit")
    await chat.waits_for("3 families, 5 agencies, 14 returns.")
    (audit,) = await store.audits()
    assert len(await store.returns_in(audit.id)) == 14


async def upload(chat: Chat) -> None:
    """Send the roster by the page whose address works once, and look at what is in it."""
    await chat.press("Overview")
    await chat.waits_for("Still missing:")
    await chat.press("Go on")
    link = (await chat.last_card()).get_by_text("Open the upload page", exact=True)
    await expect(link).to_be_visible()
    async with chat.page.context.expect_page() as opening:
        await link.click()
    page = await opening.value
    await page.get_by_label("The roster or the audit tool").set_input_files(ROSTER)
    await page.get_by_role("button", name="Upload").click()
    await expect(page.get_by_role("heading", name="The file is here")).to_be_visible()
    await page.close()
    await chat.press("Look at what I uploaded")
    await chat.waits_for("Nothing has been taken yet.")


async def look_at_family_b(chat: Chat, pictures: Path) -> None:
    """Look at a genogram, say that it is right, and go on to the review."""
    await chat.choose("What next?", "Case summaries and genograms")
    await chat.press("Go on")
    await chat.choose("Which family?", "Family B")
    await chat.press("Show it")
    await chat.picture(pictures / "setup_genogram.png")
    await chat.press("The genogram is right")
    await chat.press("Other families")
    await chat.press("Overview")
    await chat.press("Go on")
