"""Chooses what the report quotes from the returns: few examples, spread over families and agencies.

Only accepted returns are quoted. Which come first follows from the tool's scale and from what
they have to show, never from which agency it was; the same returns give the same quotes.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from audits.collected import Reading
from audits.scale import place
from audits.statements import Statement, statements
from audits.tool import Box, Half, Kind, Part, Question, Theme
from files.material import Material

MOST = 4
"""Examples on each side of a theme."""
MOST_PROPOSED = 5
"""Proposals of one agency."""
SHOWING = frozenset({Kind.EVIDENCE, Kind.IMPACT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What a return says in some boxes of one question."""

    reading: Reading
    theme: Theme
    question: Question
    half: Half
    boxes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """The examples on one side of a theme, and how many more there are."""

    quotes: tuple[Quote, ...]
    more: int


def themes_of(material: Material) -> list[Theme]:
    """Return the themes of the report: those that ask what was done and what it changed."""
    return [
        theme
        for theme in material.audit.tool.themes
        if any(box.kind in SHOWING or box.kind is Kind.GRADE for box in boxes_of(theme))
        and not any(box.part in {Part.KNOWN, Part.RISK} for box in boxes_of(theme))
    ]


def boxes_of(theme: Theme) -> list[Box]:
    """Return every box of a theme."""
    return [box for question in theme.questions for box in question.boxes]


def sides(material: Material) -> dict[tuple[str, Half], Side]:
    """Return the examples for each theme of the report and each side."""
    themes = {theme.name for theme in themes_of(material)}
    groups: dict[tuple[str, Half], list[Statement]] = {}
    for one in statements(material.got, material.kept, material.at):
        reading = material.got.by_id[one.return_id]
        if one.theme.name in themes and reading.standing.accepted and shows(one):
            groups.setdefault((one.theme.name, one.half), []).append(one)
    return {key: side(material, some) for key, some in groups.items()}


def shows(one: Statement) -> bool:
    """Tell whether it has evidence or impact; a bare grade is in the figures already."""
    return bool(one.evidence or one.impact)


def side(material: Material, some: Sequence[Statement]) -> Side:
    """Choose the examples: each from another family and agency as long as there are such."""
    left, chosen = list(some), list[Statement]()
    seen: Counter[str] = Counter()
    while left and len(chosen) < MOST:
        best = min(
            left, key=lambda one: (seen[f"f{one.family}"] + seen[f"a{one.agency}"], *worth(one))
        )
        left.remove(best)
        chosen.append(best)
        seen.update((f"f{best.family}", f"a{best.agency}"))
    return Side(quotes=tuple(quote(material, one) for one in chosen), more=len(left))


def worth(one: Statement) -> tuple[int, int, str]:
    """Return what decides between two: both texts before one, then the far end of the scale."""
    graded = next((box for box in one.question.boxes if box.kind is Kind.GRADE), None)
    at = place(graded, one.grade) if graded else None
    far = 0 if at is None else (at if one.half is Half.GOOD else -at)
    return (0 if one.evidence and one.impact else 1, far, f"{one.return_id} {one.question.name}")


def quote(material: Material, one: Statement) -> Quote:
    """Return a statement as what is quoted of it."""
    boxes = tuple(box.name for box in one.question.boxes if box.kind in SHOWING)
    reading = material.got.by_id[one.return_id]
    return Quote(
        reading=reading, theme=one.theme, question=one.question, half=one.half, boxes=boxes
    )


def proposals(material: Material) -> dict[str, Side]:
    """Return what each agency says is needed, by its key: what it wrote in boxes for actions."""
    groups: dict[str, dict[str, Quote]] = {}
    for name, box in material.audit.tool.box.items():
        if box.kind is not Kind.ACTION:
            continue
        theme, question = material.audit.tool.above[name]
        for reading, text in material.got.in_box.get(name, ()):
            if reading.standing.accepted:
                one = Quote(
                    reading=reading, theme=theme, question=question, half=Half.NONE, boxes=(name,)
                )
                groups.setdefault(reading.agency, {}).setdefault(text.casefold().strip(), one)
    return {agency: first(list(found.values())) for agency, found in groups.items()}


def first(some: list[Quote]) -> Side:
    """Return the first of an agency's proposals, and how many more there are."""
    return Side(quotes=tuple(some[:MOST_PROPOSED]), more=len(some[MOST_PROPOSED:]))


def quotes(material: Material) -> Iterable[Quote]:
    """Give every quote of the report."""
    for one in (*sides(material).values(), *proposals(material).values()):
        yield from one.quotes
