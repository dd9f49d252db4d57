"""Reads the families of a roster: their codes, households, agencies and identity sheets."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from audits.household import Couple, Home, Household, Member, Sign, Tie, Who, Wrong, wrong_in
from audits.identity import Particulars
from audits.roster import Listed, ListedAgency, ListedContact, ListedFamily, family_codes
from files.roster_columns import AGE_FACTS, CHOICE, HOMES, SIGNS, TIES, WHO
from files.roster_people import emails, needed
from files.roster_tables import (
    Faults,
    Line,
    Table,
    by_plain,
    choice,
    day,
    email,
    listed,
    plain,
    shown,
    yes,
)  # fmt: skip

FAMILY_LIMIT = 1_000
CODES = frozenset(islice(family_codes(), FAMILY_LIMIT))
ROLE_LIMIT = 40
SERVICE_LIMIT = 80
MEMBER_LIMIT = 60
KINDS_OF_MEMBER: Mapping[str, str] = {words: words for words in WHO}
MADE = "The code is made for you: leave it as the template has it, or leave the column out"


def families(table: Table, faults: Faults) -> dict[str, ListedFamily]:
    """Return the families by code. Where the column is missing, codes follow the rows."""
    found: dict[str, ListedFamily] = {}
    coded = any(line["Code"] for line in table.lines)
    made = family_codes()
    for line in table.lines:
        if not any(words for column, words in line.cells.items() if column != "Code"):
            continue
        code = next(made) if not coded else code_in(line, "Code", faults)
        if not code:
            continue
        if code in found:
            faults.add(line, "Code", f"Family {code} has another row already", MADE)
            continue
        found[code] = family(line, code, faults)
    return found


def code_in(line: Line, column: str, faults: Faults) -> str:
    """Return the family's code, however it is spelled; empty, and a fault kept, for none."""
    code = line[column].upper().removeprefix("FAMILY").strip(" .:")
    if code not in CODES:
        wrong = f"“{shown(line[column])}” is no code" if code else "The cell is empty"
        faults.add(line, column, wrong, MADE if column == "Code" else "Write the family's code")
        return ""
    return code


def family(line: Line, code: str, faults: Faults) -> ListedFamily:
    """Return the family in this row, without its household."""
    ages = {fact: age for age, fact in AGE_FACTS.items()}
    needed(line, faults, "Index child's age")
    age = choice(line, "Index child's age", ages, faults, without="")
    facts = {
        fact
        for fact, is_so in (
            (age, bool(age)),
            ("unborn", age == AGE_FACTS["Unborn"]),
            ("father_in_prison", yes(line, "Father in prison", faults)),
            ("step_down", yes(line, "Stepped down", faults)),
        )
        if is_so
    }
    for words in listed(line["Other facts"]):
        fact = plain(words).replace(" ", "_")
        if fact and len(fact) <= ROLE_LIMIT:
            facts.add(fact)
        else:
            faults.add(line, "Other facts", f"“{shown(words)}” is no fact that a tool can ask for",
                       "Write one word")  # fmt: skip
    stands = choice(line, "List", CHOICE, faults, without=Listed.CHOSEN)
    return ListedFamily(code=code, facts=frozenset(facts), listed=stands,
                        also=services(line, faults))  # fmt: skip


def services(line: Line, faults: Faults) -> tuple[str, ...]:
    """Return the services that are said to know the family too."""
    found = listed(line["Also known to"])
    for name in found:
        if len(name) > SERVICE_LIMIT:
            faults.add(line, "Also known to", f"“{shown(name)}” is long for a service’s name",
                       "Write names of services, a comma between")  # fmt: skip
    return found


def of_family(
    table: Table, known: Mapping[str, ListedFamily], faults: Faults
) -> dict[str, list[Line]]:
    """Return the rows of each family; a row of no family is a fault."""
    rows: dict[str, list[Line]] = defaultdict(list)
    for line in table.lines:
        code = code_in(line, "Family", faults)
        if code and known and code not in known:
            faults.add(line, "Family", f"Family {code} is not on the sheet “Families”",
                       "Fill in its row there, or clear this one")  # fmt: skip
        elif code:
            rows[code].append(line)
    return rows


def household(code: str, lines: Sequence[Line], faults: Faults) -> Household:
    """Return the household of one family; each thing that is wrong with it is a fault."""
    if len(lines) > MEMBER_LIMIT:
        faults.add(lines[MEMBER_LIMIT], "Family", f"Family {code} has more than {MEMBER_LIMIT} "
                   "people", "Look whether rows were copied down by mistake")  # fmt: skip
    found = [(line, member(line, faults)) for line in lines[:MEMBER_LIMIT]]
    kept = [(line, one) for line, one in found if one]
    kept.sort(key=lambda pair: pair[1].who is not Who.INDEX)
    coded = [
        (line, replace(one, code=f"{code}{number}")) for number, (line, one) in enumerate(kept, 1)
    ]
    by_role = {plain(one.role): one.code for _, one in coded}
    members = tuple(
        replace(one, parents=roles(line, "Parents", by_role, faults)) for line, one in coded
    )
    made = Household(members=members, couples=tuple(couples(coded, by_role, faults)))
    tell(made, coded, lines[0], faults)
    return made


def member(line: Line, faults: Faults) -> Member | None:
    """Return the person in this row, None where it does not say who it is."""
    if not needed(line, faults, "Who", "Role"):
        return None
    who = choice(line, "Who", KINDS_OF_MEMBER, faults, without="")
    if not who:
        return None
    if len(line["Role"]) > ROLE_LIMIT or any(sign.isdigit() for sign in line["Role"][:-3]):
        faults.add(line, "Role", f"“{shown(line['Role'])}” is no role",
                   "Write what they are to the child, not who: Mother")  # fmt: skip
        return None
    due = day(line, "Expected date", faults)
    born = who in {WHO[1], WHO[3]}
    if due and born:
        faults.add(line, "Expected date", "Only an unborn child has an expected date",
                   "Clear the cell, or choose “Unborn child”")  # fmt: skip
    kinds = dict(zip(WHO, (Who.INDEX, Who.CHILD, Who.UNBORN, Who.ADULT), strict=True))
    return Member(
        code="",
        who=kinds[who],
        role=line["Role"],
        sign=choice(line, "Sex", SIGNS, faults, without=Sign.NOT_SAID),
        home=choice(line, "In the household", HOMES, faults, without=Home.IN),
        unborn=who == WHO[2] or (due is not None and not born),
        due=due,
        died=yes(line, "Died", faults),
    )


def roles(line: Line, column: str, by_role: Mapping[str, str], faults: Faults) -> tuple[str, ...]:
    """Return the codes of the members whose roles a cell names."""
    found = []
    for words in listed(line[column].replace(" and ", ", ")):
        code = by_role.get(plain(words))
        if code is None:
            faults.add(line, column, f"Nobody in this family has the role “{shown(words)}”",
                       "Write the role as it stands in the column “Role”")  # fmt: skip
        else:
            found.append(code)
    return tuple(dict.fromkeys(found))


def couples(
    coded: Sequence[tuple[Line, Member]], by_role: Mapping[str, str], faults: Faults
) -> Iterator[Couple]:
    """Return the couples, each once, whoever names the other."""
    seen: dict[frozenset[str], Couple] = {}
    for line, one in coded:
        tie = choice(line, "Couple is", TIES, faults, without=Tie.TOGETHER)
        for other in roles(line, "Couple with", by_role, faults):
            couple = Couple(one=one.code, other=other, tie=tie)
            before = seen.setdefault(couple.pair, couple)
            if before is not couple and before.tie is not tie and line["Couple is"]:
                faults.add(line, "Couple is", "The other row says something else of this couple",
                           "Let both rows say the same")  # fmt: skip
            if before is couple:
                yield couple


WRONG: Mapping[Wrong, tuple[str, str, str]] = {
    Wrong.NO_INDEX: ("Who", "This family has no index child", "Choose “Index child” in one row"),
    Wrong.TWO_INDEX: ("Who", "This family has a second index child",
                      "Choose “Other child” here"),
    Wrong.SAME_ROLE: ("Role", "This role stands twice in the family",
                      "Number them: Brother 1, Brother 2"),
    Wrong.PARENT_UNKNOWN: ("Parents", "A parent is not in this family", "Add a row for them"),
    Wrong.OWN_PARENT: ("Parents", "Somebody would be their own parent or grandparent",
                       "Look at the parents again"),
    Wrong.TOO_MANY_PARENTS: ("Parents", "There are more than two parents",
                             "Name two; others are adults with a role of their own"),
    Wrong.COUPLE_UNKNOWN: ("Couple with", "The partner is not in this family",
                           "Add a row for them"),
    Wrong.COUPLE_OF_ONE: ("Couple with", "This person would be a couple with themselves",
                          "Write the other person's role"),
}  # fmt: skip


def tell(
    made: Household, coded: Sequence[tuple[Line, Member]], first: Line, faults: Faults
) -> None:
    """Keep a fault for each thing that is wrong with the household, in the row it is about."""
    lines = {one.code: line for line, one in coded}
    for wrong, code in wrong_in(made):
        column, words, remedy = WRONG[wrong]
        faults.add(lines.get(code, first), column, words, remedy)


def involved(
    lines: Sequence[Line],
    agencies: Mapping[str, ListedAgency] | None,
    contacts: Sequence[ListedContact],
    faults: Faults,
) -> dict[str, tuple[str, ...]]:
    """Return the e-mails of those who answer for each agency that knows the family."""
    found: dict[str, tuple[str, ...]] = {}
    by_name = by_plain(contacts, lambda one: one.name)
    on_list = {one.email for one in contacts}
    for line in lines:
        if not needed(line, faults, "Agency"):
            continue
        known = agencies.get(plain(line["Agency"])) if agencies is not None else None
        if agencies is not None and known is None:
            faults.add(line, "Agency", f"“{shown(line['Agency'])}” is not on the sheet “Agencies”",
                       "Write it as it stands there, or add it there")  # fmt: skip
            continue
        name = known.name if known else line["Agency"]
        people = [who for who in answering(line, by_name, faults) if who]
        for who in people:
            if contacts and who not in on_list:
                faults.add(line, "Contact", f"“{shown(who)}” is not on the sheet “Contacts”",
                           "Add them there, or correct the e-mail")  # fmt: skip
        found[name] = tuple(dict.fromkeys((*found.get(name, ()), *people)))
    return found


def answering(line: Line, by_name: Mapping[str, ListedContact], faults: Faults) -> tuple[str, ...]:
    """Return the e-mails in the cell; the name of somebody on the list does as well."""
    words = line["Contact"]
    one = by_name.get(plain(words))
    if one and not email(words):
        return (one.email,)
    return emails(line, "Contact", faults)


def identities(
    rows: Mapping[str, Sequence[Line]], known: Mapping[str, ListedFamily], faults: Faults
) -> dict[str, tuple[Particulars, ...]]:
    """Return the identity sheets by family. What is written there is never repeated in a fault."""
    found: dict[str, tuple[Particulars, ...]] = {}
    for code, lines in rows.items():
        people: dict[str, Particulars] = {}
        in_family = {plain(m.role): m.role for m in known[code].household.members} if (
            code in known) else {}  # fmt: skip
        for line in lines:
            if not needed(line, faults, "Role"):
                continue
            role = in_family.get(plain(line["Role"]), "" if in_family else line["Role"])
            if not role:
                faults.add(line, "Role", f"Nobody in family {code} has this role",
                           "Write the role as on the sheet “Household”")  # fmt: skip
            elif role in people:
                faults.add(line, "Role", "This role stands twice in the family",
                           "Keep one row for each person")  # fmt: skip
            else:
                people[role] = Particulars(
                    role=role, names=line["Names"], born=line["Date of birth"],
                    addresses=line["Addresses"], numbers=line["Numbers"],
                )  # fmt: skip
        found[code] = tuple(people.values())
    return found
