"""Where everybody stands in a genogram: a row for each generation, couples side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations

from audits.household import Couple, Home, Household, Tie, Who

ROUNDS = 60
"""How often everybody moves towards their own family. More changes nothing to be seen."""


@dataclass(frozen=True, slots=True)
class Union:
    """Two parents, or one, with their children; `tie` is None where nothing is said of a couple."""

    parents: tuple[str, ...]
    tie: Tie | None
    children: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A household with a place for everybody: x in steps, the row counted from the top."""

    household: Household
    rows: tuple[tuple[str, ...], ...]
    x: Mapping[str, float]
    unions: tuple[Union, ...]

    @property
    def row_of(self) -> dict[str, int]:
        """The row of each member."""
        return {code: number for number, row in enumerate(self.rows) for code in row}


def laid_out(household: Household) -> Layout:
    """Return a place for each member of the household."""
    unions = tuple(unions_of(household))
    rows = in_rows(household, unions)
    ordered = [list[str]() for _ in rows]
    for number, row in enumerate(rows):
        above = ordered[number - 1] if number else []
        ordered[number] = in_order(household, row, unions, above)
    x = settled(ordered, unions)
    return Layout(household, tuple(map(tuple, ordered)), x, unions)


def unions_of(household: Household) -> Iterator[Union]:
    """Yield each couple with its children, and parents of children who are not told to be one."""
    children: dict[frozenset[str], list[str]] = {}
    for member in household.members:
        if member.parents:
            children.setdefault(frozenset(member.parents), []).append(member.code)
    ties: dict[frozenset[str], Couple] = {couple.pair: couple for couple in household.couples}
    order = {member.code: number for number, member in enumerate(household.members)}
    for pair in dict.fromkeys([*ties, *children]):
        couple = ties.get(pair)
        parents = tuple(sorted(pair, key=lambda code: order[code]))
        yield Union(parents, couple.tie if couple else None, tuple(children.get(pair, ())))


def in_rows(household: Household, unions: Sequence[Union]) -> list[list[str]]:
    """Return the members by generation, the oldest first."""
    level = {member.code: 0 for member in household.members}
    for _ in household.members:
        for union in unions:
            top = max(level[parent] for parent in union.parents)
            below = min((level[child] - 1 for child in union.children), default=top)
            top = max(top, below)
            level |= dict.fromkeys(union.parents, top)
            level |= {child: max(level[child], top + 1) for child in union.children}
    related = {code for union in unions for code in (*union.parents, *union.children)}
    index = household.index.code if household.index else ""
    for member in household.members:
        if member.code not in related and index in related:
            young = member.who in {Who.CHILD, Who.UNBORN, Who.INDEX}
            level[member.code] = max(0, level[index] - (0 if young else 1))
    used = sorted(set(level.values()))
    return [[code for code in level if level[code] == row] for row in used]


def in_order(
    household: Household, row: Sequence[str], unions: Sequence[Union], above: Sequence[str]
) -> list[str]:
    """Return the row from left to right: couples together, siblings together, under their own."""
    place = {code: number for number, code in enumerate(above)}
    under: dict[str, float] = {}
    for number, union in enumerate(unions):
        middle = sum(place.get(p, 0) for p in union.parents) / len(union.parents)
        under |= dict.fromkeys(union.children, middle + number / 1000)
    chains = [chain_of(household, group, unions) for group in groups(row, unions)]
    return [
        code
        for chain in sorted(chains, key=lambda one: min(under.get(c, 99.0) for c in one))
        for code in chain
    ]


def groups(row: Sequence[str], unions: Sequence[Union]) -> list[list[str]]:
    """Return those of a row who belong together as couples or parents, in groups."""
    group = {code: [code] for code in row}
    for union in unions:
        for one, other in pairwise(union.parents):
            if one in group and other in group and group[one] is not group[other]:
                group[one] += group[other]
                for code in group[other]:
                    group[code] = group[one]
    return list({id(one): one for one in group.values()}.values())


def chain_of(household: Household, group: Sequence[str], unions: Sequence[Union]) -> Sequence[str]:
    """Return a group so that couples stand beside each other; who lives elsewhere, outside."""
    if len(group) == 1:
        return group
    partners: dict[str, list[str]] = {code: [] for code in group}
    for union in unions:
        for one, other in pairwise(union.parents):
            if one in partners and other in partners:
                partners[one].append(other)
                partners[other].append(one)
    middle = max(group, key=lambda code: len(partners[code]))
    out = [c for c in partners[middle] if household.by_code[c].home is Home.OUT]
    inside = [c for c in partners[middle] if c not in out]
    left, right = (out, inside) if inside else (out[::2], out[1::2])
    if len(inside) > 1 and not out:
        left, right = inside[:1], inside[1:]
    chain = [*left, middle, *right]
    rest = [code for code in group if code not in chain]
    while rest:
        nearest = next((c for c in rest if chain[-1] in partners[c]), None)
        first = next((c for c in rest if chain[0] in partners[c]), None)
        if nearest is None and first is not None:
            chain.insert(0, first)
            rest.remove(first)
        else:
            chain.append(nearest or rest[0])
            rest.remove(chain[-1])
    return chain


def settled(rows: Sequence[Sequence[str]], unions: Sequence[Union]) -> dict[str, float]:
    """Return where everybody stands in their row, near their parents, partners and children."""
    x = {code: float(n) for row in rows for n, code in enumerate(row)}
    first = dict(x)
    for turn in range(ROUNDS):
        wanted: dict[str, list[float]] = {code: [] for code in x}
        for union in unions:
            middle = sum(x[p] for p in union.parents) / len(union.parents)
            for one, other in permutations(union.parents, 2):
                wanted[one] += [x[other] + first[one] - first[other]] * 2
            if union.children:
                below = sum(x[c] for c in union.children) / len(union.children)
                shift = below - middle
                for parent in union.parents:
                    wanted[parent].append(x[parent] + shift)
                for child in union.children:
                    wanted[child].append(x[child] - shift)
        for row in rows if turn % 2 else reversed(rows):
            targets = [mean(wanted[code]) if wanted[code] else x[code] for code in row]
            x |= dict(zip(row, apart(targets), strict=True))
    left = min(x.values(), default=0.0)
    return {code: place - left for code, place in x.items()}


def mean(numbers: Sequence[float]) -> float:
    """Return the middle of the numbers."""
    return sum(numbers) / len(numbers)


def apart(targets: Sequence[float]) -> list[float]:
    """Return places as near to the targets as can be, in this order, a step apart at least."""
    blocks: list[list[float]] = []
    for number, target in enumerate(targets):
        blocks.append([target - number, 1.0])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            value, weight = blocks.pop()
            total = blocks[-1][1] + weight
            blocks[-1] = [(blocks[-1][0] * blocks[-1][1] + value * weight) / total, total]
    places = [value for value, weight in blocks for _ in range(round(weight))]
    return [place + number for number, place in enumerate(places)]
