"""The chain over the journals, in every store that there is."""

import random
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Any, cast

import pytest

from audits.journal import Happening
from storage import chain
from storage.chain import Finding, Link
from storage.contract import Batch
from storage.moving import Kind
from storage.postgres import PostgresStore
from storage.tiny import TinyStore
from tests.storage.conftest import Place, PostgresPlace
from tests.storage.made import AT, answered, audit, panelled, ret, summarised
from tests.storage.rings import ring_for
from tests.storage.tampering import KINDS, Tampered
from tests.storage.test_batch import LINE as ENDS
from tests.storage.test_batch import sheet

LINE = Happening(at=AT, by="p.amina", what="setting.changed", about=("due",))
TIMES = 1_000
Both = TinyStore | PostgresStore


async def grown(place: Place) -> Both:
    """A store with journals of returns, an audit, a panel and an identity sheet."""
    store = cast("Both", await place.open())
    named = replace(sheet(), id="demo.C", audit_id="demo")
    await store.keep_batch(Batch(audits=(audit(),), lines=(LINE,), identities=(named,)))
    for key in ("demo.C.phn", "demo.D.phn"):
        stood = ret(key)
        await store.add(stood)
        for number in range(6):
            change = answered(stood, text=f"Words {number}")
            assert await store.keep(change)
            stood = change.after
    await store.keep_panel(summarised(replace(panelled(), version=0, summary=None)))
    return store


async def whole(store: Both) -> Tampered:
    """Return the audit's links and journals."""
    return Tampered(await store.chain("demo"), dict(await store.journals("demo")))


async def found_in(store: Both) -> list[Finding]:
    """Return what is wrong with the audit's journal."""
    stands = await whole(store)
    return chain.findings(store.ring, "demo", stands.links, stands.journals)


async def test_every_row_of_every_journal_is_linked(place: Place) -> None:
    """Also after opening again, and when names are destroyed."""
    store = await grown(place)
    assert await found_in(store) == []
    assert len(await store.chain("demo")) == 15
    store = cast("Both", await place.open())
    assert await found_in(store) == []
    await store.destroy_identities("demo", ENDS)
    assert len(await store.chain("demo")) == 16
    assert await found_in(store) == []


async def test_a_change_that_is_not_kept_is_not_linked(place: Place) -> None:
    """Somebody was faster: neither rows nor links."""
    store = await grown(place)
    assert not await store.keep(answered(ret("demo.C.phn")))
    assert len(await store.chain("demo")) == 15
    assert await found_in(store) == []


async def test_a_thousand_tamperings_are_found(place: Place) -> None:
    """By somebody who can open and seal records, but has not the key of the chain."""
    store = await grown(place)
    stands = await whole(store)
    chance = random.Random(20_211_108)  # noqa: S311 - the same tamperings each time
    for number in range(TIMES):
        left = KINDS[number % len(KINDS)](stands, chance)
        assert chain.findings(store.ring, "demo", left.links, left.journals), number
    assert await found_in(store) == []


async def test_rows_that_retention_removed_are_not_missed(place: Place) -> None:
    """The chain goes on over them, and over a return that comes anew; at the end it goes too."""
    store = await grown(place)
    await store.forget("demo", [Kind.RETURNS])
    assert await found_in(store) == []
    await store.add(ret("demo.C.phn"))
    await store.keep(answered(ret("demo.C.phn")))
    assert await found_in(store) == []
    await store.forget("demo", [Kind.AUDITS])
    assert list(await store.chain("demo")) == []


@pytest.fixture
async def base(place: Place) -> AsyncIterator[PostgresPlace]:
    """A database with the journals in it."""
    if isinstance(place, PostgresPlace):
        await grown(place)
        yield place
    else:
        yield cast("PostgresPlace", None)


async def order(base: PostgresPlace, sql: str, *values: object) -> Sequence[Any]:
    """Do something to the tables, as somebody who may write in them."""
    assert base.store
    async with base.store._database.connection() as at:  # noqa: SLF001 - an insider
        found: Sequence[Any] = await at.fetch(sql, *values)
    return found


TAMPERED = {
    "row gone": ("delete from journal where number = (select max(number) from journal)", "missing"),
    "row copied": (("insert into journal (audit_id, about, version, document) "
                   "select audit_id, about, version, document from journal limit 1"), "added"),
    "row of another": (("update journal set document = (select document from journal where about = "
                       "'returns/demo.D.phn' limit 1) where about = 'returns/demo.C.phn'"),
                       "changed"),
    "rows swapped": (("update journal set document = case version when 1 then "
                     "(select document from journal where about = 'returns/demo.C.phn' and "
                     "version = 2) else (select document from journal where about = "
                     "'returns/demo.C.phn' and version = 1) end "
                     "where about = 'returns/demo.C.phn' and version in (1, 2)"), "changed"),
    "bit flipped": (("update journal set document = set_bit(document, 300, "
                    "1 - get_bit(document, 300)) where about = 'audits/demo'"), "changed"),
    "link gone": ("delete from chain where number = 7", "gap"),
    "link changed": ("update chain set about = 'returns/demo.D.phn' where number = 4", "link"),
    "return gone": ("delete from journal where about = 'returns/demo.C.phn'", "missing"),
}  # fmt: skip


@pytest.mark.parametrize("how", TAMPERED)
@pytest.mark.parametrize("place", ["postgres"], indirect=True)
async def test_tampering_with_the_tables_is_found(base: PostgresPlace, how: str) -> None:
    """Whatever a database's administrator does to rows or links is told, with its kind."""
    sql, what = TAMPERED[how]
    await order(base, sql)
    store = cast("Both", await base.open())
    assert what in {one.what for one in await found_in(store)}


@pytest.mark.parametrize("place", ["postgres"], indirect=True)
async def test_chain_that_was_taken_away_is_found(base: PostgresPlace) -> None:
    """Where there was one, no new one begins in silence; where there was none, one begins."""
    await order(base, "with a as (delete from chain) delete from chain_heads")
    store = cast("Both", await base.open())
    assert [one.what for one in await found_in(store)] == ["anew"]
    await store.ring.destroy("journal/demo")
    await order(base, "with a as (delete from chain) delete from chain_heads")
    store = cast("Both", await base.open())
    links: Sequence[Link] = await store.chain("demo")
    assert links[0].about == chain.BEGUN
    assert await found_in(store) == []


@pytest.mark.parametrize("place", ["postgres"], indirect=True)
async def test_two_replicas_make_one_chain(base: PostgresPlace) -> None:
    """Each links after the other's newest, without a gap."""
    one = cast("Both", base.store)
    other = await PostgresStore.open(base.address, ring=ring_for)
    stood = {key: await one.agency_return(key) for key in ("demo.C.phn", "demo.D.phn")}
    for number in range(10):
        for store, key in ((one, "demo.C.phn"), (other, "demo.D.phn")):
            before = stood[key]
            assert before
            change = answered(before, text=f"More {number}")
            assert await store.keep(change)
            stood[key] = change.after
    assert [link.number for link in await other.chain("demo")] == list(range(1, 36))
    assert await found_in(other) == []
    await other.close()
