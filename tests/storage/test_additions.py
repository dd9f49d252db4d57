"""What a change adds to a record comes after the whole, and is there once, whatever happens."""

import asyncio
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zlib import crc32

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.answers import Answer, Words
from audits.involvement import AgencyReturn, Event
from storage import additions, codec, frames
from storage.answers_added import added, grown
from storage.codec import ReturnRecord, UnreadableError
from storage.frames import Page
from storage.snapshot import Snapshot
from storage.tiny import TinyStore
from storage.whole_file import MOST_ADDED
from tests.storage.disks import NoSync, files_in
from tests.storage.made import answered, ret
from tests.storage.under_seal import copied, keys_of

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
NAMES = st.sampled_from(["father", "unborn", "evidence", "impact", "risk"])
Step = tuple[list[tuple[str, str]], str]
"""What was said in which boxes, and what else happened."""
STEPS = st.lists(
    st.tuples(
        st.lists(st.tuples(NAMES, st.text(max_size=8)), max_size=4),
        st.sampled_from(["save", "take out", "other order", "new copies", "journal anew"]),
    ),
    max_size=12,
)


def answer(text: str, number: int) -> Answer:
    """An answer that somebody gave at this version."""
    return Answer(now=Words(value=text, by="amina", at=AT + timedelta(number), version=number))


def after(record: ReturnRecord, step: Step, number: int) -> ReturnRecord:
    """The record after a save, or after something that no save does."""
    said, how = step
    answers = dict(record["ret"].answers)
    answers |= {name: answer(text, number) for name, text in said}
    match how:
        case "take out" if answers:
            answers.pop(next(iter(answers)))
        case "other order":
            answers = dict(reversed(answers.items()))
        case "new copies":
            answers = {name: replace(one) for name, one in answers.items()}
    event = Event(at=AT, by="amina", what="answers.saved", version=number, boxes=tuple(answers))
    journal = (event,) if how == "journal anew" else (*record["journal"], event)
    changed = replace(record["ret"], version=number, answers=answers)
    return ReturnRecord(format=1, ret=changed, journal=journal)


@given(steps=STEPS)
def test_record_is_the_one_before_and_what_was_added(steps: list[Step]) -> None:
    """To the byte, whatever changed since; what no addition can say is written whole."""
    record = ReturnRecord(format=1, ret=ret(), journal=())
    for number, step in enumerate(steps, start=1):
        before, record = record, after(record, step, number)
        more = added(before, record)
        if more is None:
            assert step[1] in {"take out", "other order", "journal anew"}
            continue
        assert codec.encode(grown(before, more)) == codec.encode(record)
        assert grown(record, more) is record


def test_only_what_changed_is_added() -> None:
    """The answers that stand are not written again, nor is the journal."""
    whole = after(
        ReturnRecord(format=1, ret=ret(), journal=()),
        ([("father", "Seen"), ("unborn", "Named")], "save"),
        1,
    )
    more = added(whole, after(whole, ([("father", "Seen twice")], "save"), 2))
    assert more is not None
    assert set(more["ret"].answers) == {"father"}
    assert len(more["journal"]) == 1


def test_what_is_no_later_version_is_written_whole() -> None:
    """As an addition, whoever reads it would pass over it, and a change would be lost."""
    record = after(ReturnRecord(format=1, ret=ret(), journal=()), ([("father", "Seen")], "save"), 1)
    same = after(record, ([("father", "Seen twice")], "save"), 1)
    assert added(record, same) is None


@given(
    whole=st.binary(min_size=1, max_size=40).filter(lambda one: one[:1] != additions.MARK),
    many=st.lists(st.binary(min_size=1, max_size=40), unique=True, max_size=6),
    again=st.integers(0, 6),
)
def test_what_is_joined_comes_apart_and_is_there_once(
    whole: bytes, many: list[bytes], again: int
) -> None:
    """Putting the same additions there again changes nothing, and no part passes for all."""
    kept = additions.joined(whole, many)
    assert additions.parts(kept) == [whole, *many]
    assert additions.joined(kept, many[:again]) == kept
    for end in range(1, len(kept)):
        with pytest.raises(UnreadableError):
            additions.parts(kept[:end])


def test_addition_to_what_is_gone_says_nothing() -> None:
    """What was removed stays removed."""
    known: dict[str, additions.Stands] = {}
    for page in (Page("returns/a.json", b"1"), Page("returns/a.json", None)):
        additions.take(known, page)
    additions.take(known, Page("returns/a.json", b"2", adds=True))
    assert known == {"returns/a.json": None}


async def saved(store: TinyStore, stood: AgencyReturn, times: int) -> AgencyReturn:
    """Answer the return so many times, and return it as it then stands."""
    for number in range(times):
        change = answered(stood, text=f"Words {stood.version}.{number}")
        assert await store.keep(change)
        stood = change.after
    return stood


async def begun(folder: Path) -> tuple[TinyStore, AgencyReturn]:
    """Return a store with a return that was answered, all of it in its file."""
    store = await TinyStore.open(folder, disk=NoSync())
    await store.add(ret())
    stood = await saved(store, ret(), 1)
    await store.catch_up()
    return store, stood


async def stands_in(folder: Path) -> AgencyReturn | None:
    """Return the return as a store opened in this folder has it; nothing was set aside."""
    store = await TinyStore.open(folder, disk=NoSync())
    found = await store.agency_return("demo.C.phn")
    assert not store.set_aside
    await store.close()
    return found


def parts_in(folder: Path) -> int:
    """Return of how many parts the return's file is."""
    (file,) = files_in(folder / "returns")
    return len(additions.parts(file.read_bytes()))


async def test_crash_before_the_book_was_thrown_away_adds_nothing_twice(tmp_path: Path) -> None:
    """The files had all of it by then: the book is put into them once more, and nothing grows."""
    store, stood = await begun(tmp_path / "store")
    stood = await saved(store, stood, 3)
    left = copied(tmp_path / "store", tmp_path / "left")
    await store.close()
    assert parts_in(left) == 2
    (filed,) = files_in(tmp_path / "store" / "returns")
    shutil.copy(filed, left / "returns")
    assert parts_in(left) == 5
    assert await stands_in(left) == stood
    assert parts_in(left) == 5


async def test_older_book_beside_a_newer_file_takes_nothing_back(tmp_path: Path) -> None:
    """Also where the file was written whole since."""
    store, stood = await begun(tmp_path / "store")
    stood = await saved(store, stood, 3)
    (book,) = files_in(tmp_path / "store" / "daybook")
    older = book.read_bytes()
    stood = await saved(store, stood, MOST_ADDED)
    await store.close()
    assert parts_in(tmp_path / "store") < MOST_ADDED
    (tmp_path / "store" / "daybook" / book.name).write_bytes(older)
    assert await stands_in(tmp_path / "store") == stood


async def test_lost_frame_costs_what_it_added_and_no_more(tmp_path: Path) -> None:
    """What came after it is there, the newest words among it."""
    store, stood = await begun(tmp_path / "store")
    stood = await saved(store, stood, 3)
    left = copied(tmp_path / "store", tmp_path / "left")
    await store.close()
    (book,) = files_in(left / "daybook")
    kept = bytearray(book.read_bytes())
    second = kept.index(frames.MARK, 1)
    kept[second + 40] ^= 1
    book.write_bytes(kept)
    store = await TinyStore.open(left, disk=NoSync())
    assert await store.agency_return("demo.C.phn") == stood
    assert len(await store.journal("demo.C.phn")) == 3
    assert store.set_aside == [f"daybook.{book.name}"]
    await store.close()


async def test_file_does_not_grow_for_ever(tmp_path: Path) -> None:
    """From time to time the record is written whole, and what was added goes."""
    store, stood = await begun(tmp_path / "store")
    most = 0
    for _ in range(3 * MOST_ADDED):
        stood = await saved(store, stood, 1)
        await store.catch_up()
        most = max(most, parts_in(tmp_path / "store"))
    await store.close()
    assert 4 < most <= MOST_ADDED + 1
    assert await stands_in(tmp_path / "store") == stood


async def test_save_writes_little_of_a_long_return(tmp_path: Path) -> None:
    """A hundred answers stand; one more costs the book about what it says."""
    store = await TinyStore.open(tmp_path / "store", disk=NoSync())
    await store.add(ret())
    many = replace(ret(), version=1, answers={f"a{n}": answer("x" * 300, 1) for n in range(100)})
    assert await store.keep(replace(answered(ret()), after=many))
    stood = await saved(store, many, 1)
    (book,) = files_in(tmp_path / "store" / "daybook")
    before = book.stat().st_size
    stood = await saved(store, stood, 1)
    assert book.stat().st_size - before < before / 30
    await store.close()
    assert await stands_in(tmp_path / "store") == stood


async def test_under_a_new_key_the_record_is_written_whole(tmp_path: Path) -> None:
    """So that the older key can be destroyed, with all that it sealed."""
    store, stood = await begun(tmp_path / "store")
    stood = await saved(store, stood, 3)
    await store.ring.rotate("audit/demo")
    stood = await saved(store, stood, 1)
    await store.catch_up()
    assert parts_in(tmp_path / "store") == 1
    stood = await saved(store, stood, 2)
    await store.ring.rotate("audit/demo")
    assert await store.seal_all()
    await store.ring.destroy_older("audit/demo")
    await store.close()
    assert await stands_in(tmp_path / "store") == stood


async def test_addition_opens_in_its_own_file_only(tmp_path: Path) -> None:
    """Who can write in the folder gives no answer to another return, and makes no whole of it."""
    store, stood = await begun(tmp_path / "store")
    await store.add(replace(ret("demo.D.phn"), family="D"))
    await saved(store, stood, 2)
    await store.close()
    mine, other = files_in(tmp_path / "store" / "returns")
    taken_from = additions.parts(mine.read_bytes())[-1]
    for stolen in (additions.joined(other.read_bytes(), [taken_from]), taken_from):
        other.write_bytes(stolen)
        store = await TinyStore.open(tmp_path / "store", disk=NoSync())
        assert store.set_aside
        assert await store.agency_return("demo.D.phn") is None
        await store.close()


async def test_copy_taken_meanwhile_has_what_was_added(tmp_path: Path) -> None:
    """It needs no key to put additions after what they belong to."""
    store, stood = await begun(tmp_path / "store")
    stood = await saved(store, stood, 3)
    copy = tmp_path / "copy"
    await asyncio.to_thread(Snapshot(tmp_path / "store", copy).take)
    await store.close()
    assert parts_in(copy) == 5
    shutil.copytree(keys_of(tmp_path / "store"), keys_of(copy))
    assert await stands_in(copy) == stood


def test_book_of_an_earlier_version_is_read() -> None:
    """Its pages did not say whether they add anything: none did."""
    body = msgspec.msgpack.encode([["returns/a.json", b"{}"], ["returns/b.json", None]])
    head = frames.HEAD.pack(frames.MARK, len(body), crc32(body))
    read = frames.read(head + body)
    assert read.pages == [Page("returns/a.json", b"{}"), Page("returns/b.json", None)]
    assert not read.damaged
