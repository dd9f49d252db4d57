"""Keeps changed settings of an audit, unless somebody else changed the same ones meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audits.amendments import Met, amended, met, settings
from audits.audit import Audit
from cards import amendments as words
from dialogs.turn import Turn
from storage.contract import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of it."""

    audit: Audit
    """As it is to be drawn: as it was kept, or with what the person put and nobody kept yet."""
    clashes: Sequence[str] = ()
    """What is said when two people changed the same setting; nothing was kept then."""


async def tried(turn: Turn, store: Store, now: Audit, *, wanted: Audit, drawn: int) -> Done | None:
    """Keep the settings of `wanted` that were put on a card drawn at version `drawn`.

    None when somebody was faster: decide again on what they left. Problem `audit.closed`.
    """
    meeting = met(now, wanted, drawn=drawn)
    if meeting.clashes:
        return Done(audit=meeting.after, clashes=await clashing(meeting, now, store))
    after = amended(now, meeting.after, by=turn.who.id, at=turn.at)
    if after is not now and not await store.keep_audit(after):
        return None
    return Done(audit=after)


async def clashing(meeting: Met, now: Audit, store: Store) -> list[str]:
    """Return what is said about the clashes."""
    mine = settings(meeting.after)
    people = await names(words.people_in(meeting.clashes), mine, store)
    return words.clashing(meeting, mine, now, people)


async def names(people: set[str], mine: Mapping[str, str], store: Store) -> dict[str, str]:
    """Return the names of these people, and of those in the settings."""
    put = {
        one
        for name, short in mine.items()
        if name.startswith("agency.") and name.rpartition(".")[2] in words.PEOPLE
        for one in short.split(", ")
    }
    found = await store.people(sorted({*people, *put} - {""}))
    return {who: person.name for who, person in found.items()}
