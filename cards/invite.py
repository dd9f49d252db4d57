"""Who has never opened Case audit, and the words with which they are invited by e-mail."""

from collections.abc import Sequence

from audits.audit import Audit
from audits.people import Partnership
from cards.parts import Card, card, header, plain_button, said, shortened, small, text
from cards.words import many

MOST = 30
"""People on one card; `maca invite` lists them all."""
LONGEST = 100
SUBJECT = "Case audit: please open it once in Teams"


def letter(partnership: Partnership) -> str:
    """Return the e-mail. It names no family, no child and no service."""
    place = (
        f"1. Open this link where you use Teams: {partnership.app_link}"
        if partnership.app_link
        else "1. Open Teams, press “Apps” and look for “Case audit”."
    )
    return (
        f"You are asked to take part in a multi-agency case audit of {partnership.name}. "
        "You answer in Microsoft Teams, a page at a time.\n"
        f"{place}\n2. Press “Add”.\n3. Type “my returns”.\n"
        "From then on reminders reach you there. "
        "Case audit reads none of your chats, mail or files.\n"
        f"If it does not work: {partnership.contact}."
    )


def draw(audit: Audit, partnership: Partnership, names: Sequence[str]) -> Card:
    """Draw who is to be invited, and the words to copy."""
    if not names:
        return card([text("**Everybody on the list has opened Case audit.**")], ways(audit))
    body = [
        header("Not opened yet", many(len(names), "person", "people"), audit.title),
        text("Reminders cannot reach them. Send them this by e-mail:"),
        said(SUBJECT, separator=True), said(letter(partnership)),
        text("**To:**", spacing="Medium", separator=True),
        *(said(shortened(name, LONGEST)) for name in names[:MOST]),
    ]  # fmt: skip
    if len(names) > MOST:
        body.append(small(f"And {len(names) - MOST} more.", spacing="Medium"))
    return card(body, ways(audit))


def ways(audit: Audit) -> list[dict[str, object]]:
    """Return the ways on."""
    return [plain_button("Status", "status", {"audit": audit.id})]
