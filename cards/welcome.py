"""Welcome: what this is, who reads it, how long it is kept."""

from audits.people import Partnership
from cards.parts import Card, Element, card, header, plain_button, text


def draw(partnership: Partnership, *, on_team: bool) -> Card:
    """Draw the welcome that everybody gets once."""
    return card(
        [
            header("Case audit returns", "", partnership.name),
            text("Your service is asked how it worked with a few families. You answer here, a "
                 "page at a time. Stop whenever you like: every page you save is kept, and you go "
                 "on from any device."),
            text("**It is about learning, not blame.** We ask what changed for the child, not who "
                 "did what. Write roles, not names."),
            text(f"**Who reads it:** {partnership.read_by}. Nobody from another service sees your "
                 "answers before the audit day."),
            text(f"**How long it is kept:** {partnership.kept_for}."),
            text("**Not for referrals.** If a child is at risk now, use your normal procedures."),
        ],
        buttons(on_team=on_team),
    )  # fmt: skip


def buttons(*, on_team: bool) -> list[Element]:
    """Return the ways on from here."""
    ways = [plain_button("My returns", "my_returns", first=not on_team)]
    if on_team:
        ways.insert(0, plain_button("Status", "status", first=True))
    return [*ways, plain_button("Help", "help")]
