"""Who still owes a return: `outstanding`, `outstanding police`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from audits.access import Doing, may
from audits.audit import Agency, Audit
from audits.involvement import Standing
from audits.ledger import Entry, Outcome
from audits.plan import CHASES
from audits.states import due_of
from cards import outstanding as card
from cards.outstanding import Listed, Owing
from dialogs import load, scope
from dialogs.turn import Reply, Turn
from storage.contract import Store


async def show(turn: Turn, store: Store) -> Reply:
    """Show who owes what, the longest overdue first."""
    wanted = card.read(turn.data)
    audit = await load.audit_followed(turn, store, wanted.audit_id)
    meant = scope.of_turn(audit, turn.data)
    agency = meant.only.agency if meant.only.agency in audit.agencies else ""
    known = await known_of(audit, store)
    keys = [key for key in audit.agencies if agency in {"", key}]
    owing = [one for key in keys if (one := owes(audit, audit.agencies[key], known))]
    return Reply(card=card.draw(Listed(
        audit=audit, at=turn.at, start=wanted.start, agency=agency,
        owing=sorted(owing, key=lambda one: (one.due, one.agency.name)),
        declined=declined(audit, known, keys),
        runs=may(turn.who, audit, Doing.RUN), unknown=meant.unknown,
    )))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the store says of an audit's returns."""

    standings: Sequence[Standing]
    names: Mapping[str, str]
    chased: Mapping[str, Sequence[datetime]]
    """By agency, when messages went that ask for a return that still waits."""
    unreachable: frozenset[str]


async def known_of(audit: Audit, store: Store) -> Known:
    """Return how all returns stand, who has those that wait, and what was sent."""
    standings = await store.returns_in(audit.id)
    contacts = {who for one in standings if one.waits for who in one.contacts}
    people = await store.people(sorted(contacts))
    return Known(
        standings=standings,
        names={who: person.name for who, person in people.items()},
        chased=chases(standings, await store.ledger(audit.id)),
        unreachable=frozenset(reach.person for reach in await store.unreachable()),
    )


def owes(audit: Audit, agency: Agency, known: Known) -> Owing | None:
    """Return what the agency owes; None when it owes nothing."""
    mine = [one for one in known.standings if one.agency == agency.key and one.waits]
    if not mine:
        return None
    sent = known.chased.get(agency.key, ())
    contacts = dict.fromkeys(who for one in mine for who in one.contacts)
    unreachable = [known.names.get(who, who) for who in contacts if who in known.unreachable]
    return Owing(
        agency=agency,
        due=min(due_of(one, audit) for one in mine),
        standings=mine,
        people=people_of(mine, known.names),
        chased=len(sent),
        last=max(sent, default=None),
        unreachable=unreachable,
    )


def chases(
    standings: Sequence[Standing], entries: Sequence[Entry]
) -> Mapping[str, Sequence[datetime]]:
    """Return by agency when messages went that ask for a return that still waits."""
    of = {one.id: one.agency for one in standings if one.waits}
    found: dict[str, list[datetime]] = {}
    for entry in entries:
        if entry.outcome is not Outcome.SENT or entry.nudge.kind not in CHASES:
            continue
        at = entry.settled_at or entry.claimed_at
        for agency in {of[one] for one in entry.nudge.return_ids if one in of}:
            found.setdefault(agency, []).append(at)
    return found


def people_of(
    standings: Sequence[Standing], names: Mapping[str, str]
) -> list[tuple[str, Sequence[str]]]:
    """Return each person with the families whose returns they have, by name."""
    found: dict[str, list[str]] = {}
    for one in standings:
        for name in [names[who] for who in one.contacts if who in names] or [""]:
            found.setdefault(name, []).append(one.family)
    return sorted(found.items())


def declined(audit: Audit, known: Known, keys: Sequence[str]) -> list[str]:
    """Return the family and the service of each return that was declined."""
    return [
        f"{one.family} {audit.agencies[one.agency].short}"
        for one in known.standings
        if one.agency in keys and one.declined and not one.waived
    ]
