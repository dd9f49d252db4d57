"""Reads a roster from a workbook or a .csv: all that is wrong is told at once, with its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from audits.roster import ListedAgency, ListedContact, ListedFamily, Part, Roster, Sheet
from files.roster_families import families, household, identities, involved, of_family
from files.roster_people import agencies, contacts
from files.roster_tables import Faults, Table, by_plain, tables_in
from files.tool_faults import Fault
from files.workbook_in import UnreadableFileError, pages_of

__all__ = ["Loaded", "RosterFault", "load_roster"]


TOLD = 500
"""Faults that are told at the most: of ten thousand, most have one cause."""


class RosterFault(Exception):  # noqa: N818 - the house's word for it
    """A file that cannot be used as a roster, with everything that is wrong in it."""

    def __init__(self, faults: Sequence[Fault], notes: Sequence[str] = ()) -> None:
        order = list(Sheet)
        places = {str(sheet): n for n, sheet in enumerate(order)}
        ordered = sorted(faults, key=lambda f: (places.get(f.sheet, -1), f.sheet, f.row, f.column))
        each = tuple(dict.fromkeys(ordered))
        self.more = max(0, len(each) - TOLD)
        """How many more there are than are told."""
        self.faults = each[:TOLD]
        super().__init__("\n".join(map(str, self.faults)))
        self.notes = tuple(notes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A roster that can be used, and what its author should know."""

    roster: Roster
    notes: tuple[str, ...] = ()


def load_roster(content: bytes, called: str = "") -> Loaded:
    """Return the roster in these bytes. `called` is the file's name. Raises RosterFault."""
    try:
        pages, wrong = pages_of(content, called)
    except UnreadableFileError as error:
        raise RosterFault(error.faults) from None
    faults = Faults(found=list(wrong))
    tables = tables_in(pages, faults)
    if not tables and not faults.found:
        names = ", ".join(Sheet)
        faults.found.append(Fault(sheet="(the file)", wrong="There is no sheet of a roster in it",
                                  remedy=f"Use the template: its sheets are {names}"))  # fmt: skip
    roster = roster_of(tables, faults)
    if faults.found:
        raise RosterFault(faults.found, faults.notes)
    return Loaded(roster=roster, notes=tuple(faults.notes))


def roster_of(tables: Mapping[Sheet, Table], faults: Faults) -> Roster:
    """Return what the sheets say, keeping what is wrong with them."""
    services = tuple(agencies(tables[Sheet.AGENCIES], faults)) if Sheet.AGENCIES in tables else ()
    people: tuple[ListedContact, ...] = ()
    if Sheet.CONTACTS in tables:
        people = tuple(contacts(tables[Sheet.CONTACTS], services, faults))
    if Sheet.AGENCIES in tables and Sheet.CONTACTS in tables:
        on_contacts(tables[Sheet.AGENCIES], people, faults)
    found = families_of(tables, services, people, faults)
    sheets = {}
    if Sheet.IDENTITY in tables:
        rows = of_family(tables[Sheet.IDENTITY], found, faults)
        sheets = identities(rows, found, faults)
    return Roster(
        agencies=tuple(with_parts(service, people) for service in services),
        contacts=people,
        families=tuple(found.values()),
        identities=sheets,
        holds=frozenset(tables),
    )


def on_contacts(table: Table, people: Sequence[ListedContact], faults: Faults) -> None:
    """Keep a fault for each coordinator, deputy or lead who is not among the contacts."""
    known = {one.email for one in people}
    for line in table.lines:
        for column in ("Coordinator", "Deputy", "Lead"):
            for words in line[column].lower().replace(";", ",").replace("\n", ",").split(","):
                found = words.strip().removeprefix("mailto:")
                if "@" in found and "<" not in found and found.rstrip(".") not in known:
                    faults.add(line, column, f"“{found[:60]}” is not on the sheet “Contacts”",
                               "Add them there, or correct the e-mail")  # fmt: skip


def with_parts(service: ListedAgency, people: Sequence[ListedContact]) -> ListedAgency:
    """Return the agency with those who are coordinators and so on by their own row."""
    own = [one for one in people if one.agency == service.name]

    def who(part: Part) -> tuple[str, ...]:
        return tuple(one.email for one in own if part in one.parts)

    return replace(
        service,
        coordinators=tuple(dict.fromkeys((*service.coordinators, *who(Part.COORDINATOR)))),
        deputies=tuple(dict.fromkeys((*service.deputies, *who(Part.DEPUTY)))),
        lead=service.lead or next(iter(who(Part.LEAD)), ""),
    )


def families_of(
    tables: Mapping[Sheet, Table],
    services: Sequence[ListedAgency],
    people: Sequence[ListedContact],
    faults: Faults,
) -> dict[str, ListedFamily]:
    """Return the families with their households and the agencies that know them."""
    named = tables.get(Sheet.FAMILIES)
    found = families(named, faults) if named else {}
    known = dict(found)
    if Sheet.HOUSEHOLD in tables:
        rows = of_family(tables[Sheet.HOUSEHOLD], known, faults)
        for code, lines in rows.items():
            base = found.get(code, ListedFamily(code=code))
            home = household(code, lines, faults)
            facts = base.facts | home.facts()
            found[code] = replace(base, household=home, facts=facts)
    if Sheet.INVOLVEMENT in tables:
        by_name = by_plain(services, lambda one: one.name, lambda one: one.short)
        among = by_name if Sheet.AGENCIES in tables else None
        for code, lines in of_family(tables[Sheet.INVOLVEMENT], known, faults).items():
            base = found.get(code, ListedFamily(code=code))
            found[code] = replace(base, involved=involved(lines, among, people, faults))
    return found
