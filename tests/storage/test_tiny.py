"""What the folder of a TinyStore is like: private, owned by one process, and able to heal."""

import json
import logging
import os
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tinydb import TinyDB

from audits.panel import Panel
from storage.codec import LaterFormatError
from storage.folder import FolderInUseError
from storage.names import file_name
from storage.tiny import TinyStore
from tests.storage.disks import files_in
from tests.storage.made import AMINA, GARETH, answered, audit, ret, summarised
from tests.storage.under_seal import plain_in, sealed_as

HOLDER = """
import asyncio, pathlib, sys
from storage.tiny import TinyStore
asyncio.run(TinyStore.open(pathlib.Path(sys.argv[1])))
print("open", flush=True)
sys.stdin.read()
"""
"""A process that holds the folder until its standard input ends."""


async def two_returns(folder: Path) -> None:
    """Make a store with two returns, one of which has an answer."""
    store = await TinyStore.open(folder)
    await store.add(ret())
    await store.keep(answered(ret()))
    await store.add(ret("demo.D.phn"))
    await store.close()


def modes_under(folder: Path) -> dict[str, int]:
    """Return who may do what with each file and folder."""
    return {
        str(path.relative_to(folder.parent)): stat.S_IMODE(path.stat().st_mode)
        for path in (folder, *folder.rglob("*"))
    }


@pytest.mark.parametrize("umask", [0o000, 0o077, 0o777])
async def test_folders_and_files_are_private(tmp_path: Path, umask: int) -> None:
    """Only the user whom the bot runs as can look inside, whatever the umask is."""
    folder = tmp_path / "store"
    before = os.umask(umask)
    try:
        store = await TinyStore.open(folder)
        await store.add(ret())
        await store.keep(answered(ret()))
        await store.keep_person(AMINA)
        await store.keep_audit(audit())
        await store.keep_panel(summarised(Panel(audit_id="demo", family="C")))
        await store.close()
    finally:
        os.umask(before)
    modes = modes_under(folder)
    assert len(modes) == 18
    assert {mode for name, mode in modes.items() if "." in name or name.endswith("lock")} == {0o600}
    assert {m for name, m in modes.items() if "." not in name and "lock" not in name} == {0o700}


async def test_open_folder_becomes_private(tmp_path: Path) -> None:
    """A folder that somebody made beforehand, open to all, is closed to others."""
    folder = tmp_path / "store"
    folder.mkdir(mode=0o755)
    store = await TinyStore.open(folder)
    assert modes_under(folder)["store"] == 0o700
    await store.close()


async def test_second_process_is_refused(tmp_path: Path) -> None:
    """Who comes second is told who is first and what to do; when that one dies, all is free."""
    with subprocess.Popen(  # noqa: ASYNC220, S603 - our own words, waited for on the next line
        [sys.executable, "-c", HOLDER, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"open\n"
        with pytest.raises(FolderInUseError) as raised:
            await TinyStore.open(tmp_path)
        assert f"in use by process {holder.pid} on " in str(raised.value)
        assert "stop that one first" in str(raised.value)
        holder.kill()
    await (await TinyStore.open(tmp_path)).close()


async def test_same_process_is_refused_a_second_time(tmp_path: Path) -> None:
    """Two stores in one folder are two writers, also within one process; the first goes on."""
    store = await TinyStore.open(tmp_path)
    with pytest.raises(FolderInUseError):
        await TinyStore.open(tmp_path)
    assert await store.add(ret())
    await store.close()
    await (await TinyStore.open(tmp_path)).close()


async def test_start_that_fails_lets_the_folder_go(tmp_path: Path) -> None:
    """A start that failed can be tried again in the same process."""
    (tmp_path / "people").write_text("a file where a folder should be")
    with pytest.raises(OSError, match="people"):
        await TinyStore.open(tmp_path)
    (tmp_path / "people").unlink()
    await (await TinyStore.open(tmp_path)).close()


async def test_unchanged_return_is_not_written(tmp_path: Path) -> None:
    """A repeated click and a refused change write not one byte."""
    store = await TinyStore.open(tmp_path)
    await store.add(ret())
    change = answered(ret())
    await store.keep(change)
    (book,) = files_in(tmp_path / "daybook")
    stood = book.stat()
    assert await store.keep(replace(change, before=change.after, events=()))
    assert not await store.keep(change)
    assert not await store.add(ret())
    assert book.stat() == stood
    await store.close()


async def test_leftover_at_every_byte_is_removed(tmp_path: Path) -> None:
    """However much a crash left of a file that was being written, the old one stands."""
    await two_returns(tmp_path)
    (file, _) = files_in(tmp_path / "returns")
    whole = file.read_bytes()
    beside = file.with_name(file.name + ".new")
    for end in range(len(whole) + 1):
        beside.write_bytes(whole[:end])
        store = await TinyStore.open(tmp_path)
        assert await store.agency_return("demo.C.phn") == answered(ret()).after
        assert not beside.exists()
        assert not store.set_aside
        await store.close()


async def test_file_torn_at_any_byte_is_set_aside(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A part of a file is never taken for the whole; it is kept for whoever can mend it."""
    await two_returns(tmp_path)
    (file, _) = files_in(tmp_path / "returns")
    whole = file.read_bytes()
    caplog.set_level(logging.CRITICAL)
    for end in range(len(whole)):
        file.write_bytes(whole[:end])
        store = await TinyStore.open(tmp_path)
        assert [one.id for one in await store.returns_in("demo")] == ["demo.D.phn"]
        assert len(store.set_aside) == end + 1
        assert not store.locked
        await store.close()
    assert sorted(len(one.read_bytes()) for one in files_in(tmp_path / "set-aside")) == list(
        range(len(whole))
    )


DAMAGED = {
    "empty": b"",
    "zeros": b"\0" * 500,
    "not text": bytes(range(256)),
    "other json": b'{"hello": "world"}',
    "a list": b"[1, 2, 3]",
    "no record": b'{"returns": {}}',
    "number for text": b'{"returns":{"1":{"format":1,"ret":{"id":7},"journal":[]}}}',
    "no format": b'{"returns":{"1":{"ret":{},"journal":[]}}}',
    "format of words": b'{"returns":{"1":{"format":"one","ret":{},"journal":[]}}}',
    "format of old": b'{"returns":{"1":{"format":0,"ret":{},"journal":[]}}}',
    "deep": b'{"returns":' * 100_000,
    "deep lists": b'{"returns":{"1":{"format":' + b"[" * 100_000,
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
async def test_damaged_file_is_set_aside_by_name(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """The log names the file and tells nothing of what is in it; all the rest goes on."""
    await two_returns(tmp_path)
    (file, _) = files_in(tmp_path / "returns")
    sealed = await sealed_as(file, content)
    file.write_bytes(sealed)
    store = await TinyStore.open(tmp_path)
    assert store.set_aside == [f"returns.{file.name}"]
    assert [one.id for one in await store.returns_in("demo")] == ["demo.D.phn"]
    assert await store.agency_return("demo.C.phn") is None
    assert (tmp_path / "set-aside" / f"returns.{file.name}").read_bytes() == sealed
    assert [record.getMessage() for record in caplog.records] == ["store.set_aside"]
    await store.close()


async def test_poisoned_answer_is_found_at_start(tmp_path: Path) -> None:
    """A file that is whole but holds one wrong answer is set aside at start, not at first use."""
    await two_returns(tmp_path)
    (file, _) = files_in(tmp_path / "returns")
    poisoned = (await plain_in(file)).replace(b'"now":{', b'"now":{"version":"x",')
    file.write_bytes(await sealed_as(file, poisoned))
    store = await TinyStore.open(tmp_path)
    assert len(store.set_aside) == 1
    await store.close()


async def test_file_under_another_name_is_set_aside(tmp_path: Path) -> None:
    """A copy of a return does not stand in for it."""
    await two_returns(tmp_path)
    (file, _) = files_in(tmp_path / "returns")
    file.with_name("copy.json").write_bytes(file.read_bytes())
    store = await TinyStore.open(tmp_path)
    assert store.set_aside == ["returns.copy.json"]
    assert len(await store.returns_in("demo")) == 2
    await store.close()


async def test_damaged_person_and_audit_are_set_aside(tmp_path: Path) -> None:
    """As with returns, and what waits is told again at each start until somebody sees to it."""
    store = await TinyStore.open(tmp_path)
    await store.keep_person(AMINA)
    await store.keep_person(GARETH)
    await store.keep_audit(audit())
    await store.close()
    (tmp_path / "people" / "p.amina.json").write_bytes(b"{")
    (tmp_path / "audits" / "demo.json").write_bytes(b"{")
    for _ in range(2):
        store = await TinyStore.open(tmp_path)
        assert store.set_aside == ["audits.demo.json", "people.p.amina.json"]
        assert await store.person("t1", "o-amina") is None
        assert await store.person("t1", "o-gareth") == GARETH
        assert await store.audit("demo") is None
        await store.close()


async def test_file_of_a_later_version_stops_the_start(tmp_path: Path) -> None:
    """Going back to an older version of the software moves no file, and says what to do."""
    await two_returns(tmp_path)
    (file, _) = files_in(tmp_path / "returns")
    later = (await plain_in(file)).replace(b'"format":1', b'"format":2')
    file.write_bytes(await sealed_as(file, later))
    with pytest.raises(LaterFormatError, match="Start that version again"):
        await TinyStore.open(tmp_path)
    assert len(files_in(tmp_path / "returns")) == 2
    assert not (tmp_path / "set-aside").exists()


async def test_plain_tinydb_can_read_a_file(tmp_path: Path) -> None:
    """Beneath the seal the files are still TinyDB's, one document each."""
    await two_returns(tmp_path)
    (kept, _) = files_in(tmp_path / "returns")
    file = tmp_path / "opened.json"
    file.write_bytes(await plain_in(kept))
    with TinyDB(file, access_mode="r") as db:
        (document,) = db.table("returns").all()
    assert document["ret"]["answers"]["t1_q1"]["now"]["value"] == "She was heard."
    assert list(json.loads(file.read_bytes())) == ["returns"]


async def test_memory_holds_only_what_was_used_lately(tmp_path: Path) -> None:
    """Returns beyond the number to be remembered are read from the disk again."""
    store = await TinyStore.open(tmp_path, remembered=2)
    for family in "CDE":
        await store.add(ret(f"demo.{family}.phn"))
    await store.catch_up()
    for file in files_in(tmp_path / "returns"):
        file.unlink()
    assert await store.agency_return("demo.C.phn") is None
    assert await store.agency_return("demo.D.phn") == ret("demo.D.phn")
    assert await store.agency_return("demo.E.phn") == ret("demo.E.phn")
    await store.close()


async def test_link_beside_is_not_followed(tmp_path: Path) -> None:
    """A link where a file will be written leads no writing elsewhere."""
    store = await TinyStore.open(tmp_path / "store")
    victim = tmp_path / "victim"
    victim.write_text("untouched")
    (tmp_path / "store" / "returns" / "demo._43.phn.json.new").symlink_to(victim)
    assert await store.add(ret())
    with pytest.raises(OSError, match="symbolic link"):
        await store.catch_up()
    assert victim.read_text() == "untouched"
    await store.catch_up()
    assert victim.read_text() == "untouched"
    await store.close()


def test_file_names_are_plain() -> None:
    """A name keeps what can be read, and nothing that means something to a file system."""
    assert file_name("demo.c.phn") == "demo.c.phn.json"
    assert file_name("demo.C.phn") == "demo._43.phn.json"
    assert file_name("../../a") == "_2e._2f.._2fa.json"
    assert len(file_name("Ŵ" * 1_000)) < 200
