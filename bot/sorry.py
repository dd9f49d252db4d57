"""What is said of a fault of ours, beside the card that was pressed: it stays as it was left."""

from typing import Any

import aiohttp

from bot.hold_back import MESSAGE
from cards import problem as problem_card
from storage.contract import UnsureError

NOT_THE_STORE = (UnsureError, TimeoutError, aiohttp.ClientError)


def unsaved(error: Exception) -> bool:
    """Say whether it is known that nothing was kept: so the store says with any other OSError."""
    return isinstance(error, OSError) and not isinstance(error, NOT_THE_STORE)


def on_the_card(turn: str, error: Exception) -> dict[str, Any]:
    """Return the answer to a button that leaves its card as it is, with all that was filled in."""
    words = problem_card.apology_beside(turn, unsaved=unsaved(error))
    return {"statusCode": 200, "type": MESSAGE, "value": words}
