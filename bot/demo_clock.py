"""The demo's clock: `clock +3d`, typed by whoever runs the audit, and what fell due is sent."""

import re
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from audits.access import runs
from audits.audit import Audit
from audits.habits import on_clock
from audits.ledger import Outcome
from bot.clock import Clock
from bot.outbox import LOOK_BACK
from cards import demo_clock as card
from dialogs import router
from dialogs.turn import Reply, Turn
from storage.contract import Store

VERB = "demo_clock"
TYPED = re.compile(r"clock \+([1-9][0-9]{0,2})([hd])", re.IGNORECASE)
HOURS = {"h": 1, "d": 24}
FURTHEST = timedelta(days=60)
STEP = timedelta(hours=1)
"""Time passes so much at once: in an hour nobody is reminded twice."""


@dataclass(slots=True)
class DemoClock:
    """Moves the clock as if time had passed. In earnest nothing does."""

    clock: Clock
    sweep: Callable[[], Awaitable[Counter[Outcome]]]

    @staticmethod
    def verb_for(text: str) -> str:
        """Return the verb that a typed message asks for."""
        return VERB if TYPED.fullmatch(" ".join(text.split())) else router.verb_for(text)

    async def take(self, turn: Turn, store: Store) -> Reply:
        """Move the clock for whoever runs an audit; everything else is as usual."""
        if turn.verb != VERB:
            return await router.take(turn, store)
        asked = TYPED.fullmatch(" ".join(str(turn.data.get("text", "")).split()))
        audit = await run_by(turn, store)
        if asked is None or audit is None:
            return await router.take(usual(turn), store)
        told = await self.move(min(self.span(asked, audit), FURTHEST))
        return Reply(card=card.draw(audit.here(self.clock.now()), told[Outcome.SENT]))

    def span(self, asked: re.Match[str], audit: Audit) -> timedelta:
        """Return how much time shall pass.

        Of days so much that what goes out on the last of them is out, however early it is now.
        """
        by = timedelta(hours=int(asked[1]) * HOURS[asked[2].lower()])
        if asked[2].lower() == "h":
            return by
        now = self.clock.now()
        sent = on_clock(audit.here(now + by).date(), audit.plan.at, audit.zone) + STEP
        return max(by, sent - now)

    async def move(self, by: timedelta) -> Counter[Outcome]:
        """Let this much time pass, sweeping as it does; return how many came to what."""
        told: Counter[Outcome] = Counter()
        end = self.clock.ahead + by
        while self.clock.ahead < end:
            self.clock.ahead = min(self.clock.ahead + STEP, end)
            told += await self.sweep()
        return told


async def go_on(clock: Clock, store: Store, audit_id: str) -> None:
    """Begin now: what was due before the demo was made is not sent.

    Or go on in the future to which the clock was moved before the last stop.
    """
    swept = await store.swept(audit_id)
    if swept is None:
        await store.keep_swept(audit_id, clock.now() + LOOK_BACK)
    else:
        clock.ahead = max(clock.ahead, swept - LOOK_BACK - clock.now())


async def run_by(turn: Turn, store: Store) -> Audit | None:
    """Return the newest audit that the person runs."""
    return next((audit for audit in await store.audits() if runs(turn.who, audit)), None)


def usual(turn: Turn) -> Turn:
    """Return the turn as it is where there is no such clock."""
    return Turn(
        who=turn.who, verb="lost", at=turn.at, partnership=turn.partnership, data=turn.data
    )  # fmt: skip
