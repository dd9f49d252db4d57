"""Keys that cannot be looked at: what is read goes on, and soon nothing is sealed any more."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from storage.key_folder import KeyFolder
from storage.keys import KeysUnsureError, WrappedKey
from storage.masters import LocalMaster
from storage.ring import LOOK_EVERY, Ring
from storage.sureness import SURE_FOR
from storage.tiny import TinyStore
from tests.storage.made import AMINA, answered, ret
from tests.storage.rings import MASTER


class Ticks:
    """A clock that is moved by hand."""

    now = 1000.0

    def __call__(self) -> float:
        """Say what it shows."""
        return self.now


@dataclass
class Keeper(KeyFolder):
    """A folder of keys that is out of reach now and then."""

    folder: Path
    away: bool = False
    empty: bool = False
    asked: list[float] = field(default_factory=list)

    async def every(self) -> Sequence[WrappedKey]:
        """Return all keys, or fail."""
        if self.away:
            raise OSError("out of reach")
        return [] if self.empty else await super().every()


@dataclass
class Kept:
    """A ring with its keeper and clock."""

    keeper: Keeper
    ticks: Ticks = field(default_factory=Ticks)

    def ring(self) -> Ring:
        """Return a ring of its own on the same keys."""
        return Ring(self.keeper, LocalMaster(lambda: MASTER), ticks=self.ticks)


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """Keys in a folder."""
    return Kept(Keeper(tmp_path / "keys"))


async def test_keys_out_of_reach_seal_for_minutes_and_no_longer(kept: Kept) -> None:
    """A short absence costs nothing; after it another process may have destroyed the key."""
    ring = kept.ring()
    await ring.ready("roster")
    sealed = ring.seal("roster", "here", b"words")
    kept.keeper.away = True
    kept.ticks.now += SURE_FOR
    await ring.ready("roster")
    kept.ticks.now += 1
    with pytest.raises(KeysUnsureError, match="nothing is kept"):
        await ring.ready("roster")
    assert await ring.opened("roster", "here", sealed) == b"words"
    kept.keeper.away = False
    kept.ticks.now += LOOK_EVERY
    await ring.ready("roster")


async def test_keys_that_are_all_gone_at_once_are_not_taken_for_destroyed(kept: Kept) -> None:
    """A folder that is not mounted: no new key is made, and what is known still opens."""
    ring = kept.ring()
    for scope in ("roster", "papers"):
        await ring.ready(scope)
    sealed = ring.seal("roster", "here", b"words")
    kept.keeper.empty = True
    kept.ticks.now += LOOK_EVERY
    for scope in ("roster", "papers", "audit/new"):
        with pytest.raises(KeysUnsureError):
            await ring.ready(scope)
    assert ring.open("roster", "here", sealed) == b"words"
    kept.keeper.empty = False
    kept.ticks.now += LOOK_EVERY
    await ring.ready("audit/new")
    assert await kept.ring().opened("roster", "here", sealed) == b"words"


async def test_store_keeps_nothing_while_it_is_unsure_of_its_keys(
    tmp_path: Path, kept: Kept
) -> None:
    """What was said to be kept can be read after a start; what could not be was refused."""
    store = await TinyStore.open(tmp_path / "store", ring=kept.ring())
    await store.keep_person(AMINA)
    await store.add(ret())
    kept.keeper.away = True
    kept.ticks.now += SURE_FOR + LOOK_EVERY
    with pytest.raises(KeysUnsureError):
        await store.keep(answered(ret()))
    assert await store.agency_return(ret().id) == ret()
    kept.keeper.away = False
    kept.ticks.now += LOOK_EVERY
    assert await store.keep(answered(ret()))
    await store.close()
    again = await TinyStore.open(tmp_path / "store", ring=kept.ring())
    assert await again.agency_return(ret().id) == answered(ret()).after
    await again.close()
