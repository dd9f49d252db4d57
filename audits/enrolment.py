"""Takes a roster into an audit that is being set up: what is new, changed, gone or refused.

It is worked out first and shown; then it is taken whole or not at all. Taking the same roster
again changes nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from audits.audit import Agency, Family
from audits.drafts import Draft, changed
from audits.household import Couple, Household
from audits.identity import Identity, Particulars, key_of, written
from audits.people import Person, Role
from audits.roster import (
    Listed,
    ListedAgency,
    ListedContact,
    ListedFamily,
    Part,
    Roster,
    Sheet,
    agency_key,
    person_id,
)  # fmt: skip

ROLES: Mapping[Part, Role] = {
    Part.BUSINESS_MANAGER: Role.BUSINESS_MANAGER,
    Part.CHAIR: Role.CHAIR,
    Part.LEAD_AUDITOR: Role.LEAD_AUDITOR,
    Part.PANEL: Role.PANEL,
    Part.OBSERVER: Role.OBSERVER,
}
"""What somebody is on the audit team. Of several the first counts."""
T = TypeVar("T")


class Fate(StrEnum):
    """What becomes of something that is, or was, on the roster."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One line of the preview. Families stand by their codes."""

    fate: Fate
    sheet: Sheet
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the store knows that a roster is held against."""

    tenant: str
    people: Mapping[str, Person] = field(default_factory=dict)
    """By work e-mail in small letters."""
    sheets: Mapping[str, Identity] = field(default_factory=dict)
    """Identity sheets by family."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """What comes of a roster: kept together, or not at all."""

    draft: Draft
    people: tuple[Person, ...] = ()
    """Those who are new, or whose name or e-mail changed."""
    sheets: tuple[Identity, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether something cannot be taken, and so nothing is."""
        return any(note.fate is Fate.REFUSED for note in self.notes)

    def count(self, fate: Fate) -> int:
        """Return how many lines of the preview say this."""
        return sum(note.fate is fate for note in self.notes)


def enrol(draft: Draft, roster: Roster, known: Known, *, by: str, at: datetime) -> Enrolment:
    """Work out what comes of the roster. Problems: `draft.closed`."""
    people = {one.email: person_of(one, known) for one in roster.contacts}
    ids = {email: one.id for email, one in known.people.items()}
    ids |= {email: one.id for email, one in people.items()}
    notes = [Note(fate=Fate.REFUSED, sheet=sheet, name=name)
             for sheet, name in strangers(draft, roster, ids)]  # fmt: skip
    agencies = agencies_of(draft, roster, ids)
    families, answering = families_of(draft, roster, agencies, ids)
    after = changed(
        draft, "roster.loaded", by=by, at=at,
        agencies=agencies, families=families, answering=answering,
        listed=listed_of(draft, roster), team=team_of(draft, roster, ids),
    )  # fmt: skip
    news = tuple(one for email, one in people.items() if known.people.get(email) != one)
    sheets = tuple(sheets_of(after, roster, known, by=by, at=at))
    notes += compared(Sheet.AGENCIES, draft.agencies, after.agencies, lambda one: one.name)
    notes += [Note(fate=Fate.CHANGED if one.email in known.people else Fate.NEW,
                   sheet=Sheet.CONTACTS, name=one.name) for one in news]  # fmt: skip
    notes += compared(Sheet.FAMILIES, draft.families, after.families, lambda one: one.code)
    notes += compared(Sheet.INVOLVEMENT, pairs(draft), pairs(after), lambda one: one[0])
    notes += [Note(fate=Fate.CHANGED if one.version else Fate.NEW, sheet=Sheet.IDENTITY,
                   name=one.family) for one in sheets]  # fmt: skip
    return Enrolment(draft=after, people=news, sheets=sheets, notes=tuple(notes))


def person_of(contact: ListedContact, known: Known) -> Person:
    """Return the person, as they shall be known: an account in Teams that is known stays so."""
    found = known.people.get(contact.email)
    if found is None:
        return Person(id=person_id(contact.email), tenant=known.tenant, object_id="",
                      name=contact.name, email=contact.email)  # fmt: skip
    return replace(found, name=contact.name)


def agencies_of(draft: Draft, roster: Roster, ids: Mapping[str, str]) -> Mapping[str, Agency]:
    """Return the agencies by key. An agency that keeps its name keeps its key."""
    if Sheet.AGENCIES not in roster.holds:
        return draft.agencies
    keys = {agency.name.casefold(): key for key, agency in draft.agencies.items()}
    found: dict[str, Agency] = {}
    for listed in roster.agencies:
        key = keys.get(listed.name.casefold()) or agency_key(listed.short)
        found[key] = agency_of(key, listed, ids)
    return found


def agency_of(key: str, listed: ListedAgency, ids: Mapping[str, str]) -> Agency:
    """Return one agency, its people by their ids."""
    return Agency(
        key=key,
        name=listed.name,
        short=listed.short,
        kind=listed.kind,
        coordinators=tuple(ids[one] for one in listed.coordinators if one in ids),
        deputies=tuple(ids[one] for one in listed.deputies if one in ids),
        lead=ids.get(listed.lead, ""),
        sign_off=listed.sign_off,
    )


def by_name(agencies: Mapping[str, Agency]) -> dict[str, str]:
    """Return the keys of agencies by all they may be called."""
    shorts = {agency.short.casefold(): key for key, agency in agencies.items()}
    return shorts | {agency.name.casefold(): key for key, agency in agencies.items()}


def strangers(draft: Draft, roster: Roster, ids: Mapping[str, str]) -> Iterator[tuple[Sheet, str]]:
    """Find agencies and people whom a part of a roster names, and whom nobody knows."""
    held = Sheet.AGENCIES in roster.holds
    names = {one.name.casefold() for one in roster.agencies} if held else by_name(draft.agencies)
    for contact in roster.contacts:
        if contact.agency and contact.agency.casefold() not in names:
            yield Sheet.CONTACTS, contact.agency
    asked = (one for a in roster.agencies for one in (*a.coordinators, *a.deputies, a.lead) if one)
    yield from ((Sheet.AGENCIES, email) for email in asked if email not in ids)
    for family in roster.families:
        for agency, emails in family.involved.items():
            if agency.casefold() not in names:
                yield Sheet.INVOLVEMENT, agency
            yield from ((Sheet.INVOLVEMENT, one) for one in emails if one not in ids)
    known = {one.code for one in roster.families} | draft.families.keys()
    yield from ((Sheet.IDENTITY, code) for code in roster.identities if code not in known)


Answering = Mapping[str, Mapping[str, tuple[str, ...]]]


def families_of(
    draft: Draft, roster: Roster, agencies: Mapping[str, Agency], ids: Mapping[str, str]
) -> tuple[Mapping[str, Family], Answering]:
    """Return the families by code, and who answers. Parts that the file has not stay."""
    whole = Sheet.FAMILIES in roster.holds
    families = {} if whole else dict(draft.families)
    answering = {} if whole else dict(draft.answering)
    keys = by_name(agencies)
    for listed in roster.families:
        before = draft.families.get(listed.code)
        families[listed.code] = family_of(listed, before, roster.holds, keys)
        if Sheet.INVOLVEMENT in roster.holds:
            answering[listed.code] = {
                keys[name.casefold()]: tuple(ids[one] for one in emails if one in ids)
                for name, emails in listed.involved.items()
                if name.casefold() in keys
            }
        elif listed.code in draft.answering:
            answering[listed.code] = draft.answering[listed.code]
    return families, answering


def family_of(
    listed: ListedFamily,
    before: Family | None,
    holds: frozenset[Sheet],
    keys: Mapping[str, str],
) -> Family:
    """Return one family; what its file says nothing of stays as it was."""
    base = before or Family(code=listed.code, index_child=f"{listed.code}1")
    home = base.household
    if Sheet.HOUSEHOLD in holds:
        home = recoded(listed.household, base.household)
    facts = listed.facts if Sheet.FAMILIES in holds else base.facts | listed.facts
    involved = base.involved
    if Sheet.INVOLVEMENT in holds:
        involved = tuple(keys[n.casefold()] for n in listed.involved if n.casefold() in keys)
    also = listed.also if Sheet.FAMILIES in holds else base.also
    index = home.index.code if home.index else base.index_child
    checked = base.checked_by if home == base.household else ""
    return replace(base, facts=facts | home.facts(), household=home, involved=involved,
                   index_child=index, checked_by=checked, also=also)  # fmt: skip


def recoded(new: Household, old: Household) -> Household:
    """Return the household with the codes that its members had before, found by their roles."""
    had = {member.role.casefold(): member.code for member in old.members}
    taken, codes = set(had.values()), dict[str, str]()
    free = (f"{new.members[0].code.rstrip('0123456789')}{n}" for n in range(1, 1_000)
            ) if new.members else iter(())  # fmt: skip
    for member in new.members:
        kept = had.get(member.role.casefold())
        codes[member.code] = kept or next(code for code in free if code not in taken)
    members = (replace(m, code=codes[m.code], parents=tuple(codes[p] for p in m.parents))
               for m in new.members)  # fmt: skip
    couples = (Couple(one=codes[c.one], other=codes[c.other], tie=c.tie) for c in new.couples)
    return Household(members=tuple(members), couples=tuple(couples))


def listed_of(draft: Draft, roster: Roster) -> Mapping[str, Listed]:
    """Return how each family stands on the list."""
    if Sheet.FAMILIES not in roster.holds:
        return draft.listed
    return {family.code: family.listed for family in roster.families}


def team_of(draft: Draft, roster: Roster, ids: Mapping[str, str]) -> Mapping[str, Role]:
    """Return the audit team. Whoever made the draft stays its business manager."""
    if Sheet.CONTACTS not in roster.holds:
        return draft.team
    team = {draft.made_by: draft.team.get(draft.made_by, Role.BUSINESS_MANAGER)}
    for contact in roster.contacts:
        role = next((role for part, role in ROLES.items() if part in contact.parts), None)
        if role is not None:
            team[ids[contact.email]] = role
    return team


def sheets_of(
    draft: Draft, roster: Roster, known: Known, *, by: str, at: datetime
) -> Iterator[Identity]:
    """Yield the identity sheets that are new or changed."""
    for code, people in roster.identities.items():
        kept: tuple[Particulars, ...] = people
        new = Identity(id=key_of(draft.id, code), audit_id=draft.id, family=code, people=kept)
        found = written(known.sheets.get(code), new, by=by, at=at)
        if found is not None and people:
            yield found


def pairs(draft: Draft) -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """Return who answers, by family and agency, as the preview names them."""
    return {
        f"{code} {key}": (f"Family {code}, {draft.agencies[key].name}"
                          if key in draft.agencies else f"Family {code}, {key}", people)
        for code, by_agency in draft.answering.items()
        for key, people in by_agency.items()
    }  # fmt: skip


def compared(
    sheet: Sheet, before: Mapping[str, T], after: Mapping[str, T], name: Callable[[T], str]
) -> Sequence[Note]:
    """Return what is new, changed and gone."""
    notes = []
    for key, one in after.items():
        if key not in before:
            notes.append(Note(fate=Fate.NEW, sheet=sheet, name=name(one)))
        elif before[key] != one:
            notes.append(Note(fate=Fate.CHANGED, sheet=sheet, name=name(one)))
    gone = (one for key, one in before.items() if key not in after)
    return [*notes, *(Note(fate=Fate.GONE, sheet=sheet, name=name(one)) for one in gone)]
