"""The ledger's file when the disk fails or the process dies in mid-row."""

from pathlib import Path

import pytest

from audits.ledger import Outcome
from storage.growing import GrowingFile
from storage.tiny import TinyStore
from tests.storage.disks import FaultyDisk, FullDisk, files_in
from tests.storage.made import AT
from tests.storage.test_nudges import nudge


@pytest.mark.parametrize("call", ["write", "sync", "sync_folder"])
async def test_failed_claim_is_nobodys(tmp_path: Path, call: str) -> None:
    """A claim that is not sure to last raises OSError; when the disk is well it can be had."""
    disk = FaultyDisk()
    store = await TinyStore.open(tmp_path, disk=disk)
    disk.broken = {call}
    with pytest.raises(OSError, match="failed"):
        await store.claim(nudge(), AT)
    disk.broken = set()
    assert await store.claim(nudge(), AT)
    await store.close()
    store = await TinyStore.open(tmp_path)
    (found,) = await store.ledger("demo")
    assert (found.tries, store.set_aside) == (1, [])
    await store.close()


async def test_full_disk_leaves_no_half_row(tmp_path: Path) -> None:
    """What was written of the row is cut off again."""
    file = GrowingFile(tmp_path / "rows", FullDisk(20))
    file.add(b"first\n")
    with pytest.raises(OSError, match="No space"):
        file.add(b"a row that is longer\n")
    assert (tmp_path / "rows").read_bytes() == b"first\n"


async def test_row_that_a_crash_tore_is_as_if_it_had_never_been(tmp_path: Path) -> None:
    """It was never acknowledged; the next row takes its place."""
    store = await TinyStore.open(tmp_path)
    await store.claim(nudge(1), AT)
    await store.close()
    (path,) = files_in(tmp_path / "nudges")
    path.write_bytes(path.read_bytes() + b'{"format":1,"audit":"de')
    store = await TinyStore.open(tmp_path)
    assert await store.claim(nudge(2), AT)
    await store.close()
    store = await TinyStore.open(tmp_path)
    assert [entry.nudge.id for entry in await store.ledger("demo")] == [nudge(1).id, nudge(2).id]
    assert store.set_aside == []
    await store.close()


async def test_damaged_row_is_set_aside_and_the_others_stay(tmp_path: Path) -> None:
    """The damaged file is kept for the operator; what can be read goes on being true."""
    store = await TinyStore.open(tmp_path)
    for number in (1, 2, 3):
        await store.claim(nudge(number), AT)
    await store.settle(nudge(3).id, Outcome.SENT, AT)
    await store.close()
    (path,) = files_in(tmp_path / "nudges")
    rows = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([rows[0], b"\x00\xff damaged\n", *rows[2:]]))
    for _ in range(2):
        store = await TinyStore.open(tmp_path)
        assert [e.nudge.id for e in await store.ledger("demo")] == [nudge(1).id, nudge(3).id]
        assert store.set_aside == ["nudges.demo.json"]
        await store.close()
