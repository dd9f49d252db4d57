"""The report's three charts, each with its caption; none where there is nothing to show."""

from collections import Counter
from typing import Any

from audits import grades, totals
from files.charts import Arrivals, grade_spread, heat_table, returns_over_time
from files.material import Material
from files.quoting import themes_of
from files.scale import scale_of

MOST_ACROSS = 26
"""Families that stand beside each other on a page and can still be told apart."""


def arrivals(material: Material) -> dict[str, Any]:
    """Return how returns came in, drawn against the deadline."""
    days = {one.day: one.came for one in totals.arrivals(material.got, material.at) if one.came}
    audit = material.audit
    drawn = Arrivals(
        days=days, expected=len(material.got.standings), opened=audit.opened, due=audit.due,
        until=audit.here(material.at).date(),
    )  # fmt: skip
    told = (
        "Returns in at the end of each day, against the number expected. A return that was sent"
        " again counts on the later day. Source: workbook, sheet Returns over time."
    )
    return {"arrivals": returns_over_time(drawn) if days else "", "arrivals_told": told}


def counts_by_theme(material: Material) -> dict[str, dict[str, int]]:
    """Return how often each grade stands, by the titles of the report's themes."""
    found: dict[str, Counter[str]] = {}
    wanted = {theme.name for theme in themes_of(material)}
    for one in grades.spreads(material.got, material.kept):
        if one.theme.name in wanted:
            found.setdefault(one.theme.title, Counter()).update(one.stands)
    return {title: dict(counts) for title, counts in found.items() if any(counts.values())}


def spread(material: Material) -> dict[str, Any]:
    """Return how the grades of each theme spread."""
    counts = counts_by_theme(material)
    told = (
        "How often each grade stands: the panel’s where it gave one, else the agency’s own."
        " Source: workbook, sheet Grades, rows “As it stands”."
    )
    drawn = grade_spread(counts, scale_of(material.audit.tool)) if counts else ""
    return {"spread": drawn, "spread_told": told}


def heat(material: Material) -> dict[str, Any]:
    """Return the table theme by family."""
    cells = grades.heat(material.got, material.kept)
    themes = [t for t in themes_of(material) if any(t.name == name for name, _ in cells)]
    families = sorted(material.audit.families)
    rows = {
        theme.title: {f: cells[theme.name, f].value for f in families if (theme.name, f) in cells}
        for theme in themes
    }
    told = (
        "The lowest grade that stands in any agency’s return about a family. It shows where to"
        " look, not which agency gave it. Source: workbook, sheet Theme by family."
    )
    fits = rows and len(families) <= MOST_ACROSS
    drawn = heat_table(rows, families, scale_of(material.audit.tool)) if fits else ""
    return {"heat": drawn, "heat_told": told}
