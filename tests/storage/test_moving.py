"""What every store promises of whole records (storage/moving.py): out, in, and gone for good."""

from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from audits.drafts import begun
from audits.identity import Identity, Particulars, key_of
from audits.involvement import AgencyReturn
from audits.journal import Happening
from audits.ledger import Outcome
from storage.contract import Batch, Store
from storage.moving import OF_AN_AUDIT, ClashError, Kept, Kind, Moving, Tally, still_named, tally
from tests.storage.conftest import Place, TinyPlace, now_and_later
from tests.storage.made import AMINA, AT, GARETH, answered, audit, panelled, queried, ret
from tests.storage.made import summarised as summary
from tests.storage.test_nudges import REACH, nudge

LINE = Happening(at=AT, by=AMINA.id, what="audit.opened", version=1)


class Both(Store, Moving):
    """A store that also moves records, as every store does."""


async def filled(place: Place) -> Both:
    """Return the place's store with something of each kind in it, in two audits."""
    store = cast("Both", await place.open())
    people = (Particulars(role="Mother", names="Ŵyn Made-Up", born="1/2/1990"),)
    sheet = Identity(id=key_of("demo", "C"), audit_id="demo", family="C", people=people)
    draft = begun("demo", by=AMINA.id, at=AT)
    await store.keep_batch(
        Batch(people=(AMINA, GARETH), drafts=(draft,), audits=(audit(), audit("other")),
              lines=(LINE,), returns=(ret(), crowded_d(), ret("other.C.phn")), identities=(sheet,))
    )  # fmt: skip
    await store.keep(answered(ret()))
    await store.keep_panel(summary(replace(panelled(), version=0, summary=None)))
    await store.keep_reach(REACH)
    await store.claim(nudge(), AT)
    await store.settle(nudge().id, Outcome.SENT, AT)
    await store.keep_swept("demo", AT)
    await store.keep_paper("demo.waiting", b"\x00\xff a roster")
    return store


def crowded_d() -> AgencyReturn:
    """Return a return of another family with something in each of its fields."""
    return replace(queried(), id="demo.D.phn", family="D")


async def records(store: Moving, audit_id: str = "") -> list[Kept]:
    """Return every record of the store."""
    return [record async for record in store.everything(audit_id)]


@pytest.fixture
async def other(tmp_path: Path) -> Both:
    """Another store, with nothing in it."""
    return cast("Both", await TinyPlace(tmp_path / "elsewhere" / "store").open())


class TestOut:
    """What a store gives."""

    async def test_every_kind_is_given_in_order(self, place: Place) -> None:
        """Something of each kind, people first, papers last; the same after opening again."""
        store = await filled(place)
        async for again in now_and_later(place, store):
            found = [record.kind for record in await records(cast("Both", again))]
            assert list(dict.fromkeys(found)) == list(Kind)
            assert found.count(Kind.RETURNS) == 3

    async def test_one_audit_is_given_alone(self, place: Place) -> None:
        """Its own records and its draft's, nobody's else, and no people."""
        store = await filled(place)
        found = await records(store, "demo")
        assert {record.audit_id for record in found} == {"demo"}
        assert {record.kind for record in found} == set(OF_AN_AUDIT)
        assert [r.id for r in await records(store, "other")] == ["other", "other.C.phn"]

    async def test_hash_is_of_what_is_kept(self, place: Place) -> None:
        """It stays the same when the store is opened again, and any change shows."""
        store = await filled(place)
        before = (await tally(store.everything())).whole()
        again = cast("Both", await place.open())
        assert (await tally(again.everything())).whole() == before
        await again.keep(answered(answered(ret()).after))
        assert (await tally(again.everything())).whole() != before


class TestIn:
    """What a store takes."""

    async def test_another_store_holds_the_same(self, place: Place, other: Both) -> None:
        """Counts and hashes agree, and what is read through the contract is the same."""
        store = await filled(place)
        assert await other.take_in(await records(store)) == len(await records(store))
        assert told(await tally(other.everything())) == told(await tally(store.everything()))
        assert await other.journal(ret().id) == await store.journal(ret().id)
        assert await other.identity("demo.C") == await store.identity("demo.C")
        assert await other.paper("demo.waiting") == b"\x00\xff a roster"
        assert not await other.claim(nudge(), AT)

    async def test_taking_again_changes_nothing(self, place: Place, other: Both) -> None:
        """What was broken off is simply done again, both ways."""
        store = await filled(place)
        given = await records(store)
        await other.take_in(given[:7])
        assert await other.take_in(given) == len(given) - 7
        assert await store.take_in(await records(other)) == 0

    async def test_a_clash_takes_nothing(self, place: Place, other: Both) -> None:
        """Where something else stands, neither that record nor any beside it is taken."""
        store = await filled(place)
        await other.add(ret(contacts=(GARETH.id,)))
        with pytest.raises(ClashError) as told_of:
            await other.take_in(await records(store))
        assert (told_of.value.kind, told_of.value.id) == (Kind.RETURNS, ret().id)
        assert len(await records(other)) == 1

    async def test_it_is_kept_after_opening_again(self, place: Place, tmp_path: Path) -> None:
        """What was taken is on the disk."""
        store, elsewhere = await filled(place), TinyPlace(tmp_path / "elsewhere" / "store")
        target = cast("Both", await elsewhere.open())
        await target.take_in(await records(store))
        again = cast("Both", await elsewhere.open())
        assert told(await tally(again.everything())) == told(await tally(store.everything()))
        await elsewhere.close()


async def test_copied_there_and_back_it_is_the_same(place: Place, tmp_path: Path) -> None:
    """From the embedded store to this one and back: counts and hashes stay, kind by kind."""
    first = TinyPlace(tmp_path / "first" / "store")
    source = await filled(first)
    there = cast("Both", await place.open())
    await there.take_in(await records(source))
    last = TinyPlace(tmp_path / "last" / "store")
    back = cast("Both", await last.open())
    await back.take_in(await records(there))
    wanted = told(await tally(source.everything()))
    assert told(await tally(there.everything())) == wanted
    assert told(await tally(back.everything())) == wanted
    for one in (first, last):
        await one.close()


class TestGone:
    """What a store removes."""

    async def test_named_kinds_go_and_the_rest_stays(self, place: Place) -> None:
        """Of this audit alone; also after opening again, and nothing is left in memory."""
        store = await filled(place)
        kinds = (Kind.RETURNS, Kind.PANELS, Kind.NUDGES, Kind.PAPERS)
        gone = await store.forget("demo", kinds)
        assert gone == {Kind.RETURNS: 2, Kind.PANELS: 1, Kind.NUDGES: 1, Kind.PAPERS: 1}
        async for again in now_and_later(place, store):
            assert await again.agency_return(ret().id) is None
            assert list(await again.returns_in("demo")) == []
            assert list(await again.panels("demo")) == []
            assert list(await again.ledger("demo")) == []
            assert await again.paper("demo.waiting") is None
            assert await again.audit("demo") is not None
            assert await again.identity("demo.C") is not None
            assert await again.agency_return("other.C.phn") == ret("other.C.phn")

    async def test_all_of_an_audit_can_go(self, place: Place) -> None:
        """Nothing of it is given any more, and doing it again finds nothing."""
        store = await filled(place)
        await store.forget("demo", OF_AN_AUDIT)
        assert await records(store, "demo") == []
        assert not any((await store.forget("demo", OF_AN_AUDIT)).values())
        assert [r.id for r in await records(store, "other")] == ["other", "other.C.phn"]
        assert await store.add(ret())

    async def test_people_can_go_whom_nothing_names(self, place: Place) -> None:
        """Those named still are told apart; who is gone is nobody, and is not reached."""
        store = await filled(place)
        assert await still_named(store, {AMINA.id, GARETH.id, "p.nobody"}) == {AMINA.id, GARETH.id}
        for audit_id in ("demo", "other"):
            await store.forget(audit_id, OF_AN_AUDIT)
        assert await still_named(store, {AMINA.id, GARETH.id}) == set()
        assert await store.forget_people([AMINA.id, "p.nobody"]) == 1
        async for again in now_and_later(place, store):
            assert await again.people([AMINA.id, GARETH.id]) == {GARETH.id: GARETH}
            assert await again.reach(AMINA.id) is None
            assert await again.people_by_email([AMINA.email]) == {}
            assert await again.person(AMINA.tenant, AMINA.object_id) is None

    async def test_what_is_gone_is_not_on_the_disk(self, place: Place, tmp_path: Path) -> None:
        """Neither in a file nor in the day book."""
        store = await filled(place)
        assert holds(tmp_path, NAMED) or not isinstance(place, TinyPlace)
        await store.forget("demo", OF_AN_AUDIT)
        assert not holds(tmp_path, NAMED)


NAMED = b"demo._43.phn.json"
"""How the file of a return is named: what is in it is sealed."""


def holds(folder: Path, name: bytes) -> bool:
    """Tell whether any file in the folder has this name, or holds it."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return any(path.name == name.decode() or name in path.read_bytes() for path in files)


def told(counted: Tally) -> dict[Kind, tuple[int, str]]:
    """Return count and hash of each kind."""
    return {kind: (counted.counts[kind], counted.hash_of(kind)) for kind in Kind}
