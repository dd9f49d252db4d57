"""Copying from store to store: complete, proven, repeatable, and never over anything."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from audits.people import Person
from storage.copying import NotTheSameError, compared, copied
from storage.moving import ClashError, Kept, Kind, Tally, WholeStore, tally
from tests.storage.conftest import Place, TinyPlace
from tests.storage.made import AMINA, GARETH, answered, ret
from tests.storage.test_moving import filled, records

STRANGER = Person(id="p.else", tenant="t1", object_id="o-else", name="Else", email="e@x.example")


@pytest.fixture
async def other(tmp_path: Path) -> AsyncIterator[WholeStore]:
    """Another store, with nothing in it."""
    place = TinyPlace(tmp_path / "elsewhere" / "store")
    yield cast("WholeStore", await place.open())
    await place.close()


async def test_everything_goes_there_and_back(place: Place, other: WholeStore) -> None:
    """From either kind of store to the other and on: the same counts, the same hash."""
    store = await filled(place)
    done = await copied(store, other)
    assert done.whole == (await tally(other.everything())).whole()
    assert done.counts[Kind.RETURNS] == 3
    assert done.new == sum(done.counts.values())
    back = await copied(other, store)
    assert (back.whole, back.new) == (done.whole, 0)


async def test_one_audit_goes_with_whom_it_names(place: Place, other: WholeStore) -> None:
    """Its own records, its people and how they are reached; nobody else's."""
    store = await filled(place)
    await store.keep_person(STRANGER)
    before = await store.audit("demo")
    assert before is not None
    await store.keep_audit(replace(before, title='A "quoted" title'))
    done = await copied(store, other, "demo")
    there = await records(other)
    assert {one.audit_id for one in there} == {"", "demo"}
    assert {one.id for one in there if one.kind is Kind.PEOPLE} == {AMINA.id, GARETH.id}
    assert await other.reach(AMINA.id) == await store.reach(AMINA.id)
    assert done.new == len(there)
    assert (await copied(store, other, "demo")).new == 0


async def test_clash_is_refused_before_anything_is_written(place: Place, other: WholeStore) -> None:
    """Where another return stands by the same id, nothing at all is copied."""
    store = await filled(place)
    await other.add(ret(contacts=(GARETH.id,)))
    with pytest.raises(ClashError):
        await copied(store, other)
    assert len(await records(other)) == 1


@pytest.mark.parametrize("audit_id", ["", "demo"])
async def test_people_whom_the_other_store_knows_stay_as_it_knows_them(
    place: Place, other: WholeStore, audit_id: str
) -> None:
    """The same e-mail is the same person; another person by that id is a clash."""
    store = await filled(place)
    known = replace(AMINA, object_id="o-new", name="Amina Y.")
    await other.keep_person(known)
    done = await copied(store, other, audit_id)
    assert done.known == 1
    assert (await other.people([AMINA.id]))[AMINA.id] == known
    await other.keep_person(replace(AMINA, email="somebody@else.example"))
    with pytest.raises(ClashError):
        await copied(store, other, audit_id)


async def test_broken_off_copy_is_done_again(place: Place, other: WholeStore) -> None:
    """What arrived before stays, the rest follows, the proof is of all."""
    store = await filled(place)
    await other.take_in((await records(store))[:5])
    done = await copied(store, other)
    assert done.new == sum(done.counts.values()) - 5
    assert done.whole == (await tally(store.everything())).whole()


async def test_change_on_the_way_is_found(place: Place, other: WholeStore) -> None:
    """A store that keeps something else than it was given is told from one that does not."""
    store = await filled(place)

    class Lossy(type(other)):  # type: ignore[misc]
        async def take_in(self, given: list[Kept]) -> int:
            done = await super().take_in(given)
            before = await self.agency_return("other.C.phn")
            if before and not before.version:
                await self.keep(answered(before))
            return int(done)

    other.__class__ = Lossy
    with pytest.raises(NotTheSameError, match="returns: 3 were sent, 3 arrived"):
        await copied(store, other)


def test_comparison_sees_what_is_missing() -> None:
    """One record fewer, and it is told of which kind."""
    sent = Tally()
    sent.add(Kept(Kind.PAPERS, "demo.waiting", "demo", b"x"))
    with pytest.raises(NotTheSameError, match="papers: 1 were sent, 0 arrived"):
        compared(sent, Tally())
