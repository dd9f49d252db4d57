"""Drafts, identity sheets and documents in the embedded store.

Beside the shelves of tiny.py, and on the same folder.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from audits.audit import Audit
from audits.drafts import Draft
from audits.identity import Identity, Particulars
from audits.involvement import AgencyReturn, Change
from audits.journal import Happening
from audits.people import Person
from storage import codec
from storage.codec import (
    FORMAT,
    AuditRecord,
    DraftRecord,
    IdentityRecord,
    PersonRecord,
    ReturnRecord,
)
from storage.contract import Batch
from storage.disk import Place, put
from storage.folder import Folder
from storage.keys import KeyGoneError, SealError
from storage.kinds import DRAFTS, IDENTITIES
from storage.names import file_name
from storage.seal import Seal
from storage.shelf import Shelf
from storage.together import Wanted

PAPERS = "papers"
T = TypeVar("T")


class SettingUp:
    """What is known of audits before they open, and of families beyond their codes."""

    def __init__(self, folder: Folder, *, before: Seal | None, remembered: int) -> None:
        """`before` opens what was sealed by an earlier version of this software."""
        self._folder = folder
        self._ring = folder.ring
        self._before = before
        self.drafts: dict[str, Draft] = {}
        self._of_audit: dict[str, set[str]] = {}
        self.draft_files = Shelf(
            DRAFTS, folder, remembered=remembered,
            seen=lambda record: self.drafts.update({record["draft"].id: record["draft"]}),
        )  # fmt: skip
        self.identity_files = Shelf(
            IDENTITIES, folder, remembered=remembered,
            seen=lambda record: self._of_audit.setdefault(record["audit_id"], set()).add(
                record["id"]),
        )  # fmt: skip

    def read_all(self) -> None:
        """Read the drafts, and which identity sheets there are. Raises OSError."""
        self.draft_files.read_all()
        self.identity_files.read_all()
        self._folder.room(PAPERS)

    def newest_first(self) -> Sequence[Draft]:
        """Return all drafts, newest first."""
        return sorted(self.drafts.values(), key=lambda one: (one.made_at, one.id), reverse=True)

    def wanted(self, batch: Batch) -> Iterator[Wanted[Any]]:
        """Yield what keeps the drafts and the identity sheets of a batch. Raises OSError."""
        yield from map(self.draft_wanted, batch.drafts)
        yield from map(self.identity_wanted, batch.identities)

    def draft_wanted(self, draft: Draft) -> Wanted[Any]:
        """Return what keeps the draft as version n+1 if n stands."""
        kept = DraftRecord(format=FORMAT, draft=replace(draft, version=draft.version + 1))

        def decide(found: DraftRecord | None) -> DraftRecord | None:
            return kept if (found["draft"].version if found else 0) == draft.version else None

        return Wanted(self.draft_files, draft.id, decide)

    def identity_wanted(self, sheet: Identity) -> Wanted[Any]:
        """Return what keeps the sheet, sealed, as version n+1 if n stands. Raises OSError."""
        kept = record_of(sheet, self.sealed(sheet), version=sheet.version + 1)

        def decide(found: IdentityRecord | None) -> IdentityRecord | None:
            return kept if (found["version"] if found else 0) == sheet.version else None

        return Wanted(self.identity_files, sheet.id, decide)

    def sealed(self, sheet: Identity) -> bytes:
        """Return who is on a sheet, sealed; nothing where nobody is. Its key has to be ready."""
        if not sheet.people:
            return b""
        plain = codec.encode({"people": sheet.people})
        return self._ring.seal(f"identity/{sheet.audit_id}", f"identities/{sheet.id}", plain)

    async def ready(self, sheets: Iterable[Identity]) -> None:
        """Return when these sheets can be sealed. Raises OSError."""
        for audit_id in {sheet.audit_id for sheet in sheets if sheet.people}:
            await self._ring.ready(f"identity/{audit_id}")

    async def identity(self, sheet_id: str) -> Identity | None:
        """Return the sheet, opened; with nobody on it once it was destroyed. Raises OSError."""
        found = await self.identity_files.get(sheet_id)
        return self._opened(found) if found else None

    def _opened(self, found: IdentityRecord) -> Identity:
        people: tuple[Particulars, ...] = ()
        if found["sealed"]:
            people = codec.people_in(self._people(found))
        return Identity(
            id=found["id"], audit_id=found["audit_id"], family=found["family"], people=people,
            journal=found["journal"], version=found["version"],
        )  # fmt: skip

    def _people(self, found: IdentityRecord) -> bytes:
        """Return who is on a sheet. Raises SealError where its key is gone."""
        sealed, audit_id = found["sealed"], found["audit_id"]
        if self._before and not self._ring.sealed_this(sealed):
            return self._before.open(audit_id, found["family"], sealed)
        return self._ring.open(f"identity/{audit_id}", f"identities/{found['id']}", sealed)

    def is_old(self, found: IdentityRecord) -> bool:
        """Tell whether who is on a sheet opens, and is not sealed by the key of today."""
        sealed = found["sealed"]
        if not sealed or (self._ring.sealed_this(sealed) and self._ring.is_current(sealed)):
            return False
        try:
            self._people(found)
        except SealError:
            return False
        return True

    def anew(self, found: IdentityRecord) -> IdentityRecord:
        """Return the sheet with its people sealed by the key of today. Raises OSError."""
        plain = self._people(found)
        scope, bound = f"identity/{found['audit_id']}", f"identities/{found['id']}"
        return IdentityRecord(**{**found, "sealed": self._ring.seal(scope, bound, plain)})

    def identity_ids(self, audit_id: str) -> Sequence[str]:
        """Return the ids of the audit's sheets, destroyed ones too."""
        return sorted(self._of_audit.get(audit_id, ()))

    def all_identity_ids(self) -> Sequence[str]:
        """Return the ids of all sheets."""
        return [one for ids in self._of_audit.values() for one in ids]

    def unsee(self, sheet_id: str) -> None:
        """Let go of a sheet that is gone."""
        for ids in self._of_audit.values():
            ids.discard(sheet_id)

    async def destroy_identities(self, audit_id: str, line: Happening) -> int:
        """Destroy the audit's key, then empty its sheets; their journals stay. Raises OSError."""
        await self._ring.destroy(f"identity/{audit_id}")
        if self._before:
            await asyncio.to_thread(self._before.destroy, audit_id)
        emptied = 0
        for sheet_id in self.identity_ids(audit_id):
            emptied += await self.identity_files.change(sheet_id, emptying(line))
        return emptied

    async def keep_paper(self, key: str, content: bytes) -> None:
        """Keep the bytes of a document, sealed, on disk before returning. Raises OSError."""
        await self._ring.ready(PAPERS)
        sealed = await asyncio.to_thread(self._ring.seal, PAPERS, f"{PAPERS}/{key}", content)
        place = Place.of(self._paper(key))
        await asyncio.to_thread(put, self._folder.disk, place, sealed)

    async def paper(self, key: str) -> bytes | None:
        """Return the bytes of a document; one that is damaged is set aside. Raises OSError."""
        path = self._paper(key)
        try:
            sealed = await asyncio.to_thread(self._folder.disk.read, path)
        except FileNotFoundError:
            return None
        try:
            return self._content(key, sealed)
        except KeyGoneError:
            raise
        except SealError:
            await asyncio.to_thread(self._folder.set_aside, path)
            return None

    def _content(self, key: str, sealed: bytes) -> bytes:
        """Return a document as it was given. Raises SealError, KeyGoneError among them."""
        if self._before and not self._ring.sealed_this(sealed):
            return self._before.open(PAPERS, key, sealed)
        return self._ring.open(PAPERS, f"{PAPERS}/{key}", sealed)

    async def drop_paper(self, key: str) -> None:
        """Take the document away. Raises OSError."""
        await asyncio.to_thread(self._paper(key).unlink, missing_ok=True)

    def _paper(self, key: str) -> Path:
        return self._folder.path / PAPERS / file_name(key)


def record_of(sheet: Identity, sealed: bytes, *, version: int) -> IdentityRecord:
    """Return how a sheet is kept at a version: its journal is readable, its people not."""
    return IdentityRecord(
        format=FORMAT, id=sheet.id, audit_id=sheet.audit_id, family=sheet.family, sealed=sealed,
        journal=sheet.journal, version=version,
    )  # fmt: skip


def emptying(line: Happening) -> Callable[[IdentityRecord | None], IdentityRecord | None]:
    """Return what takes the people off a sheet; nothing for one that is empty."""

    def decide(found: IdentityRecord | None) -> IdentityRecord | None:
        if found is None or not found["sealed"]:
            return None
        version = found["version"] + 1
        told = replace(line, version=version, about=(found["family"],))
        return IdentityRecord(
            format=FORMAT, id=found["id"], audit_id=found["audit_id"], family=found["family"],
            sealed=b"", journal=(*found["journal"], told), version=version,
        )  # fmt: skip

    return decide


def audit_wanted(shelf: Shelf[Any], audit: Audit, lines: Sequence[Happening]) -> Wanted[Any]:
    """Return what keeps the audit as version n+1 if n stands, with these lines in its journal."""
    kept = replace(audit, version=audit.version + 1)

    def decide(found: AuditRecord | None) -> AuditRecord | None:
        if (found["audit"].version if found else 0) != audit.version:
            return None
        journal = (*(found.get("journal", ()) if found else ()), *lines)
        return AuditRecord(format=FORMAT, audit=kept, journal=journal)

    return Wanted(shelf, audit.id, decide)


def given(
    shelf: Shelf[Any], records: Iterable[tuple[str, Any]], *, new: bool
) -> Iterator[Wanted[Any]]:
    """Yield what keeps each record: as it is given, or only where there is none yet if `new`."""
    for key, record in records:
        yield Wanted(shelf, key, giving(record, new=new))


def giving(record: T, *, new: bool) -> Callable[[object], T | None]:
    """Return what keeps this record whatever stands, or only where nothing stands if `new`."""
    return lambda found: None if new and found else record


def person_record(person: Person) -> tuple[str, PersonRecord]:
    """Return the key and the record of somebody on the roster."""
    return person.id, PersonRecord(format=FORMAT, person=person)


def return_record(ret: AgencyReturn) -> tuple[str, ReturnRecord]:
    """Return the key and the record of a return that nobody has changed."""
    return ret.id, ReturnRecord(format=FORMAT, ret=ret, journal=())


def changing(change: Change) -> Callable[[ReturnRecord | None], ReturnRecord | None]:
    """Return what makes the record after the change of the one before it, None of any other."""

    def decide(found: ReturnRecord | None) -> ReturnRecord | None:
        if not found or found["ret"].version != change.before.version:
            return None
        journal = (*found["journal"], *change.events)
        return ReturnRecord(format=FORMAT, ret=change.after, journal=journal)

    return decide
