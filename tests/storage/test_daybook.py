"""The day book: nothing that stands in it is lost, whatever happens on the way to the files."""

import asyncio
import logging
import random
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from audits.involvement import AgencyReturn
from storage import daybook, frames
from storage.contract import Batch
from storage.frames import Page
from storage.tiny import TinyStore
from tests.storage.disks import FaultyDisk, NoSync, files_in
from tests.storage.made import AMINA, answered, ret
from tests.storage.under_seal import copied, plain_in, sealed_as

FILING = ["create", "write", "sync", "rename", "renamed", "sync_folder"]
"""Calls by which the files are brought up to date."""


class TellingDisk(NoSync):
    """A disk that tells when a file has been put in its place."""

    def __init__(self) -> None:
        self.filed = threading.Event()

    def rename(self, old: Path, new: Path) -> None:
        """Rename, and tell."""
        super().rename(old, new)
        self.filed.set()


async def grown(store: TinyStore, times: int) -> AgencyReturn:
    """Add a return and answer it so many times; return it as it then stands."""
    await store.add(ret())
    stood = ret()
    for number in range(times):
        change = answered(stood, text=f"Words {number}")
        assert await store.keep(change)
        stood = change.after
    return stood


async def crashed(folder: Path, times: int) -> tuple[Path, AgencyReturn]:
    """Return a folder as a crash leaves it after so many answers, and the return as it stood."""
    store = await TinyStore.open(folder / "before", disk=NoSync())
    stood = await grown(store, times)
    left = copied(folder / "before", folder / "left")
    await store.close()
    return left, stood


async def found_in(folder: Path) -> AgencyReturn | None:
    """Return the return as a store opened in this folder has it."""
    store = await TinyStore.open(folder, disk=NoSync())
    found = await store.agency_return("demo.C.phn")
    assert list(await store.returns_in("demo"))[:1] or found is None
    await store.close()
    return found


async def test_what_a_crash_left_in_the_book_is_there_at_the_next_start(tmp_path: Path) -> None:
    """It is put into its file, and the book is gone."""
    left, stood = await crashed(tmp_path, 5)
    assert not files_in(left / "returns")
    assert await found_in(left) == stood
    assert not files_in(left / "daybook")
    assert len(files_in(left / "returns")) == 1
    assert await found_in(left) == stood


async def test_who_only_looks_sees_what_is_in_the_book(tmp_path: Path) -> None:
    """Another process that reads the folder meanwhile sees what is kept, and changes nothing."""
    left, stood = await crashed(tmp_path, 3)
    before = [(file, file.read_bytes()) for file in left.rglob("*") if file.is_file()]
    store = await TinyStore.look(left)
    assert await store.agency_return("demo.C.phn") == stood
    assert [one.version for one in await store.returns_in("demo")] == [3]
    await store.close()
    assert [(file, file.read_bytes()) for file in left.rglob("*") if file.is_file()] == before


async def test_book_cut_at_any_byte_keeps_every_whole_frame(tmp_path: Path) -> None:
    """What was acknowledged before the cut is there to the letter, and nothing is invented."""
    left, stood = await crashed(tmp_path, 4)
    (book,) = files_in(left / "daybook")
    whole = book.read_bytes()
    ends = [at for at in range(len(whole) + 1) if whole.startswith(frames.MARK, at)]
    ends = [*ends[1:], len(whole)]
    for cut in range(len(whole) + 1):
        book.write_bytes(whole[:cut])
        kept = sum(end <= cut for end in ends)
        read = frames.read(book.read_bytes())
        assert len([page for page in read.pages if page.name.endswith(".json")]) == kept
        assert not read.damaged
    assert kept == stood.version + 1
    book.write_bytes(whole[: ends[2] + 9])
    found = await found_in(left)
    assert found is not None
    assert found.version == 2
    assert not (left / "set-aside").exists()


async def test_damaged_byte_costs_one_frame_and_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Whichever byte goes bad, all other frames count, and the book is kept for who can mend it."""
    left, _ = await crashed(tmp_path, 3)
    (book,) = files_in(left / "daybook")
    whole = book.read_bytes()
    last = whole.rfind(frames.MARK)
    for at in random.Random(5).sample(range(last), 200):  # noqa: S311 - the same bytes each time
        bad = bytearray(whole)
        bad[at] ^= 1 << (at % 8)
        read = frames.read(bytes(bad))
        assert len([page for page in read.pages if page.name.endswith(".json")]) == 3
        assert read.damaged
    book.write_bytes(whole[:30] + b"\0" + whole[31:])
    with caplog.at_level(logging.WARNING):
        found = await found_in(left)
    assert found is not None
    assert found.version == 3
    assert [file.name for file in files_in(left / "set-aside")] == ["daybook.00000001.book"]
    assert [one.getMessage() for one in caplog.records] == ["store.set_aside"]


@pytest.mark.parametrize("call", FILING)
async def test_files_that_cannot_be_written_lose_nothing(tmp_path: Path, call: str) -> None:
    """The book stands until its files do: now, after a crash, and once the disk is well again."""
    disk = FaultyDisk()
    store = await TinyStore.open(tmp_path / "store", disk=disk, remembered=1)
    stood = await grown(store, 3)
    await store.keep_person(AMINA)
    disk.broken = {call}
    with pytest.raises(OSError, match="failed"):
        await store.catch_up()
    copied(tmp_path / "store", tmp_path / "left")
    assert await found_in(tmp_path / "left") == stood
    disk.broken = set()
    await store.add(ret("demo.D.phn"))
    assert await store.agency_return("demo.C.phn") == stood
    change = answered(stood, text="And on")
    assert await store.keep(change)
    await store.catch_up()
    assert not files_in(tmp_path / "store" / "daybook")
    await store.close()
    assert await found_in(tmp_path / "store") == change.after


async def test_start_that_cannot_write_the_files_loses_nothing(tmp_path: Path) -> None:
    """The start fails, and can be tried again once the disk is well."""
    left, stood = await crashed(tmp_path, 3)
    for call in FILING:
        with pytest.raises(OSError, match="failed"):
            await TinyStore.open(left, disk=FaultyDisk(call))
    assert await found_in(left) == stood


async def test_saves_go_on_while_the_files_are_brought_up_to_date(tmp_path: Path) -> None:
    """Whoever saves meanwhile is neither held up nor lost, and their words do not go backwards."""
    store = await TinyStore.open(tmp_path / "store", disk=NoSync(), remembered=1)
    ids = [f"demo.F{number}.phn" for number in range(30)]
    for one in ids:
        await store.add(ret(one))
    stood = {one: ret(one) for one in ids}

    async def answering(one: str) -> None:
        for _ in range(20):
            change = answered(stood[one])
            assert await store.keep(change)
            stood[one] = change.after

    async def catching_up() -> None:
        for _ in range(20):
            await store.catch_up()

    await asyncio.gather(catching_up(), *map(answering, ids))
    copied(tmp_path / "store", tmp_path / "left")
    await store.close()
    for folder in ("store", "left"):
        again = await TinyStore.open(tmp_path / folder, disk=NoSync())
        assert [await again.agency_return(one) for one in ids] == list(stood.values())
        await again.close()


async def test_full_book_is_put_into_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Past a size the files are brought up to date by themselves, and the book thrown away."""
    monkeypatch.setattr(daybook, "FULL", 4_000)
    store = await TinyStore.open(tmp_path, disk=NoSync())
    stood = await grown(store, 1)
    for _ in range(3_000):
        if files_in(tmp_path / "returns"):
            break
        change = answered(stood)
        assert await store.keep(change)
        stood = replace(change.after, answers={})
    assert files_in(tmp_path / "returns")
    await store.close()


async def test_book_is_put_into_the_files_after_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when little happens, the files are soon as they should be."""
    monkeypatch.setattr(daybook, "AFTER", 0.0)
    disk = TellingDisk()
    store = await TinyStore.open(tmp_path, disk=disk)
    await store.keep_person(AMINA)
    assert await asyncio.to_thread(disk.filed.wait, 20)
    assert files_in(tmp_path / "people")
    await store.close()


async def test_later_words_win_over_earlier_ones(tmp_path: Path) -> None:
    """A file is what was kept last, in whichever of several books it stands."""
    room = tmp_path / "daybook"
    store = await TinyStore.open(tmp_path, disk=NoSync())
    await store.keep_person(AMINA)
    await store.close()
    (file,) = files_in(tmp_path / "people")
    first, name = file.read_bytes(), f"people/{file.name}"
    words = (await plain_in(file)).replace(b"Amina Yusuf", b"Amina Jones")
    second = await sealed_as(file, words)
    (room / "00000009.book").write_bytes(frames.frame([Page(name, first)]))
    (room / "00000010.book").write_bytes(frames.frame([Page(name, second)]))
    store = await TinyStore.open(tmp_path, disk=NoSync())
    assert (await store.people([AMINA.id]))[AMINA.id] == replace(AMINA, name="Amina Jones")
    await store.close()


OUTSIDE: list[Callable[[Path], str]] = [
    lambda folder: f"{folder}/victim.json",
    lambda _: "../victim.json",
    lambda _: "people/../../victim.json",
    lambda _: "lock",
]


@pytest.mark.parametrize("name", OUTSIDE)
async def test_book_writes_nowhere_but_in_its_rooms(
    tmp_path: Path, name: Callable[[Path], str]
) -> None:
    """A book that somebody tampered with leads no writing outside the folder's rooms."""
    store = tmp_path / "store"
    (store / "daybook").mkdir(parents=True)
    page = Page(name(tmp_path), b"{}")
    (store / "daybook" / "00000001.book").write_bytes(frames.frame([page]))
    await (await TinyStore.open(store, disk=NoSync())).close()
    assert not (tmp_path / "victim.json").exists()
    assert (store / "lock").read_bytes() != b"{}"


@pytest.mark.parametrize("call", FILING)
async def test_many_files_written_side_by_side_fail_as_one(tmp_path: Path, call: str) -> None:
    """After a large roster too: what is not in its file yet is in the book, and comes back."""
    if call == "renamed":
        call = "rename"
    disk = FaultyDisk()
    store = await TinyStore.open(tmp_path, disk=disk)
    people = tuple(replace(AMINA, id=f"p{n}") for n in range(daybook.MANY + 20))
    assert await store.keep_batch(Batch(people=people))
    disk.broken.add(call)
    await store.close()
    assert files_in(tmp_path / "daybook")
    again = await TinyStore.open(tmp_path)
    assert set(await again.people([one.id for one in people])) == {one.id for one in people}
    await again.close()
    assert len(files_in(tmp_path / "people")) == len(people)
    assert not files_in(tmp_path / "daybook")
