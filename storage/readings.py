"""What stands in the returns that are in, held in memory so that figures cost no reading.

Kept by return and version, up to so many bytes; what does not fit is read again when it is asked
for. The work is done a little at a time, so that other turns go on.
"""

import asyncio
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from sys import getsizeof
from typing import Any

from audits.audit import Audit
from audits.collected import Collected, Reading, belongs, read
from audits.involvement import IN, AgencyReturn, Stage, Standing
from storage.index import Standings

BUDGET = 128 * 1024 * 1024
"""Bytes of answers held at the most: about 10,000 returns of the default tool."""
AT_ONCE = 20
"""Returns worked on before other turns get their chance: 6 ms at the most."""

Load = Callable[[str], Awaitable[AgencyReturn | None]]


@dataclass(frozen=True, slots=True)
class Stood:
    """What stands in one return at a version, and the reading made of it for an audit."""

    version: int
    values: Mapping[str, str]
    size: int
    reading: Reading | None = None
    audit: Audit | None = None

    @classmethod
    def of(cls, ret: AgencyReturn) -> "Stood":
        """Return what stands in this return; of a nil return nothing was sent."""
        sent = ret.stage is Stage.SENT
        values = {name: a.now.value for name, a in ret.answers.items() if a.now.value and sent}
        size = getsizeof(values) * 2 + sum(map(getsizeof, values.values()))
        return cls(ret.version, values, size)


@dataclass(frozen=True, slots=True)
class Ready:
    """What was collected last of one audit, and how many moves it had made by then."""

    audit: Audit
    moves: int
    got: Collected


class Readings:
    """The readings of every audit."""

    def __init__(self, standings: Standings, budget: int = BUDGET) -> None:
        self._standings = standings
        self._budget = budget
        self._held: OrderedDict[str, Stood] = OrderedDict()
        self._size = 0
        self._moves: Counter[str] = Counter()
        self._ready: dict[str, Ready] = {}
        self._worked_out: defaultdict[str, dict[str, Any]] = defaultdict(dict)

    def see(self, ret: AgencyReturn) -> None:
        """Take in what the return says now; a draft says nothing to the audit team."""
        self._moves[ret.audit_id] += 1
        self._drop(ret.id)
        if ret.stage in IN:
            self._hold(ret.id, Stood.of(ret))

    def has(self, standing: Standing) -> bool:
        """Tell whether what stands in the return at this version need not be read."""
        held = self._held.get(standing.id)
        return held is not None and held.version == standing.version

    def unsee(self, key: str) -> None:
        """Let go of what a return said that is gone."""
        self._drop(key)
        self._let_go()

    def _let_go(self) -> None:
        """Let go of all that was made of what is not held any more."""
        self._ready.clear()
        self._worked_out.clear()

    def _drop(self, key: str) -> None:
        gone = self._held.pop(key, None)
        self._size -= gone.size if gone else 0

    def _hold(self, key: str, stood: Stood) -> None:
        self._held[key] = stood
        self._size += stood.size
        while self._size > self._budget and self._held:
            self._size -= self._held.popitem(last=False)[1].size
            self._let_go()

    async def collected(self, audit: Audit, load: Load) -> Collected:
        """Return all that the audit team has of this audit. Raises OSError as `load` does."""
        kept: dict[str, Stood] = {}
        while True:
            ready = self._ready.get(audit.id)
            if ready and ready.audit is audit and ready.moves == self._moves[audit.id]:
                return ready.got
            found = [s for s in self._standings.in_audit(audit.id) if belongs(audit, s)]
            left = self._left(audit, [s for s in found if s.stage in IN], kept)
            if not left:
                got = Collected(
                    audit=audit, standings=found, readings=made(found, kept),
                    worked_out=self._worked_out[audit.id],
                )  # fmt: skip
                if all(one in self._held for one in kept):
                    self._ready[audit.id] = Ready(audit, self._moves[audit.id], got)
                return got
            await self._work(audit, left, load, kept)

    def _left(
        self, audit: Audit, found: Sequence[Standing], kept: dict[str, Stood]
    ) -> list[Standing]:
        """Return those of which there is no reading as they stand; all there is, is in `kept`.

        There it stays until all are there, whatever is let go of meanwhile.
        """
        same = {id(audit): True}
        left = []
        for standing in found:
            key = standing.id
            for stood in (kept.get(key), self._held.get(key)):
                if stood and stood.version == standing.version:
                    kept[key] = stood
                    if stood.audit and is_same(stood.audit, audit, same):
                        self._moved(key, stood, audit)
                        break
            else:
                left.append(standing)
        return left

    def _moved(self, key: str, stood: Stood, audit: Audit) -> None:
        """Let the reading rest on today's audit, so that older ones can go."""
        if stood.audit is not audit and self._held.get(key) is stood:
            self._held[key] = replace(stood, audit=audit)

    async def _work(
        self, audit: Audit, left: Sequence[Standing], load: Load, kept: dict[str, Stood]
    ) -> None:
        """Make readings of these returns, some at a time; what changes meanwhile is left out."""
        for done, standing in enumerate(left):
            if done % AT_ONCE == 0:
                await asyncio.sleep(0)
            stood = kept.get(standing.id)
            if stood is None or stood.version != standing.version:
                stood = await self._loaded(standing, load)
            if stood:
                made_of = replace(stood, audit=audit, reading=read(audit, standing, stood.values))
                kept[standing.id] = made_of
                if self._held.get(standing.id) is stood:
                    self._held[standing.id] = made_of

    async def _loaded(self, standing: Standing, load: Load) -> Stood | None:
        """Return what is on the disk at this version; None when it has changed since."""
        ret = await load(standing.id)
        if ret is None:
            raise FileNotFoundError(f"The file of a return is gone: {standing.id}")
        if ret.version == standing.version:
            stood = Stood.of(ret)
            self._drop(standing.id)
            self._hold(standing.id, stood)
            return stood
        known = self._standings.those([standing.id]).get(standing.id)
        if known and known.version == standing.version:
            self._standings.see(ret)  # another process wrote it: this one only looks
            self.see(ret)
        return None


def made(standings: Sequence[Standing], kept: Mapping[str, Stood]) -> list[Reading]:
    """Return the readings of the returns that are in, in the order of the standings."""
    found = (kept[one.id].reading for one in standings if one.stage in IN)
    return [reading for reading in found if reading]


def is_same(before: Audit, after: Audit, known: dict[int, bool]) -> bool:
    """Tell `same_grounds` of many returns, most of which rest on the same audit."""
    if id(before) not in known:
        known[id(before)] = same_grounds(before, after)
    return known[id(before)]


def same_grounds(before: Audit, after: Audit) -> bool:
    """Tell whether the same is asked, and late, in both."""
    return (
        before.tool is after.tool
        and before.families == after.families
        and before.agencies == after.agencies
        and (before.due, before.zone) == (after.due, after.zone)
    )
