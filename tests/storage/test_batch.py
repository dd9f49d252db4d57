"""Whole or not at all: many people, a draft, an audit and its returns, kept together."""

import asyncio
import errno
from dataclasses import replace
from pathlib import Path

import pytest

from audits.drafts import Draft, begun
from audits.identity import Identity, Particulars, key_of, viewed, written
from audits.journal import Happening
from audits.people import Person
from storage.contract import Batch, Store
from storage.disk import Disk
from storage.tiny import TinyStore
from tests.storage.conftest import Place, now_and_later
from tests.storage.disks import FaultyDisk
from tests.storage.made import AT, answered, audit, ret

PEOPLE = tuple(
    Person(id=f"p{n}", tenant="t", object_id="", name=f"Person {n}", email=f"P{n}@x.example")
    for n in range(12)
)
LINE = Happening(at=AT, by="bm", what="audit.opened", version=1)


def draft() -> Draft:
    """A draft that nobody has kept yet."""
    return begun("2026-1", by="bm", at=AT)


def sheet(family: str = "C") -> Identity:
    """An identity sheet that nobody has kept yet."""
    people = (Particulars(role="Mother", names="Ŵyn Made-Up", born="1/2/1990"),)
    new = Identity(id=key_of("2026-1", family), audit_id="2026-1", family=family, people=people)
    found = written(None, new, by="bm", at=AT)
    assert found is not None
    return found


def everything() -> Batch:
    """One of each kind, and a dozen people."""
    return Batch(people=PEOPLE, drafts=(draft(),), audits=(audit(),), lines=(LINE,),
                 returns=(ret(), ret("demo.D.phn")), identities=(sheet(),))  # fmt: skip


async def kept(store: Store) -> tuple[int, int, int, int, int]:
    """How much of `everything` is there: people, drafts, audits, returns, sheets."""
    people = await store.people([one.id for one in PEOPLE])
    returns = await store.standings([ret().id, "demo.D.phn"])
    sheets = [await store.identity(one) for one in await store.identity_ids("2026-1")]
    return (len(people), len(await store.drafts()), len(await store.audits()), len(returns),
            len([one for one in sheets if one]))  # fmt: skip


ALL, NONE = (12, 1, 1, 2, 1), (0, 0, 0, 0, 0)
FILING = 30
"""Calls to the disk that follow when the store brings its files up to date."""


async def test_batch_is_kept_whole(place: Place) -> None:
    """All of it is there at once, and after opening again."""
    store = await place.open()
    assert await store.keep_batch(everything())
    async for again in now_and_later(place, store):
        assert await kept(again) == ALL
        assert await again.draft("2026-1") == replace(draft(), version=1)
        assert list(await again.audit_journal(audit().id)) == [LINE]
        found = await again.identity(sheet().id)
        assert found == replace(sheet(), version=1)


@pytest.mark.parametrize("part", ["draft", "audit", "return", "change", "sheet"])
async def test_batch_with_one_part_that_does_not_stand_is_refused_whole(
    store: Store, part: str
) -> None:
    """Where one of its parts is not as it expects, nothing of a batch is kept."""
    odd = {
        "draft": replace(everything(), drafts=(replace(draft(), version=3),)),
        "audit": replace(everything(), audits=(replace(audit(), version=3),)),
        "return": everything(),
        "change": replace(everything(), changes=(answered(ret("demo.E.phn")),)),
        "sheet": replace(everything(), identities=(replace(sheet(), version=3),)),
    }[part]
    if part == "return":
        await store.add(ret())
    assert not await store.keep_batch(odd)
    assert await kept(store) == ((0, 0, 0, 1, 0) if part == "return" else NONE)


async def test_empty_batch_is_kept(store: Store) -> None:
    """A batch of nothing succeeds."""
    assert await store.keep_batch(Batch())


async def test_two_batches_one_wins(store: Store) -> None:
    """Of two made from the same draft one is kept whole, and nothing of the other."""
    one = Batch(drafts=(replace(draft(), title="One"),), people=PEOPLE[:6])
    other = Batch(drafts=(replace(draft(), title="Other"),), people=PEOPLE[6:])
    done = await asyncio.gather(store.keep_batch(one), store.keep_batch(other))
    assert sorted(done) == [False, True]
    people = await store.people([p.id for p in PEOPLE])
    assert set(people) == {p.id for p in (one if done[0] else other).people}


async def test_keeping_an_audit_later_leaves_its_journal(store: Store) -> None:
    """Who keeps the audit alone does not wipe its journal."""
    await store.keep_batch(everything())
    found = await store.audit(audit().id)
    assert found is not None
    assert await store.keep_audit(replace(found, title="Another title"))
    assert list(await store.audit_journal(audit().id)) == [LINE]


async def test_person_is_found_by_e_mail_in_any_case(store: Store) -> None:
    """A roster knows people by their work e-mail, however its letters are."""
    await store.keep_person(PEOPLE[3])
    await store.keep_person(replace(PEOPLE[3], email="new@x.example"))
    assert await store.people_by_email(["p3@X.example", ""]) == {}
    found = await store.people_by_email(["NEW@x.example"])
    assert found == {"new@x.example": replace(PEOPLE[3], email="new@x.example")}


async def test_document_is_kept(place: Place) -> None:
    """The bytes of a document come back as they were; what is missing is None."""
    store = await place.open()
    await store.keep_paper("2026-1.terms", b"\0PDF" * 1000)
    async for again in now_and_later(place, store):
        assert await again.paper("2026-1.terms") == b"\0PDF" * 1000
        assert await again.paper("2026-1.other") is None


async def test_destroyed_sheets_are_empty_and_their_journal_stays(place: Place) -> None:
    """Names are gone for good; who looked at them is still known. Again is harmless."""
    store = await place.open()
    await store.keep_batch(everything())
    found = await store.identity(sheet().id)
    assert found is not None
    assert await store.keep_batch(Batch(identities=(viewed(found, by="hv", at=AT),)))
    end = Happening(at=AT, by="bm", what="identity.destroyed")
    assert await store.destroy_identities("2026-1", end) == 1
    assert await store.destroy_identities("2026-1", end) == 0
    async for again in now_and_later(place, store):
        left = await again.identity(sheet().id)
        assert left is not None
        assert left.people == ()
        told = [line.what for line in left.journal]
        assert told == ["identity.written", "identity.viewed", "identity.destroyed"]


# What follows is about the embedded store's own files.


async def opened(folder: Path, disk: FaultyDisk | None = None) -> TinyStore:
    """The embedded store."""
    return await TinyStore.open(folder, disk=disk)


async def test_every_failing_call_leaves_all_or_none(tmp_path: Path) -> None:
    """Whichever call to the disk fails first, after a new start all of it is there, or nothing."""
    counting = FaultyDisk()
    store = await opened(tmp_path / "counted" / "store", counting)
    counting.calls.clear()
    await store.keep_batch(everything())
    calls = len(counting.calls)
    await store.close()
    seen = set()
    for number in range(calls + FILING):
        folder = tmp_path / f"{number}" / "store"
        disk = FailingAt(number)
        store = await opened(folder, disk)
        disk.armed = True
        try:
            done = await store.keep_batch(everything())
        except OSError:
            done = None
        await store.close()
        again = await opened(folder)
        state = await kept(again)
        await again.close()
        assert state in {ALL, NONE}
        assert state == ALL or not done
        seen.add((state, done))
    assert {state for state, _ in seen} == {ALL, NONE}


async def test_names_are_nowhere_in_the_store(tmp_path: Path) -> None:
    """What is on an identity sheet stands in no file of the store in the clear."""
    store = await opened(tmp_path / "store")
    await store.keep_batch(everything())
    await store.close()
    for path in (tmp_path / "store").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b"Made-Up" not in content
            assert "Ŵyn".encode() not in content


class FailingAt(FaultyDisk):
    """A disk whose calls fail from the n-th on, once armed: of what is written last, half lasts."""

    def __init__(self, number: int) -> None:
        super().__init__(code=errno.EIO)
        self.number, self.armed, self.count = number, False, 0

    def _called(self, call: str) -> None:
        if self.armed:
            self.count += 1
            if self.count > self.number:
                raise OSError(errno.EIO, f"{call} failed")

    def write(self, file: int, part: memoryview) -> int:
        """Fail as the others do, after half of it is written."""
        if self.armed and self.count == self.number:
            Disk.write(self, file, part[: len(part) // 2])
        return super().write(file, part)
