"""What a PostgresStore is like beyond the contract: sealed, shared by replicas, able to heal."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import asyncpg
import pytest

from audits.involvement import Stage
from storage.contract import Batch
from storage.moving import OF_AN_AUDIT
from storage.postgres import PostgresStore
from storage.postgres_faults import DatabaseError, explain
from tests.postgres import OwnServer, Server, own_server
from tests.storage.conftest import PostgresPlace
from tests.storage.made import AMINA, AT, GARETH, answered, audit, ret
from tests.storage.rings import ring_for
from tests.storage.test_batch import sheet
from tests.storage.test_moving import filled
from tests.storage.test_nudges import nudge
from tests.storage.test_readings import plain_tool, said

SECRETS = ("She was heard", "Amina", "amina@nhs.example", "o-amina", "29:amina", "Made-Up",
           "A baby and two adults", "a roster", "Unborn and under two")  # fmt: skip


@pytest.fixture
async def address(postgres: Server) -> AsyncIterator[str]:
    """The address of a database of our own."""
    async with postgres.fresh() as found:
        yield found


@pytest.fixture
async def replicas(address: str) -> AsyncIterator[tuple[PostgresStore, PostgresStore]]:
    """Two stores on one database."""
    both = [await PostgresStore.open(address, ring=ring_for) for _ in range(2)]
    yield both[0], both[1]
    for one in both:
        await one.close()


async def ordered(address: str, sql: str) -> None:
    """Have the server do something."""
    connection = await asyncpg.connect(address)
    await connection.execute(sql)
    await connection.close()


async def test_no_words_stand_in_the_database(address: str) -> None:
    """No answer, name, address or account can be read in any column of any table."""
    place = PostgresPlace(address)
    await filled(place)
    await place.close()
    connection = await asyncpg.connect(address)
    tables = await connection.fetch("select tablename from pg_tables where schemaname = 'public'")
    found = b""
    for (table,) in tables:
        for row in await connection.fetch(f"select * from {table}"):  # noqa: S608 - our own
            found += b"".join(one if isinstance(one, bytes) else str(one).encode() for one in row)
    await connection.close()
    assert b"demo.C.phn" in found
    assert not [words for words in SECRETS if words.encode() in found]


class TestReplicas:
    """What one replica keeps the other sees at once, whatever it remembers."""

    async def test_audit_changed_elsewhere_is_seen(
        self, replicas: tuple[PostgresStore, PostgresStore]
    ) -> None:
        """By id and among all; and while nothing changes it is the very same object."""
        one, other = replicas
        await one.keep_audit(audit())
        assert await other.audit("demo") is await other.audit("demo")
        assert await one.keep_audit(audit(version=1, title="Changed"))
        assert (await other.audits())[0].title == "Changed"
        found = await other.audit("demo")
        assert found is not None
        assert found.title == "Changed"

    async def test_return_sent_elsewhere_is_collected(
        self, replicas: tuple[PostgresStore, PostgresStore]
    ) -> None:
        """What was sent, taken back and sent again stands as it was kept last."""
        one, other = replicas
        await one.keep_audit(audit(tool=plain_tool()))
        await one.add(ret())
        before, told = ret(), []
        for stage in (Stage.SENT, Stage.IN_PROGRESS, Stage.SENT):
            change = answered(before, box="t1_q1_evidence", text=f"Version {before.version}")
            before = replace(change.after, stage=stage, sent_at=AT)
            assert await one.keep(replace(change, after=before))
            got = await other.collected("demo")
            assert got is not None
            told.append(said(got))
        assert told == [{"demo.C.phn": "Version 0"}, {}, {"demo.C.phn": "Version 2"}]

    async def test_return_removed_and_added_again_is_another(
        self, replicas: tuple[PostgresStore, PostgresStore]
    ) -> None:
        """Though it has the same id and version: nothing of the old one is remembered."""
        one, other = replicas
        await one.keep_audit(audit())
        await one.add(ret())
        assert (await other.returns_in("demo"))[0].contacts == (AMINA.id,)
        assert (await other.audit("demo")) is not None
        await one.forget("demo", OF_AN_AUDIT)
        assert list(await other.returns_in("demo")) == []
        await one.keep_audit(audit(title="Another"))
        await one.add(ret(contacts=(GARETH.id,)))
        assert (await other.returns_in("demo"))[0].contacts == (GARETH.id,)
        found = await other.audit("demo")
        assert found is not None
        assert found.title == "Another"

    async def test_both_save_the_same_return_one_wins(
        self, replicas: tuple[PostgresStore, PostgresStore]
    ) -> None:
        """Whichever replica they came to, of changes from one version one is kept."""
        await replicas[0].add(ret())
        wanted = [answered(ret(), box=f"t1_q{n}") for n in range(20)]
        kept = await asyncio.gather(*(replicas[n % 2].keep(one) for n, one in enumerate(wanted)))
        assert sorted(kept) == [False] * 19 + [True]
        assert await replicas[1].agency_return(ret().id) == wanted[kept.index(True)].after

    async def test_nudge_is_claimed_by_one_replica(
        self, replicas: tuple[PostgresStore, PostgresStore]
    ) -> None:
        """Of many that both want at once each is had once."""
        wanted = [nudge(number) for number in range(100)]
        kept = await asyncio.gather(*(one.claim(each, AT) for each in wanted for one in replicas))
        assert [sum(kept[n : n + 2]) for n in range(0, 200, 2)] == [1] * 100

    async def test_two_batches_that_meet_do_not_wait_for_each_other(
        self, replicas: tuple[PostgresStore, PostgresStore]
    ) -> None:
        """Named in opposite orders, one is kept and the other is not, without a deadlock."""
        ids = [f"demo.{family}.phn" for family in "CDEFGHIJ"]
        for key in ids:
            await replicas[0].add(ret(key))
        one = Batch(changes=tuple(answered(ret(key), text="one") for key in ids))
        other = Batch(changes=tuple(answered(ret(key), text="other") for key in reversed(ids)))
        for _ in range(5):
            kept = await asyncio.gather(replicas[0].keep_batch(one), replicas[1].keep_batch(other))
            assert sum(kept) <= 1

    async def test_sheet_destroyed_elsewhere_is_empty(
        self, replicas: tuple[PostgresStore, PostgresStore]
    ) -> None:
        """A replica remembers no name."""
        one, other = replicas
        await one.keep_batch(Batch(identities=(sheet(),)))
        line = replace(sheet().journal[0], what="identity.destroyed")
        assert await one.destroy_identities("2026-1", line) == 1
        found = await other.identity("2026-1.C")
        assert found is not None
        assert found.people == ()
        assert found.journal[-1].what == "identity.destroyed"


class TestFaults:
    """What cannot be kept is told as the contract says, leaves all as it was, and heals."""

    @pytest.fixture
    def server(self) -> Iterator[OwnServer]:
        """A server that can be stopped."""
        with own_server() as found:
            yield found

    async def test_server_that_went_away_is_found_again(self, server: OwnServer) -> None:
        """While it is away everything is refused; once it is back everything is as it was."""
        async with server.fresh() as address:
            store = await PostgresStore.open(address, ring=ring_for)
            await store.add(ret())
            for mode in ("fast", "immediate"):
                server.stop(mode)
                for trying in (store.ping(), store.keep(answered(ret())), store.audits()):
                    with pytest.raises(DatabaseError, match="cannot be reached"):
                        await trying
                server.start()
                await store.ping()
                assert await store.agency_return(ret().id) == ret()
            assert await store.keep(answered(ret()))
            await store.close()

    async def test_full_disk_keeps_nothing_and_can_be_tried_again(self, address: str) -> None:
        """Neither the return nor a line of its journal."""
        store = await PostgresStore.open(address, ring=ring_for)
        await store.add(ret())
        await ordered(address, FULL)
        with pytest.raises(DatabaseError, match="full"):
            await store.keep(answered(ret()))
        assert await store.agency_return(ret().id) == ret()
        await ordered(address, "drop trigger no_room on journal")
        assert await store.keep(answered(ret()))
        assert len(await store.journal(ret().id)) == 1
        await store.close()

    async def test_rule_of_the_database_is_told_without_a_value(self, address: str) -> None:
        """A return that is not of its audit is refused, and no word of it is in the error."""
        store = await PostgresStore.open(address, ring=ring_for)
        with pytest.raises(DatabaseError) as told:
            await store.add(replace(ret(), id="other.C.phn"))
        assert str(told.value) == "A rule of the database refuses it"
        await store.close()

    async def test_connection_cut_while_it_waits_is_replaced(self, address: str) -> None:
        """An idle connection that the server ended costs a reader nothing."""
        store = await PostgresStore.open(address, ring=ring_for)
        await store.add(ret())
        await ordered(address, CUT)
        assert await store.agency_return(ret().id) == ret()
        await store.close()

    async def test_address_where_nobody_listens_is_told(self) -> None:
        """In words that an operator can do something with."""
        with pytest.raises(DatabaseError, match="cannot be reached"):
            await PostgresStore.open("postgresql://x@127.0.0.1:1/x", ring=ring_for)

    def test_what_is_not_foreseen_is_told_by_its_kind(self) -> None:
        """And never with the server's words, which may hold what somebody wrote."""
        told = explain(asyncpg.DataError("She was heard"))
        assert str(told) == "The database refused: DataError"


FULL = """
create function full_disk() returns trigger language plpgsql as
$$ begin raise exception using errcode = '53100'; end $$;
create trigger no_room before insert on journal execute function full_disk()"""
CUT = """select pg_terminate_backend(pid) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid()"""
