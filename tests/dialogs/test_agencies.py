"""The business manager changes who stands where in an agency."""

from datetime import timedelta

import pytest

from audits.audit import Agency
from audits.nudges import Kind, due
from audits.problems import Code, Problem
from storage.contract import Store
from tests.cards.lint import faults
from tests.cast import AT
from tests.dialogs.conftest import Desk
from tests.dialogs.test_answer import words


async def phn(store: Store) -> Agency:
    """Public health nursing as it is kept."""
    audit = await store.audit("a1")
    assert audit
    return audit.agencies["phn"]


async def one(manager: Desk, agency: str = "phn") -> None:
    """Open one agency from the list."""
    assert not faults(await manager.ask("agencies"))
    assert not faults(await manager.press("Change this one", {"agency": agency}))


async def test_all_agencies_are_listed_with_who_is_missing(manager: Desk) -> None:
    """Who is told first, and where nobody is."""
    said = words(await manager.ask("agencies"))
    assert "Public health nursing** · coordinator Anita Desai · no deputy or lead" in said
    assert "Police** · no coordinator, deputy or lead" in said


async def test_who_stands_where_is_kept_with_its_journal(manager: Desk, store: Store) -> None:
    """A coordinator is not her own deputy; what was changed is in the journal."""
    await one(manager)
    put = {"coordinators": "phnc", "deputies": "hv2,phnc", "lead": "hv", "sign_off": "yes"}
    card = await manager.press("Save", put)
    assert not faults(card)
    assert "Saved" in words(card)
    kept = await phn(store)
    assert (kept.coordinators, kept.deputies, kept.lead) == (("phnc",), ("hv2",), "hv")
    assert kept.sign_off
    await manager.press("Save", put)
    audit = await store.audit("a1")
    assert audit
    assert [row.about[0] for row in audit.journal] == [
        "agency.phn.deputies", "agency.phn.lead", "agency.phn.sign_off"]  # fmt: skip


async def test_who_is_no_longer_named_loses_access_and_can_be_named_again(
    manager: Desk, store: Store
) -> None:
    """Taken off by mistake, they are still on the list to choose from."""
    coordinator = Desk(store, (await store.people(("phnc",)))["phnc"])
    await coordinator.ask("agency")
    await one(manager)
    await manager.press("Save", {"coordinators": "", "lead": "-", "sign_off": "no"})
    with pytest.raises(Problem) as met:
        await coordinator.ask("agency")
    assert met.value.code is Code.AGENCY_NOT_YOURS
    await one(manager)
    await manager.press("Save", {"coordinators": "phnc", "lead": "-", "sign_off": "no"})
    await coordinator.ask("agency")


async def test_somebody_of_another_service_is_refused(manager: Desk, store: Store) -> None:
    """They would see returns that are not theirs."""
    before = await phn(store)
    await one(manager)
    for place in ("coordinators", "deputies", "lead"):
        with pytest.raises(Problem) as met:
            await manager.press("Save", {"coordinators": "phnc", place: "pol"})
        assert met.value.code is Code.ASSIGN_NOBODY
    assert await phn(store) == before


async def test_whoever_is_named_is_told_of_the_silence_at_once(manager: Desk, store: Store) -> None:
    """Silence about Family F had passed the empty rung days ago; C is the new deputy's own."""
    await one(manager)
    await manager.press("Save", {"coordinators": "phnc", "deputies": "hv2", "lead": "-"})
    audit, owed = await store.audit("a1"), await store.returns_in("a1")
    assert audit
    found = due(audit, owed, {}, since=AT - timedelta(minutes=1), until=AT)
    assert [(n.person, n.kind, n.return_ids) for n in found] == [
        ("hv2", Kind.ESCALATION, ("a1.F.phn",))
    ]
