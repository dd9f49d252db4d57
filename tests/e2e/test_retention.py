"""The business manager looks at what is kept and until when, and holds it, in the browser."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.demo_bot import DemoBot, windows
from tests.e2e.conftest import OpenChats


@pytest.fixture
async def bot(tmp_path: Path, free_port: Callable[[], int]) -> AsyncIterator[DemoBot]:
    """The demo's bot, alone."""
    started = DemoBot(tmp_path / "data", free_port())
    await started.start()
    yield started
    await started.stop()


async def test_hold_is_set_in_the_chat(bot: DemoBot, open_chats: OpenChats, pictures: Path) -> None:
    """A reason is asked for, the card then says that nothing is destroyed; periods are there."""
    _, manager = await open_chats(windows(), bot_port=bot.port)
    await manager.waits_for("Case audit returns")
    await manager.say("retention")
    await manager.waits_for("What is kept, and until when")
    await manager.fill("Why it must be held, should it be", "The coroner has opened an inquest.")
    await manager.press("Hold everything")
    await manager.waits_for("Held. Nothing is destroyed.")
    await manager.picture(pictures / "retention.png")
    await manager.press("Change the periods")
    await manager.waits_for("How long it is kept")
    await manager.picture(pictures / "periods.png")
