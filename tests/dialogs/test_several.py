"""Several returns on one card: half kept is never taken for all, and a repeat completes it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from audits.involvement import Change, Known
from audits.problems import Code, Problem
from storage.tiny import TinyStore
from tests import cast
from tests.dialogs.conftest import Desk
from tests.dialogs.test_answer import walk_to_review, words

BOTH = {"known.a1.C.phn": "known", "known.a1.F.phn": "not_known"}


class Tearing(TinyStore):
    """A store whose disk is full after so many returns; like any, it can be used again."""

    left: float = float("inf")

    async def keep(self, change: Change) -> bool:
        """Keep it while there is room."""
        self.left -= 1
        if self.left < 0:
            raise OSError(28, "no space left on device")
        return await super().keep(change)


@pytest.fixture
async def tearing(tmp_path: Path) -> AsyncIterator[Tearing]:
    """The small audit in such a store."""
    made = await Tearing.open(tmp_path / "data")
    for who in cast.EVERYBODY:
        await made.keep_person(who)
    await made.keep_audit(cast.AUDIT)
    for ret in cast.RETURNS:
        await made.add(ret)
    yield made
    await made.close()


async def torn(desk: Desk, title: str, filled: dict[str, Any]) -> None:
    """Press a button of the last card while there is room for one return; then there is again."""
    assert isinstance(desk.store, Tearing)
    desk.store.left = 1
    card = desk.card
    with pytest.raises(OSError, match="no space"):
        await desk.press(title, filled)
    desk.store.left, desk.card = float("inf"), card


async def events(store: TinyStore, what: str) -> list[str]:
    """Of which returns the journals say this, each as often as they do."""
    found = [(ret.id, await store.journal(ret.id)) for ret in cast.RETURNS]
    return [return_id for return_id, rows in found for row in rows if row.what == what]


async def test_half_an_acknowledgement_is_asked_for_again_and_completed(tearing: Tearing) -> None:
    """The family left out still waits for an answer; the same card then says it, once each."""
    visitor = Desk(tearing, cast.HEALTH_VISITOR)
    card = await visitor.ask("acknowledge")
    await torn(visitor, "Save", BOTH)
    assert "1 to say" in words(await visitor.ask("acknowledge"))
    assert "Thank you" in words(await visitor.press_on(card, "Save", BOTH))
    assert await events(tearing, "return.acknowledged") == ["a1.C.phn", "a1.F.phn"]


async def test_half_an_assignment_shows_who_has_which_and_is_completed(tearing: Tearing) -> None:
    """The list tells how far it came; the same card gives the rest, and nothing twice."""
    coordinator = Desk(tearing, cast.COORDINATOR)
    card = await coordinator.ask("agency")
    ticked = {"returns": "a1.C.phn,a1.F.phn", "to": "phnc"}
    await torn(coordinator, "Give to this person", ticked)
    assert "**F** · not opened · Bethan Price" in words(await coordinator.ask("agency"))
    await coordinator.press_on(card, "Give to this person", ticked)
    assert await events(tearing, "return.assigned") == ["a1.C.phn", "a1.F.phn"]
    for return_id in ("a1.C.phn", "a1.F.phn"):
        ret = await tearing.agency_return(return_id)
        assert ret
        assert ret.contacts == ("phnc",)


async def test_refusal_leaves_all_as_they_were(tearing: Tearing) -> None:
    """One that is not theirs, or a closed audit: not even the first is kept."""
    visitor = Desk(tearing, cast.HEALTH_VISITOR)
    with pytest.raises(Problem) as met:
        await visitor.ask("send_acknowledge", {**BOTH, "known.a1.C.police": "known"})
    assert met.value.code is Code.RETURN_NOT_FOUND
    await tearing.keep_audit(replace(cast.AUDIT, version=1, closed_at=cast.AT))
    with pytest.raises(Problem) as met:
        await visitor.ask("send_acknowledge", BOTH)
    assert met.value.code is Code.AUDIT_CLOSED
    assert await events(tearing, "return.acknowledged") == []


async def test_return_sent_meanwhile_does_not_stop_the_others(tearing: Tearing) -> None:
    """A colleague sent one while the card was open: that says more, and the rest is kept."""
    visitor, colleague = Desk(tearing, cast.HEALTH_VISITOR), Desk(tearing, cast.COLLEAGUE)
    card = await visitor.ask("acknowledge")
    await walk_to_review(colleague)
    await colleague.press("Send to the audit team")
    assert "Thank you" in words(await visitor.press_on(card, "Save", BOTH))
    found = {s.id: s.known for s in await tearing.returns_in("a1")}
    assert (found["a1.C.phn"], found["a1.F.phn"]) == (Known.UNSAID, Known.NOT_KNOWN)
