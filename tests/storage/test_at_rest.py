"""Nothing that somebody wrote can be read on the disk, in the database, or in its write-ahead log.

Unusual words are put wherever words can stand; then every byte that lies anywhere is searched.
"""

import base64
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

from audits.drafts import begun
from audits.identity import Identity, Particulars
from audits.involvement import Line, Saying
from audits.people import Person
from storage.contract import Batch, Store
from storage.moving import Moving
from storage.postgres import PostgresStore
from storage.tiny import TinyStore
from tests.postgres import OwnServer, own_server
from tests.storage.made import AT, answered, audit, panelled, ret, summarised
from tests.storage.rings import ring_for
from tests.storage.test_batch import LINE
from tests.storage.test_nudges import REACH, nudge
from tests.storage.under_seal import keys_of

WORDS = {
    name: f"Zyx{name}qwumpŵ"
    for name in (
        "answer", "past", "query", "reopened", "name", "email", "sheet", "address", "paper",
        "panel", "draft", "title", "context", "reason", "agency", "nudge", "reach", "account",
    )
}  # fmt: skip
WHO = Person(id="p.1", tenant="t1", object_id=WORDS["account"], name=WORDS["name"],
             email=f"{WORDS['email']}@nhs.example")  # fmt: skip


async def fill(store: Store) -> None:
    """Put a word of its own wherever a person's words can stand, and change some of it."""
    people = (Particulars(role="Mother", names=WORDS["sheet"], addresses=WORDS["address"]),)
    sheet = Identity(id="demo.C", audit_id="demo", family="C", people=people)
    draft = replace(begun("2026-1", by="p.1", at=AT), title=WORDS["draft"])
    line = replace(LINE, why=WORDS["reason"])
    agency = replace(audit().agencies["phn"], name=WORDS["agency"])
    running = audit(title=WORDS["title"], context=WORDS["context"],
                    agencies={**audit().agencies, "phn": agency})  # fmt: skip
    asked = Line(by="p.1", at=AT, words=WORDS["query"], team=True)
    said = Saying(by="p.1", at=AT, words=WORDS["reopened"])
    first = replace(ret(), queries={"": (asked,)}, reopened=said)
    batch = Batch(people=(WHO,), drafts=(draft,), audits=(running,), lines=(line,),
                  returns=(first,), identities=(sheet,))  # fmt: skip
    assert await store.keep_batch(batch)
    before = answered(first, text=WORDS["past"])
    assert await store.keep(before)
    assert await store.keep(answered(before.after, text=WORDS["answer"]))
    bare = replace(panelled(), version=0, summary=None)
    assert await store.keep_panel(summarised(bare, words=WORDS["panel"]))
    await store.keep_reach(replace(REACH, person="p.1", conversation=WORDS["reach"]))
    await store.claim(replace(nudge(), person="p.1", id="demo/p.1/reminder/1",
                              about=WORDS["nudge"]), AT)  # fmt: skip
    await store.keep_paper("demo.waiting", WORDS["paper"].encode())


async def all_there(store: Moving) -> None:
    """See that each word is kept, so that the search below is a search for something."""
    plain = b"".join([one.plain async for one in store.everything()])
    assert [name for name, word in WORDS.items() if word.encode() not in plain] == []


def looks(word: str) -> Iterator[bytes]:
    """Yield how a word may lie somewhere: as text of several kinds, in base64, in hex, escaped."""
    for kind in ("utf-8", "utf-16-le", "utf-16-be"):
        plain = word.encode(kind)
        yield plain
        yield plain.hex().encode()
        for shift in range(3):
            yield base64.b64encode(b"\0" * shift + plain)[4 * (shift > 0) : -4]
    yield word.encode("ascii", "backslashreplace")
    yield f"Zyx{word[3:6]}".encode()


def found_in(folders: list[Path]) -> list[str]:
    """Return where any of the words lies, in any look, or in the name of a file."""
    wanted = [(name, look) for name, word in WORDS.items() for look in looks(word)]
    found = []
    for file in (path for folder in folders for path in folder.rglob("*") if path.is_file()):
        kept = file.read_bytes() + str(file).encode()
        if any(look in kept for _, look in wanted):
            found += [f"{file.name}: {name}" for name, look in wanted if look in kept]
    return found


def tables_of(server: OwnServer) -> Iterator[Path]:
    """Yield the files of the server's databases, in which ids stand in the clear."""
    return (path for path in Path(server.data, "base").rglob("*") if path.is_file())


async def test_no_word_lies_in_the_folder(tmp_path: Path) -> None:
    """While the day book is full, after it is filed, and among the keys."""
    store = await TinyStore.open(tmp_path / "store")
    await fill(store)
    folders = [tmp_path / "store", keys_of(tmp_path / "store")]
    assert found_in(folders) == []
    await all_there(store)
    await store.close()
    assert found_in(folders) == []
    (tmp_path / "store" / "seen").write_text(WORDS["answer"])
    assert found_in(folders)


async def test_no_word_lies_in_the_database() -> None:
    """Neither in a table, an index or the write-ahead log, nor in what the server logs."""
    with own_server(log_statement="all") as server:
        async with server.fresh() as address:
            store = await PostgresStore.open(address, ring=ring_for)
            await fill(store)
            await all_there(cast("Moving", store))
            await store.close()
            await server.order("checkpoint")
            assert found_in([server.folder]) == []
            assert any(b"demo.C.phn" in file.read_bytes() for file in tables_of(server))
