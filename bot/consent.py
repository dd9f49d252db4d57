"""Teams' own cards about a file: may it be put into the person's OneDrive, and there it is.

learn: bots/how-to/bots-filesv4. Only in a person's own chat.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yarl import URL

from bot.identity import inner, text
from bot.offers import Offer

INVOKE = "fileConsent/invoke"
CONSENT = "application/vnd.microsoft.teams.card.file.consent"
FILE_INFO = "application/vnd.microsoft.teams.card.file.info"


@dataclass(frozen=True, slots=True)
class Uploads:
    """Where files may be put: what Teams names comes in from outside, and may be forged."""

    under: tuple[str, ...] = (".sharepoint.com", ".sharepoint.us", ".sharepoint-mil.us")
    scheme: str = "https"

    def includes(self, address: str) -> bool:
        """Say whether a file may be put there."""
        try:
            url = URL(address)
        except ValueError:
            return False
        plain = url.user is None and (url.is_default_port() or self.scheme == "http")
        return url.scheme == self.scheme and plain and (url.host or "").endswith(self.under)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consented:
    """What somebody said to a consent card. Nothing of it counts for who they are."""

    secret: str
    accepted: bool
    card: str
    """The id of the message with the card."""
    upload_url: str = ""
    content_url: str = ""
    unique_id: str = ""
    file_type: str = ""


def ask(offer: Offer, description: str) -> dict[str, Any]:
    """Return the card that asks whether the file may be put into the person's OneDrive."""
    context = {"offer": offer.secret}
    return {
        "contentType": CONSENT,
        "name": offer.made.name,
        "content": {
            "description": description,
            "sizeInBytes": len(offer.made.content),
            "acceptContext": context,
            "declineContext": context,
        },
    }


def read(activity: Mapping[str, Any]) -> Consented:
    """Return what was said to the card."""
    value = inner(activity, "value")
    where = inner(value, "uploadInfo")
    return Consented(
        secret=text(inner(value, "context"), "offer"),
        accepted=text(value, "action") == "accept",
        card=text(activity, "replyToId"),
        upload_url=text(where, "uploadUrl"),
        content_url=text(where, "contentUrl"),
        unique_id=text(where, "uniqueId"),
        file_type=text(where, "fileType"),
    )


def there(said: Consented, name: str) -> dict[str, Any]:
    """Return the card that shows the file where it now is."""
    return {
        "contentType": FILE_INFO,
        "name": name,
        "contentUrl": said.content_url,
        "content": {"uniqueId": said.unique_id, "fileType": said.file_type},
    }
