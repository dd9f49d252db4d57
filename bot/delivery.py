"""Brings one message to one person: what is tried again, and what a refusal means for them."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from audits.ledger import Outcome
from audits.nudges import Nudge
from audits.reach import Reach, unreachable
from bot import log, measures
from bot.clock import Clock
from bot.postbox import Answer, Postbox
from bot.retry import WORTH_ANOTHER_TRY
from bot.stop import Stop
from dialogs.turn import Reply
from storage.contract import Store

LOG = log.logger(__name__)
NEVER_SEEN = "never_opened"
"""Why somebody is out of reach who never wrote to the bot nor installed it."""
NO_ANSWER = 0
FORBIDDEN, GONE = 403, 404
Install = Callable[[Reach], Awaitable[Reach | None]]
SAFE_AGAIN = frozenset({"not_connected", "no_token"})
"""No answer, and surely nothing sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Perseverance:
    """How long one sweep tries to get one message through; later sweeps go on."""

    attempts: int = 4
    longest_wait: float = 120.0
    first_wait: float = 1.0
    chance: Callable[[], float] = field(default=random.random)


@dataclass(slots=True, kw_only=True)
class Delivery:
    """Delivers, and keeps what is learnt of the person on the way."""

    store: Store
    postbox: Postbox
    clock: Clock
    stop: Stop
    patience: Perseverance = field(default_factory=Perseverance)
    install: Install | None = None
    """Installs the bot for somebody who never opened it, where that is wanted."""

    async def deliver(self, nudge: Nudge, reply: Reply, width: asyncio.Semaphore) -> Outcome:
        """Send; the width is let go while we wait to try again. It is held before and after."""
        reach = await self.store.reach(nudge.person) or Reach(person=nudge.person)
        if self.install and not reach.can_be_written_to and reach.why in {"", NEVER_SEEN}:
            installed = await self.install(reach)
            if installed is None:
                return Outcome.LATER
            reach = installed
        if reach.unreachable_since is not None or not reach.can_be_written_to:
            await self._out_of_reach(reach, NEVER_SEEN)
            return Outcome.UNREACHABLE
        answer = await self._tried(reach, reply, width)
        if answer.status == GONE:
            return await self._anew(reach, reply, width)
        return await self._outcome(reach, answer)

    async def _tried(self, reach: Reach, reply: Reply, width: asyncio.Semaphore) -> Answer:
        """Send, or begin a conversation first where there is none; return the last answer."""
        if not reach.conversation:
            return Answer(status=GONE)
        return await self._persevere(
            lambda: self.postbox.send(reach, reply.card, reply.summary), width
        )

    async def _anew(self, reach: Reach, reply: Reply, width: asyncio.Semaphore) -> Outcome:
        """Forget the conversation that Teams does not know, begin a new one, and send there."""
        gone = replace(reach, conversation="")
        if reach.conversation and await self.store.keep_reach(gone):
            gone = replace(gone, version=gone.version + 1)
        if not reach.user:
            await self._out_of_reach(gone, "conversation_gone")
            return Outcome.UNREACHABLE
        begun = await self._persevere(lambda: self.postbox.begin(gone), width)
        conversation = begun.found.get("id")
        if not begun.good:
            return await self._outcome(gone, begun)
        if not isinstance(conversation, str) or not conversation:
            return Outcome.LATER  # Teams began it and did not say where: it tells when asked again
        found = replace(gone, conversation=conversation)
        await self.store.keep_reach(found)
        answer = await self._tried(replace(found, version=gone.version + 1), reply, width)
        return await self._outcome(replace(found, version=gone.version + 1), answer)

    async def _persevere(
        self, send: Callable[[], Awaitable[Answer]], width: asyncio.Semaphore
    ) -> Answer:
        """Try until it is taken, or refused for good, or our patience for this sweep ends."""
        answer = await send()
        for attempt in range(1, self.patience.attempts):
            if not worth_another_try(answer) or self.stop.asked():
                break
            width.release()
            try:
                await self.stop.rest(self._pause(answer, attempt))
            finally:
                await width.acquire()
            if self.stop.asked():
                break
            measures.count("maca.send.retries", kind="nudge", code=f"{answer.status}")
            answer = await send()
        return answer

    def _pause(self, answer: Answer, attempt: int) -> float:
        """Return how long to wait: what Teams asks for, else up to 1, 2, 4 ... seconds."""
        chosen = self.patience.chance() * self.patience.first_wait * 2 ** (attempt - 1)
        return min(chosen if answer.after is None else answer.after, self.patience.longest_wait)

    async def _outcome(self, reach: Reach, answer: Answer) -> Outcome:
        """Return what became of it, and keep that somebody cannot be reached."""
        if answer.good:
            return Outcome.SENT
        LOG.info("send.failed", person=reach.person, status=answer.status, code=answer.code)
        if worth_another_try(answer):
            return Outcome.LATER
        if answer.status == NO_ANSWER:
            return Outcome.UNSURE
        if answer.status in {FORBIDDEN, GONE}:
            await self._out_of_reach(reach, answer.code or str(answer.status))
            return Outcome.UNREACHABLE
        return Outcome.FAILED

    async def _out_of_reach(self, reach: Reach, why: str) -> None:
        """Keep that the person cannot be reached; what came from them meanwhile counts more."""
        after = unreachable(reach, why, self.clock.now())
        if after is not reach:
            await self.store.keep_reach(after)


def worth_another_try(answer: Answer) -> bool:
    """Say whether the same may be sent again at once (learn: status codes), surely not twice."""
    return answer.status in WORTH_ANOTHER_TRY or answer.code in SAFE_AGAIN
