"""Changes to the audit itself while it runs: questions, deputies, escalations, nudges by hand.

Each gives the audit as it should now be; the very same audit when nothing changes.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from audits.amendments import amended
from audits.audit import Audit, Cleared
from audits.deadlines import said
from audits.involvement import Saying
from audits.plan import Push, Question, Ruling
from audits.problems import Code, Problem

SAME_CLICK = timedelta(minutes=2)
"""The same nudge by the same person within this time is a repeated click."""


def ask(audit: Audit, box: str, saying: Saying, *, agency: str) -> Audit:
    """Keep a question about a box. Problems: `question.no_words`, `question.no_box`."""
    still_running(audit)
    words, by = said(saying.words, Code.QUESTION_NO_WORDS), saying.by
    if box not in audit.tool.box:
        raise Problem(Code.QUESTION_NO_BOX)
    if any((q.box, q.words, q.by) == (box, words, by) for q in audit.questions):
        return audit
    number = len(audit.questions) + 1
    new = Question(id=f"q{number}", box=box, agency=agency, by=by, at=saying.at, words=words)
    return replace(audit, questions=(*audit.questions, new))


def answer(audit: Audit, question_id: str, words: str, *, by: str, at: datetime) -> Audit:
    """Keep the team's answer. Problems: `question.not_found`, `question.no_words`."""
    still_running(audit)
    words = said(words, Code.QUESTION_NO_WORDS)
    found = next((q for q in audit.questions if q.id == question_id), None)
    if found is None:
        raise Problem(Code.QUESTION_NOT_FOUND)
    if found.answer == words:
        return audit
    done = replace(found, answer=words, answered_by=by, answered_at=at)
    return replace(audit, questions=tuple(done if q is found else q for q in audit.questions))


def name_deputy(audit: Audit, agency: str, person: str, *, by: str, at: datetime) -> Audit:
    """Make somebody the agency's deputy. Problems: `assign.nobody`, `audit.closed`."""
    still_running(audit)
    if not person or agency not in audit.agencies:
        raise Problem(Code.ASSIGN_NOBODY)
    found = audit.agencies[agency]
    if person in found.coordinating:
        return audit
    agencies = {**audit.agencies, agency: replace(found, deputies=(person,))}
    return amended(audit, replace(audit, agencies=agencies), by=by, at=at)


def rule(audit: Audit, nudge_id: str, *, granted: bool, by: str, at: datetime) -> Audit:
    """Decide whether an escalation goes. What was decided stays: `escalation.decided`."""
    still_running(audit)
    before = audit.rulings.get(nudge_id)
    if before and before.granted is granted:
        return audit
    if before:
        raise Problem(Code.ESCALATION_DECIDED)
    ruling = Ruling(by=by, at=at, granted=granted)
    return replace(audit, rulings={**audit.rulings, nudge_id: ruling})


def push(audit: Audit, wanted: Push) -> Audit:
    """Nudge by hand, now. The same again within two minutes is the same click."""
    still_running(audit)
    same = (
        (p.by, p.agency, p.person) == (wanted.by, wanted.agency, wanted.person)
        and wanted.at - p.at < SAME_CLICK
        for p in audit.pushes
    )
    return audit if any(same) else replace(audit, pushes=(*audit.pushes, wanted))


def clear(audit: Audit, decided: Mapping[str, str], *, by: str, at: datetime) -> Audit:
    """Keep what shall stand in packs and reports in place of words that may tell who somebody is.

    `decided` has the replacement by the id of what was found, empty for "fine as it is". An audit
    that is closed can still be written up.
    """
    new = {
        found: Cleared(by=by, at=at, instead=instead.strip())
        for found, instead in decided.items()
        if found not in audit.cleared or audit.cleared[found].instead != instead.strip()
    }
    return replace(audit, cleared={**audit.cleared, **new}) if new else audit


def still_running(audit: Audit) -> None:
    """Raise `audit.closed` when it is."""
    if audit.closed_at:
        raise Problem(Code.AUDIT_CLOSED)
