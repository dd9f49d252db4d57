"""An account that may be somebody's: who is asked, what a word changes, and what is on record."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from audits import claiming
from audits.audit import Audit
from audits.claim import Account
from audits.people import Person, Role
from audits.problems import Code, Problem
from dialogs import outgoing
from storage.contract import Batch, Store
from storage.tiny import TinyStore
from tests import cast
from tests.dialogs.conftest import Desk

ACCOUNT = Account(
    tenant="22222222-2222-2222-2222-222222222222", object_id="aad-new", name="Bethan Rees",
    upn="h.v@x.example", home=False,
)  # fmt: skip
UNTIED = replace(cast.HEALTH_VISITOR, object_id="")
LATER = cast.AT + timedelta(minutes=5)


async def waiting(folder: Path, *like: Person) -> TinyStore:
    """A store with the cast in it, in which an account waits that may be one of these."""
    store = await TinyStore.open(folder / "data")
    for who in (*cast.EVERYBODY, *like):
        await store.keep_person(who)
    await store.keep_audit(cast.AUDIT)
    for ret in cast.RETURNS:
        await store.add(ret)
    await open_claim(store, ACCOUNT, like or (UNTIED,))
    if not like:
        await store.keep_person(UNTIED)
    return store


async def open_claim(store: Store, account: Account, like: tuple[Person, ...]) -> bool:
    """Have an account wait; False where it does not."""
    audit = await the_audit(store)
    standings = await store.returns_in("a1")
    done = claiming.opened(audit, account, like, standings=standings, at=cast.AT)
    return done is not None and await store.keep_batch(
        Batch(audits=(done.audit,), lines=(done.line,))
    )


async def the_audit(store: Store) -> Audit:
    """The audit as it stands."""
    found = await store.audit("a1")
    assert found
    return found


async def test_coordinator_says_whose_it_is(tmp_path: Path) -> None:
    """From then on the account is the person's; the journal says who said so, and no name."""
    store = await waiting(tmp_path)
    desk = Desk(store, cast.COORDINATOR)
    shown = str(await desk.ask("newcomers"))
    assert "Bethan Rees" in shown
    assert "another organisation" in shown
    assert await store.person(ACCOUNT.tenant, ACCOUNT.object_id) is None
    card = await desk.press("Yes, this is them", {"person": "hv"})
    assert "Confirmed" in str(card)
    tied = await store.person(ACCOUNT.tenant, ACCOUNT.object_id)
    assert tied == replace(UNTIED, tenant=ACCOUNT.tenant, object_id=ACCOUNT.object_id)
    asked, done = await store.audit_journal("a1")
    assert (asked.what, done.what, done.by) == ("person.claimed", "person.confirmed", "phnc")
    assert done.about[0] == "hv"
    assert "Rees" not in str((asked, done))
    assert "@" not in str((asked, done))
    await store.close()


async def test_refused_account_stays_outside_for_good(tmp_path: Path) -> None:
    """It is not asked about again, and nobody has it."""
    store = await waiting(tmp_path)
    desk = Desk(store, cast.COORDINATOR)
    await desk.ask("newcomers")
    await desk.press("No, it is none of these")
    assert await store.person(ACCOUNT.tenant, ACCOUNT.object_id) is None
    assert (await store.people(("hv",)))["hv"].object_id == ""
    assert (await store.audit_journal("a1"))[-1].what == "person.refused"
    assert not await open_claim(store, ACCOUNT, (UNTIED,))
    assert "Nobody waits" in str(await desk.ask("newcomers"))
    await store.close()


async def test_second_decision_changes_nothing(tmp_path: Path) -> None:
    """An old card, a double click, a colleague who was faster: the first word stands."""
    store = await waiting(tmp_path)
    first, second = Desk(store, cast.COORDINATOR), Desk(store, cast.BUSINESS_MANAGER)
    await first.ask("newcomers")
    await second.ask("newcomers")
    await first.press("No, it is none of these")
    with pytest.raises(Problem) as raised:
        await second.press("Yes, this is them", {"person": "hv"})
    assert raised.value.code is Code.CLAIM_SETTLED
    assert await store.person(ACCOUNT.tenant, ACCOUNT.object_id) is None
    await store.close()


@pytest.mark.parametrize("chosen", ["", "pol", "phnc", "never-was", "hv" * 2_000])
async def test_nobody_gets_the_account_who_was_not_offered(tmp_path: Path, chosen: str) -> None:
    """A forged choice is no choice; the account still waits."""
    store = await waiting(tmp_path)
    desk = Desk(store, cast.COORDINATOR)
    await desk.ask("newcomers")
    with pytest.raises(Problem) as raised:
        await desk.press("Yes, this is them", {"person": chosen})
    assert raised.value.code is Code.CLAIM_WHOSE
    assert await store.person(ACCOUNT.tenant, ACCOUNT.object_id) is None
    assert (await the_audit(store)).claims[0].settled_at is None
    await store.close()


async def test_nobody_confirms_themselves(tmp_path: Path) -> None:
    """A coordinator's second account is confirmed by the business manager."""
    store = await waiting(tmp_path, cast.COORDINATOR)
    (claim,) = (await the_audit(store)).claims
    assert claim.asked == ("bm",)
    desk = Desk(store, cast.COORDINATOR)
    assert "Nobody waits" in str(await desk.ask("newcomers"))
    carried = {"audit": "a1", "claim": claim.id, "person": "phnc"}
    with pytest.raises(Problem) as raised:
        await desk.ask("confirm_person", carried)
    assert raised.value.code is Code.CLAIM_NONE
    await Desk(store, cast.BUSINESS_MANAGER).ask("confirm_person", carried)
    assert (await store.person(ACCOUNT.tenant, ACCOUNT.object_id)) is not None
    await store.close()


async def test_among_several_nobody_chooses_themselves(tmp_path: Path) -> None:
    """Also where the account may be somebody else's as well."""
    store = await waiting(tmp_path, UNTIED, cast.COORDINATOR)
    desk = Desk(store, cast.COORDINATOR)
    await desk.ask("newcomers")
    with pytest.raises(Problem) as raised:
        await desk.press("Yes, this is them", {"person": "phnc"})
    assert raised.value.code is Code.CLAIM_WHOSE
    await store.close()


async def test_new_account_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    """Whoever got a new account has that one from then on; the old one opens nothing."""
    store = await waiting(tmp_path, cast.HEALTH_VISITOR)
    await Desk(store, cast.COORDINATOR).ask("newcomers")
    (claim,) = (await the_audit(store)).claims
    carried = {"audit": "a1", "claim": claim.id, "person": "hv"}
    await Desk(store, cast.COORDINATOR).ask("confirm_person", carried)
    assert await store.person(cast.TENANT, "aad-hv") is None
    assert await store.person(ACCOUNT.tenant, ACCOUNT.object_id) is not None
    await store.close()


async def test_notice_goes_to_the_coordinator_until_it_is_decided(tmp_path: Path) -> None:
    """With nobody's name where a lock screen shows it."""
    store = await waiting(tmp_path)
    span = {"since": cast.AT - timedelta(hours=1), "until": LATER}
    (nudge,) = claiming.notices(await the_audit(store), {}, **span)
    assert nudge.person == "phnc"
    reply = await outgoing.drawn(nudge, store, LATER)
    assert reply
    assert "Bethan Rees" in str(reply.card)
    assert "Rees" not in reply.summary
    desk = Desk(store, cast.COORDINATOR)
    await desk.ask("newcomers")
    await desk.press("No, it is none of these")
    assert claiming.notices(await the_audit(store), {}, **span) == []
    assert await outgoing.drawn(nudge, store, LATER) is None
    await store.close()


async def test_flood_of_accounts_ends_somewhere(tmp_path: Path) -> None:
    """So many wait and no more; those who wait are not pushed out."""
    store = await waiting(tmp_path)
    opened = 1
    while await open_claim(store, replace(ACCOUNT, object_id=f"aad-{opened}"), (UNTIED,)):
        opened += 1
        assert opened <= claiming.MOST_OPEN
    assert opened == claiming.MOST_OPEN
    await store.close()


def test_team_is_known_by_its_business_managers() -> None:
    """Whoever belongs to no service is known to those who run the audit."""
    audit = replace(cast.AUDIT, team={**cast.AUDIT.team, "chair": Role.CHAIR})
    assert claiming.asked_about(audit, [], "chair") == ["bm"]
    assert claiming.asked_about(audit, [], "bm") == []
