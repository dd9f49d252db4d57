"""The disk under a bot that serves: full, without permission, failing; and well again."""

import errno
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from typing import cast as cast_to

import pytest

from audits.involvement import Sheet
from audits.returns import save
from bot import health, hold_back
from storage.contract import Store
from storage.ring import LOOK_EVERY
from storage.tiny import TinyStore
from tests import cast
from tests.bot import sick
from tests.bot.speaking import activity, press
from tests.bot.test_front_door import Real
from tests.bot.world import SAM, World
from tests.proofs import proved
from tests.storage.disks import FaultyDisk

FAULTS = {"full": errno.ENOSPC, "read only": errno.EROFS, "not permitted": errno.EACCES,
          "failing": errno.EIO}  # fmt: skip
CALLS = ("write", "sync")
STORE = ["store.unreachable"]


@dataclass
class SickWorld(World):
    """A world whose disk can fail."""

    disk: FaultyDisk = field(default_factory=FaultyDisk)

    async def _store(self) -> Store:
        return await TinyStore.open(self.folder, disk=self.disk)


@pytest.fixture
async def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SickWorld]:
    """A bot whose person has begun a return; what it says of its health is never an old answer."""
    monkeypatch.setattr(health, "SECONDS_KEPT", 0.0)
    folder = tmp_path / "store"
    store = await TinyStore.open(folder)
    for who in cast.EVERYBODY:
        await store.keep_person(who)
    await store.keep_audit(cast.AUDIT)
    await store.add(cast.MINE)
    sheet = Sheet(drawn=0, answers={"visits": "3"})
    await store.keep(save(cast.involved(cast.MINE), sheet, by=SAM.id, at=cast.AT))
    await store.close()
    async with AsyncExitStack() as closing:
        world = SickWorld(folder, router=Real())  # type: ignore[arg-type]
        await world.start(closing)
        yield world


@pytest.fixture
def without_root() -> tuple[str, ...]:
    """What a bot is started by for which permissions count."""
    try:
        return sick.limited()
    except PermissionError as error:
        pytest.skip(f"{error}. The failing disk above stands for it.")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with room for little."""
    with ExitStack() as closing:
        try:
            disk = closing.enter_context(sick.small_disk(tmp_path / "disk"))
        except PermissionError as error:
            pytest.skip(f"{error}. The failing disk above stands for it.")
        yield disk


async def answer(world: World, words: str) -> Any:  # noqa: ANN401 - a card, or words
    """Answer a box of the return, and give what comes back."""
    stands = await world.store.agency_return(cast.MINE.id)
    assert stands
    return await press(world, cast.HEALTH_VISITOR, "save", {
        "return": cast.MINE.id, "drawn": stands.version, "shown": ["look_evidence"], "go": "next",
        "b.look_evidence": words,
    })  # fmt: skip


async def said(world: World) -> str:
    """Return the words that stand in the box."""
    stands = await world.store.agency_return(cast.MINE.id)
    assert stands
    found = stands.answers.get("look_evidence")
    return found.now.value if found else ""


async def failing(world: World) -> list[str]:
    """Return what the bot says is not as it should be."""
    reply = await world.http.get(world.bot.make_url("/readyz"))
    return list(json.loads(await reply.text())["failing"])


def forget_the_look(world: World) -> None:
    """Have the keys be looked at again, as half a minute later."""
    ring = cast_to("TinyStore", world.store).ring
    ring._looked = ring._ticks() - LOOK_EVERY  # noqa: SLF001 - else one waits


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("code", FAULTS.values(), ids=FAULTS)
async def test_fault_is_told_plainly_and_ends(world: SickWorld, call: str, code: int) -> None:
    """Words, and no card: the card stays with what was filled in, and its button works later."""
    assert isinstance(await answer(world, "First words."), dict)
    world.disk.code, world.disk.broken = code, {call}
    for _ in range(3):
        told = await answer(world, "Second words.")
        assert isinstance(told, str)
        assert "Nothing of this step was saved." in told
        assert "still on the card" in told
        assert "press the button again" in told
    assert await said(world) == "First words."
    assert await failing(world) == STORE
    world.disk.broken = set()
    assert isinstance(await answer(world, "Second words."), dict)
    assert await said(world) == "Second words."
    assert await failing(world) == []


async def test_button_that_failed_is_answered_beside_its_card(world: SickWorld) -> None:
    """The answer's type has Teams show words, and leave the card alone."""
    world.disk.broken = {"write"}
    value = {
        "action": {
            "type": "Action.Execute",
            "verb": "save",
            "data": {
                "return": cast.MINE.id,
                "drawn": 1,
                "shown": ["visits"],
                "go": "next",
                "b.visits": "4",
            },
        }
    }
    reply = await world.post(activity(world, "execute", cast.HEALTH_VISITOR, value=value))
    assert (await reply.json())["type"] == hold_back.MESSAGE


async def test_reading_goes_on_while_nothing_can_be_kept(world: SickWorld) -> None:
    """A return can be opened and read on a disk that takes nothing."""
    world.disk.code, world.disk.broken = errno.EROFS, {"create", "extend", "write", "sync"}
    opened = await press(world, cast.HEALTH_VISITOR, "open", {"return": cast.MINE.id})
    assert isinstance(opened, dict)
    assert opened["type"] == "AdaptiveCard"


async def test_keys_that_are_gone_are_told_and_nothing_is_kept(world: SickWorld) -> None:
    """What would be sealed by a key that nobody can find again is refused, and in plain words."""
    assert isinstance(await answer(world, "First words."), dict)
    keys, away = world.folder.with_name("store-keys"), world.folder.with_name("away")
    keys.rename(away)
    forget_the_look(world)
    assert await failing(world) == ["sealing_keys.unusable"]
    told = await answer(world, "Second words.")
    assert "Nothing of this step was saved." in told
    assert not keys.exists()
    away.rename(keys)
    forget_the_look(world)
    assert await failing(world) == []
    assert isinstance(await answer(world, "Second words."), dict)
    assert await said(world) == "Second words."


async def test_permission_lost_under_load_loses_nothing(
    tmp_path: Path, without_root: tuple[str, ...]
) -> None:
    """The folder is taken from a bot that serves, and given back; then it is killed."""
    folder = tmp_path / "store"
    async with sick.pressed_by_many(folder, before=without_root) as many:
        await many.more_answers()
        (folder / "daybook").chmod(0o500)
        await many.says(STORE)
        await many.more_answers()  # the open day book is still ours
        (folder / "daybook").chmod(0o700)
        await many.says([])
        await many.more_answers()
        await many.kill_and_compare()
    assert (many.lost, many.doubled) == ([], [])
    proved("permission lost and given back under load, then SIGKILL",
           f"{many.answered} answers kept, none lost")  # fmt: skip


async def test_full_disk_under_load_loses_nothing(small_disk: Path) -> None:
    """Whoever presses is told that nothing was saved until there is room; then it is killed."""
    async with sick.pressed_by_many(small_disk / "store") as many:
        await many.more_answers()
        filler = sick.fill_up(small_disk)
        await many.says(STORE)
        await many.more_refusals()
        filler.unlink()
        await many.more_answers()
        await many.says([])
        assert many.unheard == 0
        await many.kill_and_compare()
    assert (many.lost, many.doubled) == ([], [])
    proved("a full disk and room again under load, then SIGKILL",
           f"{many.answered} answers kept, {many.refused} times told that nothing was saved, "
           "none lost")  # fmt: skip
