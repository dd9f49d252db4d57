"""PostgreSQL under seal: keys that are rotated while replicas serve, and what is lost with them."""

from typing import cast

import pytest

from storage.keys import MasterKeyError, SealError
from storage.masters import LocalMaster
from storage.moving import tally
from storage.postgres import PostgresStore
from storage.postgres_sealing import COLUMNS
from storage.ring import Ring
from tests.storage.conftest import PostgresPlace
from tests.storage.made import answered, ret
from tests.storage.rings import ring_for
from tests.storage.test_chain_both import found_in, order
from tests.storage.test_moving import LINE, filled
from tests.storage.test_sealed_folder import ANOTHER

pytestmark = pytest.mark.parametrize("place", ["postgres"], indirect=True)


async def test_rotated_keys_are_taken_up_by_every_replica(place: PostgresPlace) -> None:
    """One rotates and seals all anew; another, that was running, reads and writes all the same."""
    await filled(place)
    one = cast("PostgresStore", place.store)
    other = await PostgresStore.open(place.address, ring=ring_for)
    before = (await tally(one.everything())).whole()
    await one.ring.look()
    for scope in sorted({key.scope for key in one.ring.known()}):
        await one.ring.rotate(scope)
    assert await one.seal_all() > len(COLUMNS)
    assert await one.seal_all() == 0
    assert (await tally(other.everything())).whole() == before
    stands = await other.agency_return(ret().id)
    assert stands
    assert await other.keep(answered(stands, text="More"))
    assert await one.agency_return(ret().id) is not None
    assert await found_in(one) == []
    await other.close()


async def test_every_sealed_column_is_sealed_anew(place: PostgresPlace) -> None:
    """A column of bytes that a later migration adds is not forgotten."""
    await filled(place)
    rows = await order(place, """select table_name, column_name from information_schema.columns
        where table_schema = 'public' and data_type = 'bytea'""")  # fmt: skip
    there = {(row[0], row[1]) for row in rows}
    proofs = {("chain", "told"), ("chain", "proof"), ("chain_heads", "proof")}
    hashes = {("people", "account"), ("people", "email"), ("data_keys", "wrapped")}
    assert there - proofs - hashes == {(one.table, one.name) for one in COLUMNS}


async def test_wrong_master_key_is_told_and_nothing_written(place: PostgresPlace) -> None:
    """Before anything is read."""
    await filled(place)
    keys = await order(place, "select * from data_keys order by key_id")
    with pytest.raises(MasterKeyError, match="not the right one"):
        await PostgresStore.open(
            place.address, ring=lambda keeper: Ring(keeper, LocalMaster(lambda: ANOTHER))
        )
    assert await order(place, "select * from data_keys order by key_id") == keys


async def test_restored_rows_do_not_bring_names_back(place: PostgresPlace) -> None:
    """A dump without the keys' table puts the names' rows back, and nobody can read them."""
    store = cast("PostgresStore", await filled(place))
    (dumped,) = await order(place, "select people, document, version from identities")
    await store.destroy_identities("demo", LINE)
    await order(place, "update identities set people = $1, document = $2, version = $3", *dumped)
    again = cast("PostgresStore", await place.open())
    with pytest.raises(SealError):
        await again.identity("demo.C")
