"""The embedded store under seal: with the right keys, the wrong ones, and those of before."""

import base64
from pathlib import Path

import pytest

from storage.folder import KeysMissingError
from storage.key_folder import KeyFolder
from storage.keys import KeyGoneError, MasterKeyError, SealError
from storage.masters import LocalMaster, own_ring
from storage.moving import tally
from storage.ring import Ring
from storage.seal import KeyFolder as OldKeys
from storage.seal import Seal
from storage.tiny import TinyStore
from tests.storage.conftest import TinyPlace
from tests.storage.made import answered, ret
from tests.storage.test_moving import LINE, filled
from tests.storage.under_seal import as_before, keys_of

ANOTHER = base64.b64encode(bytes(range(1, 33))).decode()


def all_of(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder with what is in it, but for the lock."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files
            if path.name != "lock"}  # fmt: skip


async def full(folder: Path) -> str:
    """Fill a store with something of each kind, and return one hash of all of it."""
    place = TinyPlace(folder)
    store = await filled(place)
    whole = (await tally(store.everything())).whole()
    await place.close()
    return whole


async def old(tmp_path: Path) -> tuple[Seal, str]:
    """Make a folder as an earlier version left it; return what opens its names, and its hash."""
    whole = await full(tmp_path / "store")
    await as_before(tmp_path / "store", tmp_path / "old-keys")
    return Seal(OldKeys(tmp_path / "old-keys")), whole


async def test_wrong_master_key_is_told_and_nothing_written(tmp_path: Path) -> None:
    """Neither in the data nor among the keys."""
    await full(tmp_path / "store")
    before = all_of(tmp_path)
    ring = Ring(KeyFolder(keys_of(tmp_path / "store")), LocalMaster(lambda: ANOTHER))
    with pytest.raises(MasterKeyError, match="not the right one"):
        await TinyStore.open(tmp_path / "store", ring=ring)
    assert all_of(tmp_path) == before


async def test_missing_keys_are_told_and_nothing_written(tmp_path: Path) -> None:
    """No file is set aside, and no new key made, when the folder of keys is not in its place."""
    await full(tmp_path / "store")
    before = all_of(tmp_path)
    with pytest.raises(KeysMissingError, match="MACA_KEYS"):
        await TinyStore.open(tmp_path / "store", ring=own_ring(tmp_path / "elsewhere"))
    assert all_of(tmp_path) == before


async def test_what_lost_its_key_is_left_alone(tmp_path: Path) -> None:
    """An audit whose key was destroyed is gone; others are there, and it is not overwritten."""
    await full(tmp_path / "store")
    ring = own_ring(tmp_path / "store")
    await ring.destroy("audit/demo")
    store = await TinyStore.open(tmp_path / "store", ring=ring)
    assert not store.set_aside
    assert "returns/demo._43.phn.json" in store.locked
    assert await store.audit("demo") is None
    assert await store.audit("other") is not None
    with pytest.raises(KeyGoneError):
        await store.add(ret())
    await store.close()


async def test_folder_of_an_earlier_version_opens(tmp_path: Path) -> None:
    """All of it, names and documents too; and what is written from then on is sealed."""
    seal, whole = await old(tmp_path)
    store = await TinyStore.open(tmp_path / "store", seal=seal)
    assert (await tally(store.everything())).whole() == whole
    stands = await store.agency_return(ret().id)
    assert stands
    await store.keep(answered(stands, text="Quixotic"))
    await store.close()
    kept = all_of(tmp_path / "store")
    assert kept["returns/demo._43.phn.json"][:1] == b"\x01"
    assert kept["returns/demo._44.phn.json"][:1] == b"{"


async def test_one_command_seals_all(tmp_path: Path) -> None:
    """The same is there, without the old keys; and nothing unsealed is believed from then on."""
    seal, whole = await old(tmp_path)
    aside = tmp_path / "store" / "set-aside"
    aside.mkdir()
    (aside / "returns.x.json").write_bytes(b'{"broken": ')
    store = await TinyStore.open(tmp_path / "store", seal=seal)
    assert await store.seal_all() > 10
    assert await store.seal_all() == 0
    await store.close()
    files = {name: kept for name, kept in all_of(tmp_path / "store").items() if kept}
    assert not [name for name, kept in files.items() if kept.startswith(b"{")]
    store = await TinyStore.open(tmp_path / "store")
    assert (await tally(store.everything())).whole() == whole
    await store.close()
    forged = tmp_path / "store" / "returns" / "demo._43.phn.json"
    forged.write_bytes(b'{"returns": {}}')
    store = await TinyStore.open(tmp_path / "store")
    assert await store.agency_return(ret().id) is None
    assert f"returns.{forged.name}" in store.set_aside
    await store.close()


async def test_names_of_an_earlier_version_can_be_destroyed(tmp_path: Path) -> None:
    """Their old key goes too: what a copy of the folder holds of them opens no more."""
    seal, _ = await old(tmp_path)
    before = all_of(tmp_path / "store")
    store = await TinyStore.open(tmp_path / "store", seal=seal)
    await store.destroy_identities("demo", LINE)
    await store.close()
    for name, kept in before.items():
        (tmp_path / "store" / name).write_bytes(kept)
    store = await TinyStore.open(tmp_path / "store", seal=seal)
    with pytest.raises(SealError):
        await store.identity("demo.C")
    await store.close()


async def test_rotated_keys_are_taken_up_and_all_is_sealed_anew(tmp_path: Path) -> None:
    """Every key is rotated while the store is open; it goes on, and re-seals all that it has."""
    whole = await full(tmp_path / "store")
    store = await TinyStore.open(tmp_path / "store")
    elsewhere = own_ring(tmp_path / "store")
    await elsewhere.look()
    scopes = sorted({key.scope for key in elsewhere.known()})
    new = {await elsewhere.rotate(scope) for scope in scopes}
    assert await store.seal_all() > 10
    assert (await tally(store.everything())).whole() == whole
    await store.close()
    await elsewhere.look()
    for name, kept in all_of(tmp_path / "store").items():
        if kept and not name.startswith(("nudges/", "chain/")):
            assert kept[1:9].hex() in new, name
    again = await TinyStore.open(tmp_path / "store")
    assert (await tally(again.everything())).whole() == whole
    assert await again.seal_all() == 0
    await again.close()


async def test_start_that_cannot_make_a_key_lets_the_folder_go(tmp_path: Path) -> None:
    """It fails, and can be tried again in the same process once the keys can be written."""
    (tmp_path / "store-keys").write_text("a file where a folder should be")
    with pytest.raises(OSError, match="store-keys"):
        await TinyStore.open(tmp_path / "store")
    (tmp_path / "store-keys").unlink()
    await (await TinyStore.open(tmp_path / "store")).close()
