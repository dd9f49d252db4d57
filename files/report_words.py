"""What stands in the draft report: its figures, its sentences, and what it quotes.

docs/report-template.md tells the names of all this to who writes a template of their own.
"""

from collections.abc import Mapping
from typing import Any

from audits import totals
from audits.totals import Completeness
from files.fair_copy import fair_copy, of_report
from files.material import Material
from files.report_figures import arrivals, heat, spread
from files.report_method import method, returns_told, team
from files.report_process import for_next_time, went_well
from files.report_themes import overview, recommendations, themes
from files.word import draft_note
from files.wording import many, moment

AIMS = (
    "how well work at the front line keeps children and young people safe",
    "whether learning from earlier audits and reviews has become part of everyday practice",
    "what difference that learning makes for children and young people",
)
SOURCES = (
    ("Returns expected, sent, nil, late and missing, by agency", "Completeness"),
    ("How returns came in over time", "Returns over time"),
    ("How often each grade was given", "Grades"),
    ("The lowest grade of each theme and family", "Theme by family"),
    ("What agencies wrote, in full", "Answers (long), Answers (wide)"),
    ("What the panel found, and what each finding rests on", "Findings"),
    ("Grades that the panel changed, and why", "Panel grades"),
    ("Reminders and escalations", "Nudges"),
)


def context_of(material: Material) -> dict[str, Any]:
    """Return all that a template can show, by name."""
    findings = of_report(material)
    copy = fair_copy(material, findings)
    audit, at = material.audit, material.audit.here(material.at)
    return {
        "partnership": material.partnership.name,
        "title": audit.title,
        "marking": material.marking,
        "made_on": f"Made on {moment(at)}.",
        "draft_note": draft_note(copy.unchecked) if copy.unchecked else "",
        "contents": "[[contents]]",
        "about_audits": (
            "In a multi-agency case audit, agencies look together at what they did for some"
            " children and what it changed for them. The purpose is to learn, not to blame."
        ),
        "aims": list(AIMS),
        "background": (
            f"The audit looked at {many(len(audit.families), 'family', 'families')} and asked about"
            f" {audit.period}. As its context it asked about {audit.context}."
        ),
        "method": method(material),
        "team": team(material),
        "returns_told": returns_told(material),
        **completeness(material),
        **arrivals(material),
        "overview": overview(material),
        **spread(material),
        **heat(material),
        "themes": themes(material, copy),
        "went_well": went_well(material),
        "for_next_time": for_next_time(material),
        **recommendations(material, copy),
        "sources_told": (
            "Every figure in this report can be looked up in the audit’s workbook of the same day."
            " A reference such as C·PHN 14 stands for family C, the agency, and the number of the"
            " question."
        ),
        "sources": [{"figure": figure, "sheet": sheet} for figure, sheet in SOURCES],
    }


def completeness(material: Material) -> Mapping[str, Any]:
    """Return the completeness table: a row for each agency by name, and the whole."""
    got, at = material.got, material.at
    rows = [row(material.agency(k), one) for k, one in totals.by_agency(got, at).items()]
    return {
        "completeness": sorted(rows, key=lambda one: str(one["agency"])),
        "total": row("All agencies", totals.completeness(got, at)),
        "completeness_told": (
            "Expected = sent + nil + declined + waived + still open + no return. “Came late” counts"
            " some of those that came. Source: workbook, sheet Completeness."
        ),
    }


def row(agency: str, one: Completeness) -> dict[str, str | int]:
    """Return one row of the completeness table."""
    return {
        "agency": agency, "expected": one.expected, "sent": one.received, "nil": one.nils,
        "declined": one.declined, "waived": one.waived, "open": one.waiting, "none": one.none,
        "late": one.late,
    }  # fmt: skip
