"""The business manager changes when people are reminded."""

import pytest

from audits.problems import Code, Problem
from storage.contract import Store
from tests.cards.lint import faults
from tests.dialogs.conftest import Desk

NEW = {
    "due_before": "7, 2; 2",
    "overdue_after": "2",
    "overdue_every": "0",
    "overdue_cap": 1,
    "coordinator_after": "3",
    "deputy_after": "0",
    "lead_after": "9",
    "automatic": "yes",
}


async def test_plan_is_kept_and_shown_as_it_is_now(manager: Desk, store: Store) -> None:
    """What was filled in is what counts from now on; the card fits and is labelled."""
    assert not faults(await manager.ask("plan"))
    saved = await manager.press("Save the plan", NEW)
    audit = await store.audit("a1")
    assert audit
    assert (audit.plan.due_before, audit.plan.overdue_days()) == ((7, 2), (2,))
    assert (audit.plan.deputy_after, audit.plan.automatic) == (0, True)
    assert "Saved" in str(saved)


async def test_saving_the_same_plan_twice_changes_nothing(manager: Desk, store: Store) -> None:
    """A double click is one change."""
    card = await manager.ask("plan")
    await manager.press_on(card, "Save the plan", NEW)
    once = await store.audit("a1")
    await manager.press_on(card, "Save the plan", NEW)
    assert await store.audit("a1") == once


@pytest.mark.parametrize(
    ("field", "value"),
    [("due_before", "five"), ("lead_after", ""), ("overdue_cap", "-1"), ("due_before", "99"),
     ("deputy_after", "1, 2"), ("overdue_after", "1,2,3,4,5,6,7,8,9,10,11")],
)  # fmt: skip
async def test_what_are_no_working_days_is_refused(
    manager: Desk, store: Store, field: str, value: str
) -> None:
    """The plan stays as it was, and the field is named."""
    await manager.ask("plan")
    before = await store.audit("a1")
    with pytest.raises(Problem) as met:
        await manager.press("Save the plan", {**NEW, field: value})
    assert (met.value.code, met.value.where) == (Code.PLAN_NOT_DAYS, field)
    assert await store.audit("a1") == before


async def test_plan_is_the_business_managers(visitor: Desk) -> None:
    """Nobody else sees or changes it."""
    with pytest.raises(Problem) as met:
        await visitor.ask("plan")
    assert met.value.code is Code.VERB_NOT_YOURS
