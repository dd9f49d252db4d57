"""A roster as somebody wrote it: agencies, contacts, families, who is involved with whom.

People stand by their work e-mail, agencies by their name, families by their made code.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from audits.household import Household
from audits.identity import Particulars

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

KINDS: Mapping[str, str] = {
    "csc": "Children's social care",
    "police": "Police",
    "phn": "Public health nursing",
    "midwifery": "Midwifery",
    "gp": "Primary care",
    "paed": "Paediatric liaison",
    "education": "Education",
    "amh": "Adult mental health",
    "perinatal": "Perinatal mental health",
    "camhs": "Children's mental health",
    "sub": "Adult substance misuse",
    "dasv": "Domestic abuse and sexual violence",
    "probation": "Probation",
    "housing": "Housing",
    "youth_justice": "Youth justice",
    "voluntary": "Voluntary sector",
    "other": "Another service",
}
"""The kinds of agency, which route questions."""


class Part(StrEnum):
    """What somebody does in the audit, as a roster says it."""

    CONTACT = "contact"
    COORDINATOR = "coordinator"
    DEPUTY = "deputy"
    LEAD = "lead"
    BUSINESS_MANAGER = "business_manager"
    CHAIR = "chair"
    LEAD_AUDITOR = "lead_auditor"
    PANEL = "panel"
    OBSERVER = "observer"


class Listed(StrEnum):
    """How a family stands on the list of those that were nominated."""

    CHOSEN = "chosen"
    RESERVE = "reserve"
    NOT_CHOSEN = "not_chosen"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedAgency:
    """A service."""

    name: str
    short: str
    kind: str
    coordinators: tuple[str, ...] = ()
    deputies: tuple[str, ...] = ()
    lead: str = ""
    sign_off: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedContact:
    """Somebody with a work e-mail."""

    name: str
    email: str
    agency: str = ""
    """Its name; empty for those of the audit team who belong to none."""
    parts: frozenset[Part] = frozenset({Part.CONTACT})


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFamily:
    """A family, who belongs to it, and which agencies know it."""

    code: str
    listed: Listed = Listed.CHOSEN
    facts: frozenset[str] = frozenset()
    household: Household = field(default_factory=Household)
    involved: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By an agency's name: e-mails of those who answer."""
    also: tuple[str, ...] = ()
    """Names of other services that know it, asked or not."""


class Sheet(StrEnum):
    """The parts of a roster; a file may hold one of them or all."""

    AGENCIES = "Agencies"
    CONTACTS = "Contacts"
    FAMILIES = "Families"
    HOUSEHOLD = "Household"
    INVOLVEMENT = "Involvement"
    IDENTITY = "Identity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """What a file says. Sheets that it does not have leave what stands as it is."""

    agencies: tuple[ListedAgency, ...] = ()
    contacts: tuple[ListedContact, ...] = ()
    families: tuple[ListedFamily, ...] = ()
    identities: Mapping[str, tuple[Particulars, ...]] = field(default_factory=dict)
    """By a family's code."""
    holds: frozenset[Sheet] = frozenset(Sheet)


def family_code(number: int) -> str:
    """Return the code of the first, second, ... family: A to Z, then AA, AB and so on."""
    code = ""
    while number > 0:
        number, letter = divmod(number - 1, len(LETTERS))
        code = LETTERS[letter] + code
    return code


def family_codes() -> Iterator[str]:
    """Give the codes in their order."""
    number = 0
    while True:
        number += 1
        yield family_code(number)


def person_id(email: str) -> str:
    """Return the id of somebody new on the roster: always the same, and telling nobody's name."""
    return f"p{hashlib.sha256(email.strip().casefold().encode()).hexdigest()[:12]}"


def agency_key(short: str) -> str:
    """Return the key of an agency, by its short name."""
    return re.sub(r"[^a-z0-9]+", "-", short.casefold()).strip("-")[:30]
