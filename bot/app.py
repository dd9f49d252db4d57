"""The web application: two addresses, what lives as long as it does, and how it stops."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web
from azure.core.credentials_async import AsyncTokenCredential

from bot import log, measures, operating, pages, pickup, teams, uploads
from bot.adapter import Adapter
from bot.clock import Clock
from bot.clouds import CLOUDS
from bot.connector import Connectors
from bot.consent import Uploads
from bot.credentials import credential_for
from bot.delivery import Delivery, Perseverance
from bot.errands import Errands, Handing
from bot.gate import Gate
from bot.in_one_piece import InOnePiece
from bot.installing import installing_for
from bot.keys import SigningKeys
from bot.limits import UNBOUNDED, Crowd, Limits
from bot.newcomers import Newcomers
from bot.outbox import Draw, Outbox
from bot.pace import Pace
from bot.postbox import Postbox
from bot.resealing import sealer_of
from bot.retention import steward_of
from bot.retry import Patience
from bot.settings import Settings
from bot.stop import Stop
from bot.timed_store import timed
from bot.tokens import (
    LOOPBACK,
    REMEMBERED,
    ChannelTokens,
    Reachable,
)
from bot.uploads import Files
from bot.wire import MOST_BYTES, Refused, encoded
from dialogs import outgoing, router
from storage.contract import Store

LOG = log.logger(__name__)
POOL = 100
OUTWARD = aiohttp.ClientTimeout(total=6, connect=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What the bot meets outside itself. Tests and the demo put their own in its place."""

    clock: Clock = field(default_factory=Clock)
    keys_url: str = ""
    """Where the keys are with which Teams signs; those of the settings' cloud, where not given."""
    reachable: Reachable | None = None
    uploads: Uploads = field(default_factory=Uploads)
    remembered: int = REMEMBERED
    patience: Patience = field(default_factory=Patience)
    perseverance: Perseverance = field(default_factory=Perseverance)
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    """How the outbox waits, between sweeps and before it tries again."""
    trust_env: bool = True
    """Go out through the proxy that the environment names."""
    credential: Callable[[Settings], AsyncTokenCredential | None] = credential_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """What carries a turn out."""

    open_store: Callable[[], Awaitable[Store]]
    take: teams.Take = router.take
    verb_for: Callable[[str], str] = router.verb_for
    draw: Draw = outgoing.drawn


WATCHED = operating.WATCHED
GATE = web.AppKey("gate", Gate)
DESK = web.AppKey("desk", teams.Desk)
OUTBOX = web.AppKey("outbox", Outbox)
ERRANDS = web.AppKey("errands", Errands)
FILES = web.AppKey("files", Files)


def make_app(
    settings: Settings, inside: Inside, *, outside: Outside | None = None
) -> web.Application:
    """Return the application; what it needs is opened when it starts, and closed when it stops."""
    met = outside or Outside()

    async def opened(app: web.Application) -> AsyncIterator[None]:
        async with AsyncExitStack() as closing:
            http = await closing.enter_async_context(_session(met))
            app[GATE] = await _gate(settings, met, http=http, closing=closing)
            connectors = await _connectors(settings, met, http=http, closing=closing)
            page = operating.measured(settings, closing)
            store = timed(await inside.open_store())
            closing.push_async_callback(store.close)
            app[FILES] = Files(http, settings, met.clock)
            postbox = _postbox(settings, met, http=http, connectors=connectors)
            app[ERRANDS] = _errands(settings, met, store=store, postbox=postbox, http=http)
            closing.push_async_callback(app[ERRANDS].finish, settings.seconds_to_finish)
            adapter = Adapter(settings.app_id, connectors)
            newcomers = Newcomers(connectors, settings.partnership_words(), met.clock)
            arriving = Arriving(newcomers, app[FILES])
            app[DESK] = _desk(inside, met, adapter=adapter, errands=app[ERRANDS], arriving=arriving)
            app[OUTBOX] = _outbox(inside, met, desk=app[DESK], postbox=postbox)
            installing = installing_for(settings, app[DESK].store, met.clock, connectors=connectors)
            app[OUTBOX].delivery.install = installing
            app[WATCHED] = _watched(app, page, closing)
            sweeping = _sweeping(settings, app[OUTBOX], app[ERRANDS])
            closing.push_async_callback(_finished, sweeping, settings.seconds_to_finish)
            yield

    app = web.Application(client_max_size=MOST_BYTES)
    app.cleanup_ctx.append(opened)
    app.on_shutdown.append(_stopping)
    app.on_response_prepare.append(pages.unversioned)
    app.router.add_post("/api/messages", messages)
    operating.add_to(app)
    pages.add_to(app, settings)
    pickup.add_to(app, ERRANDS)
    uploads.add_page(app, lambda: app[FILES], lambda: app[DESK].store)
    return app


async def _stopping(app: web.Application) -> None:
    app[OUTBOX].stop.ask()


async def messages(request: web.Request) -> web.StreamResponse:
    """Take one activity from Teams, and answer it."""
    app = request.app
    gate = app[GATE]
    crowd = gate.crowd
    crowd.now += 1
    try:
        crowd.room_or_refuse()
        activity = await gate.activity_or_refuse(request)
        answer = await teams.served(activity, app[DESK])
    except Refused as refused:
        LOG.info("request.refused", refused=refused.reason, status=refused.status)
        measures.count("maca.requests.refused", code=refused.reason)
        return web.Response(status=refused.status)
    finally:
        crowd.now -= 1
    if answer.body is None:
        return web.Response(status=answer.status)
    return InOnePiece(encoded(answer.body))


def _watched(
    app: web.Application, page: Callable[[], bytes] | None, closing: AsyncExitStack
) -> operating.Watched:
    """Begin to watch over all that was opened."""
    health = operating.checks(app[DESK].store, app[OUTBOX], app[GATE].keys)
    closing.push_async_callback(health.close)
    operating.watch(app[OUTBOX], app[GATE].keys, lambda: app[GATE].crowd.now)
    if page is not None:
        closing.callback(asyncio.create_task(operating.Heartbeat().beat()).cancel)
    return operating.Watched(health, page)


def _session(met: Outside) -> aiohttp.ClientSession:
    pool = aiohttp.TCPConnector(limit=POOL, keepalive_timeout=30)
    return aiohttp.ClientSession(
        connector=pool,
        timeout=OUTWARD,
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=met.trust_env,
    )


async def _gate(
    settings: Settings, met: Outside, *, http: aiohttp.ClientSession, closing: AsyncExitStack
) -> Gate:
    if settings.dangerously_without_tokens:
        LOG.warning("danger.no_tokens_checked")
        return Gate(None, None, Crowd(settings.most_in_flight))
    cloud = CLOUDS[settings.cloud]
    tokens = ChannelTokens(
        settings.app_id,
        met.reachable or cloud.teams,
        clock=met.clock,
        remembered=met.remembered,
        issuer=cloud.channel,
    )
    keys = SigningKeys(http, met.keys_url or cloud.keys_url, on_change=tokens.forget)
    fetched = await keys.refresh()
    refresher = asyncio.create_task(keys.keep_fresh(fetched=fetched))
    closing.callback(refresher.cancel)
    closing.callback(keys.stop)
    return Gate(tokens, keys, Crowd(settings.most_in_flight))


async def _connectors(
    settings: Settings, met: Outside, *, http: aiohttp.ClientSession, closing: AsyncExitStack
) -> Connectors:
    credential = met.credential(settings)
    if credential is not None:
        closing.push_async_callback(credential.close)
    scope = CLOUDS[settings.cloud].bot_scope
    return Connectors(http, credential, patience=met.patience, scope=scope)


def _postbox(
    settings: Settings, met: Outside, *, http: aiohttp.ClientSession, connectors: Connectors
) -> Postbox:
    reachable = met.reachable or CLOUDS[settings.cloud].teams
    if settings.dangerously_without_tokens:
        reachable = LOOPBACK
    pace = Pace(settings.limits())
    return Postbox(http, connectors.bearer, reachable=reachable, pace=pace)


def _outbox(inside: Inside, met: Outside, *, desk: teams.Desk, postbox: Postbox) -> Outbox:
    stop = Stop(met.sleep)
    delivery = Delivery(
        store=desk.store,
        postbox=postbox,
        clock=met.clock,
        stop=stop,
        patience=met.perseverance,
    )
    return Outbox(store=desk.store, delivery=delivery, clock=met.clock, draw=inside.draw, stop=stop)


def _sweeping(settings: Settings, outbox: Outbox, errands: Errands) -> list[asyncio.Task[None]]:
    """Begin what looks for itself at what is due: to be sent, and to be destroyed."""
    steward = steward_of(settings, errands)
    return [
        asyncio.create_task(outbox.run()),
        asyncio.create_task(steward.run(outbox.stop, outbox)),
        asyncio.create_task(sealer_of(errands).run(outbox.stop)),
    ]


async def _finished(sweeping: list[asyncio.Task[None]], seconds: float) -> None:
    """Let what is being sent be sent, but not for longer than so many seconds."""
    await asyncio.wait(sweeping, timeout=seconds)
    for task in sweeping:
        task.cancel()
    await asyncio.gather(*sweeping, return_exceptions=True)


def _errands(
    settings: Settings,
    met: Outside,
    *,
    store: Store,
    postbox: Postbox,
    http: aiohttp.ClientSession,
) -> Errands:
    link = settings.address.rstrip("/") if settings.files_by_link else ""
    template = settings.report_template
    return Errands(
        store=store,
        postbox=postbox,
        http=http,
        clock=met.clock,
        partnership=settings.partnership_words(),
        limits=Limits(UNBOUNDED if settings.dangerously_without_tokens else settings.bounds()),
        handing=Handing(
            uploads=met.uploads, link=link, template=template.read_bytes() if template else None
        ),
    )


@dataclass(frozen=True, slots=True)
class Arriving:
    """Who and what comes to a desk for the first time: people, and files."""

    newcomers: Newcomers
    files: Files


def _desk(
    inside: Inside, met: Outside, *, adapter: Adapter, errands: Errands, arriving: Arriving
) -> teams.Desk:
    return teams.Desk(
        adapter=adapter,
        store=errands.store,
        partnership=errands.partnership,
        clock=met.clock,
        take=inside.take,
        verb_for=inside.verb_for,
        errands=errands,
        files=arriving.files,
        joining=arriving.newcomers.found,
        limits=errands.limits,
    )
