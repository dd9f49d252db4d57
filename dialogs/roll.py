"""Somebody by their work e-mail: known already, or new on the roster."""

import re
from dataclasses import dataclass

from audits.involvement import Saying
from audits.people import Person
from audits.problems import Code, Problem
from audits.roster import person_id
from dialogs.turn import Turn
from storage.contract import Store

EMAIL = re.compile(r"[^@\s,;<>]{1,64}@[^@\s,;<>]+\.[^@\s,;<>.]{2,}")


def saying(turn: Turn, words: str) -> Saying:
    """Return who says why, now."""
    return Saying(by=turn.who.id, at=turn.at, words=words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Somebody by their e-mail, and whether they are new on the roster."""

    person: Person
    new: bool

    @property
    def added(self) -> tuple[Person, ...]:
        """Return the person to be kept, when they are new."""
        return (self.person,) if self.new else ()


async def named(turn: Turn, store: Store, email: str, name: str) -> Named:
    """Return somebody by their e-mail. Problems: `person.no_email`, `person.no_name`."""
    address = email.strip().casefold()
    if not EMAIL.fullmatch(address):
        raise Problem(Code.PERSON_NO_EMAIL)
    found = await store.people_by_email([address])
    if address in found:
        return Named(person=found[address], new=False)
    if not name:
        raise Problem(Code.PERSON_NO_NAME)
    tenant = turn.partnership.tenant or turn.who.tenant
    made = Person(id=person_id(address), tenant=tenant, object_id="", name=name, email=address)
    return Named(person=made, new=True)
