"""A bot in a process of its own, whose turns wait for a word from outside; for test_stop.py."""

import asyncio
import sys
from pathlib import Path

from bot.__main__ import until_stopped
from bot.app import Inside, Outside, make_app
from bot.listening import serving
from bot.settings import Settings
from dialogs.turn import Reply, Turn
from storage.contract import Store
from storage.tiny import TinyStore
from tests.bot.world import SAM


class Telling(TinyStore):
    """A store that says when it is closed."""

    async def close(self) -> None:
        """Close, and say so."""
        await super().close()
        say("closed")


def say(word: str) -> None:
    """Tell the test."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


async def open_store() -> Store:
    """Open a store that knows one person."""
    store = await Telling.open(Path(sys.argv[1]))
    await store.keep_person(SAM)
    return store


async def take(_turn: Turn, _store: Store) -> Reply:
    """Say that the turn runs, and go on when told to."""
    say("taken")
    await asyncio.to_thread(sys.stdin.readline)
    return Reply(card={"done": True})


async def serve() -> None:
    """Serve without tokens, and say on which port."""
    settings = Settings(
        port=0, dangerously_without_tokens=True, seconds_to_finish=float(sys.argv[2])
    )
    inside = Inside(open_store=open_store, take=take, verb_for=str)
    app = make_app(
        settings, inside, outside=Outside(trust_env=False, credential=lambda _settings: None)
    )
    async with serving(app, settings) as port:
        say(str(port))
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(until_stopped(serve()))
