"""The demo's made-up agencies, people and families as a roster, with made-up names under seal."""

from collections.abc import Sequence
from datetime import date, timedelta

from audits.audit import Family
from audits.household import Household, Who
from audits.identity import Particulars
from audits.people import Role
from audits.roster import ListedAgency, ListedContact, ListedFamily, Part, Roster
from bot.demo import Demo

FIRST = ("Robin", "Alex", "Sam", "Jo", "Kim", "Lee", "Max", "Noor", "Ash", "Bay")
EXAMPLE_AGENCIES = ("csc", "police", "phn", "mid", "gp")
EXAMPLE_FAMILIES = ("A", "B", "D")
PARTS = {
    Role.BUSINESS_MANAGER: Part.BUSINESS_MANAGER,
    Role.CHAIR: Part.CHAIR,
    Role.LEAD_AUDITOR: Part.LEAD_AUDITOR,
    Role.PANEL: Part.PANEL,
    Role.OBSERVER: Part.OBSERVER,
}


def roster_of(demo: Demo, agencies: Sequence[str] = (), families: Sequence[str] = ()) -> Roster:
    """Return the demo's roster, or these agencies and families of it."""
    audit, emails = demo.audit, {who: one.email for who, one in demo.people.items()}
    keys = [key for key in audit.agencies if not agencies or key in agencies]
    codes = [code for code in audit.families if not families or code in families]
    return Roster(
        agencies=tuple(
            ListedAgency(
                name=audit.agencies[key].name,
                short=audit.agencies[key].short,
                kind=audit.agencies[key].kind,
                coordinators=tuple(emails[one] for one in audit.agencies[key].coordinators),
                deputies=tuple(emails[one] for one in audit.agencies[key].deputies),
                lead=emails.get(audit.agencies[key].lead, ""),
            )
            for key in keys
        ),
        contacts=tuple(contact for contact in contacts(demo, keys)),
        families=tuple(
            ListedFamily(
                code=code,
                facts=audit.families[code].facts | {age(audit.families[code])},
                household=audit.families[code].household,
                involved={
                    audit.agencies[key].name: tuple(
                        emails[one] for one in demo.contacts(code, key))
                    for key in audit.families[code].involved if key in keys
                },
            )
            for code in codes
        ),
        identities={code: tuple(identities(audit.families[code].household, code, demo.today))
                    for code in codes},
    )  # fmt: skip


def age(family: Family) -> str:
    """Return the fact that tells the years of life of the index child."""
    index = family.household.index
    if index and index.unborn:
        return "unborn_index"
    return "infant" if "infant" in family.facts else "age_1_to_4"


def contacts(demo: Demo, keys: Sequence[str]) -> list[ListedContact]:
    """Return those who belong to these agencies, and the audit team."""
    groups = {"contacts": Part.CONTACT, "coordinators": Part.COORDINATOR,
              "deputies": Part.DEPUTY, "leads": Part.LEAD}  # fmt: skip
    found = [
        ListedContact(name=demo.people[who].name, email=demo.people[who].email,
                      agency=demo.audit.agencies[row[1]].name, parts=frozenset({part}))
        for group, part in groups.items()
        for who, row in demo.sample[group].items() if row[1] in keys
    ]  # fmt: skip
    team = (
        ListedContact(name=demo.people[who].name, email=demo.people[who].email,
                      parts=frozenset({PARTS[role]}))
        for who, role in demo.audit.team.items()
    )  # fmt: skip
    return [*found, *team]


def identities(household: Household, code: str, today: date) -> list[Particulars]:
    """Return made-up names for a made-up family. The year of birth fits the part they play."""
    years = {Who.INDEX: 1, Who.CHILD: 6, Who.UNBORN: 0, Who.ADULT: 31}
    start = ord(code[-1]) % len(FIRST)
    return [
        Particulars(
            role=member.role,
            names="(not born yet)" if member.unborn
            else f"{FIRST[(start + n) % len(FIRST)]} Invented-{code}{'' if n < 4 else n}",  # noqa: PLR2004
            born=f"expected {member.due:%d/%m/%Y}" if member.due
            else f"{today - timedelta(days=365 * years[member.who] + 40 * n):%d/%m/%Y}",
            addresses=f"{n + 1} Example Street, Riverbridge" if member.home == "out"
            else f"{start + 10} Sample Row, Riverbridge",
            numbers="",
        )
        for n, member in enumerate(household.members)
    ]  # fmt: skip
