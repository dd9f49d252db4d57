"""What a replica remembers of whole audits, each time checked against the versions that stand.

The audit team looks at all of an audit again and again. What has not changed since is not read
again; what another replica changed is, for the database is asked for all versions first.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from audits.audit import Audit
from audits.collected import Collected
from audits.involvement import IN, Standing
from storage.index import Standings, standing
from storage.postgres_returns import Returns
from storage.postgres_sealed import NEVER, Version
from storage.readings import Readings

MOST_STANDINGS: Final = 50_000
"""Returns of which a replica remembers how they stand: some 50 MB."""
MOST_READ: Final = 10_000
"""Returns in audits of which it also remembers what was sent: some 130 MB."""
AT_ONCE: Final = 50
"""Returns read at a time, so that other turns go on."""


@dataclass(slots=True)
class View:
    """One audit as it was seen last."""

    standings: Standings = field(default_factory=Standings)
    seen: dict[str, Version] = field(default_factory=dict)
    """Which version of each return."""
    readings: Readings | None = None
    looking: asyncio.Lock = field(default_factory=asyncio.Lock)

    def take_in(self, version: Version, one: Standing) -> None:
        """Know how a return stands now, unless something newer is known."""
        if self.seen.get(one.id, NEVER) < version:
            self.seen[one.id] = version
            self.standings.see(one)
            if self.readings:
                self.readings.unsee(one.id)

    def let_go(self, key: str) -> None:
        """Know no longer of a return that is gone."""
        self.seen.pop(key, None)
        self.standings.unsee(key)
        if self.readings:
            self.readings.unsee(key)


class Views:
    """The audits that were looked at last. Who is using a view keeps it, whatever is forgotten."""

    def __init__(
        self, returns: Returns, *, standings: int = MOST_STANDINGS, read: int = MOST_READ
    ) -> None:
        self._returns = returns
        self._most_standings = standings
        self._most_read = read
        self._views: OrderedDict[str, View] = OrderedDict()

    async def standings(self, audit_id: str) -> Sequence[Standing]:
        """Return how every return of the audit stands, by family, then agency. Raises OSError."""
        return (await self._seen(audit_id)).standings.in_audit(audit_id)

    async def collected(self, audit: Audit) -> Collected:
        """Return all that the audit team has of this audit. Raises OSError."""
        view = await self._seen(audit.id)
        readings = view.readings = view.readings or Readings(view.standings)
        self._bound()
        found = [one for one in view.standings.in_audit(audit.id) if one.stage in IN]
        new = [one.id for one in found if not readings.has(one)]
        for first in range(0, len(new), AT_ONCE):
            for ret in await self._returns.some(audit.id, new[first : first + AT_ONCE]):
                if seen := view.seen.get(ret.id):  # it may have gone meanwhile
                    view.take_in((seen[0], ret.version), standing(ret))
                    readings.see(ret)
            await asyncio.sleep(0)
        return await readings.collected(audit, self._returns.one)

    async def _seen(self, audit_id: str) -> View:
        """Return the view of an audit, with all that changed since it was seen last."""
        view = self._views.setdefault(audit_id, View())
        self._views.move_to_end(audit_id)
        async with view.looking:
            stands = await self._returns.versions(audit_id)
            for key in view.seen.keys() - stands.keys():
                view.let_go(key)
            new = [key for key, version in stands.items() if view.seen.get(key, NEVER) < version]
            for version, one in await self._returns.standings_in(audit_id, new) if new else ():
                view.take_in(version, one)
        self._bound()
        return view

    def _bound(self) -> None:
        """Forget what was looked at longest ago, where it is too much."""
        while sum(len(view.seen) for view in self._views.values()) > self._most_standings:
            if len(self._views) == 1:
                break
            self._views.popitem(last=False)
        reading = [view for view in self._views.values() if view.readings]
        while sum(len(view.seen) for view in reading) > self._most_read and len(reading) > 1:
            reading.pop(0).readings = None
