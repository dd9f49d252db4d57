"""The demo's clock: who may move it, and what arrives when it is moved."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from audits.ledger import Outcome
from bot import demo, demo_clock, rehearsal
from bot.clock import Clock
from bot.settings import Settings
from dialogs import router
from tests.bot.world import Connector, Json, captured
from tests.demo_bot import REMINDED, clock_on


class Windows:
    """The demo's bot, and the two people at their windows."""

    def __init__(self, connector: Connector, http: aiohttp.ClientSession) -> None:
        self.connector, self.http = connector, http
        self.port = 0

    async def open(self, person: str) -> None:
        """Open a window: the client says that the bot was added."""
        await self._post(captured("installation_update"), person)

    async def say(self, person: str, text: str) -> None:
        """Type something."""
        await self._post(captured("message", text=text), person)

    async def _post(self, activity: Json, person: str) -> None:
        activity["serviceUrl"] = self.connector.url
        activity["from"] = {"id": f"29:{person}", "aadObjectId": demo.object_id(person)}
        activity["conversation"] = {"id": f"a:{person}", "conversationType": "personal"}
        activity["channelData"] = {"tenant": {"id": demo.TENANT}}
        address = f"http://127.0.0.1:{self.port}/api/messages"
        async with self.http.post(address, json=activity) as reply:
            assert reply.status == 200

    def got(self, person: str) -> list[Json]:
        """Return the cards that arrived at the person's window."""
        place = f"/a%3A{person}/activities"
        return [sent.card for sent in self.connector.got if sent.path.endswith(place)]


@pytest.fixture
async def windows(tmp_path: Path) -> AsyncIterator[Windows]:
    """Both windows, opened."""
    async with AsyncExitStack() as closing:
        connector = Connector()
        await connector.start()
        closing.push_async_callback(connector.server.close)
        http = await closing.enter_async_context(aiohttp.ClientSession())
        settings = Settings(data_dir=tmp_path / "demo", port=0, dangerously_without_tokens=True)
        asked = rehearsal.Rehearsal(settings=settings)
        found = Windows(connector, http)
        running = rehearsal.bot_alone(asked, lambda _done: None)
        found.port = await closing.enter_async_context(running)
        for person in rehearsal.SEATED:
            await found.open(person)
        yield found


async def test_clock_moved_by_the_business_manager_brings_reminders(windows: Windows) -> None:
    """The health visitor's window shows what arrives; the clock says what time it is now."""
    before = len(windows.got("hv1"))
    await windows.say("bm", clock_on(REMINDED))
    assert len(windows.got("hv1")) > before
    assert "clock says" in str(windows.got("bm")[-1])
    assert "not reached" not in str(windows.got("bm"))


async def test_silence_of_an_agency_comes_to_whoever_may_let_it_climb(windows: Windows) -> None:
    """Within the next working day the business manager is asked about Housing's lead."""
    await windows.say("bm", clock_on(1))
    assert "Norma Quayle" in str(windows.got("bm"))


async def test_nobody_else_moves_the_clock(windows: Windows) -> None:
    """To everybody else, and everywhere but in the demo, it is a message like any other."""
    before = len(windows.got("hv1"))
    await windows.say("hv1", "clock +5d")
    assert len(windows.got("hv1")) == before + 1
    assert "clock says" not in str(windows.got("hv1"))
    assert router.verb_for("clock +5d") == "lost"


@pytest.mark.parametrize("text", ["clock", "clock 5d", "clock +0d", "clock +5w", "clock +9999d"])
async def test_other_words_move_nothing(windows: Windows, text: str) -> None:
    """Only days and hours, forward."""
    await windows.say("bm", text)
    assert "clock says" not in str(windows.got("bm"))


@pytest.mark.parametrize("hour", [0, 8, 9, 10, 17, 23])
@pytest.mark.parametrize("typed", ["clock +1d", "CLOCK  +12D"])
def test_what_goes_out_on_the_last_day_is_out_however_early_it_is(hour: int, typed: str) -> None:
    """Whoever tries it before nine in the morning sees what others see."""
    clock = Clock()
    audit = demo.read(demo.day_at(clock.now())).audit
    midnight = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    clock.ahead = midnight + timedelta(days=40, hours=hour) - clock.now()
    asked = demo_clock.TYPED.fullmatch(" ".join(typed.split()))
    assert asked is not None
    by = demo_clock.DemoClock(clock, nothing_due).span(asked, audit)
    days = timedelta(days=int(asked[1]))
    then = audit.here(clock.now() + by)
    assert then.date() == audit.here(clock.now() + days).date()
    assert then.time() > audit.plan.at
    assert by >= days


async def nothing_due() -> Counter[Outcome]:
    """Sweep, and find nothing."""
    return Counter()
