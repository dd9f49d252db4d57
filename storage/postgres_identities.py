"""Identity sheets and documents in PostgreSQL. Who is on a sheet has a key of its own."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from audits.identity import Identity
from audits.journal import Happening
from storage import codec
from storage.chain import Told
from storage.codec import FORMAT, IdentityRecord
from storage.postgres_database import Row, Write
from storage.postgres_returns import rows_of
from storage.postgres_sealed import PAPERS, Sealed, Where, audit_of, in_audit

ADD: Final = """insert into identities (audit_id, id, version, people, document)
    values ($1, $2, $3 + 1, $4, $5) on conflict do nothing returning true"""
KEEP: Final = """update identities set version = $3 + 1, people = $4, document = $5
    where audit_id = $1 and id = $2 and version = $3 returning true"""
ONE: Final = "select id, people, document from identities where audit_id = $1 and id = $2"
IDS: Final = "select id from identities where audit_id = $1 order by id"
KEEP_PAPER: Final = """insert into papers (audit_id, key, document) values ($1, $2, $3)
    on conflict (audit_id, key) do update set document = excluded.document returning true"""
DROP_PAPER: Final = "delete from papers where audit_id = $1 and key = $2 returning true"
PAPER: Final = "select document from papers where audit_id = $1 and key = $2"


class Identities:
    """All identity sheets. Destroying an audit's key destroys its sheets, in every backup too."""

    def __init__(self, sealed: Sealed) -> None:
        self._sealed = sealed
        self._database = sealed.database

    async def one(self, sheet_id: str) -> Identity | None:
        """Return a sheet, opened; with nobody on it once it was destroyed. Raises OSError."""
        row = await self._database.row(ONE, audit_of(sheet_id), sheet_id)
        return await self.opened(row) if row else None

    async def opened(self, row: Row) -> Identity:
        """Return the sheet in this row. Raises OSError."""
        sheet_id = row["id"]
        sheet = await self._without_people(sheet_id, row["document"])
        if not row["people"]:
            return sheet
        plain = await self._sealed.open_bytes(people_at(sheet_id), row["people"])
        return replace(sheet, people=codec.people_in(plain))

    async def _without_people(self, sheet_id: str, document: bytes) -> Identity:
        found = await self._sealed.open(IdentityRecord, sheet_at(sheet_id), document)
        return Identity(
            id=found["id"], audit_id=found["audit_id"], family=found["family"], people=(),
            journal=found["journal"], version=found["version"],
        )  # fmt: skip

    async def ids(self, audit_id: str) -> Sequence[str]:
        """Return the ids of the audit's sheets, destroyed ones too. Raises OSError."""
        return [row["id"] for row in await self._database.rows(IDS, audit_id)]

    async def keeping(self, sheet: Identity, *, new: bool = False) -> Write:
        """Return what keeps the sheet as version n+1 if n stands; 0, or `new`, adds."""
        people = b""
        if sheet.people:
            plain = codec.encode({"people": sheet.people})
            people = await self._sealed.seal_bytes(people_at(sheet.id), plain)
        record = IdentityRecord(
            format=FORMAT, id=sheet.id, audit_id=sheet.audit_id, family=sheet.family, sealed=b"",
            journal=sheet.journal, version=sheet.version + 1,
        )  # fmt: skip
        document = await self._sealed.seal(sheet_at(sheet.id), record)
        values = (sheet.audit_id, sheet.id, sheet.version, people, document)
        sql = ADD if new or not sheet.version else KEEP
        return Write(("identities", sheet.id), sql, values, await self._gained(sheet))

    async def _gained(self, sheet: Identity) -> tuple[Told, ...]:
        """Return what the sheet's journal gains over the one that is kept."""
        row = await self._database.row(ONE, sheet.audit_id, sheet.id)
        known = (await self._without_people(sheet.id, row["document"])).journal if row else ()
        return rows_of(sheet.audit_id, f"identities/{sheet.id}", sheet.journal[len(known) :])

    async def destroy(self, audit_id: str, line: Happening) -> int:
        """Destroy the audit's key, then empty its sheets; their journals stay. Raises OSError."""
        await self._sealed.ring.destroy(f"identity/{audit_id}")
        return sum([await self._emptied(one, line) for one in await self.ids(audit_id)])

    async def _emptied(self, sheet_id: str, line: Happening) -> bool:
        """Take the people off a sheet; False where there are none."""
        while row := await self._database.row(ONE, audit_of(sheet_id), sheet_id):
            if not row["people"]:
                return False
            sheet = await self._without_people(sheet_id, row["document"])
            told = replace(line, version=sheet.version + 1, about=(sheet.family,))
            empty = replace(sheet, journal=(*sheet.journal, told))
            if await self._database.keep([await self.keeping(empty)]):
                return True
        return False

    async def keep_paper(self, key: str, content: bytes) -> None:
        """Keep the bytes of a document. Raises OSError."""
        await self._database.keep([await self.keeping_paper(key, content)])

    async def keeping_paper(self, key: str, content: bytes) -> Write:
        """Return what keeps the bytes of a document."""
        document = await self._sealed.seal_bytes(paper_at(key), content)
        return Write(("papers", key), KEEP_PAPER, (audit_of(key), key, document))

    async def drop_paper(self, key: str) -> None:
        """Keep the document no longer. Raises OSError."""
        await self._database.keep([Write(("papers", key), DROP_PAPER, (audit_of(key), key))])

    async def paper(self, key: str) -> bytes | None:
        """Return the bytes of a document. Raises OSError."""
        found = await self._database.value(PAPER, audit_of(key), key)
        return None if found is None else await self._sealed.open_bytes(paper_at(key), found)


def sheet_at(sheet_id: str) -> Where:
    """Return where a sheet's journal is."""
    return in_audit(audit_of(sheet_id), f"identities/{sheet_id}")


def people_at(sheet_id: str) -> Where:
    """Return where it is who is on a sheet."""
    return Where(f"identity/{audit_of(sheet_id)}", f"identities/{sheet_id}")


def paper_at(key: str) -> Where:
    """Return where a document is."""
    return Where(PAPERS, f"papers/{key}")
