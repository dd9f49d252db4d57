"""Who cannot be reached in Teams, for the business manager: who, why, and what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cards.parts import Card, card, header, plain_button, small, text
from cards.words import many

MOST = 20
"""People on one card; `status` tells the rest."""

DO: Mapping[str, str] = {
    "never_opened": "has never opened Case audit. Send them the link: type “invite”.",
    "install_forbidden": "has never opened Case audit, and it may not be installed for them. Ask "
    "their IT, or send them the link: type “invite”.",
    "install_not_found": "was not found in Teams by the e-mail on the roster. Check it with them.",
    "install_refused": "has never opened Case audit, and Teams did not install it. Send them the "
    "link: type “invite”.",
    "AclCheckFailed": "is a guest whom Teams lets nobody write to first. Ask them to write to Case "
    "audit once, with Teams switched to your organisation.",
    "removed": "has removed Case audit. Ask them to add it again, or give the returns to another.",
    "ConversationBlockedByUser": "has blocked Case audit. Ask them to unblock it in the chat.",
    "BotDisabledByAdmin": "is in an organisation that has switched Case audit off. Ask its IT.",
    "BotNotInConversationRoster": "has removed Case audit. Ask them to add it again.",
    "ForbiddenOperationException": "has not installed Case audit. Ask them to add it in Teams.",
}
OTHERWISE = "cannot be written to in Teams. Ask them to open Case audit in Teams once."


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """Somebody who cannot be reached, and why: Teams' own word or one of ours."""

    name: str
    why: str


def draw(title: str, lost: Sequence[Lost]) -> Card:
    """Draw them, `MOST` at a time."""
    body = [
        header("Not reached in Teams", many(len(lost), "person", "people"), title),
        text("Their reminders did not arrive. Ring or write to them; the next time that they open "
             "Case audit, they are reached again."),
        *(text(f"**{one.name}** {DO.get(one.why, OTHERWISE)}", spacing="Small")
          for one in lost[:MOST]),
    ]  # fmt: skip
    if len(lost) > MOST:
        body.append(small(f"And {len(lost) - MOST} more.", spacing="Medium"))
    return card(body, [plain_button("Status", "status")])


def summary(count: int) -> str:
    """Return what a lock screen may show."""
    return f"Case audit: {many(count, 'person', 'people')} not reached in Teams"
