"""Several returns changed at once, in every store: all of it is kept, or none."""

import asyncio

import pytest

from storage.contract import Store
from tests.storage.conftest import Place, now_and_later
from tests.storage.made import answered, ret

IDS = ("demo.C.phn", "demo.D.phn", "demo.E.tai")


async def three(store: Store) -> None:
    """Add three returns."""
    for one in IDS:
        await store.add(ret(one))


async def test_all_changes_are_kept_with_their_journals(place: Place) -> None:
    """What one turn does to several returns is there at once and after opening again."""
    store = await place.open()
    await three(store)
    changes = [answered(ret(one)) for one in IDS]
    assert await store.keep_all(changes)
    async for again in now_and_later(place, store):
        for change in changes:
            assert await again.agency_return(change.after.id) == change.after
            assert tuple(await again.journal(change.after.id)) == change.events


async def test_one_change_from_an_old_version_keeps_none(place: Place) -> None:
    """Where somebody was faster with one of them, all of them stay as they stand."""
    store = await place.open()
    await three(store)
    faster = answered(ret(IDS[1]), text="She was faster.")
    assert await store.keep(faster)
    assert not await store.keep_all([answered(ret(one)) for one in IDS])
    async for again in now_and_later(place, store):
        found = [await again.agency_return(one) for one in IDS]
        assert found == [ret(IDS[0]), faster.after, ret(IDS[2])]
        assert list(await again.journal(IDS[0])) == []


async def test_two_who_change_the_same_returns_do_not_block_each_other(store: Store) -> None:
    """In whatever order two people name the returns, one of them wins all and the other none."""
    await three(store)
    one = [answered(ret(key), text="one") for key in IDS]
    other = [answered(ret(key), text="other") for key in reversed(IDS)]
    async with asyncio.timeout(20):
        kept = await asyncio.gather(store.keep_all(one), store.keep_all(other))
    assert sorted(kept) == [False, True]
    won = one if kept[0] else other
    for change in won:
        assert await store.agency_return(change.after.id) == change.after


async def test_nothing_to_change_is_kept(store: Store) -> None:
    """To change nothing succeeds."""
    assert await store.keep_all([])


async def test_return_named_twice_is_refused(store: Store) -> None:
    """One return cannot be changed twice at the same time; whoever tries is told at once."""
    await three(store)
    with pytest.raises(ValueError, match="only once"):
        await store.keep_all([answered(ret(IDS[0])), answered(ret(IDS[0]), text="Again")])
    assert await store.agency_return(IDS[0]) == ret(IDS[0])
