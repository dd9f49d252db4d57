"""What comes over the wire becomes one plain JSON object, or is refused before anything happens.

What goes back is put into JSON here.
"""

import asyncio
from dataclasses import dataclass
from typing import Any

import msgspec
from aiohttp import web

from cards.parts import Measured

MOST_BYTES = 256 * 1024
"""Teams sends some kilobytes; a card may not carry more than 100 KB (format-your-bot-messages)."""
DEEPEST = 32
SECONDS_TO_SEND = 10
AS_SENT = frozenset({"application/json", "application/json; charset=utf-8"})
"""What Teams calls what it sends; any other way to say so is looked at more closely."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered to a request that was let in. The SDK's class is one of its models."""

    status: int = 200
    body: dict[str, Any] | None = None


class Refused(Exception):  # noqa: N818 - an outcome, as Problem is one
    """A request that is answered with an HTTP status and nothing else.

    `reason` is one of our own words: it is logged, so it never repeats what was sent.
    """

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


async def activity_in(request: web.Request) -> dict[str, Any]:
    """Return the JSON object that the request carries; raises Refused with 400, 408, 413 or 415."""
    kind = request.headers.get("Content-Type")
    if kind not in AS_SENT and request.content_type != "application/json":
        raise Refused(415, "body.not_json")
    if "Content-Encoding" in request.headers:  # aiohttp would unpack it, and a bomb too
        raise Refused(415, "body.packed")
    try:
        if request.content.is_eof():  # all of it came with the head, as it nearly always does
            body = request.content.read_nowait()
        else:
            async with asyncio.timeout(SECONDS_TO_SEND):
                body = await request.read()
    except web.HTTPRequestEntityTooLarge as error:
        raise Refused(413, "body.too_large") from error
    except TimeoutError as error:
        raise Refused(408, "body.too_slow") from error
    if len(body) > MOST_BYTES:
        raise Refused(413, "body.too_large")
    return parsed(body)


def parsed(body: bytes) -> dict[str, Any]:
    """Return the JSON object in these bytes; raises Refused(400) when it is anything else.

    NaN, lone surrogates and deep nesting are such things: Python's own parser lets them pass,
    and each would break something further in, where it looks like a fault of ours.
    """
    try:
        found = msgspec.json.decode(body)
    except (ValueError, RecursionError) as error:
        raise Refused(400, "body.bad_json") from error
    if not isinstance(found, dict):
        raise Refused(400, "body.not_an_object")
    if body.count(b"{") + body.count(b"[") > DEEPEST and _deeper(found, DEEPEST):
        raise Refused(400, "body.too_deep")
    return found


def _deeper(value: object, levels: int) -> bool:
    """Say whether lists and objects are nested more than so many levels deep."""
    if not isinstance(value, dict | list):
        return False
    if levels == 0:
        return True
    inner = value.values() if isinstance(value, dict) else value
    return any(_deeper(one, levels - 1) for one in inner)


def encoded(body: dict[str, Any]) -> bytes:
    """Return the body as it is sent; a card that was measured is encoded already."""
    card = body.get("value")
    sent = {**body, "value": msgspec.Raw(card.sent)} if isinstance(card, Measured) else body
    return msgspec.json.encode(sent)
