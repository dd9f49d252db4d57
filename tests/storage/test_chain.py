"""A journal that somebody tampered with is found out, and where; whatever they did to it."""

import asyncio
import random
from dataclasses import replace
from pathlib import Path

import pytest

from audits.journal import Happening
from storage import chain, codec
from storage.chain import Finding, Head, Link
from storage.contract import Batch
from storage.kinds import RETURNS
from storage.masters import own_ring
from storage.moving import Kind
from storage.tiny import TinyStore
from storage.tiny_chains import DECODER, ENCODER
from tests.storage.disks import NoSync
from tests.storage.made import AT, answered, audit, panelled, ret, summarised
from tests.storage.tampering import KINDS, Tampered
from tests.storage.test_batch import sheet
from tests.storage.under_seal import copied, plain_in, sealed_as

TIMES = 1_000
LINE = Happening(at=AT, by="p.amina", what="setting.changed", about=("due",))


async def grown(folder: Path) -> TinyStore:
    """A store with journals of returns, an audit, a panel and an identity sheet."""
    store = await TinyStore.open(folder, disk=NoSync())
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


async def found_in(store: TinyStore, audit_id: str = "demo") -> list[Finding]:
    """Return what is wrong with the audit's journal."""
    ring = store.ring
    links, journals = await store.chain(audit_id), await store.journals(audit_id)
    return chain.findings(ring, audit_id, links, journals)


async def test_whole_journal_has_no_findings(tmp_path: Path) -> None:
    """While it grows, after it is filed, and after opening again."""
    store = await grown(tmp_path / "store")
    assert await found_in(store) == []
    await store.catch_up()
    assert await found_in(store) == []
    await store.close()
    store = await TinyStore.open(tmp_path / "store")
    assert await store.keep(answered(ret("demo.C.phn"))) is False
    assert await found_in(store) == []
    assert {link.about.partition("/")[0] for link in await store.chain("demo")} == {
        "audits", "identities", "panels", "returns"
    }  # fmt: skip
    assert len(await store.chain("demo")) == 15
    await store.close()


async def test_a_thousand_tamperings_are_found(tmp_path: Path) -> None:
    """By somebody who can open and seal records, but has not the key of the chain."""
    store = await grown(tmp_path / "store")
    stands = Tampered(await store.chain("demo"), dict(await store.journals("demo")))
    chance = random.Random(20_211_108)  # noqa: S311 - the same tamperings each time
    for number in range(TIMES):
        left = KINDS[number % len(KINDS)](stands, chance)
        assert chain.findings(store.ring, "demo", left.links, left.journals), number
    assert chain.findings(store.ring, "demo", stands.links, stands.journals) == []
    await store.close()


async def test_tampering_with_what_is_stored_is_found_where_it_is(tmp_path: Path) -> None:
    """A row of a sealed file is changed by who has its key, the store opened again and asked."""
    await (await grown(tmp_path / "store")).close()
    file = tmp_path / "store" / "returns" / "demo._43.phn.json"
    tables = codec.decode_tables(RETURNS.shape, await plain_in(file))
    record = tables["returns"]["1"]
    journal = record["journal"]
    record["journal"] = (journal[0], replace(journal[1], by="p.gareth"), *journal[3:])
    file.write_bytes(await sealed_as(file, codec.encode(tables)))
    store = await TinyStore.open(tmp_path / "store")
    assert not store.set_aside
    found = {(one.what, one.where) for one in await found_in(store)}
    assert ("changed", "returns/demo.C.phn, row 2") in found
    assert ("missing", "returns/demo.C.phn, row 6") in found
    assert not [where for _, where in found if "demo.D" in where]
    await store.close()


async def test_flipped_bits_of_sealed_files_are_found(tmp_path: Path) -> None:
    """Whichever bit of a sealed file goes bad, it is not believed, and its rows are missed."""
    await (await grown(tmp_path / "store")).close()
    chance = random.Random(7)  # noqa: S311 - the same bits each time
    for number in range(20):
        copy = copied(tmp_path / "store", tmp_path / f"copy{number}")
        file = copy / "returns" / "demo._43.phn.json"
        kept = bytearray(file.read_bytes())
        kept[chance.randrange(len(kept))] ^= 1 << chance.randrange(8)
        file.write_bytes(kept)
        store = await TinyStore.open(copy, disk=NoSync())
        assert store.set_aside or store.locked
        assert Finding("missing", "returns/demo.C.phn, row 1") in await found_in(store)
        await store.close()


async def test_chain_that_was_taken_away_is_found(tmp_path: Path) -> None:
    """Where there was one, no new one begins in silence."""
    await (await grown(tmp_path / "store")).close()
    (tmp_path / "store" / "chain" / "demo.links").unlink()
    store = await TinyStore.open(tmp_path / "store")
    assert [one.what for one in await found_in(store)] == ["anew"]
    await store.close()


async def test_rollback_is_found_by_a_head_that_was_kept_elsewhere(tmp_path: Path) -> None:
    """Who puts an older copy of everything back leaves a whole chain; the head is not in it."""
    store = await grown(tmp_path / "store")
    await store.catch_up()
    older = copied(tmp_path / "store", tmp_path / "older")
    stood = await store.agency_return("demo.C.phn")
    assert stood
    await store.keep(answered(stood, text="The last words"))
    head = Head.read(str(store.head("demo")))
    assert chain.at_head(await store.chain("demo"), head) is None
    await store.close()
    store = await TinyStore.open(older)
    assert await found_in(store) == []
    found = chain.at_head(await store.chain("demo"), head)
    assert found
    assert found.what == "head"
    await store.close()


async def test_crash_at_any_byte_leaves_rows_and_links_alike(tmp_path: Path) -> None:
    """What a crash left of the day book is replayed, as often as it takes: both or neither."""
    store = await grown(tmp_path / "store")
    left = copied(tmp_path / "store", tmp_path / "left")
    await store.close()
    (book,) = (left / "daybook").iterdir()
    whole = book.read_bytes()
    chance = random.Random(3)  # noqa: S311 - the same bytes each time
    for number in range(12):
        copy = copied(left, tmp_path / f"copy{number}")
        (copy / "daybook" / book.name).write_bytes(whole[: chance.randrange(len(whole))])
        again = await TinyStore.open(copy, disk=NoSync())
        assert await found_in(again) == []
        await again.close()
        (copy / "daybook" / book.name).write_bytes(whole)
        twice = await TinyStore.open(copy, disk=NoSync())
        assert await found_in(twice) == []
        assert len(await twice.chain("demo")) == 15
        await twice.close()


async def test_links_that_were_half_filed_are_filed_once(tmp_path: Path) -> None:
    """A crash in the midst of filing leaves half a link: it is cut off, and filed from the book."""
    store = await grown(tmp_path / "store")
    left = copied(tmp_path / "store", tmp_path / "left")
    await store.close()
    whole = (tmp_path / "store" / "chain" / "demo.links").read_bytes()
    for cut in (1, 200, len(whole) // 2, len(whole) - 1):
        copy = copied(left, tmp_path / f"cut{cut}")
        (copy / "chain" / "demo.links").write_bytes(whole[:cut])
        again = await TinyStore.open(copy, disk=NoSync())
        assert (copy / "chain" / "demo.links").read_bytes() == whole
        assert await found_in(again) == []
        await again.close()


async def test_many_who_save_at_once_make_one_chain(tmp_path: Path) -> None:
    """Rows come in the order in which they were kept, without a gap."""
    store = await TinyStore.open(tmp_path / "store", disk=NoSync())
    keys = [f"demo.F{number}.phn" for number in range(20)]
    for key in keys:
        await store.add(ret(key))

    async def saving(key: str) -> None:
        stood = ret(key)
        for _ in range(10):
            change = answered(stood)
            assert await store.keep(change)
            stood = change.after

    await asyncio.gather(*map(saving, keys))
    assert [link.number for link in await store.chain("demo")] == list(range(1, 201))
    assert await found_in(store) == []
    await store.close()


async def test_journals_of_before_get_a_chain_from_a_marked_point(tmp_path: Path) -> None:
    """A folder that had none begins one with all its rows, and says that it took them as found."""
    await (await grown(tmp_path / "store")).close()
    (tmp_path / "store" / "chain" / "demo.links").unlink()
    await own_ring(tmp_path / "store").destroy("journal/demo")
    store = await TinyStore.open(tmp_path / "store")
    links = await store.chain("demo")
    assert links[0].about == chain.BEGUN
    assert len(links) == 16
    assert await found_in(store) == []
    await store.close()


async def test_rows_that_retention_removed_are_not_missed(tmp_path: Path) -> None:
    """The chain goes on over them, and over a return that comes anew."""
    store = await grown(tmp_path / "store")
    await store.forget("demo", [Kind.RETURNS])
    assert await found_in(store) == []
    await store.add(ret("demo.C.phn"))
    await store.keep(answered(ret("demo.C.phn")))
    assert await found_in(store) == []
    await store.close()


def test_a_row_reads_the_same_when_a_later_version_adds_a_field() -> None:
    """What is empty is no part of what is proven."""
    assert b"why" not in chain.row_of(LINE)
    assert chain.row_of(LINE) == chain.row_of(replace(LINE, why=""))
    assert chain.row_of(LINE) != chain.row_of(replace(LINE, why="x"))


@pytest.mark.parametrize("words", ["", "x", "1:zz", "1"])
def test_what_is_no_head_is_refused(words: str) -> None:
    """Its caller says what a head looks like."""
    with pytest.raises(ValueError, match=r"\w"):
        Head.read(words)


def test_a_link_is_written_as_a_line() -> None:
    """A link reads back, whatever it is about, and stands in one line."""
    link = Link(7, "returns/a\nb.C.phn", b"\n" * 40, b"p" * 40)
    assert b"\n" not in ENCODER.encode(link)
    assert DECODER.decode(ENCODER.encode(link)) == link
