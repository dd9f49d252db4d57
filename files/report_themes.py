"""What was found, theme by theme, and what is recommended: findings first, then examples."""

from collections.abc import Mapping
from typing import Any

from audits.panel import Finding, FindingKind, Pattern
from audits.tool import Half, Kind, Theme
from files.collation_answers import beside_label
from files.fair_copy import FairCopy
from files.material import Material
from files.quoting import Quote, Side, proposals, sides, themes_of
from files.report_figures import MOST_ACROSS, counts_by_theme
from files.report_method import silences
from files.scale import scale_of
from files.wording import FINDINGS, many

NONE = Side(quotes=(), more=0)
NOTHING_SAID = "–"
HALVES = (Half.GOOD, Half.WEAK, Half.NONE)
EVERYBODY = "All agencies and the partnership"


def overview(material: Material) -> list[str]:
    """Return what to know before the themes are read."""
    found = sum(len(material.panel(family).stands) for family in material.audit.families)
    how = (
        "Findings stand by theme and not by agency. What agencies wrote is quoted as examples;"
        " all of it is in the workbook."
    )
    told = [how] if found else [how, "The panel has not recorded any findings yet."]
    if len(material.audit.families) > MOST_ACROSS:
        told.append(
            "There are too many families for a picture of themes by family; the workbook has it in"
            " the sheet Theme by family."
        )
    return told


def themes(material: Material, copy: FairCopy) -> list[Mapping[str, Any]]:
    """Return each theme with its figures, findings and examples."""
    examples, counts = sides(material), counts_by_theme(material)
    given: list[Mapping[str, Any]] = []
    for theme in themes_of(material):
        graded = theme.title in counts
        good, weak, told = (examples.get((theme.name, half), NONE) for half in HALVES)
        given.append({
            "title": theme.title,
            "figures": figures(material, theme, counts),
            "findings": found(material, theme, copy),
            "good": shown(material, good, copy, asked=graded),
            "weak": shown(material, weak, copy, asked=graded),
            "told": shown(material, told, copy, asked=bool(told.quotes)),
        })  # fmt: skip
    return given


def figures(material: Material, theme: Theme, counts: Mapping[str, Mapping[str, int]]) -> str:
    """Say how often each grade stands in a theme."""
    mine = counts.get(theme.title)
    if not mine:
        asks = any(box.kind is Kind.GRADE for question in theme.questions for box in question.boxes)
        return "Nobody has given a grade yet." if asks else "The tool asks for no grade here."
    labels = scale_of(material.audit.tool).labels()
    told = [f"{label.lower()} {mine[value]}" for value, label in labels.items() if mine.get(value)]
    changed = sum(
        1
        for panel in material.kept
        for key, grade in panel.grades.items()
        if grade.value and grade.value != grade.own
        and key.partition("/")[2] in {box.name for q in theme.questions for box in q.boxes}
    )  # fmt: skip
    moved = f" The panel changed {changed} of them." if changed else ""
    return f"{many(sum(mine.values()), 'grade')}: {', '.join(told)}.{moved}"


def found(material: Material, theme: Theme, copy: FairCopy) -> list[str]:
    """Return what the panel found on a theme: strengths, concerns and questions."""
    order = [kind for kind in FindingKind if kind is not FindingKind.ACTION]
    told = [
        (
            order.index(one.kind),
            f"{FINDINGS[one.kind]}: {copy(panel.id, one.id, one.words)}{pattern(one)}",
        )
        for panel in material.kept
        for one in panel.stands
        if one.theme == theme.name and one.kind in order
    ]
    return [words for _, words in sorted(told, key=lambda pair: pair[0])]


def pattern(one: Finding) -> str:
    """Say whether a finding was seen once or is usual."""
    said = {
        Pattern.ONE_OFF: " (seen once)",
        Pattern.PATTERN: " (a pattern)",
        Pattern.UNSURE: " (one-off or pattern? A dip sample could tell.)",
    }
    return said.get(one.pattern, "")


def shown(material: Material, side: Side, copy: FairCopy, *, asked: bool) -> Mapping[str, Any]:
    """Return the examples on one side of a theme, and what to say where there are none."""
    more = ""
    if not side.quotes:
        more = "No accepted return gives an example."
    elif side.more:
        more = f"{many(side.more, 'more example')} in the workbook, sheet Answers (long)."
    return {
        "asked": asked,
        "examples": [example(material, one, copy) for one in side.quotes],
        "more": more,
    }


def example(material: Material, one: Quote, copy: FairCopy) -> Mapping[str, str]:
    """Return one example: what shows it, what it changed, and where it was told."""
    said = {Kind.EVIDENCE: list[str](), Kind.IMPACT: list[str]()}
    for name in one.boxes:
        text = one.reading.values.get(name, "")
        if text:
            kind = material.audit.tool.box[name].kind
            said[kind].append(copy(one.reading.standing.id, name, text))
    where = material.reference(one.reading.standing.id, one.boxes[0])
    return {
        "evidence": "\n".join(said[Kind.EVIDENCE]) or NOTHING_SAID,
        "impact": "\n".join(said[Kind.IMPACT]) or NOTHING_SAID,
        "reference": f"{where} (late)" if one.reading.late else where,
    }


def recommendations(material: Material, copy: FairCopy) -> dict[str, Any]:
    """Return what is recommended, by agency: the panel's actions, then what agencies propose."""
    actions = by_agency(material, copy)
    proposed = proposals(material)
    silent = silences(material)
    keys = sorted({*actions, *proposed} - {""}, key=material.agency)
    given = [
        entry(material, key, actions, proposed, copy)
        for key in (["", *keys] if "" in actions else keys)
    ]
    told = "The panel has not recorded any actions yet. Agencies’ own proposals are below."
    if actions:
        count = sum(len(some) for some in actions.values())
        told = (
            f"The panel recorded {many(count, 'action')}. Each agency’s own proposals follow them."
        )
    if silent:
        told += f" Consider a recommendation to agencies that did not answer: {', '.join(silent)}."
    return {"recommendations": given, "recommendations_told": told}


def by_agency(material: Material, copy: FairCopy) -> dict[str, list[str]]:
    """Return the panel's actions by the key of the agency whom they are for; empty for all."""
    found: dict[str, list[str]] = {}
    for panel in material.kept:
        for one in panel.stands:
            if one.kind is FindingKind.ACTION:
                words = copy(panel.id, one.id, one.words)
                found.setdefault(one.agency, []).append(f"{words}{pattern(one)}")
    return found


def entry(
    material: Material, key: str, actions: Mapping[str, list[str]],
    proposed: Mapping[str, Side], copy: FairCopy,
) -> Mapping[str, Any]:  # fmt: skip
    """Return what is recommended to one agency."""
    side = proposed.get(key, NONE)
    box = material.audit.tool.box
    own = [
        beside_label(box[name].label, copy(one.reading.standing.id, name, one.reading.values[name]))
        for one in side.quotes for name in one.boxes
    ]  # fmt: skip
    more = f" ({side.more} more in the workbook)" if side.more else ""
    return {
        "agency": material.agency(key) if key else EVERYBODY,
        "panel": actions.get(key, []),
        "own": own,
        "own_told": f"From the agency’s own returns{more}:",
    }
