"""Welcome, help, and an answer to everything that is not understood."""

from audits.access import on_team
from cards import reading, welcome
from dialogs.turn import Reply, Turn
from storage.contract import Store


async def greet(turn: Turn, store: Store) -> Reply:
    """Show the welcome."""
    return Reply(card=welcome.draw(turn.partnership, on_team=await follows(turn, store)))


async def tell(turn: Turn, store: Store) -> Reply:
    """Show the help."""
    return Reply(card=welcome.help_card(turn.partnership, on_team=await follows(turn, store)))


async def lost(turn: Turn, store: Store) -> Reply:
    """Show the help with the message that was not understood; nothing is kept of it."""
    asked = reading.words_in(turn.data, "text")
    team = await follows(turn, store)
    return Reply(card=welcome.help_card(turn.partnership, on_team=team, asked=asked))


async def follows(turn: Turn, store: Store) -> bool:
    """Tell whether the person is on the team of an audit."""
    return any(on_team(turn.who, audit) for audit in await store.audits())
