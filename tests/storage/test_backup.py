"""Backups: of one moment while the store is written to, whole or refused, and without keys."""

import asyncio
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import backup
from storage.backup import BackupError
from storage.keys import SealError
from storage.masters import own_ring
from storage.moving import OF_AN_AUDIT, tally
from storage.snapshot import ROOMS, Snapshot, SnapshotError
from storage.tiny import TinyStore
from tests.storage.conftest import TinyPlace
from tests.storage.made import AT, answered, ret
from tests.storage.test_moving import LINE, filled

MADE = datetime(2026, 11, 25, 12, tzinfo=UTC)
TWO = ("demo.C.phn", "demo.D.phn")


async def saved_pair(store: TinyStore) -> int:
    """Save one more answer to each of two returns, together, and return their version."""
    found = [await store.agency_return(key) for key in TWO]
    changes = [answered(one) for one in found if one]
    assert await store.keep_all(changes)
    return changes[0].after.version


async def test_snapshot_is_of_one_moment(tmp_path: Path) -> None:
    """While pairs are kept and filed, a copy has both of a pair or none, and all told before."""
    store = await TinyStore.open(tmp_path / "store")
    for key in TWO:
        await store.add(ret(key))
    stop, told = asyncio.Event(), [0]

    async def saving() -> None:
        while not stop.is_set():
            told.append(await saved_pair(store))
            if told[-1] % 5 == 0:
                await store.catch_up()

    task = asyncio.create_task(saving())
    for number in range(8):
        before, copy = told[-1], Snapshot(tmp_path / "store", tmp_path / f"copy{number}")
        await asyncio.to_thread(copy.take)
        versions = await versions_in(tmp_path / f"copy{number}")
        assert len(versions) == 1
        assert before <= versions.pop()
    stop.set()
    await task
    await store.close()
    assert len(told) > 8


async def versions_in(folder: Path) -> set[int]:
    """Return the versions of the two returns in a copy."""
    store = await TinyStore.open(folder, ring=own_ring(folder.parent / "store"))
    found = [await store.agency_return(key) for key in TWO]
    assert not store.set_aside
    await store.close()
    return {one.version for one in found if one}


async def test_store_too_busy_to_be_copied_says_so(tmp_path: Path) -> None:
    """Where each pass finds the day book thrown away, nothing half is given out as a copy."""
    store = await TinyStore.open(tmp_path / "store")
    await store.add(ret())

    class Restless(Snapshot):
        def _books(self) -> tuple[int, list[Path]]:
            self.calls = getattr(self, "calls", 0) + 1
            return self.calls, []

        __slots__ = ("calls",)

    with pytest.raises(SnapshotError, match="too busy"):
        Restless(tmp_path / "store", tmp_path / "copy").take()
    with pytest.raises(FileNotFoundError):
        Snapshot(tmp_path / "nothing", tmp_path / "copy").take()
    await store.close()


async def backed_up(place: TinyPlace, tmp_path: Path) -> Path:
    """Back a filled store up while it is open, and return the file."""
    await filled(place)
    await asyncio.to_thread(Snapshot(place.folder, tmp_path / "copy").take)
    backup.write(tmp_path / "b.maca", tmp_path / "copy", "tiny", at=MADE)
    return tmp_path / "b.maca"


async def test_restored_store_holds_the_same(tmp_path: Path) -> None:
    """Counts and hashes of all records agree, opened with the same keys."""
    place = TinyPlace(tmp_path / "here" / "store")
    file = await backed_up(place, tmp_path)
    assert place.store
    there = await tally(place.store.everything())
    about = backup.unpack(file, tmp_path / "here" / "again")
    again = TinyPlace(tmp_path / "here" / "again", tmp_path / "here" / "store")
    await again.open()
    assert again.store
    assert (await tally(again.store.everything())).whole() == there.whole()
    links = await place.store.chain("demo")
    assert links
    assert await again.store.chain("demo") == links
    assert about.counts()["returns"] == 3
    assert about.made_at == MADE
    await place.close()
    await again.close()


async def test_destroyed_key_does_not_come_back(tmp_path: Path) -> None:
    """Names that were destroyed after the backup cannot be read from what is restored."""
    place = TinyPlace(tmp_path / "here" / "store")
    file = await backed_up(place, tmp_path)
    assert place.store
    await place.store.destroy_identities("demo", LINE)
    await place.close()
    backup.unpack(file, tmp_path / "here" / "again")
    ring = own_ring(tmp_path / "here" / "store")
    again = await TinyStore.open(tmp_path / "here" / "again", ring=ring)
    with pytest.raises(SealError):
        await again.identity("demo.C")
    assert await again.agency_return(TWO[0]) is not None
    await again.close()


async def test_every_room_of_a_store_is_copied(tmp_path: Path) -> None:
    """A room that a later part adds must not be left out of backups."""
    place = TinyPlace(tmp_path / "here" / "store")
    await filled(place)
    assert place.store
    await place.store.catch_up()
    rooms = {one.name for one in place.folder.iterdir() if one.is_dir()}
    assert rooms - {"daybook"} <= {*ROOMS}
    await place.close()


async def test_audit_that_was_forgotten_does_not_come_back(tmp_path: Path) -> None:
    """All of its keys went with it: from an older backup only the other audit can be read."""
    place = TinyPlace(tmp_path / "here" / "store")
    file = await backed_up(place, tmp_path)
    assert place.store
    await place.store.forget("demo", OF_AN_AUDIT)
    await place.close()
    backup.unpack(file, tmp_path / "here" / "again")
    again = await TinyStore.open(tmp_path / "here" / "again", ring=own_ring(place.folder))
    assert await again.audit("demo") is None
    assert list(await again.returns_in("demo")) == []
    assert await again.audit("other") is not None
    await again.close()


async def test_backup_holds_no_key(tmp_path: Path) -> None:
    """Only the rooms of the store are in it, whatever else lies in its folder."""
    (tmp_path / "here" / "store" / "identity-salts").mkdir(parents=True)
    (tmp_path / "here" / "store" / "identity-salts" / "demo.json").write_bytes(b"k" * 32)
    place = TinyPlace(tmp_path / "here" / "store")
    file = await backed_up(place, tmp_path)
    with zipfile.ZipFile(file) as packed:
        rooms = {name.partition("/")[0] for name in packed.namelist()}
    assert rooms <= {*ROOMS, backup.LIST}
    assert rooms >= {"returns", "identities", "papers"}
    await place.close()


@pytest.mark.parametrize("where", ["a part", "the list", "the end"])
async def test_damaged_backup_is_refused(tmp_path: Path, where: str) -> None:
    """A changed part, a changed list and a file cut off are found, and nothing is restored."""
    place = TinyPlace(tmp_path / "here" / "store")
    file = await backed_up(place, tmp_path)
    whole = file.read_bytes()
    if where == "the end":
        file.write_bytes(whole[: len(whole) // 2])
    else:
        sealed = (tmp_path / "copy" / "returns" / "demo._43.phn.json").read_bytes()
        was = sealed if where == "a part" else b'"store": "tiny"'
        assert was in whole
        file.write_bytes(whole.replace(was, was[:-2] + b"XY"))
    with pytest.raises(BackupError):
        backup.unpack(file, tmp_path / "again")
    assert not (tmp_path / "again").exists()
    await place.close()


async def test_backup_whose_list_was_changed_is_refused(tmp_path: Path) -> None:
    """A part left out of file and list alike is found by the hash of the whole."""
    place = TinyPlace(tmp_path / "here" / "store")
    file = await backed_up(place, tmp_path)
    with zipfile.ZipFile(file) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    gone = next(name for name in parts if name.startswith("returns/"))
    told = backup.check(file)
    hidden = replace(told, parts={n: h for n, h in told.parts.items() if n != gone})
    listed = backup.listed(hidden).replace(hidden.whole.encode(), told.whole.encode())
    with zipfile.ZipFile(tmp_path / "bad.maca", "w") as packed:
        for name, content in parts.items():
            if name != gone:
                packed.writestr(name, listed if name == backup.LIST else content)
    with pytest.raises(BackupError, match="list of parts"):
        backup.check(tmp_path / "bad.maca")
    await place.close()


def test_nothing_is_written_outside_the_folder() -> None:
    """A backup that somebody made up cannot name a file elsewhere."""
    assert backup.inside("returns/demo.c.json")
    for name in ("../x", "/etc/x", "returns/../../x", "x", "a/b/c", "..\\x/y", "a/.."):
        assert not backup.inside(name)


async def test_nothing_is_written_over(tmp_path: Path) -> None:
    """Neither a backup that is there nor a folder that holds something."""
    place = TinyPlace(tmp_path / "here" / "store")
    file = await backed_up(place, tmp_path)
    with pytest.raises(FileExistsError):
        backup.write(file, tmp_path / "copy", "tiny", at=AT)
    with pytest.raises(FileExistsError):
        backup.unpack(file, place.folder)
    await place.close()
