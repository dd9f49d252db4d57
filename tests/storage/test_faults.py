"""What a store does when the disk fails: nothing lost, nothing pretended, and it goes on."""

import asyncio
import errno
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from storage.tiny import TinyStore
from tests.storage.disks import FaultyDisk, FullDisk, HeldDisk, files_in
from tests.storage.made import AMINA, answered, audit, ret

BOOK = ["write", "sync"]
"""Calls that a save makes while the day book is open."""
NEW_BOOK = ["extend", *BOOK, "sync_folder"]
"""Calls that a save makes when it is the first in a book."""


async def one_return(folder: Path, disk: FaultyDisk, *, remembered: int = 9) -> TinyStore:
    """Open a store with one return that has one answer."""
    store = await TinyStore.open(folder, disk=disk, remembered=remembered)
    await store.add(ret())
    await store.keep(answered(ret()))
    return store


@pytest.mark.parametrize("call", BOOK)
async def test_failed_save_is_not_seen(tmp_path: Path, call: str) -> None:
    """A save that fails raises OSError; what is seen of the return stays as it was."""
    disk = FaultyDisk()
    store = await one_return(tmp_path, disk)
    stood = answered(ret()).after
    disk.broken = {call}
    for _ in range(3):
        with pytest.raises(OSError, match=r"failed"):
            await store.keep(answered(stood, text="New words"))
        assert await store.agency_return("demo.C.phn") == stood
    (seen,) = await store.returns_in("demo")
    assert seen.version == 1
    disk.broken = set()
    await store.close()


@pytest.mark.parametrize("call", BOOK)
async def test_failed_save_can_be_tried_again(tmp_path: Path, call: str) -> None:
    """When the disk is well again, the same change is kept, and only once in the journal."""
    disk = FaultyDisk()
    store = await one_return(tmp_path, disk)
    change = answered(answered(ret()).after, text="New words")
    disk.broken = {call}
    with pytest.raises(OSError, match=r"failed"):
        await store.keep(change)
    disk.broken = set()
    assert await store.keep(change)
    await store.close()
    store = await TinyStore.open(tmp_path)
    assert await store.agency_return("demo.C.phn") == change.after
    assert [event.version for event in await store.journal("demo.C.phn")] == [1, 2]
    await store.close()


@pytest.mark.parametrize("call", BOOK)
async def test_failed_save_does_not_come_back_later(tmp_path: Path, call: str) -> None:
    """Once the disk is well, no crash can bring up what was refused: its book is thrown away."""
    disk = FaultyDisk()
    store = await one_return(tmp_path, disk)
    disk.broken = {call}
    with pytest.raises(OSError, match=r"failed"):
        await store.keep(answered(answered(ret()).after, text="Refused"))
    disk.broken = set()
    assert await store.add(ret("demo.D.phn"))
    found = await TinyStore.look(tmp_path)
    assert await found.agency_return("demo.C.phn") == answered(ret()).after
    assert await found.agency_return("demo.D.phn") == ret("demo.D.phn")
    await store.close()


@pytest.mark.parametrize("call", NEW_BOOK)
async def test_failed_first_writing_adds_nothing(tmp_path: Path, call: str) -> None:
    """A return, a person or an audit that could not be added is not seen, and can be later."""
    disk = FaultyDisk()
    store = await TinyStore.open(tmp_path, disk=disk)
    disk.broken = {call}
    with pytest.raises(OSError, match=r"failed"):
        await store.add(ret())
    with pytest.raises(OSError, match=r"failed"):
        await store.keep_person(AMINA)
    with pytest.raises(OSError, match=r"failed"):
        await store.keep_audit(audit())
    assert list(await store.returns_in("demo")) == []
    assert await store.person(AMINA.tenant, AMINA.object_id) is None
    assert await store.audit("demo") is None
    disk.broken = set()
    await store.keep_person(AMINA)
    assert await store.add(ret())
    assert await store.keep_audit(audit())
    assert await store.audit("demo") == audit(version=1)
    assert [one.id for one in await store.returns_in("demo")] == ["demo.C.phn"]
    await store.close()


async def test_full_disk_at_every_byte_keeps_the_old(tmp_path: Path) -> None:
    """Wherever the disk is full, the save is refused and the old return stands, whole."""
    disk = FullDisk(100_000)
    store = await TinyStore.open(tmp_path, disk=disk)
    await store.add(ret())
    change = answered(ret())
    left, refused = 0, True
    while refused:
        disk.left = left
        try:
            refused = not await store.keep(change)
        except OSError as error:
            assert error.errno == errno.ENOSPC  # noqa: PT017 - the last save succeeds
            assert await store.agency_return("demo.C.phn") == ret()
            disk.left = 100_000
            await store.catch_up()
            left += 1
    assert left > 500
    assert await store.agency_return("demo.C.phn") == change.after
    disk.left = 100_000
    await store.close()


async def test_unreadable_later_is_an_error_and_not_an_empty_return(tmp_path: Path) -> None:
    """A file that goes bad while the store is open is told, never taken for a missing one."""
    store = await TinyStore.open(tmp_path, remembered=1)
    await store.add(ret())
    await store.add(ret("demo.D.phn"))
    await store.catch_up()
    (tmp_path / "returns" / "demo._43.phn.json").write_bytes(b"\0" * 40)
    with pytest.raises(OSError, match="not sealed"):
        await store.agency_return("demo.C.phn")
    with pytest.raises(OSError, match="not sealed"):
        await store.add(ret())
    await store.close()


async def test_sick_disk_at_start_sets_one_file_aside(tmp_path: Path) -> None:
    """A file that the disk cannot give back does not keep the bot from starting."""
    await (await one_return(tmp_path, FaultyDisk())).close()
    store = await TinyStore.open(tmp_path, disk=FaultyDisk("read"))
    assert store.set_aside == ["returns.demo._43.phn.json"]
    await store.close()


async def test_too_many_open_files_at_start_moves_nothing(tmp_path: Path) -> None:
    """What passes by itself is no reason to set files aside: the start fails, and can be tried."""
    await (await one_return(tmp_path, FaultyDisk())).close()
    with pytest.raises(OSError, match="read failed"):
        await TinyStore.open(tmp_path, disk=FaultyDisk("read", code=errno.EMFILE))
    store = await TinyStore.open(tmp_path)
    assert store.set_aside == []
    assert len(await store.returns_in("demo")) == 1
    await store.close()


async def test_others_go_on_while_one_save_waits_for_the_disk(tmp_path: Path) -> None:
    """A slow disk stops no other turn, and what is not yet kept is not yet seen."""
    disk = HeldDisk()
    store = await TinyStore.open(tmp_path, disk=disk)
    await store.add(ret())
    disk.hold()
    saving = asyncio.create_task(store.keep(answered(ret())))
    await asyncio.to_thread(disk.reached.wait)
    assert await store.agency_return("demo.C.phn") == ret()
    assert [one.version for one in await store.returns_in("demo")] == [0]
    disk.go_on.set()
    assert await saving
    assert await store.agency_return("demo.C.phn") == answered(ret()).after
    await store.close()


async def test_save_is_not_read_before_it_is_sure(tmp_path: Path) -> None:
    """What is written but not yet synced is shown to nobody."""
    disk = HeldDisk()
    store = await TinyStore.open(tmp_path, disk=disk, remembered=1)
    for one in "DEC":
        await store.add(ret(f"demo.{one}.phn"))
    disk.hold()
    saving = asyncio.create_task(store.keep(answered(ret())))
    await asyncio.to_thread(disk.reached.wait)
    await store.agency_return("demo.D.phn")
    reading = asyncio.create_task(store.agency_return("demo.C.phn"))
    for other in "EDEDED":
        await store.agency_return(f"demo.{other}.phn")
    assert not reading.done()
    disk.go_on.set()
    assert await saving
    assert await reading == answered(ret()).after
    await store.close()


def in_a_hundred_turns(
    loop: asyncio.AbstractEventLoop, call: Callable[[], None], left: int = 100
) -> None:
    """Call once the loop has gone round so often: whoever is ready has come as far as they can."""
    loop.call_soon(*(in_a_hundred_turns, loop, call, left - 1) if left else (call,))


async def test_those_who_save_while_the_disk_is_busy_share_one_sync(tmp_path: Path) -> None:
    """Forty people who save at the same time wait for one sync, and each has their words kept."""
    disk = HeldDisk()
    store = await TinyStore.open(tmp_path, disk=disk)
    ids = [f"demo.C{number}.phn" for number in range(41)]
    for one in ids:
        await store.add(ret(one))
    disk.hold()
    first = asyncio.create_task(store.keep(answered(ret(ids[0]))))
    await asyncio.to_thread(disk.reached.wait)
    others = [asyncio.create_task(store.keep(answered(ret(one)))) for one in ids[1:]]
    before = disk.synced
    in_a_hundred_turns(asyncio.get_running_loop(), disk.go_on.set)
    assert await first
    assert all(await asyncio.gather(*others))
    assert disk.synced == before + 2
    await store.close()


async def test_cancelled_save_ends_what_it_began(tmp_path: Path) -> None:
    """A caller who goes away half-way leaves a whole return, the same in memory and on disk."""
    disk = HeldDisk()
    store = await TinyStore.open(tmp_path, disk=disk)
    await store.add(ret())
    disk.hold()
    saving = asyncio.create_task(store.keep(answered(ret())))
    await asyncio.to_thread(disk.reached.wait)
    saving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await saving
    rival = asyncio.create_task(store.keep(answered(ret(), text="Other words")))
    disk.go_on.set()
    assert not await rival
    assert await store.agency_return("demo.C.phn") == answered(ret()).after
    await store.close()


async def test_closing_waits_for_what_is_being_written(tmp_path: Path) -> None:
    """A save that was begun before the store closes is kept."""
    disk = HeldDisk()
    store = await TinyStore.open(tmp_path, disk=disk)
    await store.add(ret())
    disk.hold()
    saving = asyncio.create_task(store.keep(answered(ret())))
    await asyncio.to_thread(disk.reached.wait)
    change = answered(answered(ret()).after, text="In the queue behind it")
    queued = asyncio.create_task(store.keep(change))
    closing = asyncio.create_task(store.close())
    asyncio.get_running_loop().call_soon(disk.go_on.set)
    await closing
    assert await saving
    assert await queued
    store = await TinyStore.open(tmp_path)
    assert await store.agency_return("demo.C.phn") == change.after
    await store.close()


async def test_what_cannot_be_stored_changes_nothing(tmp_path: Path) -> None:
    """Half a surrogate pair is no text: it is refused before anything is written."""
    store = await TinyStore.open(tmp_path)
    await store.keep_person(AMINA)
    with pytest.raises(UnicodeEncodeError):
        await store.keep_person(replace(AMINA, name="\ud800"))
    assert await store.people([AMINA.id]) == {AMINA.id: AMINA}
    await store.keep_person(replace(AMINA, name="Amina"))
    await store.catch_up()
    assert [file.name for file in files_in(tmp_path / "people")] == ["p.amina.json"]
    await store.close()
