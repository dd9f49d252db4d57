"""The business manager asks for everything once, of an audit that robots have answered."""

import asyncio
import io
import json
import zipfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from playwright.async_api import Download, Locator, expect

from tests.demo_bot import DemoBot, clock_on, windows
from tests.e2e.chat import Chat
from tests.e2e.conftest import OpenChats


@pytest.fixture
async def bot(tmp_path: Path, free_port: Callable[[], int]) -> AsyncIterator[DemoBot]:
    """The answered demo's bot, alone."""
    started = DemoBot(tmp_path / "data", free_port(), more=("--answered",))
    await started.start()
    yield started
    await started.stop()


@pytest.fixture
async def chats(bot: DemoBot, open_chats: OpenChats) -> list[Chat]:
    """The health visitor's and the business manager's chats, with the welcome in them."""
    opened = await open_chats(windows(), bot_port=bot.port)
    for chat in opened:
        await chat.waits_for("Case audit returns")
    return opened


async def asked(manager: Chat, words: str, title: str) -> Locator:
    """Type a command; give its card once it is there."""
    before = await manager.cards.count()
    await manager.say(words)
    card = manager.cards.nth(before)
    await expect(card).to_contain_text(title)
    return card


async def fetched(manager: Chat, name: str) -> bytes:
    """Fetch the file by its link, as a person does: page, button, file."""
    card = await manager.card_with(f"answered-{name}")
    async with manager.page.expect_popup() as opening:
        await card.get_by_role("link", name="Get the file").click()
    page = await opening.value
    async with page.expect_download() as loading:
        await page.get_by_role("button", name="Get the file").click()
    file: Download = await loading.value
    assert file.suggested_filename.startswith(f"answered-{name}-20")
    content = await asyncio.to_thread((await file.path()).read_bytes)
    await page.reload()
    await expect(page.get_by_role("heading")).to_have_text("This link does not work any more")
    await page.close()
    return content


async def test_figures_come_by_chat(chats: list[Chat], pictures: Path) -> None:
    """Status, who owes what, sums with filters, mismatches and flags: each with a picture."""
    manager = chats[1]
    for words, title, name in (
        ("status", "Returns in: 60 of 78", "status_answered"),
        ("outstanding", "Housing", ""),
        ("summary", "Theme 2: Fathers and other men", "summary"),
        ("summary theme 2", "Theme 2: Fathers and other men", ""),
        ("summary family C", "Family C", ""),
        ("summary police", "Police", ""),
        ("mismatches", "Mismatches", "mismatches"),
        ("flags", "risk", "flags"),
        ("findings", "find", ""),
        ("help", "status", ""),
        ("help summary", "summary", ""),
        ("sumary", "summary", ""),
    ):
        await asked(manager, words, title)
        if name:
            await manager.picture(pictures / f"{name}.png")


async def test_a_return_is_queried_answered_and_accepted(chats: list[Chat], pictures: Path) -> None:
    """The contact hears of the query in their own chat and answers there; both sides keep it."""
    visitor, manager = chats
    await asked(manager, "read C phn", "Family C")
    await manager.press("Query or open again")
    await manager.fill("Your words", "What did the older sister say?")
    await manager.press("Send the query")
    await manager.say(clock_on(1))
    await visitor.waits_for("What did the older sister say?")
    await visitor.press("Answer the query")
    await visitor.fill("Your answer", "That she listens at the door.")
    await visitor.picture(pictures / "query.png")
    await visitor.press("Send the answer")
    await asked(manager, "read C phn", "Family C")
    await manager.press("Query or open again")
    await manager.waits_for("That she listens at the door.")
    await manager.press("Accept it")
    await manager.waits_for("Accepted")


async def test_the_panel_grades(chats: list[Chat], pictures: Path) -> None:
    """The panel's grade stands beside the agency's own, with its reason."""
    manager = chats[1]
    await asked(manager, "grade C theme 1", "Theme 1: Professional curiosity")
    await manager.picture(pictures / "grade.png")
    await asked(manager, "grade J theme 2", "Theme 2: Fathers and other men")
    await manager.choose("Whose grade?", "Midwifery")
    await manager.choose("The panel's grade", "Needs improvement")
    await manager.fill("Reason", "He was met by one service only.")
    await manager.press("Keep the grade")
    await manager.waits_for("He was met by one service only.")


FILES = (
    ("export", "Export", "Excel workbook", "workbook"),
    ("export json", "being made", "", "whole"),
    ("pack C", "Pack of Family C", "Make the pack", "pack-C"),
    ("pack all", "Packs of all families", "Make all packs", "packs"),
    ("report", "Report", "Make the report", "report"),
)


async def test_files_are_fetched_once(chats: list[Chat]) -> None:
    """Asked for in the chat, fetched by a link that works once."""
    manager = chats[1]
    for command, title, press, name in FILES:
        await asked(manager, command, title)
        if press:
            await manager.press(press)
        content = await fetched(manager, name)
        if name == "whole":
            assert json.loads(content)
        else:
            assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None


async def test_somebody_who_answers_gets_none_of_it(chats: list[Chat]) -> None:
    """A health visitor is told what to do instead."""
    visitor = chats[0]
    for words in ("status", "summary", "mismatches", "flags", "read C police", "export", "report"):
        before = await visitor.cards.count()
        await visitor.say(words)
        card = visitor.cards.nth(before)
        await expect(card).to_contain_text("my returns", ignore_case=True)
        assert "60 of 78" not in await card.inner_text()
