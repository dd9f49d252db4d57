"""Changes to an audit's settings: kept in its journal, and two people's at once told apart.

A setting is known by its name: `due`, `plan.lead_after`, `agency.housing.lead`; and by what it is
in short words, so that two people's can be compared.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime, time
from typing import Any

from audits.audit import Audit
from audits.calendar import Span
from audits.journal import Happening
from audits.plan import Plan
from audits.problems import Code, Problem

CHANGED = "setting.changed"
OF_AUDIT = ("opened", "due", "audit_day", "school_holidays")
OF_AGENCY = ("coordinators", "deputies", "lead", "sign_off")
OF_PLAN = tuple(field.name for field in fields(Plan))


def settings(audit: Audit) -> dict[str, str]:
    """Return every setting of the audit by its name, in short words."""
    return dict(named(audit))


def named(audit: Audit) -> Iterator[tuple[str, str]]:
    """Yield the settings with their names."""
    for name in OF_AUDIT:
        yield name, in_short(getattr(audit, name))
    for name in OF_PLAN:
        yield f"plan.{name}", in_short(getattr(audit.plan, name))
    for key, agency in audit.agencies.items():
        for name in OF_AGENCY:
            yield f"agency.{key}.{name}", in_short(getattr(agency, name))


def in_short(value: object) -> str:
    """Return a setting as it is compared and kept: dates as 2026-12-08, lists with commas."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(in_short(one) for one in value)
    if isinstance(value, Span):
        return f"{value.first} to {value.last} {value.name}".strip()
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)


def amended(before: Audit, after: Audit, *, by: str, at: datetime) -> Audit:
    """Return the audit after the change with what its journal says of it; the very same if nothing.

    Problem `audit.closed`.
    """
    if before.closed_at:
        raise Problem(Code.AUDIT_CLOSED)
    had, has = settings(before), settings(after)
    version = before.version + 1
    rows = tuple(
        Happening(at=at, by=by, what=CHANGED, version=version, about=(name,),
                  was=had.get(name, ""), now=now)
        for name, now in has.items() if now != had.get(name, "")
    )  # fmt: skip
    return replace(after, journal=(*before.journal, *rows)) if rows else before


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """Settings that came back on a card, met with what others changed since it was drawn."""

    after: Audit
    """The audit as it should be: one's own changes, and others' where one left a setting alone."""
    clashes: tuple[Happening, ...] = ()
    """The last change of each setting that both changed, each to something else."""


def met(now: Audit, wanted: Audit, *, drawn: int) -> Met:
    """Return what to keep. `wanted` is the audit as it stands with the card's settings put in.

    Problem `card.unreadable` for a version that is not there yet.
    """
    if drawn > now.version:
        raise Problem(Code.CARD_UNREADABLE, "drawn")
    mine, theirs = settings(wanted), settings(now)
    after, clashes = wanted, []
    for name, rows in changed_since(now, drawn).items():
        if mine.get(name) == theirs.get(name):
            continue
        if mine.get(name) == rows[0].was:
            after = taken(after, now, name)
        else:
            clashes.append(rows[-1])
    return Met(after=after, clashes=tuple(clashes))


def changed_since(audit: Audit, drawn: int) -> dict[str, list[Happening]]:
    """Return by setting what the journal says of it after this version, oldest first."""
    found: dict[str, list[Happening]] = {}
    for row in audit.journal:
        if row.what == CHANGED and row.version > drawn:
            found.setdefault(row.about[0], []).append(row)
    return found


def taken(to: Audit, source: Audit, name: str) -> Audit:
    """Return the audit with this one setting as it is in the other."""
    room, _, rest = name.partition(".")
    if room == "plan":
        return replace(to, plan=replace(to.plan, **{rest: getattr(source.plan, rest)}))
    if room != "agency":
        only: dict[str, Any] = {name: getattr(source, name)}
        return replace(to, **only)
    key, _, field = rest.rpartition(".")
    if key not in to.agencies or key not in source.agencies:
        return to
    kept = replace(to.agencies[key], **{field: getattr(source.agencies[key], field)})
    return replace(to, agencies={**to.agencies, key: kept})
