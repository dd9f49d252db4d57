"""How the audit was done, in the report's words: who asked whom, when, and what came of it."""

from collections import Counter

from audits import totals
from audits.ledger import Outcome
from audits.people import AUDIT_TEAM, Role
from audits.plan import Kind
from audits.totals import Completeness
from files.material import Material
from files.wording import day, listed, many

ROLES = {
    Role.CHAIR: ("Chair", "Chairs"),
    Role.BUSINESS_MANAGER: ("Business manager", "Business managers"),
    Role.LEAD_AUDITOR: ("Lead auditor", "Lead auditors"),
    Role.PANEL: ("Panel member", "Panel members"),
}


def method(material: Material) -> list[str]:
    """Return how the audit was done, a paragraph each."""
    audit = material.audit
    asked = {standing.agency for standing in material.got.standings}
    tool, families = audit.tool, many(len(audit.families), "family", "families")
    whom = (
        f"The audit asked {many(len(asked), 'agency', 'agencies')} about {families}. Each agency"
        " answered for the index child of each family that it knows, from its own records. Families"
        " appear by a code only."
    )
    what = (
        f"The audit tool was “{tool.title}”, {material.versions()}, in"
        f" {many(len(tool.themes), 'part')}. It was sent out on {day(audit.opened)}, and returns"
        f" were due by {day(audit.due)}.{changes(material)}"
    )
    met = "[Say here when the panel met, how long it gave to each family, and who came.]"
    if audit.audit_day:
        met = f"The panel met on {day(audit.audit_day)}. [Say here who came.]"
    return [whom, what, met]


def changes(material: Material) -> str:
    """Return how many returns were answered under an earlier version of the tool."""
    old = sum(bool(material.marked(one.standing)) for one in material.got.readings)
    if not material.audit.editions:
        return ""
    were = "was" if old == 1 else "were"
    return (
        f" The tool was changed while the audit ran: {many(old, 'return')} {were} answered under an"
        " earlier version and stand as they were given; questions that are no longer asked say of"
        " which version they are."
    )


def team(material: Material) -> list[str]:
    """Return the audit team by role. Nobody's name stands in the report."""
    counts = Counter(role for role in material.audit.team.values() if role in AUDIT_TEAM)
    return [
        one if counts[role] == 1 else f"{counts[role]} {more.lower()}"
        for role, (one, more) in ROLES.items() if counts[role]
    ]  # fmt: skip


def returns_told(material: Material) -> list[str]:
    """Return what came of the request, before the table that shows it."""
    whole = totals.completeness(material.got, material.at)
    accepted = sum(reading.standing.accepted is not None for reading in material.got.readings)
    came = (
        f"{whole.came} of {many(whole.expected, 'expected return')} came: {whole.received} with"
        f" answers and {many(whole.nils, 'nil return')}. {whole.late or 'None'} of them came after"
        f" the due date. The audit team has accepted {accepted}; only accepted returns are quoted"
        " in this report."
    )
    silent = silences(material)
    if not silent:
        return [came]
    return [came, f"No return came from {listed(silent)}. {chased(material)}"]


def silences(material: Material) -> list[str]:
    """Return the names of agencies from which nothing came at all, and nothing was waived."""
    rows = totals.by_agency(material.got, material.at)
    return sorted(material.agency(key) for key, row in rows.items() if silent(row))


def silent(row: Completeness) -> bool:
    """Tell whether an agency that was asked has given no answer of any kind."""
    return row.expected > 0 and row.waiting + row.none == row.expected


def chased(material: Material) -> str:
    """Say how often agencies were reminded."""
    sent = [one for one in material.nudges if one.outcome is Outcome.SENT]
    climbed = sum(one.nudge.kind is Kind.ESCALATION for one in sent)
    if not sent:
        return "No reminder is on record."
    return (
        f"In the whole audit {many(len(sent), 'message')} went out, {climbed} of them to"
        " coordinators, deputies or leads of agencies that were silent (workbook, sheet Nudges)."
    )
