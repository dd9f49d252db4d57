"""Who would be nudged when, and why, as a table: the bot may run meanwhile."""

from collections.abc import Sequence
from datetime import datetime

from audits.audit import Audit
from bot.settings import Settings
from bot.stores import looked_at
from cards.nudging import Planned, why
from dialogs.nudging import to_come
from storage.contract import Store

HEAD = ("when", "to whom", "why", "families")


async def told(settings: Settings, days: int, at: datetime) -> list[str]:
    """Return the lines of the table for all open audits. Raises OSError."""
    async with looked_at(settings) as store:
        found = [audit for audit in await store.audits() if audit.closed_at is None]
        lines = [line for audit in found for line in await of_audit(store, audit, days, at)]
        return lines or ["There is no open audit."]


async def of_audit(store: Store, audit: Audit, days: int, at: datetime) -> list[str]:
    """Return the lines of one audit."""
    planned = await to_come(audit, store, at, days)
    if not planned:
        return [f"{audit.title}: nobody would be nudged in the next {days} working days."]
    rows = [row(audit, one) for one in planned]
    return [f"{audit.title}: {len(planned)} messages as things stand", *table([HEAD, *rows])]


def row(audit: Audit, one: Planned) -> Sequence[str]:
    """Return one row. Families stand by their codes."""
    when = f"{audit.here(one.nudge.at):%a %d %b %H:%M}"
    return when, one.name, why(one.nudge), " ".join(one.families)


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the rows with their columns under one another."""
    widths = [max(len(one[place]) for one in rows) for place in range(len(rows[0]))]
    return ["  ".join(f"{c:{w}}" for c, w in zip(one, widths, strict=True)).rstrip()
            for one in rows]  # fmt: skip
