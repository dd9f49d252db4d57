"""Finds what might say who a family or a practitioner is, before a report or a pack goes out.

It proposes and a person decides: each finding is confirmed as harmless or gets other words. First
come the names that are known (identity sheet, roster), in any case, with an 's, or misspelt; then
numbers, postcodes, addresses for messages and birth dates; then what only looks like a name; then
details that few families share, since a few clinical facts can point to one child.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from hashlib import sha256

from audits.remarks import NHS_NUMBER
from files.names import Names, capitals, folded, words_in

AROUND = 60
"""Characters shown before and after what was found."""
USUAL_IN = 3
"""A word that stands in small letters in so many places is an ordinary word."""


class Sign(StrEnum):
    """What something looks like. The surest come first."""

    NAME = "name"
    MISSPELT = "misspelt"
    NHS_NUMBER = "nhs_number"
    POSTCODE = "postcode"
    BIRTH = "birth"
    PHONE = "phone"
    EMAIL = "email"
    LIKE_A_NAME = "like_a_name"
    RARE = "rare"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text that would go into a document, and where it comes from."""

    key: str
    """Where it is kept: the same as long as the place is the same."""
    place: str
    """The same in words: "Family C, Police, question 12"."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Words that might say who somebody is."""

    id: str
    """Made of the place and the words: a decision about them is found again by it."""
    key: str
    place: str
    kind: Sign
    words: str
    before: str
    after: str


MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ /.-](?:\d{{1,2}}|{MONTH})[ /.,-]{{1,2}}"
    r"(?:19|20)?\d{2}|(?:19|20)\d{2}-\d\d-\d\d)"
)
PATTERNS: tuple[tuple[Sign, re.Pattern[str]], ...] = (
    (Sign.NHS_NUMBER, NHS_NUMBER),
    (Sign.POSTCODE, re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE)),
    (Sign.BIRTH, re.compile(
        r"\b(?:born|d\.?o\.?b\.?|birth(?:day)?|edd|due date)\b\W{0,12}"
        rf"(?:is |was )?(?:on )?(?:the )?{DATE}\b",
        re.IGNORECASE)),
    (Sign.EMAIL, re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")),
    (Sign.PHONE, re.compile(r"(?<![\d-])(?:\+44 ?|0)\d(?:[ -]?\d){8,9}(?!\d)")),
    (Sign.RARE, re.compile(
        r"\d{1,3} ?%|\b(?:twins?|triplets?|quadruplets?"
        r"|\d{1,2}[- ](?:day|week|month)s?[- ]old|aged? \d{1,2} (?:days|weeks|months)"
        r"|\d{1,3} ?per ?cent"
        r"|(?:works?|worked|working|employed|trained) as an? [\w-]+"
        r"|by trade|in the (?:news|papers?|press|newspapers?)|on facebook|made headlines"
        r"|fractured? \w+|\w+ fractures?|burns? to|scalds?|amputat\w+|transplant\w*|\w+ syndrome"
        r"|asylum|refugees?|deported|traffick\w+|circus|fairground|army|navy|soldier"
        r")\b", re.IGNORECASE)),
)  # fmt: skip
"""What is found by its form, and details of kinds that few families share."""


@dataclass(frozen=True)
class Search:
    """A search through some passages for known names and for what else gives people away."""

    passages: Sequence[Passage]
    names: Names
    usual: frozenset[str]
    """Words that the audit itself uses, folded: they give nobody away."""

    def findings(self) -> list[Finding]:
        """Return what was found, surest first, then as the passages come; each thing once."""
        found: dict[str, Finding] = {}
        for passage in self.passages:
            taken: list[tuple[int, int]] = []
            for kind, start, end in sorted(self.signs(passage.text), key=rank):
                if kind is not Sign.RARE and any(meet(span, (start, end)) for span in taken):
                    continue
                taken.append((start, end))
                one = finding(passage, kind, start, end)
                found.setdefault(one.id, one)
        order = {kind: number for number, kind in enumerate(Sign)}
        return sorted(found.values(), key=lambda one: order[one.kind])

    def signs(self, text: str) -> Iterator[tuple[Sign, int, int]]:
        """Yield every sign in a text, with where it starts and ends."""
        for kind, pattern in PATTERNS:
            for match in pattern.finditer(text):
                yield kind, match.start(), match.end()
        for word, start, end in words_in(text):
            known = self.names.known(word, ordinary=folded(word) in self.ordinary)
            if known:
                yield (Sign.NAME if known == "exact" else Sign.MISSPELT), start, end
        for start, end in capitals(text, self.ordinary):
            yield Sign.LIKE_A_NAME, start, end

    @cached_property
    def ordinary(self) -> frozenset[str]:
        """The words that are nobody's name here: the audit's own, and those used by many."""
        places: Counter[str] = Counter()
        for passage in self.passages:
            small = {word for word, _, _ in words_in(passage.text) if word[:1].islower()}
            places.update({folded(word) for word in small})
        return self.usual | {word for word, count in places.items() if count >= USUAL_IN}


def meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Tell whether two stretches of a text have anything in common."""
    return one[0] < other[1] and other[0] < one[1]


def rank(sign: tuple[Sign, int, int]) -> tuple[int, int]:
    """Return what decides which of two signs in the same words counts: the surer one."""
    kind, start, _ = sign
    return list(Sign).index(kind), start


def finding(passage: Passage, kind: Sign, start: int, end: int) -> Finding:
    """Return a finding with what stands around it."""
    text = passage.text
    return Finding(
        id=id_of(passage.key, text[start:end]), key=passage.key, place=passage.place, kind=kind,
        words=text[start:end], before=text[max(start - AROUND, 0) : start],
        after=text[end : end + AROUND],
    )  # fmt: skip


def id_of(key: str, words: str) -> str:
    """Return the finding's id: the same for the same words in the same place."""
    return sha256(f"{key}\n{words}".encode("utf-8", "backslashreplace")).hexdigest()[:16]


def found(
    passages: Sequence[Passage], names: Iterable[str], usual: Iterable[str] = ()
) -> list[Finding]:
    """Return all that might say who somebody is. `usual` are texts of the audit itself."""
    known = frozenset(folded(word) for text in usual for word, _, _ in words_in(text))
    return Search(passages, Names(tuple(names)), known).findings()
