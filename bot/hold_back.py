"""Holds back who is too fast, and tells who floods; the card they pressed stays as they left it."""

import asyncio
from collections.abc import Mapping
from typing import Any

from audits.problems import Code, Problem
from bot import measures
from bot.identity import inner, tenant_of, text
from bot.limits import Limits
from cards import problem as problem_card
from cards.words import PROBLEMS

MESSAGE = "application/vnd.microsoft.activity.message"
"""A button answered with this shows the words, and the card stays with all that was filled in."""


def sender_of(activity: Mapping[str, Any]) -> str:
    """Return what tells this sender from all others, whether we know them or not."""
    sender = inner(activity, "from")
    return f"{tenant_of(activity)}/{text(sender, 'aadObjectId') or text(sender, 'id')}"


async def let_through(activity: Mapping[str, Any], limits: Limits | None) -> bool:
    """Return True when the turn may go on, perhaps after seconds; False when it is too much."""
    if limits is None:
        return True
    wait = limits.turn(sender_of(activity), text(inner(activity, "conversation"), "id"))
    if wait:
        measures.count("maca.limits.hit", limit="turns_held")
        await asyncio.sleep(wait)
    if wait is None:
        measures.count("maca.limits.hit", limit="turns_refused")
    return wait is not None


def on_the_card() -> dict[str, Any]:
    """Return the answer to a button that leaves its card as it is."""
    told = PROBLEMS[Code.TURNS_TOO_MANY]
    words = f"{told.happened} {told.kept} {told.now}"
    return {"statusCode": 200, "type": MESSAGE, "value": words}


def in_the_chat() -> dict[str, Any]:
    """Return the card that is sent, beside what is there, to who typed or used an older button."""
    return problem_card.draw(Problem(Code.TURNS_TOO_MANY), {})
