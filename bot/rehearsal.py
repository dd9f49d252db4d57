"""Runs the demo: made-up people, Teams-like windows, nothing that leaves this machine."""

import shutil
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from audits.ledger import Outcome
from audits.people import Person
from bot import answered, demo, demo_chats, demo_clock, playground
from bot.app import DESK, ERRANDS, OUTBOX, Inside, Outside, make_app
from bot.clock import Clock
from bot.listening import serving
from bot.settings import Settings, SettingsError
from storage.contract import Store
from storage.seal import KeyFolder, Seal
from storage.tiny import TinyStore

MARK = "THIS-IS-A-DEMO"
"""The file that makes a folder a demo's own: nothing else is ever filled or deleted by one."""
SEATED = ("hv1", "bm")
"""A health visitor, who answers returns, and the business manager, who gathers them."""
WINDOWS_FROM = 56201
FILLED, DONE = 70, 100
Progress = Callable[[int], None]
"""Told how far things are, of DONE."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What was asked for."""

    settings: Settings
    fresh: bool = False
    answered: bool = False
    """The audit after its deadline, with what robots have answered."""
    windows_from: int = WINDOWS_FROM


def is_demo(folder: Path) -> bool:
    """Say whether the folder was made by a demo."""
    return (folder / MARK).is_file()


def no_demo_or_fail(folder: Path) -> None:
    """Raise SettingsError for a demo's folder: made-up people have no business in real use."""
    if is_demo(folder):
        raise SettingsError(f"{folder.absolute()} belongs to a demo. Set MACA_DATA_DIR to another.")


def prepare_folder(folder: Path, *, fresh: bool) -> None:
    """Make the demo's folder, or empty it; raises SettingsError if it is not a demo's own."""
    if folder.exists() and any(folder.iterdir()) and not is_demo(folder):
        raise SettingsError(
            f"{folder.absolute()} holds something that is not a demo, and was left alone. "
            "Choose another folder with MACA_DATA_DIR."
        )
    if fresh and folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text("Made by `maca demo`. `maca demo --fresh` deletes it all.\n")


@asynccontextmanager
async def running(rehearsal: Rehearsal, progress: Progress) -> AsyncIterator[Sequence[str]]:
    """Run the bot with its windows while the block runs, and give the windows' addresses."""
    async with AsyncExitStack() as closing:
        port = await closing.enter_async_context(bot_alone(rehearsal, progress))
        windows = seated(demo.day_at(Clock().now()), rehearsal.windows_from)
        folder = rehearsal.settings.data_dir / "windows"
        opening = playground.started(windows, bot_port=port, folder=folder)
        addresses = await closing.enter_async_context(opening)
        progress(DONE)
        yield addresses


@asynccontextmanager
async def bot_alone(rehearsal: Rehearsal, progress: Progress) -> AsyncIterator[int]:
    """Run the bot with the made-up audit while the block runs, and give its port."""
    settings, clock = with_page(rehearsal.settings), Clock()
    prepare_folder(settings.data_dir, fresh=rehearsal.fresh)

    async def filled() -> Store:
        store = await TinyStore.open(settings.data_dir / "store", seal=old_seal(settings))
        try:
            fill = answered.fill if rehearsal.answered else demo.fill
            today = demo.day_at(clock.now())
            made = await fill(store, today, lambda n, of: progress(FILLED * n // of))
            await demo_clock.go_on(clock, store, made.audit.id)
            await demo_chats.give_reaches(store, made.people, settings.port)
        except BaseException:
            await store.close()
            raise
        return store

    outside = Outside(clock=clock, trust_env=False, credential=lambda _settings: None)

    async def sweep() -> Counter[Outcome]:
        return await app[OUTBOX].sweep()

    moved = demo_clock.DemoClock(clock, sweep)
    inside = Inside(open_store=filled, take=moved.take, verb_for=moved.verb_for)
    app = make_app(settings, inside, outside=outside)
    app.router.add_post(f"{demo_chats.PATH}/{{rest:.*}}", demo_chats.take)
    async with serving(app, settings) as port:
        people = demo.read(demo.day_at(clock.now())).people
        app[ERRANDS].hand_over_at(f"http://127.0.0.1:{port}")
        await demo_chats.give_reaches(app[DESK].store, people, port)
        progress(FILLED)
        yield port


def with_page(settings: Settings) -> Settings:
    """Return the settings with the address of the upload page, on this machine."""
    if settings.address or not settings.port:
        return settings
    return settings.model_copy(update={"address": f"http://127.0.0.1:{settings.port}"})


def old_seal(settings: Settings) -> Seal:
    """Return what opens the names of a demo that an earlier version made."""
    return Seal(KeyFolder(settings.data_dir / "identity-keys"))


def seated(today: date, first_port: int) -> list[playground.Window]:
    """Return who sits at which window: somebody who answers, and somebody who gathers."""
    people = demo.read(today).people
    return [seat(people[person], first_port + number) for number, person in enumerate(SEATED)]


def seat(person: Person, port: int) -> playground.Window:
    """Return the window at which this person sits."""
    return playground.Window(person.name, person.object_id, person.email, person.tenant, port)
