"""The chain over an audit's journal: each row is linked to the one before it, by a key.

A link holds what the row is about, a proof of what it says, and a proof of the link before it.
Who changes, drops, swaps or adds a row, or a link, without the key `journal/AUDIT` is found, and
where. Who also takes away the newest rows with their links is found by a head that was kept
elsewhere (docs/keys.md says how, and against whom this protects).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from operator import attrgetter
from typing import Any, Final, NamedTuple

import msgspec

from audits.involvement import Event
from audits.journal import Happening
from storage.keys import KeyGoneError
from storage.ring import Ring

BEGUN: Final = "chain/begun"
"""About nothing: an earlier version left the rows after it, and they were linked as found."""
BEGUN_ANEW: Final = "chain/begun-anew"
"""The same, where there should have been a chain and was none."""
MARKS: Final = frozenset({BEGUN, BEGUN_ANEW})
REMOVED: Final = "removed/"
"""Before what a link is about: its rows were removed, as it should be, by this software."""
NO_LINK: Final = b""


class Told(NamedTuple):
    """A row that a journal gains."""

    audit_id: str
    about: str
    """`returns/ID`, `panels/AUDIT/FAMILY`, `audits/ID` or `identities/ID`."""
    row: bytes


class Link(NamedTuple):
    """One link. The n-th about something is of its n-th row."""

    number: int
    """From 1, without a gap."""
    about: str
    row: bytes
    """The proof of what the row says."""
    proof: bytes
    """The proof of all this, and of the link before."""


class Head(NamedTuple):
    """The newest link: who keeps it elsewhere can tell later that nothing before it changed."""

    number: int
    proof: bytes

    def __str__(self) -> str:
        """Return it as one writes it down."""
        return f"{self.number}:{self.proof.hex()}"

    @classmethod
    def read(cls, words: str) -> "Head":
        """Return the head that was written down. Raises ValueError."""
        number, parted, proof = words.strip().partition(":")
        if not parted:
            raise ValueError("It is not a head")
        return cls(int(number), bytes.fromhex(proof))


NOTHING: Final = Head(0, NO_LINK)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is not as it was written, and where."""

    what: str
    """`changed`, `missing`, `added`, `link`, `gap`, `anew`, `head` or `key`."""
    where: str


def scope(audit_id: str) -> str:
    """Return under whose key an audit's chain is."""
    return f"journal/{audit_id}"


def row_of(event: Event | Happening) -> bytes:
    """Return what a row says, the same in every version of this software and in either store.

    What is empty is left out, so that a row reads the same when a later version adds a field.
    """
    kind: type = type(event)
    names, read = fields_of(kind)
    said = zip(names, read(event), strict=True)
    return ROW.encode({name: one for name, one in said if one})


@cache
def fields_of(kind: type) -> tuple[Sequence[str], Callable[[object], Any]]:
    """Return the names of the fields by the alphabet, and what reads them all, in that order."""
    names = sorted(field.name for field in fields(kind))
    return names, attrgetter(*names)


def linked(ring: Ring, head: Head, told: Iterable[Told]) -> list[Link]:
    """Return the links of these rows of one audit, after this head. Its key has to be ready."""
    links = []
    for one in told:
        key = scope(one.audit_id)
        row = ring.prove(key, said(one.about, one.row))
        bare = Link(head.number + 1, one.about, row, NO_LINK)
        link = bare._replace(proof=ring.prove(key, bound(head.proof, bare)))
        links.append(link)
        head = Head(link.number, link.proof)
    return links


def said(about: str, row: bytes) -> bytes:
    """Return what the proof of a row is over."""
    return PARTS.encode(("row", about, row))


def bound(before: bytes, link: Link) -> bytes:
    """Return what the proof of a link is over."""
    return PARTS.encode(("link", before, link.number, link.about, link.row))


def findings(
    ring: Ring, audit_id: str, links: Sequence[Link], journals: Mapping[str, Sequence[bytes]]
) -> list[Finding]:
    """Return all that is not as it was written; none where the journal is whole.

    `journals` has the rows that there are, by what they are about.
    """
    try:
        found = list(in_links(ring, audit_id, links))
        return found + list(in_rows(ring, audit_id, links, journals))
    except KeyGoneError:
        return [Finding("key", f"the key of {scope(audit_id)}")]


def in_links(ring: Ring, audit_id: str, links: Sequence[Link]) -> Iterator[Finding]:
    """Yield what is wrong with the links themselves."""
    before, expected = NO_LINK, 1
    for link in links:
        if link.number != expected:
            yield Finding("gap", f"before link {link.number}: expected {expected}")
        if not is_proven(ring, audit_id, bound(before, link), link.proof):
            yield Finding("link", f"link {link.number}, about {link.about}")
        if link.about == BEGUN_ANEW:
            yield Finding("anew", f"link {link.number}: before it there was no chain")
        before, expected = link.proof, link.number + 1


def in_rows(
    ring: Ring, audit_id: str, links: Sequence[Link], journals: Mapping[str, Sequence[bytes]]
) -> Iterator[Finding]:
    """Yield which rows were changed, are missing, or were added."""
    proofs = by_subject(links)
    for about in sorted({*proofs, *journals}):
        told, rows = proofs.get(about, []), journals.get(about, ())
        for place, row in enumerate(rows):
            if place >= len(told):
                yield Finding("added", f"{about}, row {place + 1}")
            elif not is_proven(ring, audit_id, said(about, row), told[place]):
                yield Finding("changed", f"{about}, row {place + 1}")
        for place in range(len(rows), len(told)):
            yield Finding("missing", f"{about}, row {place + 1}")


def by_subject(links: Iterable[Link]) -> dict[str, list[bytes]]:
    """Return the proofs of the rows that there should be, by what they are about."""
    proofs: defaultdict[str, list[bytes]] = defaultdict(list)
    for link in links:
        if link.about.startswith(REMOVED):
            proofs.pop(link.about.removeprefix(REMOVED), None)
        elif link.about not in MARKS:
            proofs[link.about].append(link.row)
    return dict(proofs)


def is_proven(ring: Ring, audit_id: str, told: bytes, proof: bytes) -> bool:
    """Tell whether it is the proof of this; a proof by no key of this audit is none."""
    try:
        return ring.proves(scope(audit_id), told, proof)
    except KeyGoneError:
        if not ring.has(scope(audit_id)):
            raise
        return False


def at_head(links: Sequence[Link], head: Head) -> Finding | None:
    """Return what is wrong where a head that was kept elsewhere is not in the chain."""
    there = next((link for link in links if link.number == head.number), None)
    if there is None:
        return Finding("head", f"link {head.number} is not there: the newest is {len(links)}")
    if there.proof != head.proof:
        return Finding("head", f"link {head.number} is another one")
    return None


ROW = msgspec.json.Encoder()
PARTS = msgspec.msgpack.Encoder()
