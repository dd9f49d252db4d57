"""Several returns on one card: all of them are kept, or none; and what came meanwhile counts."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from audits.involvement import Change, Known
from audits.people import Person
from audits.problems import Code, Problem
from storage.tiny import TinyStore
from tests import cast
from tests.dialogs.conftest import Desk
from tests.dialogs.test_answer import walk_to_review, words

BOTH = {"known.a1.C.phn": "known", "known.a1.F.phn": "not_known"}


class Full(TinyStore):
    """A store whose disk is full after so many writes; like any, it can be used again."""

    left: float = float("inf")
    meanwhile: Callable[[], Awaitable[object]] | None = None
    """What somebody else does before the next write, once."""

    async def keep_all(self, changes: Sequence[Change]) -> bool:
        """Keep them while there is room."""
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            await meanwhile()
        self.left -= 1
        if self.left < 0:
            raise OSError(28, "no space left on device")
        return await super().keep_all(changes)


@pytest.fixture
async def full(tmp_path: Path) -> AsyncIterator[Full]:
    """The small audit in such a store."""
    made = await Full.open(tmp_path / "data")
    for who in cast.EVERYBODY:
        await made.keep_person(who)
    await made.keep_audit(cast.AUDIT)
    for ret in cast.RETURNS:
        await made.add(ret)
    yield made
    await made.close()


async def events(store: TinyStore, what: str) -> list[str]:
    """Of which returns the journals say this, each as often as they do."""
    found = [(ret.id, await store.journal(ret.id)) for ret in cast.RETURNS]
    return [return_id for return_id, rows in found for row in rows if row.what == what]


async def test_turn_about_several_returns_writes_once(full: Full) -> None:
    """Acknowledging two families and giving two away each take one write, journals and all."""
    visitor, coordinator = Desk(full, cast.HEALTH_VISITOR), Desk(full, cast.COORDINATOR)
    full.left = 2
    assert "Thank you" in words(await visitor.ask("send_acknowledge", BOTH))
    async with asyncio.timeout(20):
        await coordinator.ask("assign", {"returns": "a1.C.phn,a1.F.phn,a1.C.phn", "to": "phnc"})
    assert await events(full, "return.acknowledged") == ["a1.C.phn", "a1.F.phn"]
    assert await events(full, "return.assigned") == ["a1.C.phn", "a1.F.phn"]


@pytest.mark.parametrize(
    ("who", "verb", "filled", "what"),
    [
        (cast.HEALTH_VISITOR, "send_acknowledge", BOTH, "return.acknowledged"),
        (cast.COORDINATOR, "assign", {"returns": "a1.C.phn,a1.F.phn", "to": "phnc"},
         "return.assigned"),
    ],
)  # fmt: skip
async def test_write_that_fails_keeps_none_and_the_same_card_all(
    full: Full, who: Person, verb: str, filled: dict[str, str], what: str
) -> None:
    """There is no half of it to be mistaken for all; pressed again, each has one event."""
    desk = Desk(full, who)
    full.left = 0
    with pytest.raises(OSError, match="no space"):
        await desk.ask(verb, filled)
    assert await events(full, what) == []
    full.left = float("inf")
    await desk.ask(verb, filled)
    await desk.ask(verb, filled)
    assert await events(full, what) == ["a1.C.phn", "a1.F.phn"]


async def test_somebody_faster_with_one_of_them_is_met_and_all_are_kept(full: Full) -> None:
    """A colleague opens one between the look and the write: the turn decides again on that."""
    colleague = Desk(full, cast.COLLEAGUE)
    full.meanwhile = lambda: colleague.ask("open", {"return": "a1.C.phn"})
    visitor = Desk(full, cast.HEALTH_VISITOR)
    assert "Thank you" in words(await visitor.ask("send_acknowledge", BOTH))
    assert await events(full, "return.opened") == ["a1.C.phn"]
    assert await events(full, "return.acknowledged") == ["a1.C.phn", "a1.F.phn"]
    coordinator = Desk(full, cast.COORDINATOR)
    full.meanwhile = lambda: visitor.ask("open", {"return": "a1.F.phn"})
    await coordinator.ask("assign", {"returns": "a1.C.phn,a1.F.phn", "to": "phnc"})
    assert await events(full, "return.assigned") == ["a1.C.phn", "a1.F.phn"]


async def test_refusal_leaves_all_as_they_were(full: Full) -> None:
    """One that is not theirs, or a closed audit: not even the first is kept."""
    visitor = Desk(full, cast.HEALTH_VISITOR)
    with pytest.raises(Problem) as met:
        await visitor.ask("send_acknowledge", {**BOTH, "known.a1.C.police": "known"})
    assert met.value.code is Code.RETURN_NOT_FOUND
    await full.keep_audit(replace(cast.AUDIT, version=1, closed_at=cast.AT))
    with pytest.raises(Problem) as met:
        await visitor.ask("send_acknowledge", BOTH)
    assert met.value.code is Code.AUDIT_CLOSED
    assert await events(full, "return.acknowledged") == []


async def test_return_sent_meanwhile_does_not_stop_the_others(full: Full) -> None:
    """A colleague sent one while the card was open: that says more, and the rest is kept."""
    visitor, colleague = Desk(full, cast.HEALTH_VISITOR), Desk(full, cast.COLLEAGUE)
    card = await visitor.ask("acknowledge")
    await walk_to_review(colleague)
    await colleague.press("Send to the audit team")
    assert "Thank you" in words(await visitor.press_on(card, "Save", BOTH))
    found = {s.id: s.known for s in await full.returns_in("a1")}
    assert (found["a1.C.phn"], found["a1.F.phn"]) == (Known.UNSAID, Known.NOT_KNOWN)
