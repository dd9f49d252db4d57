"""The columns of a roster's sheets: their headings, what else they may be called, what they ask."""

from collections.abc import Mapping
from dataclasses import dataclass

from audits.household import Home, Sign, Tie
from audits.roster import KINDS, Listed, Part, Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its heading, other headings that mean it, and what to write there."""

    name: str
    asks: str
    """What to write, shown beside the cell."""
    also: tuple[str, ...] = ()
    needed: bool = False
    """Whether each row must have something here."""
    choices: tuple[str, ...] = ()
    """What can be chosen; the list's order is the drop-down's."""
    wide: int = 22


YES_NO = ("Yes", "No")
PARTS: Mapping[Part, str] = {
    Part.CONTACT: "Answers returns",
    Part.COORDINATOR: "Coordinator",
    Part.DEPUTY: "Deputy coordinator",
    Part.LEAD: "Agency lead",
    Part.BUSINESS_MANAGER: "Business manager",
    Part.CHAIR: "Chair",
    Part.LEAD_AUDITOR: "Lead auditor",
    Part.PANEL: "Panel member",
    Part.OBSERVER: "Observer",
}
CHOICE: Mapping[Listed, str] = {
    Listed.CHOSEN: "Chosen",
    Listed.RESERVE: "Reserve",
    Listed.NOT_CHOSEN: "Not chosen",
}
SIGNS: Mapping[Sign, str] = {
    Sign.FEMALE: "Female",
    Sign.MALE: "Male",
    Sign.NOT_SAID: "Not said",
}
HOMES: Mapping[Home, str] = {
    Home.IN: "Yes",
    Home.PARTLY: "Part of the time",
    Home.OUT: "No",
}
TIES: Mapping[Tie, str] = {Tie.TOGETHER: "Together", Tie.SEPARATED: "Separated"}
AGE_FACTS: Mapping[str, str] = {
    "Unborn": "unborn_index", "Under 1": "infant", "1 to 4": "age_1_to_4",
    "5 to 10": "age_5_to_10", "11 to 15": "age_11_to_15", "16 or 17": "age_16_or_17",
}  # fmt: skip
"""The years of life of the index child, and the fact by which a tool may ask for them."""
AGES = tuple(AGE_FACTS)
WHO = ("Index child", "Other child", "Unborn child", "Adult")
"""An index child who is unborn is an index child with an expected date."""

COLUMNS: Mapping[Sheet, tuple[Column, ...]] = {
    Sheet.AGENCIES: (
        Column(name="Agency", needed=True, wide=34, also=("name", "service", "organisation"),
               asks="The service's full name."),
        Column(name="Short name", needed=True, wide=18, also=("short", "abbreviation"),
               asks="A few letters for tables, for example PHN."),
        Column(name="Kind", needed=True, wide=34, choices=tuple(KINDS.values()),
               also=("type", "kind of agency"),
               asks="It decides which questions the service is asked."),
        Column(name="Coordinator", wide=34, also=("coordinators", "spoc", "single point of contact",
               "coordinator e-mail"), asks="Work e-mail of the single point of contact."),
        Column(name="Deputy", wide=34, also=("deputies", "deputy coordinator", "deputy e-mail"),
               asks="Work e-mail of who stands in. Can stay empty."),
        Column(name="Lead", wide=34, also=("agency lead", "lead e-mail"),
               asks="Work e-mail of who answers for the service as a whole."),
        Column(name="Sign-off", wide=22, choices=YES_NO, also=("sign off", "signoff"),
               asks="Yes, if the coordinator looks at each return before it is sent."),
    ),
    Sheet.CONTACTS: (
        Column(name="Name", needed=True, wide=28, also=("full name", "contact", "contact name"),
               asks="First name and surname, as colleagues know them."),
        Column(name="Work e-mail", needed=True, wide=36, also=("email", "e-mail", "work email",
               "email address", "mail"), asks="The address that they sign in to Teams with."),
        Column(name="Agency", wide=34, also=("service", "organisation"),
               asks="As on the sheet “Agencies”. Empty for the audit team."),
        Column(name="Role", wide=28, choices=tuple(PARTS.values()), also=("roles", "part"),
               asks="Several with a comma between. Empty means: answers returns."),
    ),
    Sheet.FAMILIES: (
        Column(name="Code", wide=8, also=("family", "family code"),
               asks="Made for you. Do not type here."),
        Column(name="Index child's age", needed=True, wide=18, choices=AGES,
               also=("age", "age of index child", "age band"),
               asks="In which of these years of life the index child is."),
        Column(name="List", wide=14, choices=tuple(CHOICE.values()), also=("choice", "chosen"),
               asks="Chosen, unless this is a long list to choose from."),
        Column(name="Father in prison", wide=16, choices=YES_NO, also=("father_in_prison",),
               asks="Yes, if so at any time in the audit's period."),
        Column(name="Stepped down", wide=14, choices=YES_NO, also=("step down", "step_down"),
               asks="Yes, if the plan was stepped down in the period."),
        Column(name="Other facts", wide=26, also=("facts",),
               asks="Words that your own audit tool asks for, a comma between. No names."),
        Column(name="Also known to", wide=34, also=("other services", "other agencies",
               "also_known_to"), asks="Other services that know the family, a comma between. They "
               "are proposed to you, not asked."),
    ),
    Sheet.HOUSEHOLD: (
        Column(name="Family", needed=True, wide=8, also=("code", "family code"),
               asks="Its code on the sheet “Families”."),
        Column(name="Who", needed=True, wide=16, choices=WHO,
               asks="One index child in each family."),
        Column(name="Role", needed=True, wide=26, also=("relation", "relationship"),
               asks="Mother, Brother, Mother's partner. Never a name. Each once in a family."),
        Column(name="Sex", wide=12, choices=tuple(SIGNS.values()), also=("gender", "sign"),
               asks="Which sign the genogram shows."),
        Column(name="Expected date", wide=16, also=("edd", "expected date of delivery",
               "due date"), asks="For an unborn child: 8/12/2026."),
        Column(name="In the household", wide=18, choices=tuple(HOMES.values()),
               also=("lives there", "household", "at home"), asks="Empty means: yes."),
        Column(name="Parents", wide=26, also=("mother and father", "parent", "child of"),
               asks="Roles of the parents in this family, a comma between: Mother, Father."),
        Column(name="Couple with", wide=22, also=("partner of", "couple", "partner"),
               asks="The role of the partner or former partner."),
        Column(name="Couple is", wide=14, choices=tuple(TIES.values()), also=("tie",
               "relationship status"), asks="Empty means: together."),
        Column(name="Died", wide=8, choices=YES_NO, also=("deceased",),
               asks="Yes, if this person has died."),
    ),
    Sheet.INVOLVEMENT: (
        Column(name="Family", needed=True, wide=8, also=("code", "family code"),
               asks="Its code on the sheet “Families”."),
        Column(name="Agency", needed=True, wide=34, also=("service", "organisation"),
               asks="As on the sheet “Agencies”."),
        Column(name="Contact", wide=36, also=("contacts", "contact e-mail", "e-mail", "email",
               "work e-mail"), asks="Work e-mail of who answers. Empty: the coordinator."),
    ),
    Sheet.IDENTITY: (
        Column(name="Family", needed=True, wide=8, also=("code", "family code"),
               asks="Its code on the sheet “Families”."),
        Column(name="Role", needed=True, wide=26, also=("who", "person"),
               asks="The role on the sheet “Household”."),
        Column(name="Names", wide=36, also=("name", "full name", "names and earlier names"),
               asks="With earlier names and other spellings."),
        Column(name="Date of birth", wide=18, also=("dob", "born", "birth date"),
               asks="8/12/2020; the expected date for an unborn child."),
        Column(name="Addresses", wide=48, also=("address", "addresses and earlier addresses"),
               asks="With earlier addresses in the audit's period."),
        Column(name="Numbers", wide=26, also=("nhs number", "number", "nhs no"),
               asks="NHS number and others, where they may be shared."),
    ),
}  # fmt: skip
