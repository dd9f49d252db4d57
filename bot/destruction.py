"""Destroys one class of an audit's data, so that it can be done again after any crash."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from audits import endings
from audits.altering import Alteration
from audits.audit import Audit
from audits.journal import Happening
from audits.keeping import BEGUN
from audits.retention import DataClass
from bot.maker import Made
from dialogs import upload
from dialogs.turn import FileWanted, Making
from storage.contract import Batch, Store
from storage.moving import OF_AN_AUDIT, Kind, Tally, WholeStore, still_named

KINDS: Mapping[DataClass, tuple[Kind, ...]] = {
    DataClass.IDENTITY: (Kind.IDENTITIES,),
    DataClass.RETURNS: (Kind.RETURNS,),
    DataClass.REPORT: (Kind.PANELS, Kind.PAPERS, Kind.DRAFTS),
    DataClass.JOURNAL: OF_AN_AUDIT,
}
"""Which records hold what goes with each class."""
REPORT = "report"
CERTIFICATES = "certificates"
"""What the papers that outlive an audit belong to."""


def report_key(audit_id: str) -> str:
    """Return under which key an audit's last report lies once its returns are gone."""
    return f"{audit_id}.{REPORT}"


def certificates_key(audit_id: str) -> str:
    """Return under which key an audit's certificates lie once all else is gone."""
    return f"{CERTIFICATES}.{audit_id}"


async def kept_report(wanted: FileWanted, audit: Audit, store: Store) -> Made | None:
    """Return the report as it was kept before its returns were destroyed; None before that."""
    if wanted.making is not Making.REPORT or not audit.retention.gone(DataClass.RETURNS):
        return None
    content = await store.paper(report_key(audit.id))
    return Made(name=f"{audit.id}-report.docx", content=content) if content else None


async def digest_of(audit: Audit, data: DataClass, store: WholeStore) -> tuple[str, Counter[str]]:
    """Return the hash of what will be destroyed and how many records that is.

    After a crash the hash is the one that was kept before anything was destroyed.
    """
    counted = Tally()
    async for record in store.everything(audit.id):
        if record.kind in KINDS[data]:
            counted.add(record)
    counts = Counter({kind.value: counted.counts[kind] for kind in counted.counts})
    for line in await store.audit_journal(audit.id):
        if line.what == BEGUN and line.about[0] == data.value:
            return line.about[1], counts
    return counted.whole(), counts


async def identity(audit: Audit, store: WholeStore, at: datetime) -> None:
    """Destroy the names with their key, and a roster that was never taken."""
    line = Happening(at=at, by="", what="identity.destroyed")
    await store.destroy_identities(audit.id, line)
    await store.drop_paper(upload.key_for(audit.id))


async def returns(audit: Audit, store: WholeStore, at: datetime) -> None:
    """Take all words out of returns, and the returns' words out of frozen packs."""
    for standing in await store.returns_in(audit.id):
        await until_kept(partial(emptied, standing.id, store, at=at))
    for panel in await store.panels(audit.id):
        await until_kept(partial(without_returns, audit, panel.family, store=store, at=at))


async def emptied(return_id: str, store: WholeStore, *, at: datetime) -> bool:
    """Empty one return; False when somebody changed it meanwhile."""
    found = await store.agency_return(return_id)
    return found is None or await store.keep(endings.emptied_return(found, at=at))


async def without_returns(audit: Audit, family: str, *, store: WholeStore, at: datetime) -> bool:
    """Take the returns' words out of one family's packs; False when somebody was faster."""
    found = await store.panel(audit.id, family)
    return found is None or await store.keep_panel(endings.without_returns(found, at=at))


async def report(audit: Audit, store: WholeStore, at: datetime) -> None:
    """Empty what the panel keeps and the draft, and remove all documents."""
    for panel in await store.panels(audit.id):
        await until_kept(partial(emptied_panel, audit, panel.family, store=store, at=at))
    await until_kept(partial(emptied_draft, audit, store, at=at))
    await store.forget(audit.id, (Kind.PAPERS,))


async def emptied_panel(audit: Audit, family: str, *, store: WholeStore, at: datetime) -> bool:
    """Empty what the panel keeps about a family; False when somebody was faster."""
    found = await store.panel(audit.id, family)
    return found is None or await store.keep_panel(endings.emptied_panel(found, at=at))


async def emptied_draft(audit: Audit, store: WholeStore, *, at: datetime) -> bool:
    """Empty the draft that the audit came from; False when somebody was faster."""
    found = await store.draft(audit.id)
    after = endings.emptied_draft(found, at=at) if found else None
    if after is None or after is found:
        return True
    return await store.keep_batch(Batch(drafts=(after,)))


async def people(ids: set[str], store: WholeStore) -> int:
    """Remove those of these people whom nothing names any more, and return how many.

    Somebody whom a new audit names just then is put back as they were.
    """
    gone = await store.people(sorted(ids - await still_named(store, ids)))
    count = await store.forget_people(sorted(gone))
    for one in await still_named(store, set(gone)):
        await store.keep_person(gone[one])
    return count


async def until_kept(tried: Callable[[], Awaitable[bool]]) -> None:
    """Try until it is kept: each try looks anew at what stands."""
    while not await tried():
        continue


def bare(audit: Audit, data: DataClass) -> Audit:
    """Return the audit without what goes with a class."""
    match data:
        case DataClass.RETURNS:
            return endings.without_questions(audit)
        case DataClass.REPORT:
            return endings.without_report(audit)
    return audit


def together(certified: Alteration, data: DataClass) -> Alteration:
    """Return the certificate's alteration with what goes from the audit itself."""
    return replace(certified, audit=bare(certified.audit, data))
