"""Those who save at the same time share a write and its sync."""

import asyncio
from dataclasses import replace
from pathlib import Path

from storage.tiny import TinyStore
from tests.storage.disks import NoSync
from tests.storage.made import AMINA

MANY = 12


class CountingDisk(NoSync):
    """A disk that counts its syncs."""

    def __init__(self) -> None:
        self.syncs = 0

    def sync(self, file: int) -> None:
        """Count, and sync."""
        super().sync(file)
        self.syncs += 1


async def rounds(count: int) -> None:
    """Return once the loop has gone round so many times."""
    loop = asyncio.get_running_loop()
    for _ in range(count):
        gone = loop.create_future()
        loop.call_soon(gone.set_result, None)
        await gone


async def test_changes_that_come_one_after_another_share_a_sync(tmp_path: Path) -> None:
    """Also those that begin only once others have begun: it waits until nobody more comes."""
    disk = CountingDisk()
    store = await TinyStore.open(tmp_path / "store", disk=disk)

    async def later(number: int, name: str) -> None:
        await rounds(number)
        await store.keep_person(replace(AMINA, id=f"p{number}", name=name))

    for number in range(MANY):
        await later(number, "Amina")
    before = disk.syncs
    for number in range(MANY):
        await later(number, "Amina Yusuf")
    alone, before = disk.syncs - before, disk.syncs
    await asyncio.gather(*(later(number, "Amina Jones") for number in range(MANY)))
    together = disk.syncs - before
    kept = await store.people([f"p{number}" for number in range(MANY)])
    assert [one.name for one in kept.values()] == ["Amina Jones"] * MANY
    await store.close()
    assert together <= MANY // 3
    assert alone == MANY
