"""An audit set up in the chat, in a bot with nothing in it, as the documentation tells."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
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
from tests.changed_tool import book
from tests.dialogs import test_setup as dialogs
from tests.e2e.chat import Chat
from tests.e2e.conftest import OpenChats
from tests.files.test_documents import word

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
    await page.get_by_label("The roster, the audit tool or a document").set_input_files(ROSTER)
    await page.get_by_role("button", name="Upload").click()
    await expect(page.get_by_role("heading", name="The file is here")).to_be_visible()
    await page.close()
    await chat.press("Look at what I uploaded")
    await chat.waits_for("Nothing has been taken yet.")


async def look_at_family_b(chat: Chat, pictures: Path) -> None:
    """Look at a genogram, say that it is right, and go on to the review."""
    await chat.choose("What next?", "Case summaries, genograms, documents")
    await chat.press("Go on")
    await chat.choose("Which family?", "Family B")
    await chat.press("Show it")
    await chat.picture(pictures / "setup_genogram.png")
    await chat.press("The genogram is right")
    await chat.press("Other families")
    await chat.press("Overview")
    await chat.press("Go on")


async def test_running_audit_is_changed_in_the_chat(
    bot: tuple[int, Store], open_chats: OpenChats, pictures: Path, tmp_path: Path
) -> None:
    """A service more, a changed tool with its differences, and a document, each by its card."""
    port, store = bot
    (chat,) = await open_chats([CAROL], bot_port=port)
    await chat.waits_for("Case audit returns")
    await opened(store)
    await ask_housing(chat, pictures)
    (audit,) = await store.audits()
    assert await store.agency_return(f"{audit.id}.A.hou")
    await change_tool(chat, pictures, tmp_path)
    file = tmp_path / "terms.docx"
    file.write_bytes(word())
    await chat.say("people")
    await sent(chat, file)
    await chat.waits_for("What is this document?")
    await chat.picture(pictures / "document.png")
    await chat.press("Keep it")
    await chat.press("All documents")
    await chat.waits_for("Terms of reference")
    await chat.picture(pictures / "documents.png")


async def ask_housing(chat: Chat, pictures: Path) -> None:
    """Ask one more service about a family."""
    await chat.say("people")
    await chat.waits_for("Who takes part")
    await chat.picture(pictures / "people.png")
    more = "Ask one more service, or one more family of it"
    await chat.choose("What do you want to change?", more)
    await chat.press("Go on")
    await chat.choose("About which families?", "Family A")
    await chat.fill("Its name", "Riverbridge Housing")
    await chat.fill("Its short name, for tables", "Hou")
    await chat.choose("What kind is it? It decides what it is asked.", "Housing")
    await chat.fill("Its coordinator's work e-mail", "jo@housing.example")
    await chat.fill("Its coordinator's name", "Jo Hart")
    await chat.fill("Why?", "A return names it.")
    await chat.picture(pictures / "people_service.png")
    await chat.press("Ask this service")
    await chat.waits_for("Riverbridge Housing is asked now")


async def change_tool(chat: Chat, pictures: Path, folder: Path) -> None:
    """Send a changed tool, look at what is different, and take it with a reason."""
    file = folder / "tool.xlsx"
    file.write_bytes(book())
    await sent(chat, file)
    await chat.waits_for("Nothing has been changed yet.")
    await chat.picture(pictures / "new_tool.png")
    await chat.fill("Why is the tool changed?", "Two services asked what it meant.")
    await chat.press("Ask by this version from now on")
    await chat.waits_for("Version 2 is asked")


async def opened(store: Store) -> None:
    """Let Carol's audit run, as the test above sets it up."""
    (carol,) = (await store.people_by_email([CAROL.email])).values()
    allowed = replace(dialogs.PARTNERSHIP, set_up_by=frozenset({CAROL.email}))
    setting = dialogs.Chat(store, who=carol, partnership=allowed)
    await dialogs.set_up(setting)
    await setting.press("Go on", step="open")
    await setting.press("Open the audit")


async def sent(chat: Chat, file: Path) -> None:
    """Send a file by the upload page of an audit that runs."""
    await chat.choose("What do you want to change?", "Change the audit tool, or add a document")
    await chat.press("Go on")
    link = (await chat.last_card()).get_by_text("Open the upload page", exact=True)
    async with chat.page.context.expect_page() as opening:
        await link.click()
    page = await opening.value
    await page.get_by_label("The roster, the audit tool or a document").set_input_files(file)
    await page.get_by_role("button", name="Upload").click()
    await expect(page.get_by_role("heading", name="The file is here")).to_be_visible()
    await page.close()
    await chat.press("Look at what I uploaded")
