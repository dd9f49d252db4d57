"""Everything in open formats, for a partnership that leaves: `maca export --everything`.

For each audit its workbook, the exit copy (docs/exit-copy.md), all journals, its documents and
certificates; drafts that were never opened; a list of all with hashes. Names of families only when
they are asked for by name and with a reason, which goes into the journal.
"""

import hashlib
import json
import re
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from audits.altering import Alteration, because, line
from audits.audit import Audit
from audits.identity import Identity, viewed
from audits.involvement import Saying
from bot import stores
from bot.destruction import report_key
from bot.maker import Made, Order
from bot.retention import certificates
from bot.sealing import ring_of
from bot.settings import Settings
from bot.workshop import Workshop
from dialogs import loading, material
from dialogs.turn import FileWanted, Making
from files import certificates as certificate_files
from files.material import zipped
from files.whole_json import plain
from storage.contract import Batch
from storage.moving import WholeStore
from storage.snapshot import Snapshot
from storage.tiny import TinyStore

MAKINGS: Mapping[Making, str] = {
    Making.WORKBOOK: "workbook.xlsx",
    Making.CSV: "tables.zip",
    Making.JSON: "whole.json",
}
UNSAFE = re.compile(r"[^\w.-]+")
README = """Everything that {partnership} kept, as it stood on {at:%d %B %Y at %H:%M} UTC.
{marking}

A folder for each audit:
  workbook.xlsx    returns, answers, grades, nudges and findings, for Excel
  tables.zip       the same as CSV, UTF-8
  whole.json       the whole audit; docs/exit-copy.md of the software describes it
  journal.json     who did what and when: of the audit, its returns, its panel, looks at names
  report.docx      the report as it was kept when the returns were destroyed, where that was so
  papers/          its documents
  {names}
drafts.json        audits that were being set up
certificates.json  what was destroyed before, when and by which rule
list.json          every file with its SHA-256
"""
NO_NAMES = "(names of families were not asked for and are not here)"


@dataclass(slots=True)
class Parcel:
    """What is handed over, file by file."""

    files: dict[str, bytes] = field(default_factory=dict)

    def put(self, name: str, content: bytes) -> None:
        """Add a file."""
        self.files[name] = content

    def put_json(self, name: str, thing: object) -> None:
        """Add something as JSON."""
        text = json.dumps(plain(thing), ensure_ascii=False, indent=1)
        self.put(name, text.encode("utf-8", "backslashreplace"))

    def closed(self, at: datetime) -> bytes:
        """Return all files in a zip, with a list of them."""
        hashes = {name: hashlib.sha256(one).hexdigest() for name, one in sorted(self.files.items())}
        self.put_json("list.json", {"format": "maca everything", "version": 1, "files": hashes})
        return zipped(self.files, at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """That the names of families are wanted too, by whom and why."""

    by: str
    reason: str


@asynccontextmanager
async def of_one_moment(settings: Settings) -> AsyncIterator[WholeStore]:
    """Give the store as it stands at one moment, a folder, while the bot may be writing."""
    if settings.database:
        async with stores.looked_at(settings) as shared:
            yield shared
        return
    with tempfile.TemporaryDirectory(prefix="maca-") as beside:
        copy = Path(beside) / "store"
        Snapshot(settings.data_dir, copy).take()
        ring = ring_of(settings)
        store = await TinyStore.look(copy, ring=ring, seal=settings.seal())
        try:
            yield store
        finally:
            await store.close()


async def everything(
    store: WholeStore, settings: Settings, *, at: datetime, names: Names | None = None
) -> tuple[Made, Parcel]:
    """Return all that the store keeps in open formats. Raises WorkshopError, OSError."""
    parcel = Parcel()
    for audit in await store.audits():
        await add_audit(parcel, audit, store, settings, at)
        if names is not None:
            await add_names(parcel, audit, store, at=at, names=names)
    parcel.put_json("drafts.json", [one for one in await store.drafts() if one.opened_at is None])
    parcel.put("certificates.json", certificate_files.as_json(await certificates(store)))
    told = "identity.json    names of families" if names else NO_NAMES
    words = README.format(partnership=settings.partnership, at=at, names=told,
                          marking=settings.marking)  # fmt: skip
    parcel.put("README.txt", words.encode())
    return Made(name="everything.zip", content=parcel.closed(at)), parcel


async def add_audit(
    parcel: Parcel, audit: Audit, store: WholeStore, settings: Settings, at: datetime
) -> None:
    """Add one audit's files."""
    room = safe(audit.id)
    words = settings.partnership_words()
    found = await material.gathered(audit, store, at=at, partnership=words)
    for making, name in MAKINGS.items():
        wanted = FileWanted(making=making, audit_id=audit.id)
        made = await Workshop().make(Order(wanted=wanted, material=found))
        parcel.put(f"{room}/{name}", made.content)
    looks = [await store.identity(one) for one in await store.identity_ids(audit.id)]
    parcel.put_json(f"{room}/journal.json", {
        "audit": await store.audit_journal(audit.id),
        "records": found.journal,
        "names": {sheet.family: sheet.journal for sheet in looks if sheet},
    })  # fmt: skip
    if report := await store.paper(report_key(audit.id)):
        parcel.put(f"{room}/report.docx", report)
    for number, paper in enumerate(audit.papers, 1):
        if (content := await store.paper(paper.key)) is not None:
            parcel.put(f"{room}/papers/{number}-{safe(paper.name)}", content)


async def add_names(
    parcel: Parcel, audit: Audit, store: WholeStore, *, at: datetime, names: Names
) -> None:
    """Add who the families are; each look goes into the sheet's journal before it is shown."""
    saying = because(Saying(by=names.by, at=at, words=names.reason))
    await loading.alter(store, Alteration(audit=audit, lines=line(audit, "names.exported", saying)))
    sheets: list[Identity] = []
    for sheet_id in await store.identity_ids(audit.id):
        while (sheet := await store.identity(sheet_id)) is not None and sheet.people:
            if await store.keep_batch(Batch(identities=(viewed(sheet, by=names.by, at=at),))):
                sheets.append(sheet)
                break
    people = {sheet.family: sheet.people for sheet in sheets}
    parcel.put_json(f"{safe(audit.id)}/identity.json", people)


def safe(name: str) -> str:
    """Return a name as a file may have it."""
    return UNSAFE.sub("-", name).strip("-.") or "audit"


def counted(parcel: Parcel) -> Iterator[str]:
    """Yield what is in the parcel, a line for each file."""
    for name, content in sorted(parcel.files.items()):
        yield f"{len(content):>10}  {name}"
