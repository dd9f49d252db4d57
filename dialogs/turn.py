"""What a person asked, and what they get back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from audits.people import Partnership, Person


class Place(StrEnum):
    """Where something was asked, which decides what may be shown."""

    PERSONAL = "personal"
    """The person's own chat with the bot."""
    CHANNEL = "channel"
    """A channel of a team, where whoever belongs to the team reads along."""


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
    place: Place = Place.PERSONAL
    file: bytes | None = None
    """What was dropped into the chat."""
    sender: str = ""
    """Teams' own id of the person, for cards that refresh themselves."""
    fleeting: bool = True
    """Whether the answer is shown to this person alone, and not kept in the chat."""
    upload_link: Callable[[str], str] = no_link
    """Makes the address of a page on which one file for a draft can be uploaded, once."""


class Making(StrEnum):
    """A file that can be made of an audit."""

    WORKBOOK = "workbook"
    CSV = "csv"
    JSON = "json"
    PACK = "pack"
    REPORT = "report"
    PAPER = "paper"
    """A document that somebody sent, handed back as it came."""
    CERTIFICATES = "certificates"
    """Of what was destroyed of an audit, in Word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileWanted:
    """A file that is to be made and handed to whoever asked; who may was decided before."""

    making: Making
    audit_id: str
    family: str = ""
    """Whose pack; empty for the packs of all families."""
    paper: str = ""
    """The key of the document that is handed back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A card to show. `summary` is what a lock screen may show: codes at most."""

    card: dict[str, Any]
    summary: str = "Case audit"
    file: FileWanted | None = None
    """What is made after the card was shown, and offered in the person's own chat."""
