"""What a store keeps in memory to find things by: how returns stand, and who is who."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from audits.copying import filled
from audits.involvement import Standing
from audits.people import Person
from audits.reach import Reach


class Standings:
    """How every return stands, by audit and by contact."""

    def __init__(self) -> None:
        self._all: dict[str, Standing] = {}
        self._in: defaultdict[str, dict[str, Standing]] = defaultdict(dict)
        self._of: defaultdict[str, dict[str, Standing]] = defaultdict(dict)
        self._order: dict[str, Sequence[str]] = {}
        """The ids of an audit's returns in their order, until one comes or goes."""

    def see(self, ret: Standing) -> None:
        """Take in how the return stands now."""
        before, now = self._all.get(ret.id), standing(ret)
        if before is not None and before.contacts != now.contacts:
            for ids in self._places(before):
                ids.pop(ret.id, None)
        if before is None:
            self._order.pop(now.audit_id, None)
        self._all[ret.id] = now
        for ids in self._places(now):
            ids[ret.id] = now

    def unsee(self, key: str) -> None:
        """Let go of a return that is gone."""
        before = self._all.pop(key, None)
        if before is None:
            return
        self._order.pop(before.audit_id, None)
        for ids in self._places(before):
            ids.pop(key, None)

    def ids(self) -> Sequence[str]:
        """Return the ids of all returns."""
        return tuple(self._all)

    def _places(self, found: Standing) -> list[dict[str, Standing]]:
        return [self._in[found.audit_id], *(self._of[person] for person in found.contacts)]

    def in_audit(self, audit_id: str) -> Sequence[Standing]:
        """Return how the audit's returns stand, by family, then agency."""
        found = self._in.get(audit_id)
        if found is None:
            return ()
        order = self._order.get(audit_id)
        if order is None:
            order = self._order[audit_id] = [one.id for one in in_order(found.values())]
        return [*map(found.__getitem__, order)]

    def those(self, ids: Sequence[str]) -> dict[str, Standing]:
        """Return how those of these returns stand that there are, by id."""
        return {one: self._all[one] for one in ids if one in self._all}

    def of_contact(self, person_id: str) -> Sequence[Standing]:
        """Return how the person's returns stand, by audit, family, then agency."""
        return in_order(self._of[person_id].values() if person_id in self._of else ())


def standing(ret: Standing) -> Standing:
    """Return how the return stands, without its answers."""
    return filled(Standing, ret)


def in_order(found: Iterable[Standing]) -> Sequence[Standing]:
    """Return the same by audit, family, then agency."""
    return sorted(found, key=lambda one: (one.audit_id, one.family, one.agency, one.id))


class Roster:
    """Everybody, by id and by how Teams knows them."""

    def __init__(self) -> None:
        self._all: dict[str, Person] = {}
        self._ids: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self._emails: defaultdict[str, set[str]] = defaultdict(set)

    def see(self, person: Person) -> None:
        """Take in what is known of the person now."""
        before = self._all.get(person.id)
        if before is not None:
            self._ids[before.tenant, before.object_id].discard(person.id)
            self._emails[before.email.casefold()].discard(person.id)
        self._all[person.id] = person
        self._ids[person.tenant, person.object_id].add(person.id)
        self._emails[person.email.casefold()].add(person.id)

    def unsee(self, key: str) -> None:
        """Let go of somebody who is gone."""
        before = self._all.pop(key, None)
        if before is not None:
            self._ids[before.tenant, before.object_id].discard(key)
            self._emails[before.email.casefold()].discard(key)

    def ids(self) -> Sequence[str]:
        """Return the ids of everybody."""
        return tuple(self._all)

    def known_as(self, tenant: str, object_id: str) -> Person | None:
        """Return the person of this Teams account; of several, the one whose id comes first.

        Nobody is known by an empty object id: it marks people whose account is not known yet.
        """
        ids = self._ids.get((tenant, object_id)) if object_id else None
        return self._all[min(ids)] if ids else None

    def those(self, ids: Sequence[str]) -> dict[str, Person]:
        """Return those of these people who are known, by id."""
        return {one: self._all[one] for one in ids if one in self._all}

    def by_email(self, emails: Iterable[str]) -> dict[str, Person]:
        """Return those with one of these work e-mails, by it; of several the first by id."""
        found = {one: self._emails.get(one.casefold()) for one in emails if one}
        return {one.casefold(): self._all[min(ids)] for one, ids in found.items() if ids}


class Reaches:
    """How everybody is reached in Teams, by person."""

    def __init__(self) -> None:
        self._all: dict[str, Reach] = {}
        self._gone: dict[str, Reach] = {}
        """Those who cannot be reached now: few, and asked for again and again."""

    def see(self, reach: Reach) -> None:
        """Take in how the person is reached now."""
        self._all[reach.person] = reach
        if reach.unreachable_since:
            self._gone[reach.person] = reach
        else:
            self._gone.pop(reach.person, None)

    def unsee(self, key: str) -> None:
        """Let go of somebody who is gone."""
        self._all.pop(key, None)
        self._gone.pop(key, None)

    def ids(self) -> Sequence[str]:
        """Return the ids of all of whom it is known."""
        return tuple(self._all)

    def one(self, person_id: str) -> Reach | None:
        """Return how the person is reached."""
        return self._all.get(person_id)

    def those(self, ids: Sequence[str]) -> dict[str, Reach]:
        """Return those of these of whom it is known, by id."""
        return {one: self._all[one] for one in ids if one in self._all}

    def unreachable(self) -> Sequence[Reach]:
        """Return everybody who cannot be reached now, by id."""
        return sorted(self._gone.values(), key=lambda one: one.person)
