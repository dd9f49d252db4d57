"""What somebody typed: the command that they mean, what follows it, and what is like it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from cards.command import Command, Whose
from cards.commands import ALL

COMMANDS: Mapping[str, Command] = {typed: command for command in ALL for typed in command.typed}
"""Every way to type each command."""
NEAR = 72
"""How alike, of 100, what was typed and a command must be for "did you mean" to offer it."""
SUGGESTED = 3
LIKE = 82
"""The same for the name of a service, a theme or a grade."""
CLEARLY = 3
"""How much liker than the next the likest must be to be meant."""
LIMIT = 200
"""Characters of a message that are looked at for what it is like."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A command and what followed it."""

    command: Command
    rest: str = ""


def tidy(text: str) -> str:
    """Return the text in lower case with single spaces, without what ends or leads a sentence."""
    return " ".join(text.split()).strip(" .!/").casefold()


def understood(text: str) -> Typed | None:
    """Return the command, the longest that fits; None where there is none."""
    said = tidy(text)
    whole = said.strip("?").strip() or said
    if whole in COMMANDS:
        return Typed(command=COMMANDS[whole])
    words = whole.split(" ")
    for count in range(min(len(words) - 1, 4), 0, -1):
        found = COMMANDS.get(" ".join(words[:count]))
        if found and found.follows:
            return Typed(command=found, rest=" ".join(words[count:]))
    return None


def verb_for(text: str) -> str:
    """Return the verb that a typed message asks for; `lost` for what is not understood."""
    found = understood(text)
    return found.command.verb if found else "lost"


def rest_of(text: str) -> str:
    """Return what followed the command in a typed message."""
    found = understood(text)
    return found.rest if found else ""


def alike(text: str, whose: Collection[Whose]) -> dict[str, str]:
    """Return verbs by what was perhaps meant, ready to be typed, the likest first."""
    words = tidy(text[:LIMIT]).split(" ")
    likeness: dict[str, tuple[float, str]] = {}
    for typed, command in COMMANDS.items():
        if command.whose not in whose:
            continue
        count = len(typed.split(" "))
        begun, rest = " ".join(words[:count]), " ".join(words[count:])
        if rest and not command.follows:
            begun, rest = " ".join(words), ""
        score = fuzz.ratio(begun, typed)
        meant = f"{typed} {rest}".strip()
        likeness[command.verb] = max(likeness.get(command.verb, (0, "")), (score, meant))
    near = [(-score, meant, verb) for verb, (score, meant) in likeness.items() if score >= NEAR]
    return {meant: verb for _, meant, verb in sorted(near)[:SUGGESTED]}


def nearest(text: str, known: Mapping[str, str]) -> str:
    """Return the key of the name that is most like the text; empty where none or several are."""
    names = {key: name.casefold() for key, name in known.items()}
    found = process.extract(text.casefold(), names, scorer=fuzz.WRatio, score_cutoff=LIKE, limit=2)
    if not found or (len(found) > 1 and found[0][1] - found[1][1] < CLEARLY):
        return ""
    return str(found[0][2])
