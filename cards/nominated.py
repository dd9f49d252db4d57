"""Services that a nomination names for a family that is set up: each is taken by a button."""

from collections.abc import Mapping, Sequence
from typing import Any

from audits.drafts import Draft
from audits.proposals import Proposal
from cards import reading
from cards.draft import carried, top
from cards.parts import Card, Element, card, notice, plain_button, shortened, small, text

BUTTONS = 4
LISTED = 30


def draw(draft: Draft, found: Sequence[Proposal], told: Sequence[str] = ()) -> Card:
    """Draw them; those that are on the roster have a button."""
    body = [
        top(draft, "Services that nominations name"),
        *([notice(*told, style="good")] if told else []),
        text("Whoever nominated these families says that these services know them too. Nobody is "
             "asked before you say so."),
    ]  # fmt: skip
    ways: list[Element] = []
    for one in found[:LISTED]:
        words = f"**Family {one.family}:** {shortened(one.name, 60)}"
        if one.agency and len(ways) < BUTTONS:
            title = f"Ask {shortened(draft.agencies[one.agency].short, 12)} about {one.family}"
            data = {**carried(draft), "family": one.family, "name": one.name}
            ways.append(plain_button(title, "take_nominated", data, first=not ways))
        elif not one.agency:
            words += " – not on your roster"
        body.append(text(words, spacing="Small"))
    if len(found) > LISTED:
        body.append(small(f"And {len(found) - LISTED} more."))
    if not found:
        body.append(notice("**Every service that is named is asked.**", style="good"))
    body.append(small("A service that is not on your roster: add it to the sheets “Agencies” and "
                      "“Involvement”, and send the workbook again. What the sheet “Involvement” "
                      "says replaces what you choose here."))  # fmt: skip
    return card(body, [*ways, plain_button("Overview", "new_audit", carried(draft))])


def read(data: Mapping[str, Any]) -> tuple[str, str]:
    """Read the family and the name of the service."""
    return reading.words_in(data, "family"), reading.words_in(data, "name")
