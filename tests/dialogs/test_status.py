"""The audit team sees who owes what."""

import pytest

from audits.problems import Code, Problem
from tests import cast
from tests.dialogs.conftest import Desk
from tests.dialogs.test_answer import walk_to_review, words


async def test_status_counts_what_is_in(manager: Desk, visitor: Desk) -> None:
    """A return that is sent shows in the grid and in the count at once."""
    assert "Returns in: 0 of 4" in words(await manager.ask("status"))
    await walk_to_review(visitor)
    await visitor.press("Send to the audit team")
    card = await manager.ask("status")
    assert "Returns in: 1 of 4" in words(card)
    assert "Nothing heard from Housing (1 family) and Police (1 family)" in words(card)


async def test_grid_is_one_table_for_a_wide_screen(manager: Desk) -> None:
    """It stays so when it is shown again, and no button leads to what is no answer to it."""
    narrow = await manager.ask("status")
    wide = await manager.ask("status", {"wide": True})
    assert [e["data"].get("wide") for e in wide["actions"] if e["title"] == "Refresh"] == [True]
    odds: list[object] = [None, "true", 1, []]
    for odd in odds:
        assert await manager.ask("status", {"wide": odd}) == narrow


async def test_status_is_for_the_audit_team(visitor: Desk) -> None:
    """Somebody who answers is told what they can do instead."""
    with pytest.raises(Problem) as met:
        await visitor.ask("status")
    assert met.value.code is Code.VERB_NOT_YOURS


async def test_sent_return_is_read_from_the_grid_and_a_draft_is_not(
    manager: Desk, visitor: Desk
) -> None:
    """A cell shows how the return stands and its past; its answers once they were sent."""
    await walk_to_review(visitor)
    await manager.ask("status")
    before = await manager.press("Look at this return", {"family": "C", "agency": "phn"})
    assert "In progress" in words(before)
    assert "Bethan Price saved answers" in words(before)
    assert "Visit record" not in words(before)
    await visitor.press("Send to the audit team")
    await manager.ask("status")
    after = await manager.press("Look at this return", {"family": "C", "agency": "phn"})
    assert "Bethan Price sent it" in words(after)
    assert "Visit record" in words(await manager.press("Read it"))


async def test_risk_now_stands_on_top_of_the_status(manager: Desk, visitor: Desk) -> None:
    """A child at risk now is what the audit team sees first, by code."""
    await visitor.ask("open", {"return": cast.MINE.id, "box": "risk"})
    await visitor.press("Save and review", {"b.risk": "yes"})
    card = words(await manager.ask("status"))
    assert "A child at risk now was reported" in card
    assert "Family C, Public health nursing" in card
