"""The embedded store's side of storage/moving.py: all records out, records in, records gone."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from typing import Any

from audits.audit import Audit
from audits.identity import Identity
from storage import codec
from storage.beside import BesideReturns
from storage.chain import Head, Link, row_of, scope
from storage.codec import LedgerRow, SheetOpened
from storage.folder import ASIDE, Folder
from storage.index import Reaches, Roster, Standings
from storage.ledger import Ledger
from storage.moving import SHAPES, ClashError, Kept, Kind, digest, keys_of, sheet_kept
from storage.names import audit_aside, key_of_file
from storage.readings import Readings
from storage.ring import Ring
from storage.setting_up import PAPERS, giving, record_of
from storage.shelf import Shelf
from storage.tiny_chains import name_of, read_whole, together
from storage.together import Wanted, keep_together

AUDIT_OF: Mapping[Kind, Callable[[Any], str]] = {
    Kind.PEOPLE: lambda _: "",
    Kind.REACHES: lambda _: "",
    Kind.DRAFTS: lambda record: record["draft"].id,
    Kind.AUDITS: lambda record: record["audit"].id,
    Kind.RETURNS: lambda record: record["ret"].audit_id,
    Kind.PANELS: lambda record: record["panel"].audit_id,
}
"""Of which audit a record is that lies on a shelf as it is."""
LEDGER = frozenset({Kind.NUDGES, Kind.SWEPT})


class MovesRecords(BesideReturns):
    """The part of a TinyStore that gives, takes and removes whole records. See storage.moving."""

    _folder: Folder
    _roster: Roster
    _standings: Standings
    _readings: Readings
    _audits: dict[str, Audit]
    _reaches: Reaches
    _people_files: Shelf[Any]
    _reach_files: Shelf[Any]
    _audit_files: Shelf[Any]
    _returns: Shelf[Any]
    _ledger: Ledger

    def _shelf(self, kind: Kind) -> Shelf[Any]:
        return {
            Kind.PEOPLE: self._people_files,
            Kind.REACHES: self._reach_files,
            Kind.DRAFTS: self._setting_up.draft_files,
            Kind.AUDITS: self._audit_files,
            Kind.IDENTITIES: self._setting_up.identity_files,
            Kind.RETURNS: self._returns,
            Kind.PANELS: self._panels.files,
        }[kind]

    def _ids(self, kind: Kind, audit_id: str) -> Sequence[str]:
        """Return the ids of all records of a kind that lies on a shelf, or of one audit's."""
        if audit_id:
            return self._ids_of(kind, audit_id)
        every: Mapping[Kind, Sequence[str]] = {
            Kind.PEOPLE: self._roster.ids(),
            Kind.REACHES: self._reaches.ids(),
            Kind.DRAFTS: tuple(self._setting_up.drafts),
            Kind.AUDITS: tuple(self._audits),
            Kind.IDENTITIES: self._setting_up.all_identity_ids(),
            Kind.RETURNS: self._standings.ids(),
            Kind.PANELS: self._panels.ids(),
        }
        return sorted(every[kind])

    def _ids_of(self, kind: Kind, audit_id: str) -> Sequence[str]:
        match kind:
            case Kind.DRAFTS:
                return [audit_id] if audit_id in self._setting_up.drafts else []
            case Kind.AUDITS:
                return [audit_id] if audit_id in self._audits else []
            case Kind.IDENTITIES:
                return self._setting_up.identity_ids(audit_id)
            case Kind.RETURNS:
                return sorted(one.id for one in self._standings.in_audit(audit_id))
            case Kind.PANELS:
                return sorted(one.id for one in self._panels.of(audit_id))
        return []

    async def everything(self, audit_id: str = "") -> AsyncIterator[Kept]:
        """Give every record, kind by kind, or those of one audit. Raises OSError."""
        for kind in Kind:
            if kind is Kind.PAPERS:
                async for paper in self._papers_of(audit_id):
                    yield paper
            elif kind in LEDGER:
                for row in self._ledger.rows(audit_id):
                    if (row["entry"] is None) is (kind is Kind.SWEPT):
                        yield ledger_kept(row)
            else:
                for key in self._ids(kind, audit_id):
                    if kept := await self._kept(kind, key):
                        yield kept

    async def _kept(self, kind: Kind, key: str) -> Kept | None:
        """Return the record that lies under this key now. Raises OSError."""
        if kind is Kind.IDENTITIES:
            sheet = await self.identity(key)
            return sheet_kept(sheet) if sheet else None
        if kind is Kind.PAPERS:
            content = await self.paper(key)
            return None if content is None else Kept(kind, key, audit_of_paper(key), content)
        record = await self._shelf(kind).get(key)
        return Kept(kind, key, AUDIT_OF[kind](record), codec.encode(record)) if record else None

    async def _papers_of(self, audit_id: str) -> AsyncIterator[Kept]:
        for key in self._paper_keys(audit_id):
            if kept := await self._kept(Kind.PAPERS, key):
                yield kept

    def _paper_keys(self, audit_id: str) -> Sequence[str]:
        names = (path.name for path in (self._folder.path / PAPERS).glob("*.json"))
        keys = sorted(filter(None, map(key_of_file, names)))
        return [key for key in keys if not audit_id or audit_of_paper(key) == audit_id]

    async def take_in(self, records: Sequence[Kept]) -> int:
        """Keep these records as they are; what stands already is left. Raises ClashError."""
        new = [record for record in records if not await self._stands(record)]
        sheets = [one for one in new if one.kind is Kind.IDENTITIES]
        await self._setting_up.ready([sheet_in(one) for one in sheets])
        wanted = list(self._wanted(new))
        if wanted and not await keep_together(wanted):
            raise OSError("The records changed while they were taken in. Try it again.")
        for record in new:
            if record.kind is Kind.PAPERS:
                await self.keep_paper(record.id, record.plain)
        await self._ledger.take([codec.decode(LedgerRow, one.plain)
                                 for one in new if one.kind in LEDGER])  # fmt: skip
        return len(new)

    async def _stands(self, record: Kept) -> bool:
        """Tell whether the same stands already. Raises ClashError, OSError."""
        found: Kept | None
        if record.kind in LEDGER:
            row = self._ledger.row(record.audit_id, record.id, swept=record.kind is Kind.SWEPT)
            found = ledger_kept(row) if row else None
        else:
            found = await self._kept(record.kind, record.id)
        if found is not None and digest(found) != digest(record):
            raise ClashError(record.kind, record.id)
        return found is not None

    def _wanted(self, records: Sequence[Kept]) -> Iterator[Wanted[Any]]:
        """Yield what keeps those of these records that lie on shelves. Raises OSError."""
        for record in records:
            if record.kind is Kind.PAPERS or record.kind in LEDGER:
                continue
            opened = codec.decode(SHAPES[record.kind], record.plain)
            if record.kind is Kind.IDENTITIES:
                sheet = opened["identity"]
                opened = record_of(sheet, self._setting_up.sealed(sheet), version=sheet.version)
            yield Wanted(self._shelf(record.kind), record.id, giving(opened, new=True))

    async def forget(self, audit_id: str, kinds: Sequence[Kind]) -> Mapping[Kind, int]:
        """Remove the audit's records of these kinds for good, from the day book too."""
        gone: Counter[Kind] = Counter()
        if LEDGER & set(kinds):
            gone[Kind.NUDGES] = await self._ledger.forget(audit_id)
        for kind in kinds:
            if kind is Kind.PAPERS:
                keys = self._paper_keys(audit_id)
                await asyncio.gather(*(self.drop_paper(key) for key in keys))
                gone[kind] = len(keys)
            elif kind not in LEDGER:
                ids = self._ids_of(kind, audit_id)
                await self._shelf(kind).remove(ids)
                self._unsee(kind, ids)
                gone[kind] = len(ids)
        await self._folder.daybook.catch_up()
        if Kind.AUDITS in kinds:
            await self._forget_aside(audit_id)
            await self._forget_chain(audit_id)
        for name in keys_of(audit_id, kinds):
            await self._folder.ring.destroy(name)
        return gone

    async def _forget_aside(self, audit_id: str) -> None:
        """Remove what was set aside of an audit that is gone, as far as names tell."""
        for name in [one for one in self._folder.aside() if audit_aside(one) == audit_id]:
            path = self._folder.path / ASIDE / name
            await asyncio.to_thread(path.unlink, missing_ok=True)

    async def _forget_chain(self, audit_id: str) -> None:
        """Remove the chain of an audit of which nothing is left to prove."""
        self._folder.daybook.chains.forget(audit_id)
        path = self._folder.path / name_of(audit_id)
        await asyncio.to_thread(path.unlink, missing_ok=True)
        await self._folder.ring.destroy(scope(audit_id))

    @property
    def ring(self) -> Ring:
        """The keys of this store."""
        return self._folder.ring

    def head(self, audit_id: str) -> Head:
        """Return the newest link of the audit's chain."""
        return self._folder.daybook.chains.head(audit_id)

    async def whole_chain(
        self, audit_id: str
    ) -> tuple[Sequence[Link], Mapping[str, Sequence[bytes]]]:
        """Return the chain and the journals; of one moment only while nobody writes."""
        return await self.chain(audit_id), await self.journals(audit_id)

    async def chain(self, audit_id: str) -> Sequence[Link]:
        """Return the links of the audit's chain, oldest first. Raises OSError."""
        name = name_of(audit_id)
        unfiled = b"".join(self._folder.daybook.links.get(name, ()))
        kept = await self._folder.off_loop(lambda: read_whole(self._folder.path / name))
        return list(together(kept, unfiled))

    async def journals(self, audit_id: str) -> Mapping[str, Sequence[bytes]]:
        """Return the rows of all the audit's journals, by what they are about. Raises OSError."""
        found: dict[str, Sequence[bytes]] = {}
        for kind in (Kind.AUDITS, Kind.IDENTITIES, Kind.RETURNS, Kind.PANELS):
            shelf = self._shelf(kind)
            for key in self._ids(kind, audit_id):
                if record := await shelf.get(key):
                    rows = [row_of(one) for one in shelf.kind.journal(record)]
                    found[shelf.kind.about(record)] = rows
        return found

    async def forget_people(self, ids: Sequence[str]) -> int:
        """Remove these people and how they are reached. Raises OSError."""
        gone = list(self._roster.those(ids))
        await self._people_files.remove(gone)
        await self._reach_files.remove(list(self._reaches.those(ids)))
        for one in ids:
            self._roster.unsee(one)
            self._reaches.unsee(one)
        await self._folder.daybook.catch_up()
        return len(gone)

    def _unsee(self, kind: Kind, ids: Sequence[str]) -> None:
        """Let go of what is in memory of records that are gone."""
        for key in ids:
            match kind:
                case Kind.DRAFTS:
                    self._setting_up.drafts.pop(key, None)
                case Kind.AUDITS:
                    self._audits.pop(key, None)
                case Kind.IDENTITIES:
                    self._setting_up.unsee(key)
                case Kind.RETURNS:
                    self._standings.unsee(key)
                    self._readings.unsee(key)
                case Kind.PANELS:
                    self._panels.unsee(key)


def ledger_kept(row: LedgerRow) -> Kept:
    """Return a row of the ledger as a record."""
    entry = row["entry"]
    kind, key = (Kind.NUDGES, entry.nudge.id) if entry else (Kind.SWEPT, row["audit"])
    return Kept(kind, key, row["audit"], codec.encode(row))


def sheet_in(record: Kept) -> Identity:
    """Return the identity sheet in a record. Raises OSError as codec does."""
    return codec.decode(SheetOpened, record.plain)["identity"]


def audit_of_paper(key: str) -> str:
    """Return the id of the audit or draft that a document belongs to: its key begins with it."""
    return key.partition(".")[0]
