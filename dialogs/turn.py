"""What a person asked, and what they get back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from audits.people import Partnership, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One thing that one person asked. `who` comes from the verified sender, never from a card."""

    who: Person
    verb: str
    at: datetime
    partnership: Partnership
    data: Mapping[str, Any] = field(default_factory=dict)
    """What the card carried: ids, the version it was drawn at, and what was filled in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A card to show. `summary` is what a lock screen may show: codes at most."""

    card: dict[str, Any]
    summary: str = "Case audit"
