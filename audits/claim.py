"""Somebody who may be a person on the roster, by an address that is nearly the same as theirs.

Only a coordinator can say so. Nearly means: the same name before the @ in another domain of the
partnership, the address of a guest, other accents, dots or hyphens, or another surname.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from audits.people import Person

GUEST = re.compile(r"(?P<local>.+)_(?P<domain>[^_@]+\.[^_@]+)#ext#@.+")
"""How a host's directory names somebody of another organisation."""
MARKS = re.compile(r"[.\-_'’ ]")
MOST_LIKE = 5
"""People whom one account may be; whoever resembles more of them resembles nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What Teams tells of a sender. Names and addresses here prove nothing."""

    tenant: str
    object_id: str
    name: str = ""
    email: str = ""
    upn: str = ""
    home: bool = True
    """Whether it belongs to the partnership's own tenant."""

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every address that this may be known by on a roster, in small letters."""
        named = [one.strip().casefold() for one in (self.upn, self.email) if one.strip()]
        return tuple(dict.fromkeys(_at_home(one) for one in named))


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """An account that waits until somebody says whose it is."""

    id: str
    account: Account
    at: datetime
    like: tuple[str, ...]
    """Ids of the people whom it may be, the likeliest first."""
    asked: tuple[str, ...]
    """Ids of those who are asked."""
    settled_at: datetime | None = None
    settled_by: str = ""
    person: str = ""
    """Whose it is; empty while it waits, and for good where it is nobody's."""


def alike(account: Account, people: Iterable[Person]) -> list[Person]:
    """Return whom the account may be, the likeliest first; nobody where they are too many.

    Whoever has an account already counts only by the very same address: accounts are made anew.
    """
    roster = sorted(people, key=lambda one: one.id)
    domains = {_parted(one.email)[1] for one in roster}
    ranked = [
        (rank, person)
        for person in roster
        if (rank := min((_likeness(one, account, person, domains) for one in account.addresses),
                        default=9)) < 9  # noqa: PLR2004 - nine is nothing alike
        and (not person.object_id or rank == 0)
    ]  # fmt: skip
    best = min((rank for rank, _ in ranked), default=9)
    found = [person for rank, person in ranked if rank == best]
    return found if len(found) <= MOST_LIKE else []


def _likeness(address: str, account: Account, person: Person, domains: set[str]) -> int:
    """Return how like the person's own an address is: 0 is the same, 9 nothing alike."""
    local, domain = _parted(address)
    theirs, at = _parted(person.email.casefold())
    if not local or not theirs or domain not in domains:
        return 9
    if (local, domain) == (theirs, at):
        return 0
    if plain(local) == plain(theirs):
        return 1 if domain == at else 2
    return 3 if domain == at and _same_first_name(local, theirs, account, person) else 9


def _same_first_name(local: str, theirs: str, account: Account, person: Person) -> bool:
    """Tell whether only the surname differs: people marry, and part."""
    parts, others = MARKS.split(local), MARKS.split(theirs)
    by_address = len(parts) > 1 and len(others) > 1 and plain(parts[0]) == plain(others[0])
    named = first_name(account.name)
    return by_address and (not named or named == first_name(person.name))


def first_name(name: str) -> str:
    """Return the first name in plain letters: of “Okoro, Sam (HEALTH)” and of “Sam Okoro”."""
    without = re.sub(r"\(.*?\)", " ", name)
    _, comma, after = without.partition(",")
    words = (after if comma else without).split()
    return plain(words[0]) if words else ""


def plain(words: str) -> str:
    """Return the words without accents, dots, hyphens and capitals. Other alphabets stay other."""
    parted = unicodedata.normalize("NFKD", words.casefold())
    return MARKS.sub("", "".join(one for one in parted if not unicodedata.combining(one)))


def _at_home(address: str) -> str:
    """Return a guest's address at home; any other as it is."""
    found = GUEST.fullmatch(address)
    return f"{found['local']}@{found['domain']}" if found else address


def _parted(address: str) -> tuple[str, str]:
    """Return what stands before and after the @; nothing where there is not exactly one."""
    local, _, domain = address.casefold().partition("@")
    return (local, domain) if local and domain and "@" not in domain else ("", "")
