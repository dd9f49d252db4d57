"""Who belongs to a family: children, unborn, adults, how they belong together, who lives there.

By codes and roles only. It is what a genogram is drawn from; names are on the identity sheet.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Who(StrEnum):
    """What somebody is to the audit."""

    INDEX = "index"
    """The child whom the audit is about, born or unborn."""
    CHILD = "child"
    UNBORN = "unborn"
    """An unborn child who is not the index child."""
    ADULT = "adult"


class Sign(StrEnum):
    """Which sign stands for a person in a genogram."""

    FEMALE = "female"
    MALE = "male"
    NOT_SAID = "not_said"


class Home(StrEnum):
    """Whether somebody lives in the household."""

    IN = "in"
    PARTLY = "partly"
    OUT = "out"


class Tie(StrEnum):
    """How a couple stands."""

    TOGETHER = "together"
    SEPARATED = "separated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody in a family, by code and role."""

    code: str
    """The family's code and a number: C1. Made, never typed."""
    who: Who
    role: str
    """What they are to the index child: mother, half-brother, mother's partner. Never a name."""
    sign: Sign = Sign.NOT_SAID
    home: Home = Home.IN
    unborn: bool = False
    due: date | None = None
    """When an unborn child is expected."""
    died: bool = False
    parents: tuple[str, ...] = ()
    """Codes of at most two members."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Couple:
    """Two members who are, or were, a couple."""

    one: str
    other: str
    tie: Tie = Tie.TOGETHER

    @property
    def pair(self) -> frozenset[str]:
        """Both of them, whoever is named first."""
        return frozenset({self.one, self.other})


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """The members of a family, the index child first."""

    members: tuple[Member, ...] = ()
    couples: tuple[Couple, ...] = ()

    @property
    def by_code(self) -> Mapping[str, Member]:
        """Every member by code."""
        return {member.code: member for member in self.members}

    @property
    def index(self) -> Member | None:
        """The index child, where one is named."""
        return next((m for m in self.members if m.who is Who.INDEX), None)

    def facts(self) -> frozenset[str]:
        """Return what follows for the questions: `unborn`, `sibling`."""
        found = set()
        if any(member.unborn for member in self.members):
            found.add("unborn")
        if any(member.who is Who.CHILD for member in self.members):
            found.add("sibling")
        return frozenset(found)


class Wrong(StrEnum):
    """What can be wrong with a household."""

    NO_INDEX = "no_index"
    TWO_INDEX = "two_index"
    SAME_ROLE = "same_role"
    PARENT_UNKNOWN = "parent_unknown"
    OWN_PARENT = "own_parent"
    """Somebody would be their own parent, or their own grandparent, and so on."""
    TOO_MANY_PARENTS = "too_many_parents"
    COUPLE_UNKNOWN = "couple_unknown"
    COUPLE_OF_ONE = "couple_of_one"


def wrong_in(household: Household) -> Iterator[tuple[Wrong, str]]:
    """Find everything that is wrong, each with the code of the member it is about."""
    found = [member for member in household.members if member.who is Who.INDEX]
    if not found:
        yield Wrong.NO_INDEX, ""
    yield from ((Wrong.TWO_INDEX, extra.code) for extra in found[1:])
    yield from wrong_roles(household)
    yield from wrong_parents(household)
    for couple in household.couples:
        if len(couple.pair) == 1:
            yield Wrong.COUPLE_OF_ONE, couple.one
        elif not couple.pair <= household.by_code.keys():
            yield Wrong.COUPLE_UNKNOWN, couple.one


def wrong_roles(household: Household) -> Iterator[tuple[Wrong, str]]:
    """Find members whose role another one has already: a role says who is meant."""
    seen = set()
    for member in household.members:
        role = member.role.casefold()
        if role in seen:
            yield Wrong.SAME_ROLE, member.code
        seen.add(role)


def wrong_parents(household: Household) -> Iterator[tuple[Wrong, str]]:
    """Find members whose parents cannot be theirs."""
    for member in household.members:
        if not set(member.parents) <= household.by_code.keys():
            yield Wrong.PARENT_UNKNOWN, member.code
        elif len(member.parents) > 2:  # noqa: PLR2004 - a genogram has a mother and a father
            yield Wrong.TOO_MANY_PARENTS, member.code
        elif member.code in ancestors(household, member.code):
            yield Wrong.OWN_PARENT, member.code


def ancestors(household: Household, code: str) -> frozenset[str]:
    """Return the codes of parents, grandparents and so on."""
    by_code, found = household.by_code, set[str]()
    waiting = [code]
    while waiting:
        parents = by_code[waiting.pop()].parents
        new = [one for one in parents if one not in found and one in by_code]
        found.update(new)
        waiting += new
    return frozenset(found)
