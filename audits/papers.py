"""The documents of an audit: terms of reference, case summaries. Their bytes lie apart."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document that belongs to the audit: its name, what it is, and the key it is kept under."""

    key: str
    name: str
    kind: str
    """`terms` for terms of reference, `summary` for a case summary."""
    size: int
    by: str
    at: datetime
    family: str = ""
