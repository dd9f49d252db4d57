"""What a start takes in: all of each file, and what the audit team has of it."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from audits.involvement import Change, Stage
from storage.disk import Disk
from storage.tiny import TinyStore
from tests.storage.made import answered, audit, ret


@pytest.mark.parametrize("size", [0, 1, 4096, 3_000_000])
def test_disk_reads_all_of_a_file(tmp_path: Path, size: int) -> None:
    """Of any size, nothing included."""
    file = tmp_path / "file"
    file.write_bytes(os.urandom(size))
    assert Disk().read(file) == file.read_bytes()


async def test_start_takes_in_what_was_sent(tmp_path: Path) -> None:
    """What the audit team has is the same after a start, and so are the return and its journal."""
    store = await TinyStore.open(tmp_path)
    await store.keep_audit(audit())
    await store.add(ret())
    change = answered(ret())
    await store.keep(change)
    sent = replace(change.after, stage=Stage.SENT, version=change.after.version + 1)
    await store.keep(Change(before=change.after, after=sent))
    before = await store.collected(sent.audit_id)
    await store.close()
    again = await TinyStore.open(tmp_path)
    assert before is not None
    assert before.readings
    assert await again.collected(sent.audit_id) == before
    assert await again.agency_return(sent.id) == sent
    assert await again.journal(sent.id) == change.events
    await again.close()
