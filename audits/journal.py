"""The journal of an audit: who set it up and changed it, when and why."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One row of an audit's journal. It names codes, keys and ids, never a child."""

    at: datetime
    by: str
    what: str
    """`audit.opened`, `agency.added` and so on; a word never changes its meaning."""
    version: int = 0
    about: tuple[str, ...] = ()
    """Family codes, agency keys, ids of people: what it is about."""
    why: str = ""
    """The reason in words, where one was asked for."""
