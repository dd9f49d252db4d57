"""When a class ends, backups of it end too: on both stores, whatever breaks off."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any
from typing import cast as cast_to

import asyncpg
import pytest

from audits import keeping
from audits.keeping import hold
from audits.retention import DataClass
from bot.renewal import TAKEN_UP
from bot.retention import EVERY
from bot.retention_commands import aside_of
from storage.additions import parts
from storage.keys import KeyGoneError
from storage.moving import tally
from storage.names import file_name
from storage.postgres import PostgresStore
from storage.tiny import TinyStore
from tests import cast
from tests.bot.outboxes import StoodClock
from tests.bot.retaining import CLOSED, ENDS, Kept, altered, filled, said
from tests.storage.rings import ring_beside

SCOPE = "audit/a1"
AFTER = timedelta(seconds=EVERY)
END = ENDS[DataClass.RETURNS]


class Renewed(Kept):
    """A store whose backups can be looked at."""

    address: str = ""

    async def backup(self) -> bytes:
        """Return a return as it lies in the store now, without what was added to it since."""
        if self.address:
            there = await asyncpg.connect(self.address)
            sql = "select document from returns where audit_id || '.' || id = $1 or id = $1"
            found = await there.fetchval(sql, cast.MINE.id)
            await there.close()
            return bytes(found)
        await self.store.catch_up()
        return parts((self.folder / "returns" / file_name(cast.MINE.id)).read_bytes())[0]

    async def readable(self, copy: bytes) -> bool:
        """Tell whether some key that there still is has sealed this copy."""
        await self.store.ring.look()
        return self.store.ring.sealed_this(copy)

    async def looks(self, first: int, last: int) -> None:
        """Look at what is due, every ten minutes."""
        for turn in range(first, last):
            await self.at(END + turn * AFTER)

    async def whole(self) -> str:
        """Return a hash of all that the store still reads."""
        return (await tally(self.store.everything())).whole()


@pytest.fixture(params=["folder", "postgres"])
async def held(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Renewed]:
    """Either store, on the day on which its audit closed."""
    async with AsyncExitStack() as closing:
        address, store, clock = "", cast_to("Any", None), StoodClock(at=CLOSED)
        if request.param == "postgres":
            server = request.getfixturevalue("postgres")
            address = await closing.enter_async_context(server.fresh())
            store = await PostgresStore.open(
                address, ring=lambda _: ring_beside(tmp_path / "keys", clock.now)
            )
        else:
            folder = tmp_path / "store"
            store = await TinyStore.open(folder, ring=ring_beside(folder, clock.now))
        closing.push_async_callback(store.close)
        await filled(store)
        found = Renewed(store, tmp_path / "store", clock)
        found.address = address
        yield found


async def test_backup_of_returns_ends_with_them(held: Renewed) -> None:
    """A copy from before opens until the key is gone; what is left stays readable to the bot."""
    copy = await held.backup()
    await held.until(DataClass.RETURNS)
    assert await held.readable(copy)
    whole = await held.whole()
    assert await held.at(END + AFTER) == []
    assert not await held.readable(copy)
    with pytest.raises(KeyGoneError):
        held.store.ring.open(SCOPE, "", copy)
    assert await held.whole() == whole
    assert await held.readable(await held.backup())


async def test_older_key_stays_while_replicas_may_seal_by_it(held: Renewed) -> None:
    """Not a minute after; and what such a replica kept is sealed anew before."""
    copy = await held.backup()
    await held.until(DataClass.RETURNS)
    await held.at(END + TAKEN_UP - timedelta(seconds=1))
    assert await held.readable(copy)
    await held.at(END + TAKEN_UP)
    assert not await held.readable(copy)
    keys = [one for one in held.store.ring.known() if one.scope == SCOPE]
    assert [one.retired for one in keys] == [None]


async def test_each_class_gets_a_new_key_once(held: Renewed) -> None:
    """The report's end renews it again; later looks change nothing."""
    await held.until(DataClass.RETURNS)
    await held.at(END + AFTER)
    copy = await held.backup()
    await held.at(END + 5 * AFTER)
    assert await held.backup() == copy
    end = ENDS[DataClass.REPORT]
    for moment in (end - keeping.NOTICE, end, end + AFTER):
        await held.at(moment)
    assert not await held.readable(copy)
    await held.whole()


@pytest.mark.parametrize("method", ["_add", "rotate", "destroy_older", "seal_all", "keep", "drop"])
async def test_what_breaks_off_is_ended_by_the_next_look(
    held: Renewed, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before or within each step: nothing is lost, and the copy ends all the same."""
    copy = await held.backup()
    ring = held.store.ring
    keeper = ring._keeper  # noqa: SLF001 - to crash between two writes of a key
    whole: dict[str, Any] = {"_add": ring, "rotate": ring, "destroy_older": ring,
                             "seal_all": held.store, "keep": keeper, "drop": keeper}  # fmt: skip
    name = "drop_one" if method == "drop" else method
    real = getattr(whole[method], name)
    calls = 0

    async def crashing(*given: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        if calls == (2 if method == "keep" else 1):  # the new key is kept, the old not retired
            raise KeyboardInterrupt
        return await real(*given, **named)

    await held.until(DataClass.IDENTITY)
    await held.at(END - keeping.NOTICE)
    monkeypatch.setattr(whole[method], name, crashing)
    with pytest.raises(KeyboardInterrupt):
        await held.looks(0, 3)
    monkeypatch.undo()
    before = await held.whole()
    await held.looks(3, 6)
    assert not await held.readable(copy)
    assert await held.whole() == before


async def test_hold_keeps_backups_readable(held: Renewed) -> None:
    """What a court may ask for is not taken from it, a minute after the class ended."""
    copy = await held.backup()
    await held.until(DataClass.RETURNS)
    await altered(held, lambda audit: hold(audit, said("bm", "An inquest")))
    await held.at(END + AFTER)
    assert await held.readable(copy)


async def test_files_set_aside_are_named_and_end_with_their_audit(kept: Kept) -> None:
    """The operator is told; with the journal goes what is known to be the audit's, no more."""
    aside = kept.folder / "set-aside"
    aside.mkdir()
    mine, other = f"returns.{file_name(cast.MINE.id)}", "returns.a10._43.phn.json"
    for name in (mine, f"{mine}.1", other, "people.a1.json", "papers.a1_zz.json"):
        (aside / name).write_bytes(b"torn")
    await kept.store.close()
    kept.store = await TinyStore.open(kept.folder)
    lines = aside_of(kept.store, "a1")
    told = ("set-aside", f"{mine} (ends with a1)", "", "people.a1.json (of no known audit")
    assert all(any(words in line for line in lines) for words in told)
    assert not any(other in line for line in lines)
    assert len(aside_of(kept.store, "")) == 6
    await kept.until(DataClass.JOURNAL)
    left = sorted(path.name for path in aside.iterdir())
    assert left == ["papers.a1_zz.json", "people.a1.json", other]
    assert kept.store.set_aside == left
