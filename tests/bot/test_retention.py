"""Retention: announced, destroyed class by class, certified; shared by replicas, broken off."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from audits import keeping
from audits.altering import close, reopen
from audits.involvement import Saying, Stage
from audits.keeping import State
from audits.ledger import Outcome
from audits.problems import Code, Problem
from audits.retention import DataClass
from bot.destruction import report_key
from bot.retention import certificates
from dialogs import loading, upload
from storage import chain
from storage.keys import SealError
from storage.moving import Kind
from storage.tiny import TinyStore
from tests import cast
from tests.bot.outboxes import Post, StoodClock
from tests.bot.retaining import (
    BROKEN,
    CLOSED,
    ENDS,
    OPINION,
    SECRET,
    Kept,
    altered,
    said,
)


async def test_nothing_goes_before_its_time_or_unannounced(kept: Kept) -> None:
    """Two weeks before the end it is announced; at the end, and no earlier, it is destroyed."""
    end = ENDS[DataClass.IDENTITY]
    assert await kept.at(end - keeping.NOTICE - timedelta(minutes=1)) == []
    assert await kept.state(DataClass.IDENTITY) is State.KEPT
    assert await kept.at(end - keeping.NOTICE) == []
    assert await kept.state(DataClass.IDENTITY) is State.ANNOUNCED
    assert await kept.at(end - timedelta(minutes=1)) == []
    assert await kept.at(end) == [DataClass.IDENTITY]
    assert await kept.at(end + timedelta(days=1)) == []


async def test_what_is_overdue_is_still_announced_first(kept: Kept) -> None:
    """A bot that slept for years, or a period that was cut short, gives two weeks all the same."""
    late = ENDS[DataClass.RETURNS] + timedelta(days=400)
    assert await kept.at(late) == []
    assert await kept.at(late + timedelta(days=13)) == []
    done = await kept.at(late + timedelta(days=14))
    assert done == [DataClass.IDENTITY, DataClass.RETURNS]


async def test_open_audit_keeps_everything(tmp_path: Path) -> None:
    """No period begins before the close."""
    store = await TinyStore.open(tmp_path / "store")
    await store.keep_audit(cast.AUDIT)
    held = Kept(store, tmp_path / "store", StoodClock(at=ENDS[DataClass.JOURNAL]))
    assert await held.at(ENDS[DataClass.JOURNAL]) == []
    assert await held.state(DataClass.IDENTITY) is State.OPEN
    await store.close()


async def says(store: TinyStore, words: str) -> bool:
    """Tell whether anything that the store keeps, opened, holds these words."""
    return any([words.encode() in one.plain async for one in store.everything()])


async def test_returns_stay_readable_without_names(kept: Kept) -> None:
    """Names go with their key, and with the roster that waited; answers stay."""
    await kept.until(DataClass.IDENTITY)
    sheet = await kept.store.identity("a1.C")
    assert sheet is not None
    assert sheet.people == ()
    assert [line.what for line in sheet.journal] == ["identity.destroyed"]
    assert await kept.store.paper(upload.key_for("a1")) is None
    ret = await kept.store.agency_return(cast.MINE.id)
    assert ret is not None
    assert ret.value("look_evidence") == SECRET


async def test_report_stays_without_returns(kept: Kept) -> None:
    """What was said is nowhere on the disk; how it stood, its journal and the report are."""
    before = await kept.store.journal(cast.MINE.id)
    await kept.until(DataClass.RETURNS)
    ret = await kept.store.agency_return(cast.MINE.id)
    assert ret is not None
    assert (ret.stage, ret.sent_by, ret.answers) == (Stage.SENT, "hv", {})
    journal = await kept.store.journal(cast.MINE.id)
    assert tuple(journal[:-1]) == tuple(before)
    assert (journal[-1].what, journal[-1].boxes) == ("return.destroyed", ())
    assert await kept.store.paper(report_key("a1")) == b"the report"
    panel = await kept.store.panel("a1", "C")
    assert panel is not None
    assert panel.summary is not None
    await kept.store.catch_up()
    links, journals = await kept.store.chain("a1"), await kept.store.journals("a1")
    assert links
    assert chain.findings(kept.store.ring, "a1", links, journals) == []
    assert not await says(kept.store, SECRET)
    assert await says(kept.store, OPINION)


async def test_journal_stays_without_report(kept: Kept) -> None:
    """Who did what and when is there; no sentence that anybody wrote is."""
    await kept.until(DataClass.REPORT)
    panel = await kept.store.panel("a1", "C")
    assert panel is not None
    assert panel.summary is None
    told = [event.what for event in await kept.store.panel_journal("a1", "C")]
    assert told == ["summary.kept", "panel.destroyed"]
    assert await kept.store.paper(report_key("a1")) is None
    assert not await says(kept.store, OPINION)
    audit = await kept.store.audit("a1")
    assert audit is not None
    assert audit.families["C"].facts == frozenset()


async def test_people_go_with_the_last_audit_that_names_them(kept: Kept) -> None:
    """Whom another audit names stays; the rest of the roster goes with the journal."""
    other = replace(cast.AUDIT, id="a2", agencies={}, families={}, team=cast.AUDIT.team)
    await kept.store.keep_audit(other)
    ids = [who.id for who in cast.EVERYBODY]
    await kept.until(DataClass.REPORT)
    assert len(await kept.store.people(ids)) == len(ids)
    await kept.at(ENDS[DataClass.JOURNAL] - keeping.NOTICE)
    await kept.at(ENDS[DataClass.JOURNAL])
    left = set(await kept.store.people(ids))
    assert left >= set(cast.AUDIT.team)
    assert not left & {"hv", "pol", "phnc"}


async def test_only_certificates_outlive_the_journal(kept: Kept) -> None:
    """All records of the audit are gone; its four certificates can still be shown."""
    await kept.until(DataClass.JOURNAL)
    left = [record async for record in kept.store.everything("a1")]
    assert left == []
    assert await kept.store.audits() == []
    found = await certificates(kept.store)
    assert [one.data for one in found] == list(DataClass)
    assert [one.reference for one in found] == [f"a1-D{n}" for n in range(1, 5)]
    assert await certificates(kept.store, "a2") == []


async def test_certificate_says_what_when_and_by_which_rule(kept: Kept) -> None:
    """Counts, the rule, the announcement, a hash of what was there; never a word of it."""
    from storage.moving import Tally  # noqa: PLC0415 - the same hash, worked out apart

    counted = Tally()
    await kept.until(DataClass.IDENTITY)
    async for record in kept.store.everything("a1"):
        if record.kind is Kind.RETURNS:
            counted.add(record)
    await kept.at(ENDS[DataClass.RETURNS] - keeping.NOTICE)
    await kept.at(ENDS[DataClass.RETURNS])
    first, second = await certificates(kept.store)
    assert (first.data, first.months, first.counts) == (DataClass.IDENTITY, 3, {"identities": 1})
    assert first.key_destroyed
    assert (second.counts, second.digest) == ({"returns": 4}, counted.whole())
    assert second.announced_at == ENDS[DataClass.RETURNS] - keeping.NOTICE
    assert second.closed_on == CLOSED.date()
    assert SECRET not in str(second)
    lines = [line for line in await kept.store.audit_journal("a1") if "retention" in line.what]
    assert lines[-1].about == ("returns", "a1-D2")


async def test_many_replicas_destroy_once(kept: Kept) -> None:
    """Of four who look at the same moment one does it, and one certificate is made."""
    await kept.at(ENDS[DataClass.IDENTITY] - keeping.NOTICE)
    kept.clock.at = ENDS[DataClass.IDENTITY]
    done = await asyncio.gather(*(kept.steward().sweep() for _ in range(4)))
    assert sorted(len(one) for one in done) == [0, 0, 0, 1]
    assert len(await certificates(kept.store)) == 1


async def test_broken_off_destruction_is_ended_by_the_next(kept: Kept) -> None:
    """After a crash half way nobody takes it on for a while; then it ends with the same hash."""
    await kept.until(DataClass.IDENTITY)
    end = ENDS[DataClass.RETURNS]
    await kept.at(end - keeping.NOTICE)

    class Crashing(TinyStore):
        left = 2

        async def keep(self, change: object) -> bool:
            Crashing.left -= 1
            if not Crashing.left:
                raise KeyboardInterrupt
            return await super().keep(change)  # type: ignore[arg-type]

    kept.store.__class__ = Crashing
    kept.clock.at = end
    with pytest.raises(KeyboardInterrupt):
        await kept.steward().sweep()
    kept.store.__class__ = TinyStore
    whole = [x for x in await kept.store.audit_journal("a1") if x.what == keeping.BEGUN][-1]
    assert await kept.at(end + timedelta(minutes=1)) == []
    assert await kept.at(end + keeping.HELD) == [DataClass.RETURNS]
    done = (await certificates(kept.store))[-1]
    assert done.digest == whole.about[1]
    assert done.counts == {"returns": 4}


async def test_returns_stay_when_the_report_cannot_be_made(kept: Kept) -> None:
    """Nothing is destroyed before the report is kept; it is tried again later."""
    await kept.until(DataClass.IDENTITY)
    await kept.at(ENDS[DataClass.RETURNS] - keeping.NOTICE)
    kept.clock.at = ENDS[DataClass.RETURNS]
    assert await kept.steward(BROKEN).sweep() == []
    ret = await kept.store.agency_return(cast.MINE.id)
    assert ret is not None
    assert ret.answers
    assert await kept.at(ENDS[DataClass.RETURNS] + keeping.HELD) == [DataClass.RETURNS]


async def test_backup_does_not_bring_names_back(kept: Kept) -> None:
    """A sheet as it lay before cannot be opened any more: its key went with it."""
    name = next((kept.folder / "identities").glob("*.json"), None)
    await kept.store.catch_up()
    name = next((kept.folder / "identities").glob("*.json"))
    before = name.read_bytes()
    await kept.until(DataClass.IDENTITY)
    await kept.store.close()
    name.write_bytes(before)
    kept.store = await TinyStore.open(kept.folder)
    with pytest.raises(SealError):
        await kept.store.identity("a1.C")


async def test_reopening_is_refused_once_returns_are_gone(kept: Kept) -> None:
    """Before that it stops all periods; the next close begins them anew."""
    await kept.at(ENDS[DataClass.IDENTITY] - keeping.NOTICE)
    await altered(kept, lambda audit: reopen(audit, said("bm", "One more return")))
    assert await kept.at(ENDS[DataClass.JOURNAL]) == []
    await altered(kept, lambda audit: close(audit, said("bm")))
    kept.clock.at = CLOSED
    await kept.until(DataClass.RETURNS)
    with pytest.raises(Problem) as refused:
        await altered(kept, lambda audit: reopen(audit, said("bm", "One more")))
    assert refused.value.code is Code.RETURN_DESTROYED


async def test_managers_are_told_before_and_after(tmp_path: Path) -> None:
    """The business manager gets one message before it happens and one after; others get none."""
    from contextlib import AsyncExitStack  # noqa: PLC0415 - only here

    class Sealed(Post):
        async def open(self) -> None:
            self.store = await TinyStore.open(self.folder)
            self.outbox = self.another()

    async with AsyncExitStack() as closing:
        post = Sealed(tmp_path / "post")
        await post.start(closing)
        audit = await post.store.audit("a1")
        assert audit is not None
        await loading.alter(post.store, close(audit, Saying(by="bm", at=CLOSED)))
        held = Kept(post.store, tmp_path, post.clock)  # type: ignore[arg-type]
        monday = datetime(2027, 12, 20, 12, tzinfo=UTC)
        for moment in (monday - keeping.NOTICE, monday - timedelta(days=1), monday):
            await held.at(moment)
            await held.steward().tell(post.outbox)
            await held.steward().tell(post.outbox)
        rows = [e for e in await post.store.ledger("a1") if e.nudge.about in keeping.TOLD]
        assert [(row.nudge.person, row.outcome) for row in rows] == [("bm", Outcome.SENT)] * 4
        assert post.got() == ["bm"] * 4
        assert "names" in str(post.connector.got[0].said)
