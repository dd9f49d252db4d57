"""The business manager sees who stands where in each agency, and changes it."""

from dataclasses import replace

from audits.audit import Audit
from audits.people import Person
from cards import agencies as card
from cards import reading
from dialogs import amending, load
from dialogs.handover import people_of
from dialogs.turn import Reply, Turn
from storage.contract import Store


async def show(turn: Turn, store: Store) -> Reply:
    """Show all agencies, or the one that was asked for."""
    asked = card.asked_in(turn.data)
    audit = await load.audit_run(turn, store, asked.audit_id)
    if asked.agency in audit.agencies:
        able = await on_roster(audit, asked.agency, store)
        return Reply(card=card.one(audit, audit.agencies[asked.agency], able))
    ids = {who for one in audit.agencies.values() for who in (*one.coordinating, one.lead)}
    return Reply(card=card.draw(audit, await store.people(sorted(ids - {""})), asked.start))


async def on_roster(audit: Audit, agency: str, store: Store) -> list[Person]:
    """Return everybody of the agency, by name: also those who stood there before."""
    found = {person.id: person for person in await people_of(audit, agency, store)}
    ids = {audit.agencies[agency].lead, *named_before(audit, agency)}
    found |= await store.people(sorted(ids - {""}))
    return sorted(found.values(), key=lambda person: (person.name, person.id))


def named_before(audit: Audit, agency: str) -> set[str]:
    """Return the ids of those who were coordinator, deputy or lead and are so no more."""
    places = {f"agency.{agency}.{place}" for place in ("coordinators", "deputies", "lead")}
    rows = (row for row in audit.journal if places.intersection(row.about))
    return {person for row in rows for person in row.was.split(", ")}


async def save(turn: Turn, store: Store) -> Reply:
    """Keep who stands where, unless somebody else changed the same meanwhile.

    Problem `assign.nobody` for somebody who is not on the agency's roster.
    """
    asked = card.asked_in(turn.data)
    audit = await load.audit_run(turn, store, asked.audit_id)
    if asked.agency not in audit.agencies:
        return await show(turn, store)
    able = await on_roster(audit, asked.agency, store)
    put = card.read(turn.data, audit.agencies[asked.agency], [person.id for person in able])
    wanted = replace(audit, agencies={**audit.agencies, asked.agency: put})
    drawn = reading.whole_in(turn.data, "drawn")
    done = await amending.tried(turn, store, audit, wanted=wanted, drawn=drawn)
    if done is None:
        return await save(turn, store)
    if done.clashes:
        shown, style, told = replace(done.audit, version=audit.version), "warning", done.clashes
    else:
        shown, style, told = await load.audit_run(turn, store, audit.id), "good", ["**Saved.**"]
    return Reply(card=card.one(shown, shown.agencies[asked.agency], able, told=told, style=style))
