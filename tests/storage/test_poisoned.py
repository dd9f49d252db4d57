"""A file of the data folder that was damaged: named, kept aside, and everything else goes on."""

import asyncio
import re
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from audits.drafts import begun
from audits.identity import Identity, Particulars, key_of
from audits.ledger import Outcome
from audits.panel import Panel
from storage import kinds
from storage.contract import Batch
from storage.daybook import ROOM as DAYBOOK
from storage.keys import SealError
from storage.ledger import ROOM as LEDGER
from storage.names import file_name
from storage.setting_up import PAPERS
from storage.tiny import TinyStore
from storage.tiny_chains import ROOM as CHAIN
from storage.whole_file import Kind
from tests.storage.made import AMINA, AT, GARETH, answered, audit, ret, summarised
from tests.storage.test_chain import found_in
from tests.storage.test_nudges import REACH, nudge
from tests.storage.under_seal import keys_of

POISONS: dict[str, Callable[[bytes], bytes]] = {
    "nothing but zeros": lambda kept: bytes(len(kept)),
    "noise": lambda kept: bytes(byte ^ 0xA7 for byte in kept),
    "half of it": lambda kept: kept[: len(kept) // 2],
    "one bit": lambda kept: kept[:60] + bytes([kept[60] ^ 1]) + kept[61:],
    "more than it": lambda kept: kept + b"\xff\xfe\x00more",
}
ROOMS = (*(one.name for one in vars(kinds).values() if isinstance(one, Kind)), LEDGER)
"""Every kind of record that the store knows of, so that none is forgotten here."""
HALF_OF_LINES = (LEDGER, "half of it")
"""Looks as a crash leaves it: nobody can tell."""
LINE_TORN = "more than it"
"""Looks, at the end of a chain, as a crash leaves it."""
DAMAGES = [pair for pair in product(ROOMS, POISONS) if pair != HALF_OF_LINES]
SUMMARY = b"A case summary, as long as one that opens."
PAPER, OTHER_PAPER = "demo.summary.C", "demo.summary.D"


async def filled(folder: Path) -> None:
    """Keep something in each room, twice where the rest shall go on beside it."""
    store = await TinyStore.open(folder)
    people = (Particulars(role="Mother", names="Ŵyn Made-Up", born="1/2/1990"),)
    sheet = Identity(id=key_of("demo", "C"), audit_id="demo", family="C", people=people)
    draft = begun("2026-1", by=AMINA.id, at=AT)
    await store.keep_batch(Batch(people=(AMINA, GARETH), audits=(audit(),), drafts=(draft,),
                                 identities=(sheet,)))  # fmt: skip
    await store.keep_reach(REACH)
    for key in ("demo.C.phn", "demo.D.phn"):
        await store.add(ret(key))
        await store.keep(answered(ret(key)))
    await store.keep_panel(summarised(Panel(audit_id="demo", family="C")))
    for number in (1, 2):
        await store.claim(nudge(number), AT)
        await store.settle(nudge(number).id, Outcome.SENT, AT)
    for key in (PAPER, OTHER_PAPER):
        await store.keep_paper(key, SUMMARY)
    await store.close()


async def test_each_room_is_damaged_here(tmp_path: Path) -> None:
    """Whatever the store writes lies in a room that these tests damage, or others do."""
    await filled(tmp_path / "store")
    there = {path.parent.name for path in (tmp_path / "store").rglob("*.*")}
    elsewhere = {PAPERS, CHAIN, DAYBOOK}
    assert there - {"store"} <= {*ROOMS, *elsewhere}
    assert set(ROOMS) <= there


def poison(room: Path, how: Callable[[bytes], bytes]) -> Path:
    """Damage the first file of the room, and return it."""
    file = min(room.glob("*.json"))
    file.write_bytes(how(file.read_bytes()))
    return file


@pytest.mark.parametrize(("room", "how"), DAMAGES)
async def test_poisoned_file_is_named_and_kept_and_the_rest_goes_on(
    tmp_path: Path, room: str, how: str
) -> None:
    """Each kind of file, each kind of damage; what was there lies in `set-aside` for a look."""
    folder = tmp_path / "store"
    await filled(folder)
    file = await asyncio.to_thread(poison, folder / room, POISONS[how])
    damaged = file.read_bytes()
    store = await TinyStore.open(folder)
    assert store.set_aside == [f"{room}.{file.name}"]
    assert (folder / "set-aside" / store.set_aside[0]).read_bytes() == damaged
    assert await store.agency_return("demo.D.phn") == answered(ret("demo.D.phn")).after
    assert await store.person(GARETH.tenant, GARETH.object_id) == GARETH
    change = answered(answered(ret("demo.D.phn")).after, text="It goes on.")
    assert await store.keep(change)
    await store.close()
    again = await TinyStore.open(folder)
    assert await again.agency_return("demo.D.phn") == change.after
    assert again.set_aside == store.set_aside
    await again.close()


@pytest.mark.parametrize("how", POISONS)
async def test_poisoned_document_is_set_aside_when_it_is_wanted(tmp_path: Path, how: str) -> None:
    """Nobody gets it, as if it had been taken away; it is named, and the others are there."""
    folder = tmp_path / "store"
    await filled(folder)
    file = folder / PAPERS / file_name(PAPER)
    damaged = POISONS[how](file.read_bytes())
    file.write_bytes(damaged)
    looked = await TinyStore.look(folder)
    assert await looked.paper(PAPER) is None
    assert looked.set_aside == [f"{PAPERS}.{file.name}"]
    assert file.read_bytes() == damaged
    await looked.close()
    store = await TinyStore.open(folder)
    assert await store.paper(PAPER) is None
    assert store.set_aside == [f"{PAPERS}.{file.name}"]
    assert (folder / "set-aside" / store.set_aside[0]).read_bytes() == damaged
    assert await store.paper(OTHER_PAPER) == SUMMARY
    await store.keep_paper(PAPER, b"Another.")
    assert await store.paper(PAPER) == b"Another."
    await store.close()


@pytest.mark.parametrize("how", POISONS)
async def test_poisoned_chain_keeps_nobody_from_answering(tmp_path: Path, how: str) -> None:
    """All that is kept is there and goes on; what the chain proves is told by its own check."""
    folder = tmp_path / "store"
    await filled(folder)
    file = min((folder / CHAIN).iterdir())
    file.write_bytes(POISONS[how](file.read_bytes()))
    store = await TinyStore.open(folder)
    change = answered(answered(ret("demo.D.phn")).after, text="It goes on.")
    assert await store.keep(change)
    await store.close()
    again = await TinyStore.open(folder)
    assert await again.agency_return("demo.D.phn") == change.after
    assert again.set_aside == []
    assert bool(await found_in(again)) == (how != LINE_TORN)
    await again.close()


async def test_what_a_crash_leaves_of_the_ledger_is_no_damage(tmp_path: Path) -> None:
    """A line that was not wholly written was told to nobody: it is not set aside."""
    folder = tmp_path / "store"
    await filled(folder)
    file = folder / "nudges" / "demo.json"
    kept = file.read_bytes()
    file.write_bytes(kept + kept[:30] + bytes(8))
    store = await TinyStore.open(folder)
    assert store.set_aside == []
    assert len(await store.ledger("demo")) == 2
    await store.close()


@pytest.mark.parametrize("how", POISONS)
async def test_poisoned_key_is_named_and_nothing_is_changed(tmp_path: Path, how: str) -> None:
    """Without a key its data would look as if they were gone: the start fails, and says why."""
    folder = tmp_path / "store"
    await filled(folder)
    before = {path: path.read_bytes() for path in sorted(folder.rglob("*.json"))}
    file = min((keys_of(folder) / "audit_2fdemo").glob("*.key"))
    whole = file.read_bytes()
    damaged = POISONS[how](whole)
    if how == "one bit":  # in the wrapped key itself
        at = whole.index(b'"wrapped":"') + 15
        damaged = whole[:at] + (b"A" if whole[at : at + 1] != b"A" else b"B") + whole[at + 1 :]
    file.write_bytes(damaged)
    with pytest.raises(SealError, match=r"[Pp]ut it back") as told:
        await TinyStore.open(folder)
    assert re.search(file.stem, str(told.value))
    assert {path: path.read_bytes() for path in sorted(folder.rglob("*.json"))} == before
    file.write_bytes(whole)
    await (await TinyStore.open(folder)).close()
