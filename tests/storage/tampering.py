"""What somebody may do to a journal and its chain who has not the key of the chain."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from storage.chain import Link


@dataclass(frozen=True)
class Tampered:
    """Links and journals as somebody left them."""

    links: Sequence[Link]
    journals: dict[str, Sequence[bytes]]


def with_rows(was: Tampered, about: str, rows: Sequence[bytes]) -> Tampered:
    """Return the same with other rows about this."""
    return Tampered(was.links, {**was.journals, about: rows})


def change(was: Tampered, chance: random.Random) -> Tampered:
    """Change a letter of a row."""
    about = chance.choice([name for name, rows in was.journals.items() if rows])
    rows = list(was.journals[about])
    place = chance.randrange(len(rows))
    row = bytearray(rows[place])
    row[chance.randrange(len(row))] ^= 1 << chance.randrange(8)
    rows[place] = bytes(row)
    return with_rows(was, about, rows)


def drop(was: Tampered, chance: random.Random) -> Tampered:
    """Take a row away, the first, the last or one between."""
    about = chance.choice([name for name, rows in was.journals.items() if rows])
    rows = list(was.journals[about])
    del rows[chance.randrange(len(rows))]
    return with_rows(was, about, rows)


def swap(was: Tampered, chance: random.Random) -> Tampered:
    """Let two rows change places, in one record or between two."""
    places = [(about, n) for about, rows in was.journals.items() for n in range(len(rows))]
    while True:
        (one, first), (other, second) = chance.sample(places, 2)
        journals = {about: list(rows) for about, rows in was.journals.items()}
        if journals[one][first] != journals[other][second]:
            break
    rows = journals[one][first], journals[other][second]
    journals[other][second], journals[one][first] = rows
    return Tampered(was.links, {about: tuple(rows) for about, rows in journals.items()})


def append(was: Tampered, chance: random.Random) -> Tampered:
    """Add a row that was never told: a copy of another, or a new one, anywhere."""
    about = chance.choice([name for name, rows in was.journals.items() if rows])
    rows = list(was.journals[about])
    new = chance.choice([row for rows in was.journals.values() for row in rows] + [b'{"by":"x"}'])
    rows.insert(chance.randrange(len(rows) + 1), new)
    return with_rows(was, about, rows)


def other_links(was: Tampered, chance: random.Random) -> Tampered:
    """Change, drop, swap or copy links: somebody tampered with the chain itself."""
    links = list(was.links)
    first, second = sorted(chance.sample(range(len(links)), 2))
    match chance.randrange(5):
        case 0:
            links[first], links[second] = links[second], links[first]
        case 1:
            del links[first]
        case 2:
            links.insert(second, links[first])
        case 3:
            links[first] = links[first]._replace(about="returns/demo.X.phn")
        case 4:
            proof = bytearray(links[first].proof)
            proof[chance.randrange(len(proof))] ^= 1 << chance.randrange(8)
            links[first] = links[first]._replace(proof=bytes(proof))
    return Tampered(links, was.journals)


def both(was: Tampered, chance: random.Random) -> Tampered:
    """Drop a row, and the link that tells of it, and number the rest anew."""
    dropped = drop(was, chance)
    gone = [about for about in was.journals if was.journals[about] != dropped.journals[about]]
    links = list(was.links)
    places = [n for n, link in enumerate(links[:-1]) if link.about == gone[0]]
    del links[chance.choice(places or [0])]
    numbered = [link._replace(number=number) for number, link in enumerate(links, 1)]
    return Tampered(numbered, dropped.journals)


KINDS: list[Callable[[Tampered, random.Random], Tampered]] = [
    change, drop, swap, append, other_links, both,
]  # fmt: skip
