"""What is measured, each in a process of its own: `python -m bench._servers NAME FOLDER CORE`."""

import asyncio
import json
import os
import sys
from pathlib import Path

from aiohttp import web

from bench._peers import APP_ID, PEERS
from bot import log
from bot.__main__ import until_stopped
from bot.app import Inside, Outside, make_app
from bot.listening import serving
from bot.python import prefer_turns
from bot.settings import Settings
from bot.tokens import LOOPBACK
from dialogs.turn import Reply, Turn
from storage.contract import Store
from storage.tiny import TinyStore


async def echo(turn: Turn, _store: Store) -> Reply:
    """Give back what came, for our door alone."""
    return Reply(card=dict(turn.data))


async def ours(folder: Path, name: str) -> web.Application:
    """Return the whole bot, or with an echo in place of its conversations."""
    store = await TinyStore.open(folder / name)

    async def opened() -> Store:
        return store

    inside = Inside(open_store=opened, take=echo) if name == "door" else Inside(open_store=opened)
    outside = Outside(
        keys_url=await keys(folder),
        reachable=LOOPBACK,
        trust_env=False,
        credential=lambda _settings: None,
    )
    return make_app(
        Settings(app_id=APP_ID, port=0, turns_at_once=10_000, turns_a_second=1_000),
        inside,
        outside=outside,
    )


async def keys(folder: Path) -> str:
    """List the key as Microsoft does, and return where."""
    listed = {"keys": [json.loads((folder / "key.json").read_text())]}
    app = web.Application()
    runner = web.AppRunner(app)

    async def metadata(request: web.Request) -> web.Response:
        return web.json_response({"jwks_uri": str(request.url.origin() / "keys")})

    async def keys_listed(_request: web.Request) -> web.Response:
        return web.json_response(listed)

    app.router.add_get("/metadata", metadata)
    app.router.add_get("/keys", keys_listed)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return f"http://127.0.0.1:{runner.addresses[0][1]}/metadata"


async def serve(name: str, folder: Path) -> None:
    """Serve, and say on which port."""
    if name in PEERS:
        runner = web.AppRunner(PEERS[name](folder), access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        prefer_turns()
        await until_ended(runner.addresses[0][1])
    app = await ours(folder, name)
    async with serving(app, Settings(port=0)) as port:
        await until_ended(port)


async def until_ended(port: int) -> None:
    """Say the port, and stay."""
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


def settle(name: str, folder: Path, core: int) -> None:
    """Stay on one core, with the log on, as in real use."""
    if core >= 0 and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {core})
    log.configure("INFO", (folder / f"{name}.log").open("w", encoding="utf-8"), behind=True)


def main() -> None:
    """Serve."""
    name, folder, core = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    settle(name, folder, core)
    asyncio.run(until_stopped(serve(name, folder)))


if __name__ == "__main__":
    main()
