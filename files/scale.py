"""The scale of a tool, and how its grades look.

Each has a letter, a colour and a pattern, so that no colour ever speaks alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count

from audits.scale import half_of, rungs
from audits.tool import Half, Kind, Tool

GOOD_SIDE = ("#1D4F7C", "#6AA3D5", "#A9CCEA", "#D3E5F5")
"""Fills for the better half of a scale, from its top down."""
WEAK_SIDE = ("#9C3D0E", "#E8A56C", "#F3CBA5", "#FAE5D2")
"""Fills for the weaker half, from its bottom up."""
BESIDE = ("#8A8F94", "#D9DCDF", "#EDEFF0")
"""Fills for what is no grade: nothing recorded, does not apply."""
PATTERNS = ("", "//", "..", "xx", "--", "\\\\", "oo", "++")
SHORT = 2
DARK = frozenset({"#1D4F7C", "#9C3D0E", "#8A8F94"})
"""Fills on which writing is white."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The grades of a tool, best first: labels by value, and which half each belongs to."""

    good: Mapping[str, str]
    weak: Mapping[str, str]
    beside: Mapping[str, str]

    def labels(self) -> dict[str, str]:
        """Every label by its value, best first."""
        return {**self.good, **self.weak, **self.beside}

    def fills(self) -> dict[str, str]:
        """A colour for each value."""
        weak = list(self.weak)[::-1]
        return {
            **{value: nth(GOOD_SIDE, n) for n, value in enumerate(self.good)},
            **{value: nth(WEAK_SIDE, n) for n, value in enumerate(weak)},
            **{value: nth(BESIDE, n) for n, value in enumerate(self.beside)},
        }

    def patterns(self) -> dict[str, str]:
        """A pattern for each value."""
        return {value: nth(PATTERNS, n) for n, value in enumerate(self.labels())}

    def letters(self) -> dict[str, str]:
        """A letter for each value, no two alike.

        A short label stands for itself, such as 10; else it is the first letter of the label that
        is free, or a number.
        """
        found: dict[str, str] = {}
        for number, (value, label) in enumerate(self.labels().items(), start=1):
            taken = set(found.values())
            short = [label] if len(label) <= SHORT else []
            letters = (sign for sign in (*short, *label.upper()) if sign.isalnum())
            signs = chain(letters, map(str, count(number)))
            found[value] = next(sign for sign in signs if sign not in taken)
        return found


def nth(row: Sequence[str], number: int) -> str:
    """Return one of the row; the last for all that come after it."""
    return row[min(number, len(row) - 1)]


def scale_of(tool: Tool) -> Scale:
    """Return the scale of the tool: what its grade boxes offer, best first."""
    boxes = [box for box in tool.boxes() if box.kind is Kind.GRADE]
    boxes.sort(key=lambda box: -len(box.choices))
    halves: dict[Half, dict[str, str]] = {Half.GOOD: {}, Half.WEAK: {}, Half.NONE: {}}
    for box in boxes:
        labels = {choice.value: choice.label for choice in box.choices}
        for value in dict.fromkeys((*rungs(box), *labels)):
            halves.get(half_of(box, value), halves[Half.NONE]).setdefault(value, labels[value])
    return Scale(good=halves[Half.GOOD], weak=halves[Half.WEAK], beside=halves[Half.NONE])
