"""What the audit team has: every return that is in, with what stands in each box it was asked.

Drafts belong to their agency: nothing of them is here but how they stand.
"""

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from audits import asked, editions
from audits.audit import Audit
from audits.involvement import IN, AgencyReturn, Involvement, Stage, Standing
from audits.panel import Pack
from audits.states import was_late

NOTHING: Mapping[str, str] = {}
NOT_ASKED: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One return that is in. A nil return has no values: what was begun before it was not sent."""

    standing: Standing
    values: Mapping[str, str]
    """By box, what stands in each box that was asked and answered; in the order asked."""
    asked: frozenset[str]
    """The names of the boxes that were asked. Equal ones are one and the same object."""
    late: bool
    """Whether it came after its due date."""

    @property
    def family(self) -> str:
        """The family's code."""
        return self.standing.family

    @property
    def agency(self) -> str:
        """The agency's key."""
        return self.standing.agency


@dataclass(frozen=True, kw_only=True)
class Collected:
    """An audit, how all its returns stand, and those that can be read. Figures rest on this."""

    audit: Audit
    standings: Sequence[Standing]
    """Of every return, drafts too, by family, then agency."""
    readings: Sequence[Reading]
    """Of those that are in, by family, then agency."""
    worked_out: MutableMapping[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """By family, what was found in its readings. Who looks first has to see that it still rests on
    the same ones: it goes from one look at the audit to the next."""

    @cached_property
    def by_id(self) -> Mapping[str, Reading]:
        """Every reading by the id of its return."""
        return {reading.standing.id: reading for reading in self.readings}

    @cached_property
    def of_family(self) -> Mapping[str, Sequence[Reading]]:
        """The readings of each family that has any, by its code."""
        found: dict[str, list[Reading]] = {}
        for reading in self.readings:
            found.setdefault(reading.family, []).append(reading)
        return found

    @cached_property
    def in_box(self) -> Mapping[str, Sequence[tuple[Reading, str]]]:
        """By box, each reading that has an answer there, with the answer."""
        found: dict[str, list[tuple[Reading, str]]] = {}
        for reading in self.readings:
            for box, value in reading.values.items():
                found.setdefault(box, []).append((reading, value))
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Only:
    """What is to be looked at; an empty field lets everything through."""

    theme: str = ""
    """A theme's name in the tool, such as `t2`."""
    family: str = ""
    agency: str = ""
    """An agency's key."""
    grade: str = ""
    """A value of the scale, such as `good`; it chooses statements by their grade as it stands."""

    def takes(self, standing: Standing) -> bool:
        """Tell whether the return is of the family and the agency that are asked for."""
        return self.family in {"", standing.family} and self.agency in {"", standing.agency}


def reading(own: Involvement) -> Reading:
    """Return the reading of a return that is in."""
    stood = {name: answer.now.value for name, answer in own.ret.answers.items()}
    return read(own.audit, own.ret, stood)


def read(audit: Audit, standing: Standing, stood: Mapping[str, str]) -> Reading:
    """Return the reading of a return in whose boxes this stood, hidden ones too."""
    late = was_late(standing, audit)
    if standing.stage is not Stage.SENT:
        return Reading(standing=standing, values=NOTHING, asked=NOT_ASKED, late=late)
    family, agency = audit.families[standing.family], audit.agencies[standing.agency]
    at = audit.here(standing.sent_at) if standing.sent_at else None
    told = asked.seen(audit, family, agency.kind, stood)
    tool = editions.tool_for(audit, standing)
    shape = replace(told, tool=tool, at=at, seed=standing.id).shape
    values = {name: value for name in shape.names if (value := stood.get(name))}
    return Reading(standing=standing, values=values, asked=shape.asked, late=late)


def belongs(audit: Audit, standing: Standing) -> bool:
    """Tell whether family and agency still take part: nobody can get at other returns."""
    return standing.family in audit.families and standing.agency in audit.agencies


def only(got: Collected, wanted: Only) -> Collected:
    """Return the part of it that is of the family and the agency asked for."""
    if not wanted.family and not wanted.agency:
        return got
    return Collected(
        audit=got.audit,
        standings=[one for one in got.standings if wanted.takes(one)],
        readings=[one for one in got.readings if wanted.takes(one.standing)],
        worked_out={} if wanted.agency else got.worked_out,
    )


def frozen(audit: Audit, pack: Pack, rets: Mapping[str, AgencyReturn]) -> Collected:
    """Return a family as its pack was frozen; `rets` are the family's returns today, by id.

    What was sent, sent again or taken back since then does not show.
    """
    kept = [standing for standing in pack.standings if belongs(audit, standing)]
    return Collected(
        audit=audit,
        standings=kept,
        readings=[
            read(audit, standing, stood_at(rets[standing.id], standing.version))
            for standing in kept
            if standing.stage in IN and standing.id in rets
        ],
    )


def stood_at(ret: AgencyReturn, version: int) -> Mapping[str, str]:
    """Return what stood in the boxes at this version of the return."""
    return {name: answer.as_drawn(version) for name, answer in ret.answers.items()}
