"""Somebody who may be a person on the list: who they say they are, and who they may be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audits.audit import Audit
from audits.claim import Claim
from cards import inputs, reading
from cards.parts import (
    Card,
    Element,
    button,
    card,
    header,
    plain_button,
    said,
    shortened,
    small,
    text,
)
from cards.words import many

LONGEST = 160
"""Characters of a name or an address on the card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likely:
    """Somebody on the list whom it may be."""

    person: str
    name: str
    email: str
    agency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A decision as it came back."""

    audit_id: str
    claim_id: str
    person: str


def read(data: Mapping[str, Any]) -> Filled:
    """Read what came back."""
    return Filled(
        audit_id=reading.words_in(data, "audit"),
        claim_id=reading.words_in(data, "claim"),
        person=reading.words_in(data, "person"),
    )


def draw(audit: Audit, claim: Claim, likely: Sequence[Likely], *, waiting: int) -> Card:
    """Draw one account that waits, of so many."""
    carried = {"audit": audit.id, "claim": claim.id}
    account = claim.account
    body = [
        header("Is this one of yours?", many(waiting, "waits", "wait"), audit.title),
        text("Somebody wrote to Case audit whose address is not the one on the list, but nearly. "
             "Nothing was shown to them."),
        *told("Their name in Teams", account.name),
        *told("Their address", ", ".join(one for one in {account.upn: 1, account.email: 1} if one)),
        *told("Their organisation", "this partnership’s own Teams" if account.home else "another "
              "organisation’s Teams, which was let in"),
        inputs.shown_at_once("person", "Who is it?", [(one.person, choice(one)) for one in likely]),
        small("Not sure? Ask them by a telephone number that you know already. Once you say yes, "
              "they see all that this person may see. Your decision is on record."),
    ]  # fmt: skip
    return card(body, [
        button("Yes, this is them", "confirm_person", carried, first=True),
        plain_button("No, it is none of these", "refuse_person", carried),
    ])  # fmt: skip


def told(label: str, words: str) -> list[Element]:
    """Return what the account says of itself, exactly as written: it may be made up."""
    return [small(f"{label}:", spacing="Small"), said(shortened(words or "not told", LONGEST))]


def choice(one: Likely) -> str:
    """Return somebody on the list, as one may choose them."""
    return shortened(", ".join(filter(None, (one.name, one.email, one.agency))), LONGEST)


def nobody() -> Card:
    """Draw that nobody waits."""
    return card(
        [text("**Nobody waits for your word.**")], [plain_button("My returns", "my_returns")]
    )


def confirmed(name: str, *, more: bool) -> Card:
    """Draw that the account is theirs from now on."""
    return card(
        [text("**Confirmed.** This account belongs from now on to:"), said(name),
         text("Tell them to write to Case audit once more.")],
        next_ones(more=more),
    )  # fmt: skip


def refused(*, more: bool) -> Card:
    """Draw that the account stays outside."""
    return card(
        [text("**The account stays outside.** It is shown nothing, and you are not asked again.")],
        next_ones(more=more),
    )


def next_ones(*, more: bool) -> list[Element]:
    """Return the ways on."""
    ways = [plain_button("Who else waits", "newcomers", first=True)] if more else []
    return [*ways, plain_button("My returns", "my_returns")]


def summary() -> str:
    """Return what a lock screen may show: nobody's name."""
    return "Case audit: somebody new to confirm"
