"""Tells whether a word is somebody's name: known to us, misspelt, or only written like one."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz.distance import DamerauLevenshtein

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
SENTENCE = re.compile(r"(?:^|[.!?:;\n]|[-–•*]\s)[\s\"'(\u201c\u2018]*$")
"""What stands before the first word of a sentence."""
TITLES = frozenset({
    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "rev", "pc", "dc", "ds", "di", "sgt",
    "insp", "supt", "cllr", "nurse", "sister",
})  # fmt: skip
CALENDAR = frozenset({
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december", "monday", "tuesday", "wednesday", "thursday", "friday",
    "saturday", "sunday", "christmas", "easter", "i", "i'm", "i've", "covid",
})  # fmt: skip
KIN = frozenset({
    "mum", "mam", "mother", "dad", "father", "nan", "nana", "gran", "grandmother", "grandfather",
    "grandad", "taid", "nain", "auntie", "aunt", "uncle", "baby", "child", "children", "sibling",
    "family", "parents", "partner", "brother", "sister", "welsh", "english",
})  # fmt: skip
"""Whom families and records write with a capital, and who is nobody by that alone."""
LITTLE = frozenset({
    "all", "anyone", "both", "concern", "concerns", "contact", "each", "ef", "everybody",
    "everyone", "fe", "he", "help", "hi", "information", "it", "mae", "many", "mi", "most",
    "neither", "nhw", "ni", "nid", "nis", "nobody", "none", "nothing", "one", "risk", "roedd",
    "she", "some", "somebody", "someone", "staff", "support", "that", "there", "these", "they",
    "this", "those", "we", "what", "which", "who", "worker", "workers", "you", "yr",
})  # fmt: skip
"""Words that often stand before what somebody does, in English and Welsh."""
NOBODY = CALENDAR | KIN | LITTLE
DOING = frozenset({
    "was", "is", "has", "had", "said", "says", "told", "rang", "did", "does", "who", "lives",
    "lived", "went", "came", "asked", "felt", "feels", "took", "left", "stayed", "moved",
})  # fmt: skip
"""What people do: a capital before one of these may be a name though it begins the sentence."""
THINGS = ("ing", "tion", "sion", "ment", "ness", "ity", "ance", "ence", "ship")
"""How words end that are what somebody did and not who did it."""
SHORTEST = 3
"""Letters of a name that is found in small letters too."""
MISSPELT_FROM, BADLY_FROM = 5, 9
"""Letters from which one slip, or two, still leave a name to be known."""


def folded(word: str) -> str:
    """Return the word as words are compared: small letters, no accents, no 's at its end."""
    plain = unicodedata.normalize("NFKD", word.casefold().replace("’", "'"))
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return bare.removesuffix("'s").removesuffix("'").replace("'", "")


def words_in(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each word with where it starts and ends; an 's belongs to it."""
    return ((match.group(), match.start(), match.end()) for match in WORD.finditer(text))


@dataclass(frozen=True)
class Names:
    """The names that are known, each as it was given: "Dr Neil Barton"."""

    given: tuple[str, ...]
    told: dict[tuple[str, bool], str] = field(default_factory=dict, compare=False)
    """What was found of each word already."""

    @cached_property
    def parts(self) -> frozenset[str]:
        """Each part of every name, folded; titles are no names."""
        words = (folded(word) for name in self.given for word, _, _ in words_in(name))
        return frozenset(word for word in words if len(word) > 1) - TITLES

    def known(self, word: str, *, ordinary: bool) -> str:
        """Say whether the word is a known name: `exact`, `near` (misspelt), or not.

        An ordinary word in small letters is no name though somebody is called so.
        """
        plain, small = folded(word), word[:1].islower()
        if plain in self.parts:
            return "" if small and (ordinary or len(plain) < SHORTEST) else "exact"
        if ordinary or plain in NOBODY or len(plain) < MISSPELT_FROM:
            return ""
        key = (plain, small)
        if key not in self.told:
            self.told[key] = "near" if any(near(plain, part) for part in self.parts) else ""
        return self.told[key]


def near(word: str, name: str) -> bool:
    """Tell whether the word is the name with a slip: a letter more, less, other or swapped."""
    if len(name) < MISSPELT_FROM or word[0] != name[0]:
        return False
    slips = 2 if len(name) >= BADLY_FROM else 1
    return DamerauLevenshtein.distance(word, name, score_cutoff=slips) <= slips


def capitals(text: str, ordinary: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield where something is written like a name: capitals in a sentence, or several in a row.

    Abbreviations in capitals throughout are left alone: agencies and meetings have such.
    """
    group: list[tuple[str, int, int]] = []
    for word, start, end in [*words_in(text), ("", len(text), len(text))]:
        joined = group and text[group[-1][2] : start] in {" ", "-"}
        if group and not (joined and like_a_name(word)):
            yield from named(text, group, ordinary)
            group = []
        if like_a_name(word):
            group.append((word, start, end))


def like_a_name(word: str) -> bool:
    """Tell whether the word is written as names are: Like This."""
    return len(word) > 1 and word[0].isupper() and not word.isupper()


def named(
    text: str, group: list[tuple[str, int, int]], ordinary: frozenset[str]
) -> Iterator[tuple[int, int]]:
    """Yield the part of a row of capitals that may be a name."""
    start = group[0][1]
    begins = bool(SENTENCE.search(text[max(start - 8, 0) : start])) or not text[:start].strip()
    acts = does_something(text[group[0][2] :]) and not group[0][0].endswith(THINGS)
    if begins and not (len(group) == 1 and acts):
        first, *rest = group
        usual = folded(first[0]) in ordinary | NOBODY
        group = rest if usual or not rest else group
    kept = [one for one in group if folded(one[0]) not in ordinary | NOBODY]
    if kept:
        yield kept[0][1], kept[-1][2]


def does_something(after: str) -> bool:
    """Tell whether the next word is what a person does."""
    match = WORD.match(after.lstrip())
    return bool(match) and match.group().casefold() in DOING  # type: ignore[union-attr]
