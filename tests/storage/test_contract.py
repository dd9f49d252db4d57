"""What every store promises (storage/contract.py), asked of every store there is."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from audits.involvement import Change, Event, Standing
from audits.people import Person
from storage.contract import Store
from tests.storage.conftest import Place, now_and_later
from tests.storage.made import (
    AMINA,
    AT,
    GARETH,
    HARD_TEXTS,
    answered,
    audit,
    crowded,
    ret,
)  # fmt: skip


class TestReturns:
    """Returns and their journals."""

    async def test_what_is_missing_is_none_or_empty(self, store: Store) -> None:
        """What is missing is never an error."""
        assert await store.agency_return("no.such.return") is None
        assert await store.journal("no.such.return") == ()
        assert list(await store.returns_of("p.nobody")) == []
        assert list(await store.returns_in("nothing")) == []

    async def test_added_return_is_there_once(self, store: Store) -> None:
        """Adding the same id again keeps what stands."""
        assert await store.add(ret())
        assert not await store.add(ret(contacts=(GARETH.id,)))
        assert await store.agency_return("demo.C.phn") == ret()
        assert list(await store.journal("demo.C.phn")) == []

    async def test_kept_change_is_there_with_its_journal(self, store: Store) -> None:
        """A change is kept whole: the return as it is after, and each of its events."""
        await store.add(ret())
        change = answered(ret())
        assert await store.keep(change)
        assert await store.agency_return("demo.C.phn") == change.after
        assert tuple(await store.journal("demo.C.phn")) == change.events

    async def test_change_to_nothing_is_refused(self, store: Store) -> None:
        """A return that was never added is not kept by the way."""
        assert not await store.keep(answered(ret()))
        assert await store.agency_return("demo.C.phn") is None

    async def test_two_writers_one_wins(self, store: Store) -> None:
        """Of changes made from the same version one is kept; of the others nothing is."""
        await store.add(ret())
        changes = [answered(ret(), box=f"t1_q{n}") for n in range(8)]
        kept = await asyncio.gather(*(store.keep(change) for change in changes))
        assert sorted(kept) == [False] * 7 + [True]
        won = changes[kept.index(True)]
        assert await store.agency_return("demo.C.phn") == won.after
        assert tuple(await store.journal("demo.C.phn")) == won.events

    async def test_change_from_an_old_version_is_refused(self, store: Store) -> None:
        """Who decided on what no longer stands decides again."""
        await store.add(ret())
        first = answered(ret())
        await store.keep(first)
        assert not await store.keep(answered(ret(), text="Other words"))
        assert await store.agency_return("demo.C.phn") == first.after

    async def test_change_that_changes_nothing_is_kept(self, store: Store) -> None:
        """A repeated click succeeds, and the journal does not grow."""
        await store.add(ret())
        same = ret()
        assert await store.keep(Change(before=same, after=same))
        assert list(await store.journal("demo.C.phn")) == []

    async def test_journal_is_in_order(self, place: Place) -> None:
        """The journal is oldest first, and a change's own events keep their order."""
        store = await place.open()
        await store.add(ret())
        current, events = ret(), list[Event]()
        for number in range(12):
            change = answered(current, box=f"t1_q{number % 3}")
            second = replace(change.events[0], what="risk.reported", boxes=())
            change = replace(change, events=(*change.events, second))
            assert await store.keep(change)
            current = change.after
            events += change.events
        assert list(await store.journal("demo.C.phn")) == events
        assert list(await (await place.open()).journal("demo.C.phn")) == events

    async def test_return_with_every_field_comes_back_the_same(self, place: Place) -> None:
        """Nothing is lost or altered by being kept, at once and after opening again."""
        store = await place.open()
        await store.add(crowded())
        assert await store.agency_return(crowded().id) == crowded()
        store = await place.open()
        assert await store.agency_return(crowded().id) == crowded()

    @pytest.mark.parametrize("text", HARD_TEXTS.values(), ids=HARD_TEXTS)
    async def test_any_words_come_back_the_same(self, place: Place, text: str) -> None:
        """Welsh, emoji, right-to-left writing and long texts are kept to the letter."""
        store = await place.open()
        await store.add(ret())
        await store.keep(answered(ret(), text=text))
        async for again in now_and_later(place, store):
            found = await again.agency_return("demo.C.phn")
            assert found is not None
            assert found.value("t1_q1") == text

    async def test_moments_stay_the_same_moment(self, place: Place) -> None:
        """A time in any zone comes back as the same moment, to the microsecond."""
        at = datetime(2021, 6, 30, 23, 59, 59, 999_999, tzinfo=UTC)
        store = await place.open()
        await store.add(ret(opened_at=at))
        found = await (await place.open()).agency_return("demo.C.phn")
        assert found is not None
        assert found.opened_at == at

    async def test_many_returns_do_not_mix(self, place: Place) -> None:
        """Saves of many returns at the same time each reach their own return."""
        store = await place.open()
        all_of_them = [ret(f"demo.{family}.{agency}") for family in "CDE" for agency in "xyz"]
        assert all(await asyncio.gather(*(store.add(one) for one in all_of_them)))
        changes = [answered(one, text=one.id) for one in all_of_them]
        assert all(await asyncio.gather(*(store.keep(change) for change in changes)))
        async for again in now_and_later(place, store):
            for change in changes:
                assert await again.agency_return(change.after.id) == change.after


class TestStandings:
    """How returns stand, without their answers."""

    async def test_returns_are_found_by_audit_in_order(self, place: Place) -> None:
        """By family, then agency, whatever the order in which they came."""
        store = await place.open()
        for key in ("demo.D.phn", "demo.C.tai", "next.A.phn", "demo.C.phn"):
            await store.add(ret(key))
        wanted = ["demo.C.phn", "demo.C.tai", "demo.D.phn"]
        assert [one.id for one in await store.returns_in("demo")] == wanted
        assert [one.id for one in await (await place.open()).returns_in("demo")] == wanted

    async def test_standing_follows_each_change(self, place: Place) -> None:
        """What is seen of a return is what was kept last, and never its answers."""
        store = await place.open()
        await store.add(ret())
        change = answered(ret())
        await store.keep(change)
        async for again in now_and_later(place, store):
            (found,) = await again.returns_in("demo")
            assert type(found) is Standing
            assert (found.version, found.stage) == (1, change.after.stage)
            assert list(await again.returns_of(AMINA.id)) == [found]

    async def test_refused_change_is_not_seen(self, store: Store) -> None:
        """A standing shows nothing that is not kept."""
        await store.add(ret())
        await store.keep(answered(ret()))
        await store.keep(replace(answered(ret()), after=ret(contacts=(GARETH.id,), version=1)))
        assert list(await store.returns_of(GARETH.id)) == []

    async def test_contacts_are_handed_over(self, place: Place) -> None:
        """Who no longer answers a return does not find it; who now does, does."""
        store = await place.open()
        await store.add(ret())
        await store.add(ret("demo.D.phn"))
        before = ret()
        after = replace(before, version=1, contacts=(GARETH.id,))
        event = Event(at=AT, by=GARETH.id, what="return.handed_over", version=1)
        assert await store.keep(Change(before=before, after=after, events=(event,)))
        async for again in now_and_later(place, store):
            assert [one.id for one in await again.returns_of(GARETH.id)] == ["demo.C.phn"]
            assert [one.id for one in await again.returns_of(AMINA.id)] == ["demo.D.phn"]


class TestPeople:
    """The roster."""

    async def test_person_is_known_by_tenant_and_object_id(self, place: Place) -> None:
        """Both must fit; an object id of another tenant is another person."""
        store = await place.open()
        await store.keep_person(AMINA)
        await store.keep_person(GARETH)
        async for again in now_and_later(place, store):
            assert await again.person("t1", "o-amina") == AMINA
            assert await again.person("t1", "o-gareth") == GARETH
            assert await again.person("t2", "o-amina") is None
            assert await again.person("t1", "o-nobody") is None

    async def test_person_is_replaced_by_id(self, place: Place) -> None:
        """What is known of a person now is all that is known: the old account is gone."""
        store = await place.open()
        await store.keep_person(AMINA)
        moved = replace(AMINA, object_id="o-new", name="Amina Yusuf-Price")
        await store.keep_person(moved)
        async for again in now_and_later(place, store):
            assert await again.person("t1", "o-amina") is None
            assert await again.person("t1", "o-new") == moved
            assert await again.people([AMINA.id]) == {AMINA.id: moved}

    async def test_people_are_found_by_id(self, store: Store) -> None:
        """Those who are not on the roster are left out."""
        await store.keep_person(AMINA)
        await store.keep_person(GARETH)
        assert await store.people([GARETH.id, "p.nobody"]) == {GARETH.id: GARETH}
        assert await store.people([]) == {}

    async def test_nobody_is_known_by_an_empty_account(self, store: Store) -> None:
        """People whose Teams account is not known yet are nobody in Teams."""
        await store.keep_person(replace(AMINA, object_id=""))
        assert await store.person("t1", "") is None

    async def test_shared_account_is_the_same_person_always(self, place: Place) -> None:
        """Two people by one account are a roster's mistake; who it is does not change by turns."""
        store = await place.open()
        twin = Person(id="p.aa", tenant="t1", object_id="o-amina", name="A", email="a@x.example")
        for person in (AMINA, twin, AMINA):
            await store.keep_person(person)
        async for again in now_and_later(place, store):
            assert await again.person("t1", "o-amina") == twin


class TestAudits:
    """Audits and their tools."""

    async def test_audit_comes_back_with_its_tool(self, place: Place) -> None:
        """All that is asked comes back the same, at the next version."""
        store = await place.open()
        made = audit()
        assert len(made.tool.box) == 2  # what a tool works out for itself is not kept
        assert await store.keep_audit(made)
        async for again in now_and_later(place, store):
            found = await again.audit("demo")
            assert found == replace(made, version=1)
            assert found is not None
            assert found.tool.box == made.tool.box
            assert await again.audit("other") is None

    async def test_audit_changed_from_an_old_version_is_refused(self, place: Place) -> None:
        """Version n+1 is kept only where version n stands; 0 adds."""
        store = await place.open()
        assert not await store.keep_audit(audit(version=1))
        assert await store.audit("demo") is None
        assert await store.keep_audit(audit())
        assert not await store.keep_audit(audit(title="Added twice"))
        assert await store.keep_audit(audit(version=1, title="Changed", closed_at=AT))
        assert not await store.keep_audit(audit(version=1, title="Too late"))
        async for again in now_and_later(place, store):
            assert await again.audit("demo") == audit(version=2, title="Changed", closed_at=AT)

    async def test_two_writers_of_an_audit_one_wins(self, store: Store) -> None:
        """Of changes made from the same version one is kept."""
        kept = await asyncio.gather(*(store.keep_audit(audit(title=f"{n}")) for n in range(5)))
        assert sorted(kept) == [False] * 4 + [True]
        found = await store.audit("demo")
        assert found is not None
        assert found.title == str(kept.index(True))

    async def test_audits_come_newest_opened_first(self, place: Place) -> None:
        """The audit that people work on comes before last year's."""
        store = await place.open()
        for key, opened in (("a", 2019), ("c", 2021), ("b", 2020), ("d", 2021)):
            await store.keep_audit(audit(key, opened=date(opened, 11, 1)))
        async for again in now_and_later(place, store):
            assert [one.id for one in await again.audits()] == ["c", "d", "b", "a"]


async def test_ping_returns_while_the_store_can_be_read(store: Store) -> None:
    """Whoever looks after the service asks."""
    await store.ping()


async def test_any_id_is_kept_apart(place: Place) -> None:
    """Ids come from outside: whatever is in them, each has its own place and no other."""
    store = await place.open()
    ids = [
        "p", "P", "p.", ".p", "../p", "/etc/p", "..", ".", "", "p/../p", "p\\p", "p\n", "p_",
        "_70", "ṗ", "p\u0307", "P.json", "p.json.new", "con", "p" * 300, "p" * 299 + "q", "👶" * 80,
    ]  # fmt: skip
    for key in ids:
        await store.keep_person(replace(AMINA, id=key, name=f"name of {key}"))
    async for again in now_and_later(place, store):
        assert {key: one.name for key, one in (await again.people(ids)).items()} == {
            key: f"name of {key}" for key in ids
        }
