"""What a person asked, and what they get back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from audits.people import Partnership, Person


def no_link(_draft_id: str) -> str:
    """Return no address: where the bot has no page for files."""
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One thing that one person asked. `who` comes from the verified sender, never from a card."""

    who: Person
    verb: str
    at: datetime
    partnership: Partnership
    data: Mapping[str, Any] = field(default_factory=dict)
    """What the card carried: ids, the version it was drawn at, and what was filled in."""
    file: bytes | None = None
    """What was dropped into the chat."""
    sender: str = ""
    """Teams' own id of the person, for cards that refresh themselves."""
    fleeting: bool = True
    """Whether the answer is shown to this person alone, and not kept in the chat."""
    upload_link: Callable[[str], str] = no_link
    """Makes the address of a page on which one file for a draft can be uploaded, once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A card to show. `summary` is what a lock screen may show: codes at most."""

    card: dict[str, Any]
    summary: str = "Case audit"
