"""When to try again: only what Microsoft says may be tried again, and never for long."""

import asyncio
import random
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Any

import aiohttp
from msrest.pipeline import Request, Response
from msrest.pipeline.async_abc import AsyncHTTPPolicy

from bot import measures, traces

WORTH_ANOTHER_TRY = frozenset({412, 429, 502, 503, 504})
"""500 is not one of them (learn: conversation-messages, status codes)."""
FINAL = frozenset({400, 401, 403, 404, 405, 413})
FAILED = 300
"""A redirect is one too: our token is not for wherever it points."""
CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.]{0,59}")


class SendFailed(Exception):  # noqa: N818 - an outcome, as Problem is one
    """The connector did not take what we sent. Decide by `status` first, by `code` second.

    Status 0 means that no answer came. `code` is Microsoft's own word, and only if it is a word.
    """

    def __init__(self, status: int, code: str = "") -> None:
        super().__init__(f"{status} {code}".strip())
        self.status = status
        self.code = code

    @property
    def final(self) -> bool:
        """Say whether sending the same again could never work."""
        return self.status in FINAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to keep trying. Within a turn Teams waits no longer than about 15 s."""

    attempts: int = 3
    longest_wait: float = 3.0
    deadline: float = 12.0
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class RetryPolicy(AsyncHTTPPolicy[Any, Any]):
    """Sends again after 412, 429, 502, 503 and 504, and when nobody picked up the telephone.

    The SDK never sends a message again, sends an update again even after 500, and raises
    errors of two classes with two spellings of the status; here every failure is SendFailed.
    A time-out is not tried again: the message may have arrived.
    """

    def __init__(self, patience: Patience) -> None:
        super().__init__()
        self._patience = patience

    async def send(self, request: Request[Any], **config: object) -> Response[Any, Any]:
        """Return the first good response, or raise SendFailed."""
        began, outcome = monotonic(), "sent"
        try:
            async with asyncio.timeout(self._patience.deadline):
                return await self._tries(request, config)
        except TimeoutError as error:
            outcome = "timeout"
            raise SendFailed(0, outcome) from error
        except aiohttp.ClientError as error:
            outcome = "unreachable"
            raise SendFailed(0, outcome) from error
        except SendFailed as failed:
            outcome = f"{failed.status}"
            raise
        finally:
            measures.count("maca.sends", kind="reply", outcome=outcome)
            traces.step("send reply", monotonic() - began, "ok" if outcome == "sent" else outcome)

    async def _tries(self, request: Request[Any], config: dict[str, object]) -> Response[Any, Any]:
        for left in reversed(range(self._patience.attempts)):
            try:
                response = await self._next(request, config)
            except aiohttp.ClientConnectorError:
                if not left:
                    raise
                await self._wait(None, self._patience.attempts - left, "not_connected")
                continue
            status = response.http_response.status_code
            if status < FAILED:
                return response
            if not left or status not in WORTH_ANOTHER_TRY:
                raise SendFailed(status, code_in(response))
            after = response.http_response.headers.get("Retry-After")
            await self._wait(after, self._patience.attempts - left, f"{status}")
        raise SendFailed(0, "no_attempts")

    async def _next(self, request: Request[Any], config: dict[str, object]) -> Response[Any, Any]:
        if self.next is None:
            raise SendFailed(0, "no_sender")
        return await self.next.send(request, **config)

    async def _wait(self, after: str | None, attempt: int, code: str) -> None:
        measures.count("maca.send.retries", kind="reply", code=code)
        asked = seconds_in(after, datetime.now(UTC)) if after else None
        chosen = random.uniform(0, 0.5 * 2**attempt) if asked is None else asked  # noqa: S311
        await self._patience.sleep(min(chosen, self._patience.longest_wait))


def seconds_in(retry_after: str, at: datetime) -> float | None:
    """Return how long a Retry-After header asks to wait: seconds or a date; None for neither."""
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        until = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - at).total_seconds())


def code_in(response: Response[Any, Any]) -> str:
    """Return the connector's error code, if there is one that is safe to log."""
    return code_of(response.context.get("deserialized_data") if response.context else None)


def code_of(found: object) -> str:
    """Return the error code in the connector's answer, if it is one that is safe to log."""
    error = found.get("error") if isinstance(found, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, str) and CODE.fullmatch(code) else ""
