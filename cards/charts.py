"""Pictures that Teams draws itself: each stands for figures that are on the card in words too."""

from collections.abc import Mapping, Sequence

from audits.grades import Spread
from audits.scale import half_of, rungs
from audits.tool import Box, Half
from cards.parts import Element, text

GOOD = ("divergingBlue", "divergingLightBlue", "divergingCyan", "divergingTeal")
WEAK = ("divergingYellow", "divergingPeach", "divergingLightRed", "divergingRed")
OFF = ("divergingGray", "neutral")
"""Colours that people who do not tell red from green can tell apart."""
BLOCKS = 24
"""Marks in the longest bar of text."""


def colours(box: Box) -> Mapping[str, str]:
    """Return a colour for each choice: blues for the good half, yellow to red for the weak."""
    steps = rungs(box)
    good = [value for value in steps if half_of(box, value) is Half.GOOD]
    weak = [value for value in steps if half_of(box, value) is Half.WEAK]
    off = [choice.value for choice in box.choices if choice.value not in steps]
    found = {value: GOOD[min(place, len(GOOD) - 1)] for place, value in enumerate(good)}
    found |= dict(zip(weak, spread_over(len(weak)), strict=True))
    return found | {value: OFF[place % len(OFF)] for place, value in enumerate(off)}


def spread_over(count: int) -> list[str]:
    """Return so many colours of the weak half, the last for the worst."""
    if count <= 2:  # noqa: PLR2004 - the two that differ most
        return ["divergingPeach", "divergingRed"][2 - count :]
    last = len(WEAK) - 1
    return [WEAK[round(place * last / (count - 1))] for place in range(count)]


def letters(box: Box) -> Mapping[str, str]:
    """Return a sign for each grade: the first letter of its label, or its number from the best."""
    steps = rungs(box)
    labels = {choice.value: choice.label for choice in box.choices}
    signs = [labels[value][:1].upper() for value in steps]
    if len(set(signs)) < len(signs):
        signs = [str(place) for place in range(1, len(steps) + 1)]
    return dict(zip(steps, signs, strict=True))


def style(box: Box, value: str) -> str:
    """Return the colour of a cell with this grade."""
    if half_of(box, value) is Half.GOOD:
        return "good"
    steps = rungs(box)
    return "attention" if steps and value == steps[-1] else "warning"


def bars(spreads: Sequence[Spread], names: Sequence[str]) -> list[Element]:
    """Return how grades spread as a bar for each; as marks in text where charts are not known."""
    shown = [(one, name) for one, name in zip(spreads, names, strict=True) if graded(one)]
    if not shown:
        return []
    return [{
        "type": "Chart.HorizontalBar.Stacked", "title": "Grades by theme", "spacing": "Medium",
        "data": [bar(one, name) for one, name in shown],
        "fallback": {"type": "Container", "items": [in_marks(one, name) for one, name in shown]},
    }]  # fmt: skip


def graded(one: Spread) -> dict[str, int]:
    """Return how often each grade stands that stands at all."""
    return {value: count for value, count in one.stands.items() if count}


def bar(one: Spread, name: str) -> Element:
    """Return one bar."""
    labels = {choice.value: choice.label for choice in one.box.choices}
    painted = colours(one.box)
    parts = [
        {"legend": labels[value], "value": count, "color": painted[value]}
        for value, count in one.stands.items()
        if count
    ]
    return {"title": name, "data": parts}


def in_marks(one: Spread, name: str) -> Element:
    """Return one bar as text: a letter and a mark for each grade of the scale."""
    signs, counts = letters(one.box), graded(one)
    per = max(1, -(-max(counts.values()) // BLOCKS))
    drawn = [
        f"{sign} {'▮' * -(-counts[value] // per)} {counts[value]}"
        for value, sign in signs.items()
        if value in counts
    ]
    return text(f"**{name}**  {'  '.join(drawn)}", size="Small")
