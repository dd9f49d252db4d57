"""What every store promises of nudges and of how people are reached."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from audits.ledger import HELD, MOST_TRIES, Outcome, pause_after
from audits.nudges import Kind, Nudge
from audits.reach import Reach, unreachable
from storage.contract import Store
from tests.storage.conftest import Place, now_and_later
from tests.storage.made import AMINA, AT, ret

REACH = Reach(
    person=AMINA.id, tenant="t1", user="29:amina", bot="28:maca", conversation="a:amina",
    service_url="https://smba.trafficmanager.net/uk/", locale="cy-GB", zone="Europe/London",
)  # fmt: skip


def nudge(number: int = 1) -> Nudge:
    """One of many nudges."""
    return Nudge(
        id=f"demo/{AMINA.id}/reminder/{number}", audit_id="demo", person=AMINA.id,
        kind=Kind.DUE_SOON, step=5, at=AT, return_ids=("demo.C.phn",),
    )  # fmt: skip


class TestReach:
    """How people are reached."""

    async def test_reach_comes_back_the_same(self, place: Place) -> None:
        """At once, and after opening again."""
        store = await place.open()
        assert await store.reach(AMINA.id) is None
        assert await store.keep_reach(REACH)
        async for again in now_and_later(place, store):
            assert await again.reach(AMINA.id) == replace(REACH, version=1)

    async def test_reaches_are_found_by_id(self, place: Place) -> None:
        """Those of whom it is known; nobody else is among them."""
        store = await place.open()
        await store.keep_reach(REACH)
        async for again in now_and_later(place, store):
            found = await again.reaches([AMINA.id, "p.nobody"])
            assert found == {AMINA.id: replace(REACH, version=1)}
            assert await again.reaches([]) == {}

    async def test_old_version_is_refused(self, store: Store) -> None:
        """Who decided on what no longer stands decides again."""
        await store.keep_reach(REACH)
        assert not await store.keep_reach(replace(REACH, zone="Europe/Paris"))
        assert await store.keep_reach(replace(REACH, version=1, zone="Europe/Paris"))

    async def test_unreachable_people_are_listed(self, place: Place) -> None:
        """Those who are, and nobody else."""
        store = await place.open()
        await store.keep_reach(unreachable(REACH, "blocked", AT))
        await store.keep_reach(replace(REACH, person="p.other"))
        async for again in now_and_later(place, store):
            assert [one.person for one in await again.unreachable()] == [AMINA.id]


class TestLedger:
    """What became of each nudge."""

    async def test_claim_is_for_one_only(self, place: Place) -> None:
        """Of many who claim at once one has it; also after opening again."""
        store = await place.open()
        claims = [store.claim(nudge(), AT) for _ in range(8)]
        assert sorted(await asyncio.gather(*claims)) == [False] * 7 + [True]
        async for again in now_and_later(place, store):
            assert not await again.claim(nudge(), AT + HELD / 2)

    async def test_claim_that_a_crash_left_is_had_once_more(self, place: Place) -> None:
        """After a while, and only once: a person gets it twice at the most."""
        store = await place.open()
        await store.claim(nudge(), AT)
        store = await place.open()
        assert await store.claim(nudge(), AT + HELD)
        (found,) = await store.ledger("demo")
        assert (found.tries, found.again) == (2, True)
        async for again in now_and_later(place, store):
            assert not await again.claim(nudge(), AT + timedelta(days=1))

    @pytest.mark.parametrize(
        "outcome", [Outcome.SENT, Outcome.FAILED, Outcome.OVERTAKEN, Outcome.UNREACHABLE]
    )
    async def test_settled_nudge_is_not_claimed_again(self, place: Place, outcome: Outcome) -> None:
        """It is done with."""
        store = await place.open()
        await store.claim(nudge(), AT)
        assert await store.settle(nudge().id, outcome, AT) is outcome
        async for again in now_and_later(place, store):
            assert not await again.claim(nudge(), AT + timedelta(days=9))
            (found,) = await again.ledger("demo")
            assert (found.nudge, found.outcome, found.settled_at) == (nudge(), outcome, AT)

    @pytest.mark.parametrize(
        ("outcome", "last"),
        [(Outcome.LATER, Outcome.FAILED), (Outcome.UNSURE, Outcome.UNSURE)],
    )
    async def test_what_may_work_later_is_claimed_later_and_not_for_ever(
        self, store: Store, outcome: Outcome, last: Outcome
    ) -> None:
        """At growing distances; the last failure is for good."""
        at = AT
        for tries in range(1, MOST_TRIES + 1):
            assert await store.claim(nudge(), at)
            told = await store.settle(nudge().id, outcome, at)
            assert told is (last if tries == MOST_TRIES else outcome)
            assert not await store.claim(nudge(), at + pause_after(tries) / 2)
            at += pause_after(tries)
        assert not await store.claim(nudge(), at)

    async def test_what_was_never_claimed_is_not_settled(self, store: Store) -> None:
        """Nothing is kept of it."""
        assert await store.settle("no/such/nudge", Outcome.SENT, AT) is None
        assert list(await store.ledger("demo")) == []

    async def test_many_claims_at_once_are_all_kept(self, place: Place) -> None:
        """In the order in which they came."""
        store = await place.open()
        wanted = [nudge(number) for number in range(500)]
        assert all(await asyncio.gather(*(store.claim(one, AT) for one in wanted)))
        async for again in now_and_later(place, store):
            assert [entry.nudge for entry in await again.ledger("demo")] == wanted

    async def test_swept_moment_is_kept(self, place: Place) -> None:
        """None before the first; the newest after."""
        store = await place.open()
        assert await store.swept("demo") is None
        await store.keep_swept("demo", AT)
        await store.keep_swept("demo", AT + timedelta(minutes=1))
        async for again in now_and_later(place, store):
            assert await again.swept("demo") == AT + timedelta(minutes=1)
            assert list(await again.ledger("demo")) == []

    async def test_standings_are_found_by_id(self, place: Place) -> None:
        """Those that there are."""
        store = await place.open()
        await store.add(ret())
        async for again in now_and_later(place, store):
            found = await again.standings(["demo.C.phn", "no.such.return"])
            assert {key: one.id for key, one in found.items()} == {"demo.C.phn": "demo.C.phn"}
