"""Which adults a text names by their role in the family, so that two lists can be compared.

Only roles that people use in such lists are known; a word that is not known is passed over, and
so is whose mother or father somebody is.
"""

import re
from functools import lru_cache

WORDS: dict[str, str] = {
    "mother": r"(?:birth )?(?:mother|mum|mam)|mam",
    "father": r"(?:(?:birth|biological) )?(?:father|dad)|tad",
    "partner or stepfather": r"(?:ex[- ])?partner|boyfriend|step[- ]?(?:father|dad)|llystad",
    "stepmother": r"step[- ]?(?:mother|mum)|girlfriend|llysfam",
    "great-grandparent": r"great[- ]?grand(?:mother|father|parents?|ma|dad)",
    "grandmother": r"grand(?:mother|ma|mum)|gran|granny|nan|nana|nain|mamgu",
    "grandfather": r"grand(?:father|dad|pa)|grampy|taid|tadcu",
    "grandparents": r"grandparents?",
    "aunt": r"(?:great[- ])?aunt(?:y|ie)?|modryb",
    "uncle": r"(?:great[- ])?uncle|ewythr",
    "cousin": r"cousin|cefnder|cyfnither",
    "adult brother": r"(?:adult|older|elder|half|step)[- ](?:half[- ])?brother",
    "adult sister": r"(?:adult|older|elder|half|step)[- ](?:half[- ])?sister",
    "foster carer": r"foster[- ](?:carer|mother|father|parent)s?",
    "godparent": r"god(?:mother|father|parent)s?",
    "lodger": r"lodger|sofa[- ]surfer|flatmate|housemate",
    "neighbour": r"neighbou?r",
    "family friend": r"(?:family )?friend",
    "childminder": r"child[- ]?minder|nanny|babysitter",
    "carer": r"carer",
}
"""Each role with the words for it. At one place in a text the longest word counts."""

ROLE = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(
        f"(?P<r{number}>{words})"
        for number, words in sorted(
            enumerate(WORDS.values()), key=lambda one: -max(map(len, one[1].split("|")))
        )
    )
    + r")(?:s(?!\w))?(?![\w-]|['’]s)",
    re.IGNORECASE,
)
NAMES = tuple(WORDS)


@lru_cache(maxsize=4_096)
def named_in(text: str) -> tuple[str, ...]:
    """Return the roles that the text names, in the order in which they first stand there."""
    found = (NAMES[int(match.lastgroup[1:])] for match in ROLE.finditer(text) if match.lastgroup)
    return tuple(dict.fromkeys(found))
