"""What deserves a second look before a return goes: advice, never a block.

Purpose and wording follow the 2021 report: impact on the child and not on the service (section
5), the professional differences question (theme 4), blaming language (theme 5).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from audits.asked import Asked
from audits.patterns import found_in
from audits.tool import WRITING, Box, Kind


class Advice(StrEnum):
    """One kind of second look."""

    LOOK_AGAIN = "look_again"
    SERVICE = "service"
    BLAME = "blame"
    IDENTIFIER = "identifier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One box that deserves a second look, and why."""

    box: Box
    advice: Advice


of_a_child = found_in(
    r"(?i)\b(child(?:ren)?|baby|babies|infant|unborn|newborn|bab[yi]'?s|sibling|brother|sister|son"
    r"|daughter|boy|girl|toddler|pupil|teenager|twins?|young (?:person|people)"
    r"|\w+-(?:year|month|week|day)s?-olds?|plentyn|plant|babi|he|she|they|him|her|them"
    r"|his|their)\b"
)
of_the_service = found_in(
    r"(?i)\b(we|our|us|service|team|staff|midwi(?:fe|ves)|officers?|health visitors?"
    r"|social workers?|practitioners?|professionals?|agency|agencies|form|policy|procedure"
    r"|protocol|target|timescales?|process|compliant|complied|recorded|records?|completed)\b"
)
BLAME = re.compile(
    r"\b(refus(?:ed|es|ing|al)|unwilling|hard to reach|failed to (?:engage|attend|turn up)"
    r"|non[- ]?(?:engag\w+|complian\w+)|did ?n[o']t engage|won't engage|would ?n[o']t engage"
    r"|uncooperative|un-cooperative|disengaged)\b",
    re.IGNORECASE,
)
BLAMING = ("refus", "unwilling", "hard to reach", "failed to", "engag", "cooperat", "complian")
"""One of these stands in every text that BLAME can find; looking for them is much faster."""
NHS_NUMBER = re.compile(r"\b\d{3}[ -]?\d{3}[ -]?\d{4}\b")
POSTCODE = r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"
BIRTH = (
    r"(?i:(?:born|d\.?o\.?b\.?|birth)\W{0,12}(?:on )?"
    r"\d{1,2}[ /.-]\w{1,9}[ /.-](?:19|20)?\d{2}\b)"
)
identifies = found_in(f"{NHS_NUMBER.pattern}|{POSTCODE}|{BIRTH}")
"""An NHS number, a postcode or a birth date. Dates of records are evidence and pass."""


REMEMBERED = 8_192
KNOWN: dict[tuple[Kind, int, int], tuple[Advice, ...]] = {}
"""What was found in words, by their hash and length: no answer lasts longer here than where it is
kept."""


def of_words(kind: Kind, text: str) -> tuple[Advice, ...]:
    """Return what the words alone, in this kind of box, give reason to look at again."""
    key = (kind, hash(text), len(text))
    found = KNOWN.get(key)
    if found is None:
        if len(KNOWN) >= REMEMBERED:
            KNOWN.clear()
        found = KNOWN[key] = looked_through(kind, text)
    return found


def looked_through(kind: Kind, text: str) -> tuple[Advice, ...]:
    """Return the same, found in the words."""
    lower = text.lower()
    found = {
        Advice.SERVICE: kind is Kind.IMPACT and not of_a_child(text) and of_the_service(text),
        Advice.BLAME: any(map(lower.__contains__, BLAMING)) and BLAME.search(text),
        Advice.IDENTIFIER: identifies(text),
    }
    return tuple(advice for advice, is_so in found.items() if is_so)


def on(asked: Asked, boxes: Iterable[Box]) -> list[Remark]:
    """Return every remark on these boxes, in their order."""
    found = []
    for box in boxes:
        if box.look_again and asked.true((box.look_again, box.name)):
            found.append(Remark(box=box, advice=Advice.LOOK_AGAIN))
        text = asked.answers.get(box.name, "")
        if text and box.kind in WRITING:
            found += [Remark(box=box, advice=advice) for advice in of_words(box.kind, text)]
    return found


def refused(asked: Asked, names: Iterable[str]) -> list[Box]:
    """Return those of these boxes that cannot stay as they are.

    An answer has made them compulsory and they are empty, or their constraint refuses the answer.
    """
    every = asked.boxes
    boxes = [every[name] for name in names if name in every]
    return [
        box
        for box in boxes
        if (box.required_why and not asked.answers.get(box.name) and asked.required(box))
        or asked.refuses(box)
    ]
