"""Help: all that can be typed, one command in full, and what was perhaps meant."""

from collections.abc import Collection, Iterable, Mapping

from audits.people import Partnership
from cards.command import Command, Whose
from cards.commands import FOR_ALL, FOR_TEAM
from cards.commands_manager import FOR_MANAGER
from cards.parts import (
    Card,
    Element,
    card,
    header,
    notice,
    plain_button,
    said,
    shortened,
    small,
    text,
    title,
)  # fmt: skip
from cards.welcome import buttons
from cards.words import NAME

TEAMS = frozenset({Whose.RESULTS, Whose.TEAM, Whose.MANAGER})
GROUPS = (
    ("", FOR_ALL),
    ("For the audit team", FOR_TEAM),
    ("For the business manager", FOR_MANAGER),
)


def draw(
    partnership: Partnership,
    whose: Collection[Whose],
    *,
    asked: str = "",
    meant: Mapping[str, str] | None = None,
) -> Card:
    """Draw what can be typed. `asked` was not understood; `meant` are verbs by what is like it."""
    meant = meant or {}
    body = [
        header(f"{NAME}: help", "", partnership.name), *missed(asked, meant),
        *([] if meant else [text("Press a button, or type one of these:"), *lines(whose)]),
        small("“help” and a command tells more about it, for example “help my returns”. Stuck? "
              "Type “my returns” and go on from there. Nothing you saved is lost.",
              spacing="Medium"),
        small(f"Your return is read by {partnership.read_by}. It is kept "
              f"{partnership.kept_for}. A child at risk now? "
              f"{' · '.join(partnership.act_now)}", spacing="Medium"),
    ]  # fmt: skip
    typed = [
        plain_button(f"“{shortened(words, 30)}”", verb, {"text": words}, first=place == 0)
        for place, (words, verb) in enumerate(meant.items())
    ]
    others = buttons(on_team=Whose.TEAM in whose)
    return card(body, [*typed, *(others[-2:] if meant else others)])


def missed(asked: str, meant: Collection[str]) -> list[Element]:
    """Return the message that was not understood, and what was perhaps meant."""
    if not asked:
        return []
    told = [text("We did not understand this message, and nothing was kept of it:"),
            said(asked[:200])]  # fmt: skip
    if meant:
        told.append(notice("**Did you mean one of these?** Press it below, or see the help."))
    return told


def lines(whose: Collection[Whose]) -> list[Element]:
    """Return a line for each command that is theirs, under a heading for each group."""
    drawn: list[Element] = []
    for heading, commands in GROUPS:
        shown = [command for command in commands if command.whose in whose]
        if shown and heading:
            drawn.append(text(f"**{heading}**", spacing="Medium", separator=True))
        drawn += [line(command) for command in shown]
    return drawn


def line(command: Command) -> Element:
    """Return a command with what it does."""
    return text(f"**{command.word}** – {command.what}", spacing="Small")


def one(partnership: Partnership, command: Command, *, theirs: bool) -> Card:
    """Draw one command in full; `theirs` tells whether the person may use it."""
    body = [
        header(f"{NAME}: help", "", partnership.name), title(f"“{command.word}”"),
        text(sentence(command.what)),
        *([text(command.more)] if command.more else []),
        *examples("With more words: ", command.follows),
        *examples("You can also type: ", command.also),
    ]  # fmt: skip
    if not theirs:
        body.append(notice(f"**This is for {NAMES[command.whose]}.**", style="warning"))
    ways = [plain_button("All commands", "help")]
    if theirs and command.button and command.verb != "help":
        ways.insert(0, plain_button(command.button, command.verb, first=True))
    return card(body, ways)


NAMES = {
    Whose.EVERYBODY: "everybody",
    Whose.COORDINATORS: "coordinators of a service",
    Whose.RESULTS: "the audit team and its observers",
    Whose.TEAM: "the audit team",
    Whose.MANAGER: "the business manager, who runs the audit",
}


def sentence(words: str) -> str:
    """Return the words as a sentence."""
    return f"{words[:1].upper()}{words[1:]}."


def examples(before: str, typed: Iterable[str]) -> list[Element]:
    """Return examples in one line; nothing where there are none."""
    listed = ", ".join(f"“{one}”" for one in typed)
    return [text(f"{before}{listed}.", spacing="Small")] if listed else []
