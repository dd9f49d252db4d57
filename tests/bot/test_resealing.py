"""Keys that are rotated while the bot runs: it seals what it keeps anew, without a restart."""

from pathlib import Path

from bot.resealing import Sealer
from storage.masters import own_ring
from storage.tiny import TinyStore
from tests import cast
from tests.storage.under_seal import as_before


async def filled(folder: Path) -> TinyStore:
    """A store with the cast's audit, open."""
    store = await TinyStore.open(folder)
    await store.keep_audit(cast.AUDIT)
    for ret in cast.RETURNS:
        await store.add(ret)
    return store


async def test_rotated_keys_are_followed_once(tmp_path: Path) -> None:
    """All is sealed anew at the next look, and nothing is done at the one after."""
    store = await filled(tmp_path / "store")
    sealer = Sealer(store)
    assert await sealer.look() == 0
    await own_ring(tmp_path / "store").rotate("audit/a1")
    assert await sealer.look() == 1 + len(cast.RETURNS)
    assert await sealer.look() == 0
    assert await Sealer(store).look() == 0
    await store.close()


async def test_folder_of_an_earlier_version_is_sealed_as_the_bot_runs(tmp_path: Path) -> None:
    """Behind the turns, once."""
    await (await filled(tmp_path / "store")).close()
    await as_before(tmp_path / "store", tmp_path / "old-keys")
    store = await TinyStore.open(tmp_path / "store")
    before = store.has_unsealed
    assert await Sealer(store).look() == 1 + len(cast.RETURNS)
    assert (before, store.has_unsealed) == (True, False)
    await store.close()
