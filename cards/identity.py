"""Names, dates of birth and addresses of a family: shown to one person, and folded back."""

from collections.abc import Sequence

from audits.identity import Identity, Particulars
from audits.involvement import Involvement
from cards import inputs
from cards.parts import (
    Card,
    Element,
    button,
    card,
    fitting,
    header,
    notice,
    plain_button,
    said,
    small,
    text,
)

LONGEST, MOST = 300, 30


def draw(own: Involvement, sheet: Identity, sender: str) -> Card:
    """Draw the names. The card folds itself back when Teams next refreshes it for `sender`."""
    body: list[Element] = [
        header(f"Family {own.family.code}", "Identity", own.agency.name),
        notice("**Only you see this, and that you looked is on record.** Do not copy it into your "
               "return: write roles and codes.", style="warning"),
        *fitting(row for person in sheet.people[:MOST] for row in rows(person)),
    ]  # fmt: skip
    drawn = card(body, [
        button("Hide the names", "identity_fold", {"return": own.ret.id}, first=True),
        plain_button("Back to the return", "open", {"return": own.ret.id}),
    ])  # fmt: skip
    away = button("Hide the names", "identity_fold", {"return": own.ret.id})
    drawn["refresh"] = {"action": away, "userIds": [sender] if sender else []}
    return drawn


def rows(person: Particulars) -> list[Element]:
    """Return one person: role, then what is known of them."""
    known = (person.names, person.born, person.addresses, person.numbers)
    words = "\n".join(one[:LONGEST] for one in known if one) or "Nothing is known yet."
    return [text(f"**{person.role}**", spacing="Medium"), said(words)]


def folded(own: Involvement) -> Card:
    """Draw the card without the names."""
    carried = {"return": own.ret.id}
    body = [
        header(f"Family {own.family.code}", "Identity", own.agency.name),
        text("The names are hidden."),
        small("Each look is on record. Look only to find your records."),
    ]
    return card(body, [
        plain_button("Show who this is", "identity", carried),
        plain_button("Open the return", "open", carried, first=True),
        plain_button("My returns", "my_returns"),
    ])  # fmt: skip


def choose(owns: Sequence[Involvement]) -> Card:
    """Draw the person's families, to choose whose names to see."""
    if not owns:
        return card([text("**You have no return.** There are no names for you to see.")],
                    [plain_button("My returns", "my_returns", first=True)])  # fmt: skip
    pairs = [(own.ret.id, f"Family {own.family.code}, {own.agency.name}") for own in owns[:60]]
    body = [
        header("Who is this family?", "", "Names, dates of birth and addresses"),
        text("Look only to find your records. Each look is on record."),
        inputs.one_of("return", "Which family?", pairs, pairs[0][0]),
    ]
    return card(body, [button("Show who this is", "identity", first=True),
                       plain_button("My returns", "my_returns")])  # fmt: skip
