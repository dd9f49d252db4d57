"""Welcome, help, and an answer to everything that is not understood."""

from audits.access import Doing, coordinates, may
from cards import help as card
from cards import reading, welcome
from cards.command import Command, Whose
from dialogs import commands
from dialogs.turn import Reply, Turn
from storage.contract import Store

GIVES = {Doing.SEE_RESULTS: Whose.RESULTS, Doing.FOLLOW: Whose.TEAM, Doing.RUN: Whose.MANAGER}
"""Which commands come with what somebody may do."""


async def greet(turn: Turn, store: Store) -> Reply:
    """Show the welcome."""
    on_team = Whose.TEAM in await whose(turn, store)
    return Reply(card=welcome.draw(turn.partnership, on_team=on_team))


async def tell(turn: Turn, store: Store) -> Reply:
    """Show the help, or the help on one command: `help status`."""
    theirs = await whose(turn, store)
    about = commands.rest_of(reading.words_in(turn.data, "text"))
    if not about:
        return Reply(card=card.draw(turn.partnership, theirs))
    found = commands.understood(about)
    if found is None:
        return lost_in(turn, theirs, about)
    return Reply(card=one(turn, found.command, theirs))


def one(turn: Turn, command: Command, theirs: frozenset[Whose]) -> dict[str, object]:
    """Return the help on one command."""
    return card.one(turn.partnership, command, theirs=command.whose in theirs)


async def lost(turn: Turn, store: Store) -> Reply:
    """Show the help with the message that was not understood; nothing is kept of it."""
    asked = reading.words_in(turn.data, "text")
    return lost_in(turn, await whose(turn, store), asked)


def lost_in(turn: Turn, theirs: frozenset[Whose], asked: str) -> Reply:
    """Return the help with what was perhaps meant, of what the person may use."""
    meant = commands.alike(asked, theirs)
    return Reply(card=card.draw(turn.partnership, theirs, asked=asked, meant=meant))


async def whose(turn: Turn, store: Store) -> frozenset[Whose]:
    """Return whose commands the person can use, in any audit."""
    found = {Whose.EVERYBODY}
    for audit in await store.audits():
        found |= {given for doing, given in GIVES.items() if may(turn.who, audit, doing)}
        if any(coordinates(turn.who, audit, agency) for agency in audit.agencies):
            found.add(Whose.COORDINATORS)
    return frozenset(found)
