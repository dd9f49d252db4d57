"""What whoever looks after the bot is told: alive, ready, and how it is doing."""

import asyncio
import json
import re
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest

from bot import measures, operating
from bot.app import OUTBOX
from bot.health import SECONDS_KEPT, Health, NotReadyError
from bot.keys import SigningKeys
from bot.log_fields import FIELDS
from bot.measuring import MeasuringError, begin
from bot.settings import Settings
from tests.bot.conftest import Build
from tests.bot.world import SAM, World, failing

DOCS = Path(__file__).parent.parent.parent / "docs" / "operating.md"


@pytest.fixture
async def measured(build: Build) -> World:
    """A bot that is measured; what it measures ends with it."""
    return await build(settings={"metrics_port": 0})


async def page_of(world: World) -> str:
    """Return what Prometheus would read."""
    page = world.bot.app[operating.WATCHED].page
    assert page is not None
    return (await asyncio.to_thread(page)).decode()


async def asked(world: World, path: str) -> tuple[int, object]:
    """Return status and body of an answer."""
    answer = await world.http.get(world.bot.make_url(path))
    return answer.status, json.loads(await answer.text())


async def test_bot_that_serves_is_alive_and_ready(world: World) -> None:
    """The usual case, for whoever asks without a token."""
    assert (await world.http.get(world.bot.make_url("/healthz"))).status == 200
    assert await asked(world, "/readyz") == (200, {"ready": True, "failing": []})


async def test_bot_without_signing_keys_is_alive_and_not_ready(build: Build) -> None:
    """Nobody could be let in, so nobody should be sent here; to start it anew would not help."""
    world = await build()
    world.bot.app[operating.WATCHED].health.checks = dict(
        operating.checks(world.store, world.bot.app[OUTBOX], unknowing(world)).checks
    )
    assert await asked(world, "/readyz") == (
        503, {"ready": False, "failing": ["signing_keys.unknown"]},
    )  # fmt: skip
    assert (await world.http.get(world.bot.make_url("/healthz"))).status == 200


def unknowing(world: World) -> SigningKeys:
    """Return keys that were never fetched."""
    return SigningKeys(world.http, "http://127.0.0.1:1/none")


async def test_bot_that_is_told_to_stop_is_not_ready(world: World) -> None:
    """Whatever shares out the requests looks elsewhere, while turns in flight end here."""
    world.bot.app[operating.WATCHED].health.stopping = True
    assert await asked(world, "/readyz") == (503, {"ready": False, "failing": ["stopping"]})


class Parts:
    """Parts that are well, fail or hang, and a clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0
        self.asked = 0
        self.good = True
        self.hangs = asyncio.Event()
        self.hangs.set()
        self.health = Health(
            {"store.unreachable": self.store}, ticks=lambda: self.now, patience=0.01
        )

    async def store(self) -> None:
        """Be well, or not."""
        self.asked += 1
        await self.hangs.wait()
        if not self.good:
            raise NotReadyError


async def test_answer_is_kept_for_a_second() -> None:
    """Who asks without end costs one look a second, however many ask at once."""
    parts = Parts()
    assert await asyncio.gather(*(parts.health.failing() for _ in range(9))) == [[]] * 9
    parts.good = False
    assert (parts.asked, await parts.health.failing()) == (1, [])
    parts.now += SECONDS_KEPT
    assert await parts.health.failing() == ["store.unreachable"]


async def test_look_that_hangs_is_told_and_not_begun_again() -> None:
    """A disk that hangs holds one thread, not one for each question; when it is back, so are we."""
    parts = Parts()
    parts.hangs.clear()
    for _ in range(3):
        assert await parts.health.failing() == ["store.unreachable"]
        parts.now += SECONDS_KEPT
    assert parts.asked == 1
    parts.hangs.set()
    assert await parts.health.failing() == []
    await parts.health.close()


async def test_turns_are_measured_by_verb_and_outcome(measured: World) -> None:
    """With words of ours only: no person, no word that somebody wrote."""
    await measured.told("execute")
    await measured.post(measured.activity("execute"), "garbage")
    measured.connector.will_answer(failing(403))
    await measured.told("message")
    page = await page_of(measured)
    assert 'maca_turn_duration_seconds_count{outcome="ok",verb="next"} 1.0' in page
    assert 'maca_requests_refused_total{code="token.unreadable"} 1.0' in page
    assert 'maca_sends_total{kind="reply",outcome="403"} 1.0' in page
    assert re.search(r'maca_store_calls_total\{operation="person"\} \d', page)
    assert 'maca_store_write_duration_seconds_count{operation="keep_reach"}' in page
    assert "maca_loop_lag_seconds" in page
    assert not [word for word in (SAM.id, SAM.name, SAM.object_id) if word in page]


async def test_forged_verb_makes_no_label(measured: World) -> None:
    """Whoever can send a card could else fill the memory with names of measurements."""
    value = {"action": {"verb": "smith", "data": {"verb": "smith"}}}
    stranger = {"id": "29:x", "name": "X", "aadObjectId": "9" * 36}
    await measured.post(measured.activity("execute", value=value) | {"from": stranger})
    page = await page_of(measured)
    assert 'outcome="person.unknown"' in page
    assert "smith" not in page


async def test_labels_are_those_of_the_catalogue(measured: World) -> None:
    """Each measurement has the labels that the documentation tells, and no others."""
    await measured.told("execute")
    await measured.told("message")
    for line in (await page_of(measured)).splitlines():
        name, _, rest = line.partition("{")
        if line.startswith("#") or not rest:
            continue
        known = {one.name.replace(".", "_"): one for one in measures.CATALOGUE}
        found = next(one for key, one in known.items() if name.startswith(key))
        labels = {*re.findall(r'(\w+)="', rest)} - {"le"}
        assert labels <= {*found.labels}


async def test_nothing_is_measured_unless_it_is_wanted(world: World) -> None:
    """By default there is no page, no thread, and no wrapper around the store."""
    assert not measures.on()
    assert world.bot.app[operating.WATCHED].page is None
    assert (await world.http.get(world.bot.make_url("/metrics"))).status == 404


async def test_measurements_have_a_port_of_their_own(measured: World) -> None:
    """They never stand on the public address."""
    watched = measured.bot.app[operating.WATCHED]
    await measured.told("execute")
    async with AsyncExitStack() as closing:
        inner = operating.inner_door(watched, Settings(metrics_port=0))
        port = await closing.enter_async_context(inner)
        http = await closing.enter_async_context(aiohttp.ClientSession())
        answer = await http.get(f"http://127.0.0.1:{port}/metrics")
        assert "# TYPE maca_turn_duration_seconds histogram" in await answer.text()
        assert (await http.get(f"http://127.0.0.1:{port}/readyz")).status == 200
        assert (await http.post(f"http://127.0.0.1:{port}/api/messages")).status == 404
    assert (await measured.http.get(measured.bot.make_url("/metrics"))).status == 404


def test_azure_monitor_that_is_not_installed_is_told() -> None:
    """The message names the setting and the command."""
    with pytest.raises(MeasuringError, match=r"MACA_AZURE_MONITOR.*requirements-azure.txt"):
        begin(measures.Wanted(azure="InstrumentationKey=00000000-0000-0000-0000-000000000000"))
    assert not measures.on()


def test_every_measurement_and_field_is_documented() -> None:
    """docs/operating.md names each, and nothing that there is not."""
    told = DOCS.read_text(encoding="utf-8")
    rows = {*re.findall(r"^\| `([\w.]+)`", told, re.MULTILINE)}
    prometheus = {prometheus_name(one) for one in measures.CATALOGUE}
    assert prometheus <= rows
    assert {*FIELDS} <= rows
    assert {row for row in rows if row.startswith("maca_")} == prometheus


def prometheus_name(one: measures.Measure) -> str:
    """Return the name that Prometheus shows."""
    unit = {"s": "_seconds"}.get(one.unit, "")
    total = "_total" if one.kind in {measures.Kind.COUNT, measures.Kind.SUM} else ""
    return one.name.replace(".", "_") + unit + total
