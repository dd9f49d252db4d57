"""What the figures say about how the audit itself went: a start for what people will add."""

from audits import flags, mismatches, totals
from audits.flags import FlagKind
from files.material import Material
from files.report_method import silences
from files.wording import listed, many

MOSTLY = 0.8
"""A share of returns that is worth saying well of."""
MOST_NAMED = 3


def went_well(material: Material) -> list[str]:
    """Return what the figures show to have gone well."""
    whole = totals.completeness(material.got, material.at)
    told = []
    if whole.expected and whole.came >= MOSTLY * whole.expected:
        told.append(f"{whole.came} of {whole.expected} expected returns came.")
    on_time = whole.came - whole.late
    if whole.came and on_time >= MOSTLY * whole.came:
        told.append(f"{on_time} of the {whole.came} returns that came were in by their due date.")
    if whole.nils:
        told.append(
            f"{many(whole.nils, 'nil return')} came with a reason, so that silence did not have"
            " to stand for “not known to us”."
        )
    found = len(mismatches.mismatches(material.got))
    if found:
        told.append(
            f"Laying returns side by side showed {many(found, 'contradiction')} between agencies"
            " to talk about (workbook, sheet Mismatches)."
        )
    return told or ["The figures alone do not show it."]


def for_next_time(material: Material) -> list[str]:
    """Return what the figures show to be worth changing."""
    told = []
    silent = silences(material)
    if silent:
        told.append(f"Find out what would help {listed(silent)} to answer.")
    counted = [one.kind for one in flags.flags(material.got)]
    service, beyond = counted.count(FlagKind.SERVICE), counted.count(FlagKind.NO_BEYOND)
    if service:
        told.append(
            f"{many(service, 'answer')} told the impact on the service and not on the child."
            " Make the question plainer."
        )
    if beyond:
        told.append(
            f"{many(beyond, 'top grade')} came without practice beyond what policy asks for."
            " Show what a top grade needs."
        )
    empty = [box.label for box in totals.unanswered(material.got)]
    if empty:
        named = listed([f"“{label}”" for label in empty[:MOST_NAMED]])
        told.append(
            f"Nobody answered {named}. Ask whether {many(len(empty), 'such box', 'such boxes')}"
            " should stay."
        )
    return told or ["The figures alone do not show it."]
