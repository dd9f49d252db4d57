"""How many returns came of those expected: the completeness table, arrivals, what nobody answered.

Every row adds up: expected = received + nil + declined + waived + waiting + none.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from audits.audit import Audit
from audits.collected import Collected, Only, only
from audits.involvement import IN, NilKind, Stage, Standing
from audits.states import State, state_of, was_late
from audits.tool import Box

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """A row of the completeness table (the 2021 report, section 3)."""

    expected: int = 0
    received: int = 0
    """Sent with answers, late ones too."""
    nil: Mapping[NilKind, int] = field(default_factory=lambda: dict.fromkeys(NilKind, 0))
    """Nil returns by kind; every kind is there."""
    late: int = 0
    """Of those that came, with answers or nil, how many came after their due date."""
    declined: int = 0
    waived: int = 0
    waiting: int = 0
    """Not here, and the grace is not over."""
    none: int = 0
    """Not here when the grace was over: silence, which is not "not known to us"."""

    @property
    def nils(self) -> int:
        """Nil returns of all kinds."""
        return sum(self.nil.values())

    @property
    def came(self) -> int:
        """All that came, with answers or nil."""
        return self.received + self.nils


def completeness(got: Collected, at: datetime) -> Completeness:
    """Return the row for the audit as a whole."""
    return counted(got.standings, got.audit, at)


def by_agency(got: Collected, at: datetime) -> dict[str, Completeness]:
    """Return a row for each agency that was asked, in the audit's order of agencies."""
    return rows(got, at, got.audit.agencies, lambda standing: standing.agency)


def by_family(got: Collected, at: datetime) -> dict[str, Completeness]:
    """Return a row for each family about which anybody was asked, in the audit's order."""
    return rows(got, at, got.audit.families, lambda standing: standing.family)


def rows(
    got: Collected, at: datetime, order: Iterable[str], key: Callable[[Standing], str]
) -> dict[str, Completeness]:
    """Return a row for each key that has returns, in this order; keys not in it come last."""
    groups: dict[str, list[Standing]] = {one: [] for one in order}
    for standing in got.standings:
        groups.setdefault(key(standing), []).append(standing)
    return {one: counted(some, got.audit, at) for one, some in groups.items() if some}


def counted(standings: Iterable[Standing], audit: Audit, at: datetime) -> Completeness:
    """Return the row of these returns."""
    columns: Counter[str] = Counter()
    nil = dict.fromkeys(NilKind, 0)
    for standing in standings:
        column = column_of(standing, audit, at)
        columns[column] += 1
        if column == "nil" and standing.nil:
            nil[standing.nil.kind] += 1
        columns["late"] += column in {"nil", "received"} and was_late(standing, audit)
    del columns["nil"]
    expected = sum(columns.values()) - columns["late"] + sum(nil.values())
    return Completeness(expected=expected, nil=nil, **columns)


def column_of(standing: Standing, audit: Audit, at: datetime) -> str:
    """Return the column of the table in which the return is counted."""
    if standing.stage in IN:
        return "nil" if standing.stage is Stage.NIL else "received"
    if standing.waived:
        return "waived"
    if standing.declined:
        return "declined"
    return "none" if state_of(standing, audit, at) is State.NO_RETURN else "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """How many returns came on one day, and how many had come by its end."""

    day: date
    came: int
    total: int


def arrivals(got: Collected, at: datetime) -> list[Arrived]:
    """Return every day from the opening to today, with the returns that came.

    A return that came before the opening or, by another clock, after today widens the days. One
    that was sent again counts on the day of its last sending.
    """
    here = got.audit.here
    came = Counter(here(r.standing.sent_at).date() for r in got.readings if r.standing.sent_at)
    first = min([got.audit.opened, *came])
    last = max([got.audit.opened, here(at).date(), *came])
    found, total = [], 0
    for number in range((last - first).days + 1):
        day = first + number * DAY
        total += came[day]
        found.append(Arrived(day=day, came=came[day], total=total))
    return found


def unanswered(got: Collected, wanted: Only | None = None) -> list[Box]:
    """Return the boxes that somebody was asked and nobody answered, in the tool's order."""
    picked = only(got, wanted or Only())
    theme = wanted.theme if wanted else ""
    asked = frozenset[str]().union(*{reading.asked for reading in picked.readings})
    given = frozenset[str]().union(*(reading.values for reading in picked.readings))
    above = got.audit.tool.above
    return [
        box
        for name, box in got.audit.tool.box.items()
        if name in asked and name not in given and theme in {"", above[name][0].name}
    ]
