"""From a draft to an audit that runs: the audit, and a return for each family and agency."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from audits.audit import Audit
from audits.drafts import Draft, missing, still_waits
from audits.involvement import AgencyReturn
from audits.journal import Happening
from audits.problems import Code, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """All that comes to be when an audit opens: kept together, or not at all."""

    draft: Draft
    audit: Audit
    returns: tuple[AgencyReturn, ...]
    journal: tuple[Happening, ...]
    """The audit's journal begins with the draft's."""


def opening(draft: Draft, *, by: str, at: datetime, today: date) -> Opening:
    """Open the audit. Problems: `draft.closed`, `draft.incomplete` naming what is missing."""
    still_waits(draft)
    wanting = missing(draft, today)
    times, tool = draft.timetable, draft.asked_tool()
    if wanting or times is None or tool is None:
        raise Problem(Code.DRAFT_INCOMPLETE, wanting[0][0] if wanting else "")
    audit = Audit(
        id=draft.id,
        title=draft.title,
        reason=draft.reason,
        period=draft.period,
        context=draft.context,
        opened=today,
        due=times.due,
        tool=tool.about(draft.context or "the partnership's priorities"),
        agencies={key: draft.agencies[key] for key in taking_part(draft)},
        families={code: draft.families[code] for code in draft.chosen},
        team=draft.team,
        zone=draft.zone,
        days_off=draft.days_off,
        audit_day=draft.audit_day,
        school_holidays=draft.school_holidays,
        plan=replace(draft.plan, grace=draft.lengths.grace, pack_before=draft.lengths.pack,
                     acknowledge_within=draft.lengths.acknowledge,
                     sign_off_before=draft.lengths.sign_off),
        papers=draft.papers,
        helpers=draft.helpers,
    )  # fmt: skip
    line = Happening(at=at, by=by, what="audit.opened", version=1)
    closed = replace(draft, opened_at=at, journal=(*draft.journal, line))
    return Opening(draft=closed, audit=audit, returns=tuple(owed(draft)), journal=closed.journal)


def taking_part(draft: Draft) -> list[str]:
    """Return the keys of the agencies that know one of the chosen families, in roster order."""
    known = {key for code in draft.chosen for key in draft.families[code].involved}
    return [key for key in draft.agencies if key in known]


def owed(draft: Draft) -> Iterator[AgencyReturn]:
    """Yield the return that each agency owes about each family that it knows."""
    for code in draft.chosen:
        for key in draft.families[code].involved:
            yield AgencyReturn(
                id=return_id(draft.id, code, key),
                audit_id=draft.id,
                family=code,
                agency=key,
                contacts=draft.answering.get(code, {}).get(key, ()),
            )


def return_id(audit_id: str, family: str, agency: str) -> str:
    """Return the id of the return that an agency owes about a family."""
    return f"{audit_id}.{family}.{agency}"
