"""The part of an audit that a card is about: what it is called, and how another is chosen."""

from collections.abc import Mapping, Sequence
from typing import Any

from audits.audit import Audit
from audits.collected import Only
from audits.tool import Kind, Theme
from cards import inputs, reading
from cards.parts import Element, said, shortened, text

TITLE = 60
"""Characters of a theme's title in a list."""


def read(data: Mapping[str, Any]) -> Only:
    """Read which part was asked for."""
    return Only(
        theme=reading.words_in(data, "theme"),
        family=reading.words_in(data, "family"),
        agency=reading.words_in(data, "agency"),
        grade=reading.words_in(data, "grade"),
    )


def carried(audit: Audit, only: Only) -> dict[str, Any]:
    """Return what a button carries to come back to this part."""
    parts = {"theme": only.theme, "family": only.family, "agency": only.agency,
             "grade": only.grade}  # fmt: skip
    return {"audit": audit.id, **{key: value for key, value in parts.items() if value}}


def called(audit: Audit, only: Only) -> str:
    """Return what the part is called, in a few words; the audit's title for the whole of it."""
    parts = [theme.title for theme in audit.tool.themes if theme.name == only.theme]
    parts += [f"Family {only.family}"] if only.family else []
    parts += [audit.agencies[only.agency].name] if only.agency in audit.agencies else []
    parts += [grades(audit).get(only.grade, "")] if only.grade else []
    return " · ".join([audit.title, *filter(None, parts)])


def missed(unknown: str) -> list[Element]:
    """Return what is said when a word was typed that nothing in the audit is called."""
    if not unknown:
        return []
    told = text("**Nothing in this audit is called that,** so it was passed over:",
                spacing="None")  # fmt: skip
    return [{"type": "Container", "style": "warning", "spacing": "Medium",
             "items": [told, said(shortened(unknown, 60))]}]  # fmt: skip


def grades(audit: Audit) -> dict[str, str]:
    """Return the label of every grade, by its value."""
    boxes = (box for box in audit.tool.boxes() if box.kind is Kind.GRADE)
    return {choice.value: choice.label for box in boxes for choice in box.choices}


def graded(audit: Audit) -> list[Theme]:
    """Return the themes that ask for a grade."""
    return [
        theme
        for theme in audit.tool.themes
        if any(box.kind is Kind.GRADE for q in theme.questions for box in q.boxes)
    ]


def of_theme(audit: Audit, value: str = "", *, whole: str = "All themes") -> Element:
    """Return the list to choose a theme from."""
    pairs = [(theme.name, shortened(theme.title, TITLE)) for theme in audit.tool.themes]
    return listed("theme", "Theme", pairs, value, whole=whole)


def of_family(audit: Audit, value: str = "", *, whole: str = "All families") -> Element:
    """Return the list to choose a family from."""
    pairs = [(code, f"Family {code}") for code in sorted(audit.families)]
    return listed("family", "Family", pairs, value, whole=whole)


def of_agency(audit: Audit, value: str = "", *, whole: str = "All services") -> Element:
    """Return the list to choose a service from."""
    agencies = sorted(audit.agencies.values(), key=lambda agency: agency.name)
    pairs = [(agency.key, shortened(agency.name, TITLE)) for agency in agencies]
    return listed("agency", "Service", pairs, value, whole=whole)


def listed(
    key: str, label: str, pairs: list[tuple[str, str]], value: str, *, whole: str
) -> Element:
    """Return a list to choose from, with the whole on top where that can be chosen."""
    drawn = inputs.one_of(key, label, [*([("", whole)] if whole else []), *pairs], value)
    return {**drawn, "placeholder": whole} if whole else drawn


def of_graded(themes: Sequence[Theme], value: str = "") -> Element:
    """Return the list to choose a theme that asks for a grade."""
    pairs = [(theme.name, shortened(theme.title, TITLE)) for theme in themes]
    known = value if value in {name for name, _ in pairs} else ""
    return inputs.one_of("theme", "Theme", pairs, known or next((n for n, _ in pairs), ""))
