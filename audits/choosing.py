"""Choosing the families: by hand or at random, always with the reason, so that all can check it."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class How(StrEnum):
    """How the families of an audit were chosen from those that were nominated."""

    LISTED = "listed"
    """As the roster marks them."""
    HAND = "hand"
    RANDOM = "random"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """Which families are in the audit, in which order reserves follow, how and why."""

    how: How
    codes: tuple[str, ...]
    reserves: tuple[str, ...] = ()
    reason: str = ""
    seed: str = ""
    """The same seed and the same list give the same families again."""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """What somebody asks for who lets chance choose."""

    count: int
    seed: str
    reason: str


def in_chance_order(codes: Collection[str], seed: str) -> Sequence[str]:
    """Return the codes in an order that only the seed decides.

    Each code is ranked by SHA-256 of "seed/code": anybody can work it out again, in any language.
    """
    return sorted(codes, key=lambda code: hashlib.sha256(f"{seed}/{code}".encode()).hexdigest())


def at_random(codes: Collection[str], count: int, seed: str) -> Picked:
    """Draw so many families; the others are reserves, in the order in which they would follow."""
    order = tuple(in_chance_order(codes, seed))
    first, rest = order[:count], order[count:]
    return Picked(how=How.RANDOM, codes=tuple(sorted_codes(first)), reserves=rest, seed=seed)


def by_hand(codes: Collection[str], wanted: Collection[str]) -> Picked:
    """Take these families; the others are reserves, in the order of their codes."""
    rest = [code for code in sorted_codes(codes) if code not in wanted]
    return Picked(how=How.HAND, codes=tuple(sorted_codes(wanted)), reserves=tuple(rest))


def sorted_codes(codes: Collection[str]) -> Sequence[str]:
    """Return the codes in the order in which they are made: B before AA."""
    return sorted(codes, key=lambda code: (len(code), code))
