"""Seals all that is in PostgreSQL by the keys of today, while replicas serve."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from storage.keys import SealError
from storage.postgres_database import Row, Write
from storage.postgres_identities import paper_at, people_at, sheet_at
from storage.postgres_nudges import nudge_at
from storage.postgres_returns import return_at, standing_at
from storage.postgres_sealed import ROSTER, Sealed, Where, in_audit

AT_ONCE: Final = 100


class Column(NamedTuple):
    """A column of sealed bytes: its table's key, and where what is in it belongs."""

    table: str
    key: tuple[str, ...]
    name: str
    where: Callable[[Row], Where]


def of_audit(room: str) -> Callable[[Row], Where]:
    """Return where a row is that has its audit's id alone."""
    return lambda row: in_audit(row["audit_id"], f"{room}/{row['audit_id']}")


COLUMNS: Final = (
    Column("secrets", ("name",), "document", lambda row: Where(ROSTER, f"secrets/{row['name']}")),
    Column("people", ("id",), "document", lambda row: Where(ROSTER, f"people/{row['id']}")),
    Column("reaches", ("person",), "document",
           lambda row: Where(ROSTER, f"reaches/{row['person']}")),
    Column("drafts", ("audit_id",), "document", of_audit("drafts")),
    Column("audits", ("audit_id",), "document", of_audit("audits")),
    Column("identities", ("audit_id", "id"), "people", lambda row: people_at(row["id"])),
    Column("identities", ("audit_id", "id"), "document", lambda row: sheet_at(row["id"])),
    Column("returns", ("audit_id", "id"), "document",
           lambda row: return_at(row["audit_id"], row["id"])),
    Column("returns", ("audit_id", "id"), "standing",
           lambda row: standing_at(row["audit_id"], row["id"])),
    Column("panels", ("audit_id", "family"), "document",
           lambda row: in_audit(row["audit_id"], f"panels/{row['audit_id']}/{row['family']}")),
    Column("journal", ("audit_id", "about", "number"), "document",
           lambda row: in_audit(row["audit_id"], f"journal/{row['about']}")),
    Column("nudges", ("audit_id", "id"), "document",
           lambda row: nudge_at(row["audit_id"], row["id"])),
    Column("papers", ("audit_id", "key"), "document", lambda row: paper_at(row["key"])),
)  # fmt: skip


async def seal_all(sealed: Sealed) -> int:
    """Seal all that is under older keys by today's, and return how much there was.

    What has no key any more is left as it is. Raises OSError; then it can be done again.
    """
    await sealed.ring.look()
    return sum([await seal_column(sealed, one) for one in COLUMNS])


async def seal_column(sealed: Sealed, column: Column) -> int:
    """Seal what is in one column; what changes meanwhile is sealed by today's key already."""
    current = [bytes.fromhex(key.key_id) for key in sealed.ring.known() if key.retired is None]
    count = 0
    async with sealed.database.moment() as at:
        async for row in at.cursor(old_in(column), current, prefetch=AT_ONCE):
            try:
                write = await anew(sealed, column, row)
            except SealError:
                continue
            count += await sealed.database.keep([write])
    return count


def old_in(column: Column) -> str:
    """Return the statement that finds what is not under these keys."""
    return (f"select {', '.join(column.key)}, {column.name} as kept from {column.table} "  # noqa: S608
            f"where length({column.name}) > 0 and "
            f"substring({column.name} from 2 for 8) <> all($1::bytea[])")  # fmt: skip


async def anew(sealed: Sealed, column: Column, row: Mapping[str, object]) -> Write:
    """Return what seals one row anew, if it is still as it was. Raises SealError."""
    where = column.where(row)  # type: ignore[arg-type]
    kept = row["kept"]
    assert isinstance(kept, bytes)  # noqa: S101 - the column's type
    plain = await sealed.open_bytes(where, kept)
    new = await sealed.seal_bytes(where, plain)
    rules = " and ".join(f"{name} = ${place}" for place, name in enumerate(column.key, 3))
    sql = (f"update {column.table} set {column.name} = $1 "  # noqa: S608 - our own names
           f"where {column.name} = $2 and {rules} returning true")  # fmt: skip
    keys = tuple(row[name] for name in column.key)
    return Write((column.table, str(keys)), sql, (new, kept, *keys))
