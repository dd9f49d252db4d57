"""Services that returns or nominations name and that nobody asked: proposed, never added by itself.

Only what was sent counts: a draft belongs to its agency alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from audits.audit import Agency, Family
from audits.collected import Collected
from audits.roster import KINDS
from audits.tool import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A service that is known to a family and is not asked about it."""

    family: str
    kind: str
    """A kind of agency; empty where somebody wrote a name of their own."""
    name: str
    said_by: tuple[str, ...] = ()
    """Keys of the agencies whose returns name it; none where the nomination did."""
    agency: str = ""
    """The key of an agency of that kind which takes part and could be asked."""


def of_returns(got: Collected) -> list[Proposal]:
    """Return what the returns that are in reveal, by family, then kind."""
    audit = got.audit
    ticked = audit.tool.box_of(Part.OTHERS)
    if ticked is None:
        return []
    labels = {one.value: one.label for one in ticked.choices}
    said: dict[tuple[str, str], list[str]] = {}
    for reading in got.readings:
        for kind in reading.values.get(ticked.name, "").split():
            said.setdefault((reading.family, kind), []).append(reading.agency)
    return [
        Proposal(
            family=code, kind=kind, name=labels.get(kind, KINDS.get(kind, kind)),
            said_by=tuple(agencies), agency=ready(audit.agencies, kind),
        )
        for (code, kind), agencies in sorted(said.items())
        if code in audit.families and kind in KINDS
        and kind not in kinds_asked(audit.families[code], audit.agencies)
    ]  # fmt: skip


def kinds_asked(family: Family, agencies: Mapping[str, Agency]) -> set[str]:
    """Return the kinds of agencies that are asked about a family."""
    return {agencies[key].kind for key in family.involved if key in agencies}


def ready(agencies: Mapping[str, Agency], kind: str) -> str:
    """Return the only agency of this kind that has somebody to be asked; nothing for several."""
    found = [one.key for one in agencies.values() if one.kind == kind and one.coordinating]
    return found[0] if len(found) == 1 else ""


def of_nominations(
    families: Iterable[Family], agencies: Mapping[str, Agency]
) -> Iterator[Proposal]:
    """Yield the services that a nomination says know the family and that are not asked about it."""
    by_name = {words.casefold(): one for one in agencies.values()
               for words in (one.name, one.short)}  # fmt: skip
    kinds = {words.casefold(): kind for kind, words in KINDS.items()}
    for family in families:
        for name in family.also:
            found = by_name.get(name.casefold())
            if found and found.key in family.involved:
                continue
            kind = found.kind if found else kinds.get(name.casefold(), "")
            if kind and not found and kind in kinds_asked(family, agencies):
                continue
            key = found.key if found and found.coordinating else ready(agencies, kind)
            yield Proposal(family=family.code, kind=kind, name=name, agency=key)
