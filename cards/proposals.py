"""Services that are named and that nobody asked: who says so, each with a button."""

from collections.abc import Sequence
from typing import Any

from audits.audit import Audit
from audits.proposals import Proposal
from cards.parts import (
    Card,
    card,
    fitting,
    notice,
    plain_button,
    said,
    shortened,
    small,
    text,
)
from cards.people import LINE, carried, face
from cards.words import listed

SHOWN = 6
"""Proposals on one card, each with a button of its own but the last."""


def draw(audit: Audit, found: Sequence[Proposal], others: Sequence[tuple[str, str]]) -> Card:
    """Draw which services are named and by whom, each with a button; `others` are free words."""
    body = [face(audit, "Services that are named"),
            text("Returns or nominations say that these know the family. Nobody is asked before "
                 "you say so.")]  # fmt: skip
    ways = []
    for number, one in enumerate(found[: SHOWN - 1], 1):
        body.append(text(f"**{number}. Family {one.family}: {shortened(one.name, 60)}** – "
                         f"{sayers(audit, one)}", spacing="Medium"))  # fmt: skip
        words = "Ask" if one.agency else "Add and ask"
        room = 18 if one.name.isascii() else 9  # other signs are up to twice as wide
        title = f"{words} {number}. {shortened(one.name, room)}"
        ways.append(plain_button(title, "propose", proposal_data(audit, one), first=number == 1))
    if len(found) > SHOWN - 1:
        body.append(small(f"And {len(found) - SHOWN + 1} more, once these are decided."))
    if not found:
        body.append(notice("**Every service that is named is asked.**", style="good"))
    if others:
        body.append(text("**In their own words,** without a kind to go by:", spacing="Large"))
        body += fitting([said(f"{whose}: {shortened(words, 200)}") for whose, words in others[:12]],
                        6_000)  # fmt: skip
    return card(body, [*ways, plain_button("Who takes part", "people", {"audit": audit.id})])


def sayers(audit: Audit, one: Proposal) -> str:
    """Return who says that a service knows the family."""
    names = [audit.agencies[key].short for key in one.said_by if key in audit.agencies]
    return f"named by {listed(names[:5])}" if names else "named in the nomination"


def proposal_data(audit: Audit, one: Proposal) -> dict[str, Any]:
    """Return what the button of a proposal carries."""
    return carried(audit, family=one.family, kind=one.kind, name=one.name[:LINE])


def because(audit: Audit, one: Proposal) -> str:
    """Return the reason that the journal gets when a proposal is taken up."""
    return f"{shortened(one.name, 60)} is {sayers(audit, one)} for family {one.family}."
