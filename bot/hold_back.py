"""Holds back who is too fast, and tells who floods; the card they pressed stays as they left it."""

import asyncio
from collections.abc import Mapping
from typing import Any

from botbuilder.core import TurnContext  # type: ignore[import-untyped]

from audits.problems import Code, Problem
from bot import measures
from bot.adapter import Adapter
from bot.identity import inner, tenant_of, text
from bot.limits import Limits
from bot.log import Line, turn_id
from bot.retry import SendFailed
from bot.wire import Answer
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


async def refused(
    activity: Mapping[str, Any], adapter: Adapter, limits: Limits | None, *, quiet: bool
) -> Answer:
    """Refuse a turn of somebody who floods. The store is not asked, so that it costs little.

    A button is answered in any case; with `quiet` nothing is sent besides.
    """
    line = Line(turn=turn_id(), outcome=Code.TURNS_TOO_MANY.value)

    async def logic(context: TurnContext) -> None:
        await adapter.send(context, in_the_chat(), "Case audit")

    try:
        if not quiet and limits is not None and limits.may_be_told(sender_of(activity)):
            await adapter.run(activity, logic)
    except SendFailed as failed:
        line.sent = str(failed)
    finally:
        line.write()
    button = activity.get("name") == "adaptiveCard/action"
    return Answer(body=on_the_card() if button else None)


def on_the_card() -> dict[str, Any]:
    """Return the answer to a button that leaves its card as it is."""
    told = PROBLEMS[Code.TURNS_TOO_MANY]
    words = f"{told.happened} {told.kept} {told.now}"
    return {"statusCode": 200, "type": MESSAGE, "value": words}


def in_the_chat() -> dict[str, Any]:
    """Return the card that is sent, beside what is there, to who typed or used an older button."""
    return problem_card.draw(Problem(Code.TURNS_TOO_MANY), {})
