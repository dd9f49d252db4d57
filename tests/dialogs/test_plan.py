"""The business manager changes when people are reminded."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from audits.people import Role
from audits.problems import Code, Problem
from storage.contract import Store
from tests import cast
from tests.cards.lint import faults
from tests.dialogs.conftest import Desk
from tests.dialogs.test_answer import words

NEW = {
    "at": "08:30",
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
    assert audit.plan.at == time(8, 30)
    assert "Saved" in str(saved)


async def test_saving_the_same_plan_twice_changes_nothing(manager: Desk, store: Store) -> None:
    """A double click is one change."""
    card = await manager.ask("plan")
    await manager.press_on(card, "Save the plan", NEW)
    once = await store.audit("a1")
    await manager.press_on(card, "Save the plan", NEW)
    assert await store.audit("a1") == once


@pytest.fixture
async def other(store: Store) -> Desk:
    """Another business manager of the same audit."""
    team = {**cast.AUDIT.team, "obs": Role.BUSINESS_MANAGER}
    await store.keep_audit(replace(cast.AUDIT, version=1, team=team))
    return Desk(store, cast.OBSERVER, at=cast.AT + timedelta(minutes=3))


def filled(desk: Desk, **changed: object) -> dict[str, object]:
    """What the last card shows, with some of it changed."""
    shown = {part["id"]: part.get("value", "") for part in desk.card["body"] if "id" in part}
    return {**shown, **changed}


async def test_later_of_two_who_change_the_same_is_told_and_asked(
    manager: Desk, other: Desk, store: Store
) -> None:
    """Nothing of theirs is kept until they save again, having read what the other put."""
    await manager.ask("plan")
    await other.ask("plan")
    await manager.press("Save the plan", filled(manager, lead_after="8"))
    asked = await other.press("Save the plan", filled(other, lead_after="4", overdue_cap="2"))
    said = words(asked)
    assert "Carol Whitfield changed this while your card was open." in said
    assert "Silence until the lead is told: 8 since Mon 30 Nov, 10:42. You put 4." in said
    audit = await store.audit("a1")
    assert audit
    assert (audit.plan.lead_after, audit.plan.overdue_cap) == (8, 5)
    await other.press("Save the plan", filled(other))
    audit = await store.audit("a1")
    assert audit
    assert (audit.plan.lead_after, audit.plan.overdue_cap) == (4, 2)
    assert [(row.by, row.about, row.was, row.now) for row in audit.journal] == [
        ("bm", ("plan.lead_after",), "6", "8"),
        ("obs", ("plan.overdue_cap",), "5", "2"),
        ("obs", ("plan.lead_after",), "8", "4"),
    ]


async def test_changes_of_two_that_do_not_touch_are_both_kept(
    manager: Desk, other: Desk, store: Store
) -> None:
    """What one left as the card showed it is not put back."""
    await manager.ask("plan")
    await other.ask("plan")
    await manager.press("Save the plan", filled(manager, lead_after="8"))
    saved = await other.press("Save the plan", filled(other, overdue_cap="2"))
    assert "Saved" in str(saved)
    audit = await store.audit("a1")
    assert audit
    assert (audit.plan.lead_after, audit.plan.overdue_cap) == (8, 2)


async def test_card_of_a_version_to_come_is_unreadable(manager: Desk) -> None:
    """Forged: nobody drew it."""
    await manager.ask("plan")
    with pytest.raises(Problem) as met:
        await manager.press("Save the plan", {**NEW, "drawn": 99})
    assert met.value.code is Code.CARD_UNREADABLE


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
