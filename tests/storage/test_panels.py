"""What every store promises of what panels keep."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from audits.involvement import Event
from audits.panel import Panel, PanelChange
from storage.contract import Store
from storage.tiny import TinyStore
from tests.storage.conftest import Place, now_and_later
from tests.storage.disks import FaultyDisk
from tests.storage.made import (
    AT,
    GARETH,
    HARD_TEXTS,
    panelled,
    summarised,
)  # fmt: skip

NEW = Panel(audit_id="demo", family="C")


class TestPanels:
    """A family's record and its journal."""

    async def test_what_is_missing_is_none_or_empty(self, store: Store) -> None:
        """What is missing is never an error."""
        assert await store.panel("demo", "C") is None
        assert list(await store.panels("demo")) == []
        assert list(await store.panel_journal("demo", "C")) == []

    async def test_record_comes_back_the_same(self, place: Place) -> None:
        """At once, and after opening again; whole, with its journal."""
        store = await place.open()
        before = replace(panelled(), version=0)
        event = Event(at=AT, by=GARETH.id, what="pack.frozen", version=9, boxes=("1",))
        change = PanelChange(before=before, after=panelled(), events=(event,))
        assert await store.keep_panel(change)
        async for again in now_and_later(place, store):
            assert await again.panel("demo", "C") == panelled()
            assert tuple(await again.panel_journal("demo", "C")) == (event,)

    async def test_two_writers_one_wins(self, store: Store) -> None:
        """Of changes made from the same version one is kept; of the others nothing is."""
        changes = [summarised(NEW, f"Summary {n}") for n in range(6)]
        kept = await asyncio.gather(*(store.keep_panel(change) for change in changes))
        assert sorted(kept) == [False] * 5 + [True]
        won = changes[kept.index(True)]
        assert await store.panel("demo", "C") == won.after
        assert tuple(await store.panel_journal("demo", "C")) == won.events

    async def test_change_from_an_old_version_is_refused(self, store: Store) -> None:
        """Who decided on what no longer stands decides again; the journal grows by one a time."""
        first = summarised(NEW, "One")
        second = summarised(first.after, "Two")
        assert await store.keep_panel(first)
        assert await store.keep_panel(second)
        assert not await store.keep_panel(summarised(first.after, "Three"))
        assert await store.panel("demo", "C") == second.after
        assert len(await store.panel_journal("demo", "C")) == 2

    async def test_change_that_changes_nothing_is_kept(self, store: Store) -> None:
        """A repeated click succeeds and writes nothing."""
        assert await store.keep_panel(PanelChange(before=NEW, after=NEW))
        assert await store.panel("demo", "C") is None

    async def test_each_audit_has_its_own_by_family(self, place: Place) -> None:
        """Of one audit, all of them, in order; of another none."""
        store = await place.open()
        for family, audit_id in (("D", "demo"), ("C", "demo"), ("C", "next")):
            await store.keep_panel(summarised(Panel(audit_id=audit_id, family=family)))
        async for again in now_and_later(place, store):
            assert [panel.family for panel in await again.panels("demo")] == ["C", "D"]
            assert [panel.audit_id for panel in await again.panels("next")] == ["next"]

    @pytest.mark.parametrize("text", HARD_TEXTS.values(), ids=HARD_TEXTS)
    async def test_any_words_are_kept(self, place: Place, text: str) -> None:
        """Letter by letter, whatever the script."""
        store = await place.open()
        change = summarised(NEW, text)
        await store.keep_panel(change)
        async for again in now_and_later(place, store):
            assert await again.panel("demo", "C") == change.after


@pytest.mark.parametrize("call", ["write", "sync"])
async def test_failed_save_of_a_panel_is_not_seen_and_can_be_tried_again(
    tmp_path: Path, call: str
) -> None:
    """It raises, shows what stood, and what is decided again is kept once."""
    disk = FaultyDisk()
    store = await TinyStore.open(tmp_path, disk=disk)
    first = summarised(NEW, "One")
    await store.keep_panel(first)
    disk.broken = {call}
    with pytest.raises(OSError, match="failed"):
        await store.keep_panel(summarised(first.after, "Two"))
    assert await store.panel("demo", "C") == first.after
    disk.broken = set()
    if not await store.keep_panel(summarised(first.after, "Two")):
        found = await store.panel("demo", "C")  # the disk had it after all, and now vouches for it
        assert found == summarised(first.after, "Two").after
    assert [event.version for event in await store.panel_journal("demo", "C")] == [1, 2]
    await store.close()
