"""Welcome and help: what this is, who reads it, how long it is kept, and what one can do."""

from audits.people import Partnership
from cards.parts import Card, Element, card, header, plain_button, said, small, text
from cards.words import NAME

FOR_ALL = (
    ("my returns", "the families your service is asked about, and how far you are"),
    ("known", "say for all your families whether you know them"),
    ("hand over", "or “more time”, “decline”, “question”: what else you can do about a return"),
    ("later", "be reminded at another time"),
    ("who", "who your families are, to find your records"),
    ("my service", "for coordinators: all returns of your service, and who has them"),
    ("help", "this card"),
)
FOR_TEAM = (
    ("status", "which returns are in, and who has not answered"),
    ("nudges", "who would be reminded when, and why; “nudge now” sends one at once"),
    ("plan", "when people are reminded, to be changed"),
    ("questions", "what services ask you about items"),
    ("new audit", "set an audit up, or go on with it"),
)


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


def help_card(partnership: Partnership, *, on_team: bool, asked: str = "") -> Card:
    """Draw what can be done. `asked` is a message that was not understood."""
    lines = [*FOR_ALL, *(FOR_TEAM if on_team else ())]
    missed: list[Element] = []
    if asked:
        missed = [text("We did not understand this message, and nothing was kept of it:"),
                  said(asked[:200])]  # fmt: skip
    return card(
        [
            header(f"{NAME}: help", "", partnership.name),
            *missed,
            text("Press a button, or type one of these:"),
            *(text(f"**{word}** – {what}", spacing="Small") for word, what in lines),
            small("Stuck? Type “my returns” and go on from there. Nothing you saved is lost.",
                  spacing="Medium"),
            small(f"Your return is read by {partnership.read_by}. It is kept "
                  f"{partnership.kept_for}. A child at risk now? "
                  f"{' · '.join(partnership.act_now)}", spacing="Medium"),
        ],
        buttons(on_team=on_team),
    )  # fmt: skip


def buttons(*, on_team: bool) -> list[Element]:
    """Return the ways on from here."""
    ways = [plain_button("My returns", "my_returns", first=not on_team)]
    if on_team:
        ways.insert(0, plain_button("Status", "status", first=True))
    return [*ways, plain_button("Help", "help")]
