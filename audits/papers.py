"""The documents of an audit: terms of reference, case summaries. Their bytes lie apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

TERMS, SUMMARY = "terms", "summary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document that belongs to the audit: its name, what it is, and the key it is kept under."""

    key: str
    name: str
    """Made by the software: the name that somebody gave the file may tell who a family is."""
    kind: str
    """`terms` for terms of reference, `summary` for a case summary."""
    size: int
    by: str
    at: datetime
    family: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A document as somebody sent it: what it is, its size, and how its name ends."""

    kind: str
    family: str
    size: int
    ending: str


def paper(audit_id: str, sent: Sent, *, by: str, at: datetime) -> Paper:
    """Return the document under its own key and name."""
    about = f"-{sent.family}" if sent.family else ""
    name = {TERMS: "terms-of-reference", SUMMARY: "case-summary"}[sent.kind]
    return Paper(
        key=f"{audit_id}.paper.{sent.kind}{about}.{at:%Y%m%d%H%M%S%f}", kind=sent.kind,
        name=f"{name}{about}{sent.ending}", size=sent.size, by=by, at=at, family=sent.family,
    )  # fmt: skip


def put(papers: Sequence[Paper], new: Paper) -> tuple[Paper, ...]:
    """Return the documents with the new one in the place of the one that it replaces."""
    same = (new.kind, new.family)
    return (*(one for one in papers if (one.kind, one.family) != same), new)


def replaced(papers: Sequence[Paper], new: Paper) -> list[str]:
    """Return the keys of the documents that the new one replaces."""
    same = (new.kind, new.family)
    return [one.key for one in papers if (one.kind, one.family) == same and one.key != new.key]
