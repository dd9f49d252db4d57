"""Reads the agencies and contacts of a roster."""

from collections.abc import Iterator, Sequence

from audits.roster import KINDS, ListedAgency, ListedContact, Part, agency_key
from files.roster_columns import PARTS
from files.roster_tables import (
    Faults,
    Line,
    Table,
    by_plain,
    choice,
    chosen,
    email,
    listed,
    plain,
    shown,
    yes,
)  # fmt: skip

AN_EMAIL = "Write a work e-mail: name@service.example"
NAME_LIMIT, SHORT_LIMIT = 120, 12
TEAM = frozenset({Part.BUSINESS_MANAGER, Part.CHAIR, Part.LEAD_AUDITOR, Part.PANEL, Part.OBSERVER})
"""What somebody can be without belonging to an agency."""


def needed(line: Line, faults: Faults, *columns: str) -> bool:
    """Tell whether these cells are filled in; keep a fault for each that is not."""
    empty = [column for column in columns if not line[column]]
    for column in empty:
        faults.add(line, column, "The cell is empty", "Fill it in, or clear the whole row")
    return not empty


def agencies(table: Table, faults: Faults) -> Iterator[ListedAgency]:
    """Return the agencies; each name, short name and key once."""
    seen: dict[str, int] = {}
    for line in table.lines:
        if not needed(line, faults, "Agency", "Short name", "Kind"):
            continue
        if not fits(line, faults):
            continue
        first = [seen.get(name) for name in called(line)]
        if any(first):
            wrong = f"The same service stands in row {next(filter(None, first))}"
            faults.add(line, "Agency", wrong, "Keep one of the two rows")
            continue
        seen |= dict.fromkeys(called(line), line.number)
        yield agency(line, faults)


def called(line: Line) -> tuple[str, str]:
    """Return by what a service is known: its name and its key."""
    return plain(line["Agency"]), agency_key(line["Short name"])


def fits(line: Line, faults: Faults) -> bool:
    """Tell whether the names are short enough, and the short one has letters."""
    long = [(c, n) for c, n in (("Agency", NAME_LIMIT), ("Short name", SHORT_LIMIT))
            if len(line[c]) > n]  # fmt: skip
    for column, most in long:
        faults.add(line, column, f"This is longer than {most} characters", "Shorten it")
    if not agency_key(line["Short name"]):
        faults.add(line, "Short name", "There is no letter or digit in it", "Write a few letters")
        return False
    return not long


def agency(line: Line, faults: Faults) -> ListedAgency:
    """Return the agency in this row."""
    lead = emails(line, "Lead", faults)
    if len(lead) > 1:
        faults.add(line, "Lead", "An agency has one lead", "Write one e-mail")
    return ListedAgency(
        name=line["Agency"],
        short=line["Short name"],
        kind=choice(line, "Kind", KINDS, faults, without="other"),
        coordinators=emails(line, "Coordinator", faults),
        deputies=emails(line, "Deputy", faults),
        lead="".join(lead[:1]),
        sign_off=yes(line, "Sign-off", faults),
    )


def emails(line: Line, column: str, faults: Faults) -> tuple[str, ...]:
    """Return the e-mails in a cell; whatever is none of them is a fault."""
    found = []
    for words in listed(line[column]):
        one = email(words)
        if one:
            found.append(one)
        else:
            faults.add(line, column, f"“{shown(words)}” is no e-mail address", AN_EMAIL)
    return tuple(dict.fromkeys(found))


def contacts(
    table: Table, found: Sequence[ListedAgency], faults: Faults
) -> Iterator[ListedContact]:
    """Return the contacts; each e-mail once."""
    by_name = by_plain(found, lambda one: one.name, lambda one: one.short)
    seen: dict[str, tuple[int, ListedContact]] = {}
    for line in table.lines:
        if not needed(line, faults, "Name", "Work e-mail"):
            continue
        contact = one_contact(line, by_name if found else None, faults)
        if contact is None:
            continue
        row, before = seen.get(contact.email, (0, None))
        if before == contact:
            continue
        if before is not None:
            faults.add(line, "Work e-mail", f"The same e-mail stands in row {row}",
                       "Keep one row for each person, with all their roles")  # fmt: skip
            continue
        seen[contact.email] = (line.number, contact)
        yield contact


def one_contact(
    line: Line, by_name: dict[str, ListedAgency] | None, faults: Faults
) -> ListedContact | None:
    """Return the contact in this row; None, and a fault kept, where it has no e-mail.

    `by_name` is None where the file names no agencies: they are then among those known already.
    """
    address = email(line["Work e-mail"])
    if not address:
        faults.add(line, "Work e-mail", f"“{shown(line['Work e-mail'])}” is no e-mail address",
                   AN_EMAIL)  # fmt: skip
        return None
    if len(line["Name"]) > NAME_LIMIT:
        faults.add(line, "Name", f"This is longer than {NAME_LIMIT} characters", "Shorten it")
        return None
    told = (chosen(one, line, "Role", faults=faults, among=PARTS) for one in listed(line["Role"]))
    parts = frozenset(part for part in told if part) or frozenset({Part.CONTACT})
    agency = line["Agency"]
    if agency and by_name is not None:
        known = by_name.get(plain(agency))
        if known is None:
            faults.add(line, "Agency", f"“{shown(agency)}” is not on the sheet “Agencies”",
                       "Write it as it stands there, or add it there")  # fmt: skip
        agency = known.name if known else ""
    elif not agency and not parts & TEAM:
        faults.add(line, "Agency", "The cell is empty", "Choose the service of this person")
    return ListedContact(name=line["Name"], email=address, agency=agency, parts=parts)
