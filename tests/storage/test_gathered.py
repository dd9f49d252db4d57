"""Those who save at the same time share a write and its sync."""

import asyncio
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest

from storage import daybook
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


class Round:
    """Waits until the loop has gone round once."""

    def __await__(self) -> Generator[None, None, None]:
        yield


async def test_changes_that_come_one_after_another_share_a_sync(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also those that begin only once others have begun: it waits until nobody more comes."""
    monkeypatch.setattr(daybook, "TO_GATHER", 60.0)
    disk = CountingDisk()
    store = await TinyStore.open(tmp_path / "store", disk=disk)

    async def later(number: int, name: str) -> None:
        for _ in range(number):
            await Round()
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
    assert together == 1
    assert alone == MANY
