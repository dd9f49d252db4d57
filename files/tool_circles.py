"""Checks how the rows of a tool hang on one another: never in a circle, and not too deep."""

from collections.abc import Iterator, Mapping, Sequence
from graphlib import TopologicalSorter

from audits.rules import readable
from files.tool_faults import Fault
from files.tool_lines import Line, has_value
from files.tool_rules import Known
from files.tool_sheets import rule
from files.tool_types import CALCULATE

DEEPEST = 500
"""How much may have to be worked out, one inside the other, before a row is known to be asked."""
STEP, PART = 6, 2
"""What one more row counts, and what one more part of its expression that stands in another."""


def check_circles(lines: Sequence[Line], known: Known) -> Iterator[Fault]:
    """Find rows that wait for each other, or for too long a chain of others."""
    hangs_on = {
        line.name: needs(line) & known.lines.keys()
        for line in lines
        if line.name and has_value(line)
    }
    found = list(circles(hangs_on, known))
    yield from found
    if not found:
        yield from chains(hangs_on, known)


def circles(hangs_on: Mapping[str, frozenset[str]], known: Known) -> Iterator[Fault]:
    """Find rows each of which is asked, or worked out, only if the other was."""
    told: set[str] = set()
    for name in hangs_on:
        circle = found_circle(name, hangs_on)
        if circle and not told & {*circle}:
            told |= {*circle}
            wrong = f"These rows wait for each other: {' → '.join([*circle, circle[0]])}"
            remedy = "Let one of them be asked without the other"
            yield known.lines[name].fault(column(known.lines[name]), wrong, remedy)


def chains(hangs_on: Mapping[str, frozenset[str]], known: Known) -> Iterator[Fault]:
    """Find the first row before which too much must be worked out."""
    depth: dict[str, int] = {}
    for name in TopologicalSorter(hangs_on).static_order():
        before = max((depth[one] for one in hangs_on.get(name, ())), default=0)
        depth[name] = before + weight(known.lines[name])
        if depth[name] > DEEPEST:
            line = known.lines[name]
            yield line.fault(column(line), "Too many rows wait for one another before this one",
                             "Let it hang on an earlier row")  # fmt: skip
            return


def column(line: Line) -> str:
    """Return where the rule stands by which the line hangs on others."""
    return "calculation" if line.type.name == CALCULATE else "relevant"


def written(line: Line) -> Iterator[str]:
    """The rules that decide whether the line is asked, or what it comes to."""
    for each in (*line.above, line):
        yield rule(each.row.get("relevant", ""))
    yield rule(line.row.get("calculation", ""))


def needs(line: Line) -> frozenset[str]:
    """Return the names that decide whether the line is asked, or what it comes to."""
    read = [each for one in written(line) if (each := readable(one))]
    own = readable(rule(line.row.get("relevant", "")))
    itself = {line.name} if own and own.here else set[str]()
    return frozenset(itself).union(*(each.names for each in read))


def weight(line: Line) -> int:
    """Return how deep the line's own rules go."""
    read = (readable(one) for one in written(line))
    return STEP + PART * max((each.depth for each in read if each), default=0)


def found_circle(name: str, hangs_on: Mapping[str, frozenset[str]]) -> list[str]:
    """Return the shortest way from a row back to itself, empty where there is none."""
    ways = [[name]]
    seen: set[str] = set()
    for way in ways:
        for one in sorted(hangs_on.get(way[-1], frozenset())):
            if one == name:
                return way
            if one not in seen:
                seen.add(one)
                ways.append([*way, one])
    return []
