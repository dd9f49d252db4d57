"""By chat: what is kept and until when, a hold, its end by two people, periods."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from audits import keeping
from audits.involvement import Saying
from audits.people import Role
from audits.problems import Code, Problem
from audits.retention import DataClass
from cards.inputs import WORDS
from dialogs import loading, router
from dialogs.turn import FileWanted, Making, Turn
from storage.contract import Store
from tests import cast
from tests.dialogs.conftest import Desk

CLOSED = datetime(2026, 12, 18, 12, tzinfo=UTC)


@pytest.fixture
async def manager(store: Store) -> Desk:
    """The business manager of a closed audit that also has a chair."""
    team = {**cast.AUDIT.team, cast.STRANGER.id: Role.CHAIR}
    await store.keep_audit(replace(cast.AUDIT, version=1, team=team, closed_at=CLOSED))
    return Desk(store, next(who for who in cast.EVERYBODY if who.id == "bm"), at=CLOSED)


async def test_card_says_until_when_each_is_kept(manager: Desk) -> None:
    """Counted from the close, by the partnership's periods."""
    card = str(await manager.ask("retention"))
    for words in ("18 March 2027", "18 December 2027", "18 December 2032", "18 December 2036"):
        assert f"Kept until {words}" in card


async def test_hold_is_set_with_a_reason_and_shown(manager: Desk) -> None:
    """Without a reason it is refused; with one it stands, and a second click says so."""
    first = await manager.ask("retention")
    with pytest.raises(Problem) as refused:
        await manager.press("Hold everything", {WORDS: "  "})
    assert refused.value.code is Code.CHANGE_NO_REASON
    card = str(await manager.press_on(first, "Hold everything", {WORDS: "An inquest is open"}))
    assert "Held. Nothing is destroyed" in card
    assert "An inquest is open" in card
    with pytest.raises(Problem) as again:
        await manager.press_on(first, "Hold everything", {WORDS: "An inquest is open"})
    assert again.value.code is Code.HOLD_STANDS


async def test_chair_agrees_to_what_the_manager_asked(manager: Desk) -> None:
    """The manager cannot agree with themself; the chair can neither hold nor ask."""
    await manager.ask("retention")
    await manager.press("Hold everything", {WORDS: "An inquest is open"})
    asked = str(await manager.press("Ask to lift the hold", {WORDS: "It has ended"}))
    assert "Agree" not in asked
    with pytest.raises(Problem) as same:
        await manager.ask("agree_release", {"audit": "a1"})
    assert same.value.code is Code.HOLD_SAME_PERSON
    chair = Desk(manager.store, cast.STRANGER, at=CLOSED)
    for verb in ("hold", "release", "keep_hold", "periods", "save_periods"):
        with pytest.raises(Problem) as refused:
            await chair.ask(verb, {"audit": "a1", WORDS: "Words"})
        assert refused.value.code is Code.VERB_MANAGERS
    await chair.ask("retention")
    lifted = await chair.press("Agree: lift the hold")
    assert "**Lifted.**" in str(lifted)
    with pytest.raises(Problem) as gone:
        await chair.ask("agree_release", {"audit": "a1"})
    assert gone.value.code is Code.HOLD_NONE


async def test_manager_can_take_the_wish_back(manager: Desk) -> None:
    """Then nobody can agree to it any more."""
    await manager.ask("retention")
    await manager.press("Hold everything", {WORDS: "An inquest is open"})
    await manager.press("Ask to lift the hold", {WORDS: "It has ended"})
    await manager.press("Keep the hold")
    chair = Desk(manager.store, cast.STRANGER, at=CLOSED)
    with pytest.raises(Problem) as refused:
        await chair.ask("agree_release", {"audit": "a1"})
    assert refused.value.code is Code.HOLD_NOT_ASKED


async def test_periods_are_changed_with_a_reason(manager: Desk) -> None:
    """Out of order they are refused and nothing is kept; in order they count at once."""
    await manager.ask("retention")
    first = await manager.press("Change the periods")
    with pytest.raises(Problem) as refused:
        await manager.press("Save the periods", {"returns": "1", WORDS: "Shorter"})
    assert refused.value.code is Code.PERIODS_NOT_IN_ORDER
    filled = {"returns": "24", WORDS: "A second audit follows"}
    card = await manager.press_on(first, "Save the periods", filled)
    assert "Kept until 18 December 2028" in str(card)
    lines = await manager.store.audit_journal("a1")
    assert (lines[-1].what, lines[-1].why) == ("retention.set", "A second audit follows")
    assert "returns=24" in lines[-1].about


async def test_certificates_are_asked_for_as_a_file(manager: Desk) -> None:
    """Where there are any; the right is asked as for every file."""
    turn = Turn(who=manager.who, verb="make", at=CLOSED, partnership=cast.PARTNERSHIP,
                data={"audit": "a1", "making": "certificates"})  # fmt: skip
    reply = await router.take(turn, manager.store)
    assert reply.file == FileWanted(making=Making.CERTIFICATES, audit_id="a1")
    assert "Certificates" not in str(await manager.ask("retention"))


async def test_two_at_once_the_second_looks_again(manager: Desk) -> None:
    """Nothing is kept over what somebody else has just decided."""
    audit = await manager.store.audit("a1")
    assert audit is not None
    said = Saying(by="bm", at=CLOSED, words="Now")
    await loading.alter(manager.store, keeping.hold(audit, said))
    with pytest.raises(Problem) as refused:
        await loading.alter(manager.store, keeping.announced(audit, DataClass.IDENTITY, at=CLOSED))
    assert refused.value.code is Code.DRAFT_CHANGED
