"""A legal hold stops everything; two people lift it."""

from datetime import timedelta

import pytest

from audits import keeping
from audits.keeping import State
from audits.problems import Code, Problem
from audits.retention import DataClass
from bot.destroying import destroyed
from bot.settings import from_environment
from tests.bot.retaining import ENDS, Kept, altered, said


async def test_hold_stops_everything(kept: Kept) -> None:
    """While it stands nothing is announced or destroyed, however long ago it was due."""
    await kept.at(ENDS[DataClass.IDENTITY] - keeping.NOTICE)
    await altered(kept, lambda audit: keeping.hold(audit, said("bm", "An inquest is open")))
    assert await kept.at(ENDS[DataClass.JOURNAL]) == []
    assert await kept.state(DataClass.IDENTITY) is State.HELD
    sheet = await kept.store.identity("a1.C")
    assert sheet is not None
    assert sheet.people


async def test_hold_stops_a_destruction_by_hand_too(kept: Kept) -> None:
    """`maca identity destroy` says so, and destroys nothing."""
    await altered(kept, lambda audit: keeping.hold(audit, said("bm", "An inquest is open")))
    told = await destroyed(kept.store, from_environment(), "a1", "carol@x.example")
    assert "is held" in told
    audit = await kept.store.audit("a1")
    assert audit is not None
    assert audit.names_end_by == ""


async def test_hold_is_lifted_by_two_people_and_notice_begins_anew(kept: Kept) -> None:
    """One asks with a reason, another agrees; then there are two weeks before anything goes."""
    await altered(kept, lambda audit: keeping.hold(audit, said("bm", "An inquest is open")))
    with pytest.raises(Problem) as nobody:
        await altered(kept, lambda audit: keeping.agree(audit, said("chair")))
    await altered(kept, lambda audit: keeping.release(audit, said("bm", "It has ended")))
    with pytest.raises(Problem) as same:
        await altered(kept, lambda audit: keeping.agree(audit, said("bm")))
    assert (nobody.value.code, same.value.code) == (Code.HOLD_NOT_ASKED, Code.HOLD_SAME_PERSON)
    late = ENDS[DataClass.IDENTITY] + timedelta(days=30)
    assert await kept.at(late) == []
    await altered(kept, lambda audit: keeping.agree(audit, said("chair")))
    assert await kept.at(late) == []
    assert await kept.at(late + timedelta(days=13)) == []
    assert await kept.at(late + timedelta(days=14)) == [DataClass.IDENTITY]
    lines = [line.what for line in await kept.store.audit_journal("a1")]
    assert [what for what in lines if "hold" in what] == [
        "hold.set", "hold.end_asked", "hold.released",
    ]  # fmt: skip
