"""The figures of an audit as tables: its completeness, its grades, how its returns came in."""

from audits import grades, totals
from audits.involvement import NilKind
from audits.totals import Completeness
from files.material import Material
from files.scale import scale_of
from files.tables import Row, Table, columns
from files.wording import NILS


def completeness(material: Material) -> Table:
    """One row for each agency and one for all: what was expected and what became of it."""
    got, at = material.got, material.at
    rows = [
        summed(material.agency(key), row) for key, row in totals.by_agency(got, at).items()
    ]  # fmt: skip
    rows.sort(key=lambda row: str(row[0]))
    return Table(
        name="Completeness",
        about=(
            "One agency, and all agencies last. Expected = sent + nil + declined + waived + still"
            " open + no return. “Came late” counts some of those that were sent or nil again."
        ),
        columns=columns(
            ("Agency", 34), ("Expected", 10), ("Sent", 10),
            *((f"Nil: {NILS[kind]}", 14) for kind in NilKind), ("Declined", 10), ("Waived", 10),
            ("Still open", 10), ("No return", 10), ("Came late", 10),
        ),
        rows=(*rows, summed("All agencies", totals.completeness(got, at))),
    )  # fmt: skip


def summed(name: str, row: Completeness) -> Row:
    """Return one row of the completeness table."""
    return (
        name, row.expected, row.received, *(row.nil[kind] for kind in NilKind), row.declined,
        row.waived, row.waiting, row.none, row.late,
    )  # fmt: skip


def graded(material: Material) -> Table:
    """How often each grade was given, of each question that is graded."""
    labels = scale_of(material.audit.tool).labels()
    rows: list[Row] = []
    for spread in grades.spreads(material.got, material.kept):
        named = (spread.theme.title, spread.question.number, spread.question.label)
        counted = {"Agencies": spread.own, "Panel": spread.panel, "As it stands": spread.stands}
        for whose, counts in counted.items():
            left = spread.asked - sum(spread.own.values()) if whose != "Panel" else 0
            rows.append((*named, whose, *(counts.get(value, 0) for value in labels), left))
    return Table(
        name="Grades",
        about=(
            "One question that is graded: how often agencies gave each grade, how often the panel"
            " did, and what stands, which is the panel’s grade where it gave one."
        ),
        columns=columns(
            ("Theme", 34), ("Question", 9), ("Question in words", 44), ("Whose grade", 14),
            *((label, 13) for label in labels.values()), ("Left empty", 10),
        ),
        rows=tuple(rows),
    )  # fmt: skip


def by_theme(material: Material) -> Table:
    """The lowest grade that stands, of each theme and family."""
    labels = scale_of(material.audit.tool).labels()
    cells = grades.heat(material.got, material.kept)
    families = sorted(material.audit.families)
    titles = {theme.name: theme.title for theme in material.audit.tool.themes}
    themes = [name for name in titles if any(name == theme for theme, _ in cells)]
    rows = [
        (
            titles[theme],
            *(labels.get(cell.value, "") if (cell := cells.get((theme, family))) else ""
              for family in families),
        )
        for theme in themes
    ]  # fmt: skip
    return Table(
        name="Theme by family",
        about=(
            "One theme; across, the lowest grade that stands in any return about the family."
            " Empty: nobody gave a grade."
        ),
        columns=columns(("Theme", 34), *((f"Family {family}", 16) for family in families)),
        rows=tuple(rows),
    )


def over_time(material: Material) -> Table:
    """How many returns were in at the end of each day."""
    rows = [
        (row.day, row.came, row.total, "yes" if row.day == material.audit.due else "")
        for row in totals.arrivals(material.got, material.at)
    ]
    return Table(
        name="Returns over time",
        about="One day: how many returns came, and how many were in by its end.",
        columns=columns(("Day", 14), ("Came", 10), ("In by then", 10), ("Due date", 10)),
        rows=tuple(rows),
    )
