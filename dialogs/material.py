"""Gathers what files are made from: an audit with everything that came of it."""

from dataclasses import replace
from datetime import datetime

from audits.audit import Audit
from audits.collected import Collected
from audits.involvement import AgencyReturn, Event, Standing
from audits.people import Partnership
from files.material import Material
from storage.contract import Store


async def gathered(
    audit: Audit, store: Store, *, at: datetime, partnership: Partnership
) -> Material:
    """Return the material of the audit. Who may have it was decided before (audits/access.py).

    A draft belongs to its agency: of a return that was never sent there is no answer here. What
    was sent and taken back is here for the packs that were frozen meanwhile.
    """
    got = await store.collected(audit.id) or Collected(audit=audit, standings=(), readings=())
    panels = {panel.family: panel for panel in await store.panels(audit.id)}
    journal = {one.id: tuple(await store.journal(one.id)) for one in got.standings}
    for panel in panels.values():
        journal[panel.id] = tuple(await store.panel_journal(audit.id, panel.family))
    return Material(
        partnership=partnership,
        marking=partnership.marking,
        at=at,
        got=got,
        panels=panels,
        nudges=tuple(await store.ledger(audit.id)),
        returns=await returns_of(got, store),
        journal=journal,
        people=await store.people(sorted(taking_part(got, journal))),
        unreachable=frozenset(reach.person for reach in await store.unreachable()),
    )


async def returns_of(got: Collected, store: Store) -> tuple[AgencyReturn, ...]:
    """Return every return, those that were sent at some time with their answers."""
    found = [await store.agency_return(one.id) for one in got.standings]
    return tuple(ret if ret.times_sent else replace(ret, answers={}) for ret in found if ret)


def taking_part(got: Collected, journal: dict[str, tuple[Event, ...]]) -> set[str]:
    """Return the ids of everybody who has a part in the audit, or had one."""
    people = set(got.audit.team)
    for agency in got.audit.agencies.values():
        people |= {*agency.coordinating, agency.lead}
    for standing in got.standings:
        people |= those_of(standing)
    people |= {event.by for events in journal.values() for event in events}
    return people - {""}


def those_of(standing: Standing) -> set[str]:
    """Return who answers the return, or sent it."""
    return {*standing.contacts, standing.sent_by}
