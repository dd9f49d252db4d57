"""Certificates of destruction, in Word to be filed and as JSON to be checked by a program."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from docx.document import Document

from audits.retention import Certificate, DataClass
from files import word
from files.material import MARKING, Material, file_name_of
from files.whole_json import plain
from files.word_tables import table
from files.wording import moment

WHAT = {
    DataClass.IDENTITY: "Identity: names, birth dates, addresses and numbers of the families",
    DataClass.RETURNS: "Returns: what services answered, queries, and reasons in words",
    DataClass.REPORT: "Report: the panel’s records, case summaries, documents, the report",
    DataClass.JOURNAL: "Journal: who did what and when, and all that was left of the audit",
}
RECORDS = {
    "identities": "identity sheets", "returns": "returns", "panels": "families’ panel records",
    "papers": "documents", "drafts": "drafts of the audit", "audits": "audit",
    "nudges": "messages in the ledger", "swept": "marks of the ledger",
}  # fmt: skip
WIDTHS = (4.6, 11.8)
DIGEST = hashlib.sha256


def made(material: Material) -> bytes:
    """Return the certificates of the audit in one Word document."""
    found = material.audit.retention.certificates
    return document(found, material.partnership.name, material.marking, material.audit.zone)


def file_name(material: Material) -> str:
    """Return what the file is called."""
    return file_name_of(material, "certificates", "docx")


def document(
    certificates: Sequence[Certificate], partnership: str, marking: str = MARKING,
    zone: str = "Europe/London",
) -> bytes:  # fmt: skip
    """Return certificates, of one audit or of several, as a Word document, a page each."""
    page = word.blank()
    page.core_properties.title = "Certificates of destruction"
    page.core_properties.author = partnership
    for number, one in enumerate(certificates):
        if number:
            page.add_page_break()  # type: ignore[no-untyped-call]
        written(page, one, partnership, zone)
    if not certificates:
        word.said(page, "Nothing has been destroyed so far.")
    word.edges(page, "Certificates of destruction", marking)
    return word.saved(page)


def written(page: Document, one: Certificate, partnership: str, zone: str) -> None:
    """Write one certificate."""
    word.heading(page, f"Certificate of destruction {one.reference}", 1)
    word.said(page, f"{partnership} certifies that what is named here was destroyed, for good, "
                    "because its period had ended and no hold stood.")  # fmt: skip
    table(page, ("What", "As recorded"), rows(one, zone), widths=WIDTHS, told=one.reference)
    word.said(page, f"{one.stays} Copies that were handed out before, in Word or Excel, are not "
                    "part of this certificate: whoever has one destroys it.")  # fmt: skip
    word.said(page, "Checked and filed by: ______________________________   Date: ______________")


def rows(one: Certificate, zone: str) -> list[tuple[str, str]]:
    """Return what stands on a certificate."""

    def when(at: datetime) -> str:
        return moment(at.astimezone(ZoneInfo(zone)))

    closed = f"{one.closed_on.day} {one.closed_on:%B %Y}"
    key = (
        "Yes: copies and backups of it cannot be read any more"
        if one.key_destroyed
        else "The audit’s key is changed next, and the older one destroyed. Backups of documents, "
        "and files that were handed out, can still be read"
    )
    return [
        ("Audit", f"{one.title} ({one.audit_id})"),
        ("What", WHAT[one.data]),
        ("How many", counted(one)),
        ("Rule", f"{one.months} months after the audit was closed on {closed}"),
        ("Announced", when(one.announced_at)),
        ("Destroyed", when(one.destroyed_at)),
        ("Key destroyed", key),
        ("Hash of what it was", one.digest),
        ("Journal", f"retention.destroyed, {one.data}, {one.reference}"),
        ("Hash of this certificate", hash_of(one)),
    ]  # fmt: skip


def counted(one: Certificate) -> str:
    """Return how many records there were of each kind."""
    return ", ".join(f"{n} {RECORDS.get(kind, kind)}" for kind, n in one.counts.items()) or "none"


def as_json(certificates: Sequence[Certificate]) -> bytes:
    """Return certificates as JSON, each with the hash of its own content."""
    told = [{**plain(one), "reference": one.reference, "hash": hash_of(one)}
            for one in certificates]  # fmt: skip
    return json.dumps({"format": "maca certificates", "version": 1, "certificates": told},
                      ensure_ascii=False, indent=1).encode()  # fmt: skip


def hash_of(one: Certificate) -> str:
    """Return the SHA-256 of a certificate's content, keys in order, without spaces."""
    told = json.dumps(plain(one), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return DIGEST(told.encode()).hexdigest()
