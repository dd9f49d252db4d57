"""The identity sheet: what an agency needs to find the right records. Kept apart, under seal.

Every look at it is in its journal. It can be destroyed alone; the returns stay readable.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from audits.journal import Happening

VIEWED, WRITTEN = "identity.viewed", "identity.written"


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """One person of a family. Adults too: many services look up adults and not the child."""

    role: str
    """The member's role in the household; the link to the genogram."""
    names: str = ""
    """With earlier names and spellings."""
    born: str = ""
    """A date of birth, or an expected date, or what is known of it, as it was written."""
    addresses: str = ""
    numbers: str = ""
    """NHS number and others, where they may be shared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The sheet of one family."""

    id: str
    """`audit.family`."""
    audit_id: str
    family: str
    people: tuple[Particulars, ...]
    journal: tuple[Happening, ...] = ()
    version: int = 0


def key_of(audit_id: str, family: str) -> str:
    """Return the id of a family's sheet."""
    return f"{audit_id}.{family}"


def viewed(sheet: Identity, *, by: str, at: datetime) -> Identity:
    """Return the sheet with the look at it in its journal: no look goes without."""
    return noted(sheet, VIEWED, by=by, at=at)


def written(before: Identity | None, after: Identity, *, by: str, at: datetime) -> Identity | None:
    """Return the sheet as it shall be kept; None when it stands so already."""
    if before is not None and before.people == after.people:
        return None
    kept = before or after
    return noted(replace(kept, people=after.people), WRITTEN, by=by, at=at)


def noted(sheet: Identity, what: str, *, by: str, at: datetime) -> Identity:
    """Return the sheet with one more line in its journal."""
    line = Happening(at=at, by=by, what=what, version=sheet.version + 1, about=(sheet.family,))
    return replace(sheet, journal=(*sheet.journal, line))
