"""Gathers what fell due: reminders by the plan, notices by the journal, on each person's terms."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from audits import claiming, notices
from audits.audit import Audit
from audits.habits import Habits
from audits.involvement import Event, Standing
from audits.ledger import Entry, told
from audits.nudges import Nudge, due
from audits.steps import taking_part
from audits.sweep import USUAL
from storage.contract import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """After when, and until when."""

    since: datetime
    until: datetime


@dataclass(slots=True)
class Gathering:
    """Looks at a whole audit. Of journals it remembers what is told to others."""

    store: Store
    _told: dict[str, tuple[int, tuple[Event, ...]]] = field(default_factory=dict)

    async def due(self, audit: Audit, time: Time) -> list[Nudge]:
        """Return what fell due in this time, the oldest first. Turns go on meanwhile."""
        standings = await self.store.returns_in(audit.id)
        habits = await self.habits(taking_part(audit, standings))
        rows = await self._journals(standings, time.since)

        def found() -> list[Nudge]:
            span = {"since": time.since, "until": time.until}
            return [
                *due(audit, standings, habits, **span),
                *notices.of_journal(audit, rows, habits, **span),
                *notices.of_questions(audit, standings, habits, **span),
                *notices.of_due_date(audit, standings, habits, **span),
                *claiming.notices(audit, habits, **span),
            ]

        return sorted(await asyncio.to_thread(found), key=lambda nudge: nudge.at)

    async def habits(self, people: set[str]) -> Mapping[str, Habits]:
        """Return the terms of those of whom we know any."""
        found = await self.store.reaches(sorted(people))
        return {who: reach.terms for who, reach in found.items()}

    async def waiting(
        self, audit: Audit, found: Sequence[Nudge], now: datetime
    ) -> Mapping[str, datetime]:
        """Return which of these wait for their person's hours, by id, and when each fell due."""
        habits = await self.habits({nudge.person for nudge in found}) if found else {}
        return {
            nudge.id: nudge.at
            for nudge in found
            if notices.waits(nudge, audit, habits.get(nudge.person, USUAL), now)
        }

    async def _journals(
        self, standings: Sequence[Standing], since: datetime
    ) -> list[tuple[Standing, Sequence[Event]]]:
        """Return the returns that changed lately, with what of their journals is told to others."""
        after = since - notices.BACK
        new = [s for s in standings if s.changed_at is not None and s.changed_at > after]
        rows = ((standing, await self._events(standing)) for standing in new)
        return [(standing, events) async for standing, events in rows if events]

    async def _events(self, standing: Standing) -> Sequence[Event]:
        version, events = self._told.get(standing.id, (-1, ()))
        if version != standing.version:
            journal = await self.store.journal(standing.id)
            events = tuple(event for event in journal if event.what in notices.TOLD)
            self._told[standing.id] = (standing.version, events)
        return events


def unseen(fresh: Sequence[Nudge], entries: Sequence[Entry]) -> list[Nudge]:
    """Return those of the nudges that may be sent and are not in the ledger."""
    seen = told(entries)
    return [nudge for nudge in fresh if nudge.id not in seen and not nudge.needs_approval]
