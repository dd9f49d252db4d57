"""What whoever looks after the bot asks it: is it alive, is it ready, and how is it doing."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from aiohttp import web

from bot import measures, pages
from bot.doorway import listening, port_of
from bot.health import Health, NotReadyError
from bot.keys import SigningKeys
from bot.outbox import Outbox
from bot.settings import Settings, SettingsError
from storage.contract import Store

if TYPE_CHECKING:
    from storage.ring import Ring

SECONDS_BETWEEN_BEATS = 0.25
SECONDS_STUCK = 600.0
"""A sweep begins each minute; within so long some nudge of it comes to something."""
TEXT = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(slots=True)
class Watched:
    """What is asked."""

    health: Health
    page: Callable[[], bytes] | None = None
    """Makes the page of all measurements; it takes milliseconds, and none of the loop's."""


WATCHED = web.AppKey("watched", Watched)


def checks(store: Store, outbox: Outbox, keys: SigningKeys | None) -> Health:
    """Return what looks at the store, its data keys, the sweeps and Microsoft's signing keys."""

    async def sweeping() -> None:
        if outbox.idle_for() > SECONDS_STUCK:
            raise NotReadyError

    async def keyed() -> None:
        if keys is not None and not keys.any_known():
            raise NotReadyError

    async def sealing() -> None:
        ring: Ring | None = getattr(store, "ring", None)
        if ring is not None:
            await ring.fit()

    return Health({
        "store.unreachable": store.ping,
        "sealing_keys.unusable": sealing,
        "sweep.stuck": sweeping,
        "signing_keys.unknown": keyed,
    })  # fmt: skip


def watch(outbox: Outbox, keys: SigningKeys | None, in_flight: Callable[[], int]) -> None:
    """Let measurements tell how long ago things last went well, and how much goes on."""
    measures.watch("maca.sweep.age", lambda: [(outbox.idle_for(), {})])
    measures.watch("maca.turns.waiting", lambda: [(in_flight(), {})])
    if keys is not None:
        measures.watch("maca.keys.age", lambda: [(keys.age(), {})])


class Heartbeat:
    """Feels how long the loop lets somebody wait."""

    def __init__(self) -> None:
        self._longest = 0.0
        measures.watch("maca.loop.lag", lambda: [(self.longest(), {})])

    def longest(self) -> float:
        """Return the longest wait since this was last asked."""
        longest, self._longest = self._longest, 0.0
        return longest

    async def beat(self) -> None:
        """Feel it, again and again; never returns."""
        while True:
            began = time.monotonic()
            await asyncio.sleep(SECONDS_BETWEEN_BEATS)
            late = time.monotonic() - began - SECONDS_BETWEEN_BEATS
            self._longest = max(self._longest, late)


def measured(settings: Settings, closing: AsyncExitStack) -> Callable[[], bytes] | None:
    """Measure what the settings want, and return what makes the page; None where they want none.

    Raises SettingsError when something for it is not installed.
    """
    wanted = settings.measurements()
    if not wanted.anything:
        return None
    from bot import measuring  # noqa: PLC0415 - half a second, for those who measure

    try:
        begun = measuring.begin(wanted)
    except measuring.MeasuringError as error:
        raise SettingsError(str(error)) from error
    closing.callback(begun.close)
    return begun.page


async def alive(_request: web.Request) -> web.Response:
    """Say that the bot runs."""
    return web.Response(text="ok")


async def ready(request: web.Request) -> web.Response:
    """Say whether the bot can do its work, and which part of it cannot; 503 when it cannot."""
    failing = await request.app[WATCHED].health.failing()
    body = msgspec.json.encode({"ready": not failing, "failing": failing})
    return web.Response(status=503 if failing else 200, body=body, content_type="application/json")


async def metrics(request: web.Request) -> web.Response:
    """Show what was measured, as Prometheus reads it."""
    page = request.app[WATCHED].page
    if page is None:
        return web.Response(status=404)
    await request.app[WATCHED].health.failing()  # which `maca_ready` then tells
    return web.Response(body=await asyncio.to_thread(page), headers={"Content-Type": TEXT})


def add_to(app: web.Application) -> None:
    """Let anybody ask whether the bot is alive and ready; the answers hold codes only."""
    app.router.add_get("/healthz", alive)
    app.router.add_get("/readyz", ready)


@asynccontextmanager
async def inner_door(watched: Watched, settings: Settings) -> AsyncIterator[int | None]:
    """Serve measurements on a port of their own while the block runs, and give the port."""
    if settings.metrics_port is None:
        yield None
        return
    app = web.Application()
    app[WATCHED] = watched
    add_to(app)
    app.router.add_get("/metrics", metrics)
    app.on_response_prepare.append(pages.unversioned)
    runner = web.AppRunner(app, shutdown_timeout=1)
    async with listening(runner, settings.metrics_host, settings.metrics_port) as door:
        yield port_of(door)
