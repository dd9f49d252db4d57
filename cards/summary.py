"""The figures of an audit or of part of it: returns in, grades by theme, what none answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from audits.audit import Audit
from audits.collected import Only
from audits.grades import HeatCell, Spread, grade_boxes
from audits.tool import Box, Theme
from audits.totals import Completeness
from cards import abreast, charts, reading, scoped
from cards.parts import (
    Card,
    Element,
    button,
    card,
    header,
    plain_button,
    shortened,
    small,
    text,
)  # fmt: skip
from cards.words import days_left, many

ACROSS = 10
"""Families on one card."""
LISTED = 6
"""Unanswered questions that are named; the rest is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which audit, and from which family on the table begins."""

    audit_id: str
    start: int
    wide: bool


def read(data: Mapping[str, Any]) -> Wanted:
    """Read what was asked for; the part of the audit is read by cards/scoped.py."""
    start = reading.whole_in(data, "start")
    return Wanted(audit_id=reading.words_in(data, "audit"), start=start,
                  wide=data.get("wide") is True)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is known of an audit, or of part of it, in figures."""

    audit: Audit
    only: Only
    at: datetime
    row: Completeness
    spreads: Sequence[Spread]
    heat: Mapping[tuple[str, str], HeatCell]
    missing: Sequence[Box]
    """What somebody was asked and nobody answered."""
    start: int = 0
    reads: bool = False
    """Whether who looks may read what agencies told."""
    shared: bool = False
    """Whether others read along, in a channel."""
    unknown: str = ""
    wide: bool = False
    """Whether all families stand in one table, for a wide screen."""


def draw(figures: Figures) -> Card:
    """Draw the figures: charts with all that they show in words too."""
    audit, row = figures.audit, figures.row
    came = f"Returns in: {row.came} of {row.expected}"
    body = [
        header(came, days_left(audit, figures.at), scoped.called(audit, figures.only)),
        *scoped.missed(figures.unknown), text(completeness(row), spacing="Medium"),
        *charts.bars(figures.spreads, names(figures.spreads)),
        *in_words(figures.spreads), *table(figures), *unanswered(figures),
    ]  # fmt: skip
    if figures.shared:
        body.append(small("What services told is not shown here: ask me in our own chat.",
                          spacing="Medium"))  # fmt: skip
    else:
        body += choosers(figures)
    return {**card(body, ways(figures)), "msteams": {"width": "Full"}}


def completeness(row: Completeness) -> str:
    """Return how many came of those expected, in a sentence or two."""
    parts = [
        (row.received, many(row.received, "return")),
        (row.nils, many(row.nils, "nil return")),
        (row.declined, f"{row.declined} declined"),
        (row.waived, f"{row.waived} not needed"),
        (row.waiting, f"{row.waiting} still to come"),
        (row.none, f"{row.none} never came"),
    ]
    said = ", ".join(words for count, words in parts if count) or "nothing yet"
    late = f" {row.late} came late." if row.late else ""
    return f"**{row.expected} expected:** {said}.{late}"


def names(spreads: Sequence[Spread]) -> list[str]:
    """Return what each bar is called: its theme, or its question where a theme has several."""
    themes = [one.theme.name for one in spreads]
    return [
        shortened(one.theme.title, 60) if themes.count(one.theme.name) == 1
        else f"{one.question.number}. {shortened(one.question.label, 54)}"
        for one in spreads
    ]  # fmt: skip


def in_words(spreads: Sequence[Spread]) -> list[Element]:
    """Return the figures of every bar in words."""
    found = [
        {"title": name, "value": of_spread(one)}
        for one, name in zip(spreads, names(spreads), strict=True)
    ]
    return [{"type": "FactSet", "spacing": "Medium", "facts": found}] if found else []


def of_spread(one: Spread) -> str:
    """Return how often each grade stands, what was left empty, and what the panel changed."""
    labels = {choice.value: choice.label for choice in one.box.choices}
    said = [f"{count} {labels[value].lower()}" for value, count in one.stands.items() if count]
    empty = one.asked - sum(one.stands.values())
    said += [f"{empty} left empty"] if empty else []
    given = sum(one.panel.values())
    said += [f"{given} as the panel graded"] if given else []
    return " · ".join(said)


def table(figures: Figures) -> list[Element]:
    """Return the table theme by family: the lowest grade that stands, as a letter and a colour."""
    themes = [theme for theme in figures.audit.tool.themes
              if any(key[0] == theme.name for key in figures.heat)]  # fmt: skip
    codes = families(figures)
    if not themes or len(codes) < 2:  # noqa: PLR2004 - one family is told by the figures above
        return []
    title = text("**The lowest grade of each family**", spacing="Medium", separator=True)
    parts = [part_of_table(figures, themes, part)
             for part in abreast.split(codes, wide=figures.wide)]  # fmt: skip
    here = {**scoped.carried(figures.audit, figures.only), "start": figures.start}
    shown = 0 if figures.shared else len(codes)
    return [title, *parts, small(legend(figures.audit, themes)),
            *abreast.link("summary", here, shown, wide=figures.wide)]  # fmt: skip


def part_of_table(figures: Figures, themes: Sequence[Theme], codes: Sequence[str]) -> Element:
    """Return the table of some families."""
    signs = signs_of(figures.audit, themes)
    heads = [cell(" ", weight="Bolder"), *(cell(code, weight="Bolder") for code in codes)]
    rows = [
        [named(theme), *(graded(figures, theme, code, signs) for code in codes)] for theme in themes
    ]
    lines = [in_line(figures, theme, codes, signs) for theme in themes]
    return abreast.table([heads, *rows], "31px", lines)


def families(figures: Figures) -> list[str]:
    """Return the families across, ten at a time, of those that have a grade."""
    found = sorted({family for _, family in figures.heat})
    start = figures.start if figures.start < len(found) else 0
    return found[start : start + ACROSS]


def signs_of(audit: Audit, themes: Sequence[Theme]) -> dict[str, tuple[Box, Mapping[str, str]]]:
    """Return by theme the box whose scale is shown, and its letters."""
    boxes = {theme.name: grade_boxes(audit.tool, theme.name)[0] for theme in themes}
    return {name: (box, charts.letters(box)) for name, box in boxes.items()}


def graded(
    figures: Figures, theme: Theme, code: str, signs: Mapping[str, tuple[Box, Mapping[str, str]]]
) -> Element:
    """Return the cell of one theme and family."""
    found = figures.heat.get((theme.name, code))
    box, letters = signs[theme.name]
    if found is None or found.value not in letters:
        return cell("–")
    return {**cell(letters[found.value]), "style": charts.style(box, found.value)}


def in_line(
    figures: Figures,
    theme: Theme,
    codes: Sequence[str],
    signs: Mapping[str, tuple[Box, Mapping[str, str]]],
) -> Element:
    """Return a row of the table as text."""
    letters = signs[theme.name][1]
    found = {code: figures.heat.get((theme.name, code)) for code in codes}
    said = [f"{code} {letters.get(one.value, '–')}" for code, one in found.items() if one]
    return text(f"**{shortened(theme.title, 60)}**: {', '.join(said) or '–'}", size="Small")


def cell(words: str, **look: str) -> Element:
    """Return a cell of the table. Kept short: there are many."""
    return {"type": "TableCell", "items": [{"type": "TextBlock", "text": words, **look}]}


def named(theme: Theme) -> Element:
    """Return the first cell of a theme's row."""
    return {"type": "TableCell", "items": [text(in_short(theme), size="Small")]}


def in_short(theme: Theme) -> str:
    """Return the theme's number where its title begins with it: the whole title is above."""
    return shortened(theme.title.partition(":")[0], 24)


def legend(audit: Audit, themes: Sequence[Theme]) -> str:
    """Return what the letters mean."""
    said: dict[str, None] = {}
    for box, letters in signs_of(audit, themes).values():
        labels = {choice.value: choice.label for choice in box.choices}
        said |= dict.fromkeys(f"{sign} {labels[value].lower()}" for value, sign in letters.items())
    return " · ".join([*said, "– no grade"])


def unanswered(figures: Figures) -> list[Element]:
    """Return the questions of which a part was asked and never answered."""
    above = figures.audit.tool.above
    asked = {above[box.name][1].number: above[box.name][1] for box in figures.missing}
    if not asked or not figures.row.received:
        return []
    said = [f"{one.number}. {shortened(one.label, 60)}" for one in [*asked.values()][:LISTED]]
    more = f" and {len(asked) - LISTED} more" if len(asked) > LISTED else ""
    return [
        text("**Asked, and in part answered by nobody**", spacing="Medium", separator=True),
        small(f"{' · '.join(said)}{more}"),
    ]


def choosers(figures: Figures) -> list[Element]:
    """Return the lists from which a part of the audit is chosen."""
    only, audit = figures.only, figures.audit
    lists = [
        scoped.of_theme(audit, only.theme), scoped.of_family(audit, only.family),
        scoped.of_agency(audit, only.agency),
    ]  # fmt: skip
    return [{**lists[0], "separator": True}, *lists[1:]]


def ways(figures: Figures) -> list[Element]:
    """Return the buttons."""
    here = scoped.carried(figures.audit, figures.only)
    about = {"audit": figures.audit.id}
    found = []
    if figures.reads and not figures.shared:
        found.append(button("What they told", "told", about, first=True))
    if not figures.shared:
        found.append(button("Show this part", "summary", about))
    count = len({family for _, family in figures.heat})
    if count > ACROSS:
        onward = figures.start + ACROSS if figures.start + ACROSS < count else 0
        words = "Next families" if onward else "First families"
        shape = {"wide": True} if figures.wide else {}
        found.append(plain_button(words, "summary", {**here, **shape, "start": onward}))
    if figures.reads and not figures.shared:
        found += [
            plain_button("Mismatches", "mismatches", about), plain_button("Flags", "flags", about),
            plain_button("Status", "status", about),
        ]  # fmt: skip
    return found
